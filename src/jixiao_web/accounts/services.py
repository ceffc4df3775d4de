"""Deeds on people and posts."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import ADMINISTRATORS, Delegation, Post, Role, User
from jixiao_web.audit import services as audit
from jixiao_web.organisation.models import Division, Unit


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def make_person(by: User, *, username: str, name: str, email: str = "") -> tuple[User, str]:
    """An account with a first password, which is told once and must be changed. Raises Refused: the name is taken."""
    policies.require(by, "person.manage")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("登录名“{name}”已有人使用，请换一个，例如加上单位简称。").format(name=username))
    password = get_random_string(14, "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    person = User.objects.create_user(
        username=username, password=password, name=name, email=email, must_change_password=True
    )
    audit.record(by=by, deed="person.make", target=person, after={"username": username, "name": name})
    return person, password


@transaction.atomic
def set_active(by: User, person: User, *, active: bool) -> None:
    """Disable an account, or enable it again. Nothing of it is deleted. Raises Refused: oneself."""
    policies.require(by, "person.manage")
    if person.pk == by.pk:
        raise Refused(_("不能停用自己的账号。"))
    User.objects.filter(pk=person.pk).update(is_active=active)
    audit.record(
        by=by, deed="person.enable" if active else "person.disable", target=person, before={"active": not active}
    )


@transaction.atomic
def reset_password(by: User, person: User) -> str:
    """A new first password, told once."""
    policies.require(by, "person.manage")
    password = get_random_string(14, "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, deed="password.reset", target=person)
    return password


@transaction.atomic
def give_post(
    by: User, *, person: User, role: str, unit: Unit, division: Division | None, start: date, until: date | None = None
) -> Post:
    """Put a person into a post.

    Raises Refused: oneself; a second of the three administrator roles for one person; a post that the person holds already.
    """
    policies.require(by, "post.manage", unit)
    if person.pk == by.pk:
        raise Refused(_("不能给自己任职：请另一位安全管理员办理。"))
    current = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start), user=person)
    if role in ADMINISTRATORS and current.filter(role__in=ADMINISTRATORS - {Role(role)}).exists():
        raise Refused(
            _("系统、安全、审计三个管理员须由三个人分别担任，{name} 已担任其中之一。").format(name=person.name)
        )
    if current.filter(role=role, unit=unit, division=division).exists():
        raise Refused(_("{name} 已在这个岗位上。").format(name=person.name))
    post = Post.objects.create(user=person, role=role, unit=unit, division=division, valid_from=start, valid_to=until)
    audit.record(by=by, deed="post.give", target=post, after={"person": person.username, "role": role})
    return post


@transaction.atomic
def end_post(by: User, post: Post, on: date) -> None:
    """End a post on a day (that day included)."""
    policies.require(by, "post.manage", post)
    Post.objects.filter(pk=post.pk).update(valid_to=on)
    audit.record(by=by, deed="post.end", target=post, before={"until": None}, after={"until": on})


@transaction.atomic
def delegate(by: User, post: Post, deputy: User, start: date, until: date, reason: str) -> Delegation:
    """Somebody stands in for one's own post between two days. Raises Refused: oneself, or dates the wrong way round."""
    policies.require(by, "post.delegate", post)
    if post.user_id != by.pk:
        raise Refused(_("只能委托自己的岗位。"))
    if deputy.pk == by.pk or until < start:
        raise Refused(_("请选择另一位同事，且结束日期不早于开始日期。"))
    made = Delegation.objects.create(post=post, deputy=deputy, valid_from=start, valid_to=until, reason=reason)
    audit.record(
        by=by, deed="post.delegate", target=made, after={"deputy": deputy.username, "until": until}, reason=reason
    )
    return made
