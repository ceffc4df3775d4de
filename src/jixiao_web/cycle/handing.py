"""Handing over a post: one deed that moves open forms, opinions, notices and the reading list to the successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.accounts.services import Refused
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Countersign, Form
from jixiao_web.notices.models import Notice, ReadingItem


def require(by: User, post: Post) -> None:
    """Who may hand a post over: its holder, or the security administrator. Raises PermissionDenied."""
    if not (post.user_id == by.pk and policies.may(by, "post.hand_over", post)):
        policies.require(by, "post.manage", post)


@dataclass(frozen=True, slots=True)
class Moving:
    """What goes over to a successor."""

    forms: tuple[str, ...]
    countersigns: int
    notices: int
    reading: int


def moving(post: Post) -> Moving:
    """What would go over if the post were handed on: shown before it is done."""
    forms = Form.objects.filter(assignee=post.user, unit=post.unit).select_related("task", "unit")
    return Moving(
        tuple(str(form) for form in forms),
        Countersign.objects.filter(person=post.user, answered_at__isnull=True).count(),
        Notice.objects.filter(user=post.user, read_at__isnull=True).count(),
        ReadingItem.objects.filter(user=post.user).count(),
    )


@transaction.atomic
def hand_over(by: User, post: Post, successor: User, on: date, reason: str) -> Post:
    """One deed: the post ends the day before, the successor has it from that day, and all that was open goes along.

    Raises Refused: the successor is the same person, or holds the post already, or there is no reason.
    """
    require(by, post)
    if successor.pk == post.user_id:
        raise Refused(_("接任人不能是本人。"))
    if not reason.strip():
        raise Refused(_("请写明交接原因，例如：轮岗。"))
    if Post.objects.filter(user=successor, role=post.role, unit=post.unit, valid_to__isnull=True).exists():
        raise Refused(_("{name} 已在这个岗位上。").format(name=successor.name))
    told = moving(post)
    Post.objects.filter(pk=post.pk).update(valid_to=on - timedelta(days=1))
    taken = Post.objects.create(user=successor, role=post.role, unit=post.unit, division=post.division, valid_from=on)
    Form.objects.filter(assignee=post.user, unit=post.unit).update(assignee=successor)
    Countersign.objects.filter(person=post.user, answered_at__isnull=True).update(person=successor)
    for notice in Notice.objects.filter(user=post.user, read_at__isnull=True):
        Notice.objects.get_or_create(
            user=successor,
            key=notice.key,
            defaults={"kind": notice.kind, "text": notice.text, "text_en": notice.text_en, "link": notice.link},
        )
    for item in ReadingItem.objects.filter(user=post.user):
        ReadingItem.objects.get_or_create(
            user=successor, title=item.title, defaults={"number": item.number, "link": item.link}
        )
    Notice.objects.filter(user=post.user, read_at__isnull=True).update(read_at=timezone.now())
    audit.record(
        by=by,
        deed="post.hand_over",
        target=taken,
        before={"person": post.user.username},
        after={
            "person": successor.username,
            "from": on,
            "forms": list(told.forms),
            "countersigns": told.countersigns,
            "notices": told.notices,
            "reading": told.reading,
        },
        reason=reason,
    )
    return taken
