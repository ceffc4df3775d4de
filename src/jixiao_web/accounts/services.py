"""Deeds on people and posts."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Delegation, Post, Role, User
from jixiao_web.audit import services as audit
from jixiao_web.organisation.models import Division, Unit

EASILY_READ = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def make_person(by: User, *, username: str, name: str, email: str = "") -> tuple[User, str]:
    """An account with a first password, which is told once and must be changed. Raises Refused: the name is taken."""
    policies.require(by, "person.manage")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("登录名“{name}”已有人使用，请换一个，例如加上单位简称。").format(name=username))
    password = get_random_string(14, EASILY_READ)
    person = User.objects.create_user(
        username=username, password=password, name=name, email=email, must_change_password=True
    )
    audit.record(by=by, deed="person.make", target=person, after={"username": username, "name": name})
    return person, password


@transaction.atomic
def set_active(by: User, person: User, *, active: bool) -> None:
    """Disable an account and end its sessions, or enable it again. Nothing of it is deleted. Raises Refused: oneself."""
    policies.require(by, "person.manage")
    if person.pk == by.pk:
        raise Refused(_("不能停用自己的账号。"))
    before = {"active": person.is_active}
    User.objects.filter(pk=person.pk).update(is_active=active)
    if not active:
        _end_all(person)
    audit.record(
        by=by,
        deed="person.enable" if active else "person.disable",
        target=person,
        before=before,
        after={"active": active},
    )


@transaction.atomic
def reset_password(by: User, person: User) -> str:
    """A new first password, told once. Raises Refused: one's own, which is changed on another page."""
    policies.require(by, "person.manage")
    if person.pk == by.pk:
        raise Refused(_("自己的密码请在“修改密码”页修改。"))
    password = get_random_string(14, EASILY_READ)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    _end_all(person)
    audit.record(by=by, deed="password.reset", target=person)
    return password


@transaction.atomic
def remove_second_factor(by: User, person: User) -> None:
    """Somebody lost the telephone: the password alone signs in until a new second factor is there.

    Raises Refused: oneself; there is none.
    """
    policies.require(by, "factor.remove")
    if person.pk == by.pk:
        raise Refused(_("不能解除自己的动态口令：请另一位安全管理员办理。"))
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise Refused(_("{name} 没有启用动态口令。").format(name=person.name))
    _end_all(person)
    audit.record(by=by, deed="factor.remove", target=person)


@transaction.atomic
def end_sessions(by: User, person: User) -> int:
    """End all sessions of a person; answers how many."""
    policies.require(by, "session.end")
    ended = _end_all(person)
    audit.record(by=by, deed="session.end_all", target=person, after={"sessions": ended})
    return ended


@transaction.atomic
def end_own_session(by: User, session: UserSession) -> None:
    """End one of one's own sessions. Raises Refused: it is somebody else's."""
    if session.user_id != by.pk:
        raise Refused(_("只能结束自己的会话。"))
    after = {"address": session.ip, "browser": session.user_agent[:200]}
    session.end()
    audit.record(by=by, deed="session.end_one", target=by, after=after)


@transaction.atomic
def set_language(by: User, language: str) -> None:
    """The language in which pages and mail come to a person."""
    audit.record(by=by, deed="language.set", target=by, before={"language": by.language}, after={"language": language})
    User.objects.filter(pk=by.pk).update(language=language)


def refuse(why_not: str) -> None:
    """Raises Refused: the table of rights has something against it."""
    if why_not:
        raise Refused(why_not)


@transaction.atomic
def give_post(
    by: User, *, person: User, role: str, unit: Unit, division: Division | None, start: date, until: date | None = None
) -> Post:
    """Put a person into a post.

    Raises Refused: oneself; a post that cannot be one person's together with those that the person has, or that the person
    holds already; a division of another unit; dates the wrong way round.
    """
    policies.require(by, "post.manage", unit)
    if person.pk == by.pk:
        raise Refused(_("不能给自己任职：请另一位安全管理员办理。"))
    if division is not None and division.unit_id != unit.pk:
        raise Refused(_("处室“{name}”不属于所选单位，请重新选择。").format(name=division.name))
    if until is not None and until < start:
        raise Refused(_("终止日期不能早于起始日期。"))
    refuse(policies.why_not_receive(person, role, unit, start, until))
    same = Post.objects.filter(user=person, role=role, unit=unit, division=division)
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start)).exists():
        raise Refused(_("{name} 已在这个岗位上。").format(name=person.name))
    post, _new = Post.objects.update_or_create(
        user=person, role=role, unit=unit, division=division, valid_from=start, defaults={"valid_to": until}
    )
    audit.record(
        by=by,
        deed="post.give",
        target=post,
        after={"person": person.username, "role": role, "from": start, "until": until},
    )
    return post


@transaction.atomic
def end_post(by: User, post: Post, on: date) -> None:
    """End a post on a day (that day included).

    Raises Refused: it ended before, it began later, or nobody would be left to give posts.
    """
    policies.require(by, "post.manage", post)
    if on < post.valid_from or (post.valid_to is not None and post.valid_to <= on):
        raise Refused(_("{name} 的这个岗位在 {on} 不在任，不必离任。").format(name=post.user.name, on=on))
    others = Post.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), role=Role.SECURITY, user__is_active=True
    )
    if post.role == Role.SECURITY and not others.exclude(pk=post.pk).exists():
        raise Refused(_("这是最后一位安全管理员：请先办理交接，否则无人能再任免岗位。"))
    Post.objects.filter(pk=post.pk).update(valid_to=on)
    audit.record(by=by, deed="post.end", target=post, before={"until": post.valid_to}, after={"until": on})
    lapse(by, post, on)


@transaction.atomic
def delegate(by: User, post: Post, deputy: User, start: date, until: date, reason: str) -> Delegation:
    """Somebody stands in for one's own post between two days, and no longer.

    Raises Refused: oneself; a post that is not one's own or ends before; days that are over, or the wrong way round;
    somebody who may not stand in for it, or does so already.
    """
    policies.require(by, "post.delegate", post)
    if post.user_id != by.pk:
        raise Refused(_("只能委托自己的岗位。"))
    if deputy.pk == by.pk or not start <= until or not deputy.is_active:
        raise Refused(_("请选择另一位在职的同事，且结束日期不早于开始日期。"))
    if until < policies.today():
        raise Refused(_("结束日期 {until} 已经过去，请改为今天或以后。").format(until=until))
    if start < post.valid_from or (post.valid_to is not None and post.valid_to < until):
        raise Refused(
            _("委托的日子须在任职期间之内（{start} 至 {end}）。").format(
                start=post.valid_from, end=post.valid_to or "…"
            )
        )
    refuse(policies.why_not_lend(post, deputy, start, until))
    if post.delegations.filter(deputy=deputy, valid_from__lte=until, valid_to__gte=start).exists():
        raise Refused(_("{name} 在这些日子已经代办这个岗位。").format(name=deputy.name))
    made = Delegation.objects.create(post=post, deputy=deputy, valid_from=start, valid_to=until, reason=reason)
    told = {"deputy": deputy.username, "role": post.role, "from": start, "until": until}
    audit.record(by=by, deed="post.delegate", target=made, after=told, reason=reason)
    return made


@transaction.atomic
def end_delegation(by: User, delegation: Delegation) -> None:
    """Take one's post back before the day; the deputy may give it back as well. Raises Refused: it is neither's."""
    if by.pk not in {delegation.post.user_id, delegation.deputy_id}:
        raise Refused(_("只能收回自己的委托，或交回委托给自己的岗位。"))
    audit.record(
        by=by,
        deed="post.undelegate",
        target=delegation,
        before={"deputy": delegation.deputy.username, "until": delegation.valid_to},
    )
    delegation.delete()


def lapse(by: User, ended: Post, on: date) -> None:
    """With a post end those who stand in for it, and what its holder stands in for by no other right. Called when it has ended."""
    day = on + timedelta(days=1)
    later = Delegation.objects.filter(valid_to__gt=on).select_related("post__unit", "post__user", "deputy")
    for item in later.filter(Q(post=ended) | Q(deputy=ended.user)):
        if item.post_id != ended.pk and not policies.why_not_lend(item.post, item.deputy, day, item.valid_to):
            continue
        told = {"deputy": item.deputy.username, "until": item.valid_to}
        audit.record(by=by, deed="post.undelegate", target=item, before=told, after={"until": on})
        if item.valid_from > on:
            item.delete()
        else:
            Delegation.objects.filter(pk=item.pk).update(valid_to=on)


def _end_all(person: User) -> int:
    sessions = UserSession.objects.purge_and_list(person)
    for session in sessions:
        session.end()
    return len(sessions)
