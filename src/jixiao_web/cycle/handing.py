"""Handing over a post: one deed that moves open forms, opinions, notices and the reading list to the successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.accounts.services import Refused, lapse, refuse
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Countersign, Form
from jixiao_web.cycle.workflow import workflow
from jixiao_web.notices.models import Notice, ReadingItem


def require(by: User, post: Post) -> None:
    """Who may hand a post over: its holder, or the security administrator. Raises PermissionDenied."""
    if not (post.user_id == by.pk and policies.may(by, "post.hand_over", post)):
        policies.require(by, "post.manage", post)


@dataclass(frozen=True, slots=True)
class Moving:
    """What goes over to a successor, as it is shown before and recorded after."""

    forms: tuple[str, ...]
    countersigns: tuple[str, ...]
    notices: int
    reading: int


def moving(post: Post) -> Moving:
    """What would go over if the post were handed on: shown before it is done."""
    return Moving(
        tuple(f"{form.task.title} · {form.unit.code}" for form in _forms(post).select_related("task", "unit")),
        tuple(
            f"{item.form.task.title} · {item.form.unit.code}：{item.question}"
            for item in _countersigns(post).select_related("form__task", "form__unit")
        ),
        _notices(post).count(),
        ReadingItem.objects.filter(user=post.user).count(),
    )


@transaction.atomic
def hand_over(by: User, post: Post, successor: User, on: date, reason: str) -> Post:
    """One deed: the post ends the day before, the successor has it from that day, and all that was open goes along.

    Handing back is the same deed, done by the successor. Where somebody holds several posts, only what belongs to this
    one's unit goes along.

    Raises Refused: the successor is the same person or oneself, may not receive the post (`policies.why_not_succeed`), or
    holds it already; there is no reason; the day lies ahead, or before the post began; the post has ended already.
    """
    require(by, post)
    day = policies.today()
    if successor.pk == post.user_id:
        raise Refused(_("接任人不能是本人。"))
    if successor.pk == by.pk:
        raise Refused(_("不能把别人的岗位交给自己：请另一位安全管理员办理。"))
    if not reason.strip():
        raise Refused(_("请写明交接原因，例如：轮岗。"))
    if on > day or on < post.valid_from:
        raise Refused(_("接任日期须在任职之日（{start}）与今天之间。").format(start=post.valid_from))
    if post.valid_to is not None and post.valid_to < day:
        raise Refused(_("这个岗位已于 {end} 结束，不能再交接。").format(end=post.valid_to))
    refuse(policies.why_not_succeed(by, post, successor, on))
    same = Post.objects.filter(user=successor, role=post.role, unit=post.unit, division=post.division)
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).exists():
        raise Refused(_("{name} 已在这个岗位上。").format(name=successor.name))
    told = moving(post)
    going = (list(_forms(post)), list(_countersigns(post)), list(_notices(post)))
    last = on - timedelta(days=1)
    Post.objects.filter(pk=post.pk).update(valid_to=last)
    lapse(by, post, last)
    taken, _new = Post.objects.update_or_create(
        user=successor,
        role=post.role,
        unit=post.unit,
        division=post.division,
        valid_from=on,
        defaults={"valid_to": post.valid_to},
    )
    _move(going, post.user, successor)
    audit.record(
        by=by,
        deed="post.hand_over",
        target=taken,
        before={"person": post.user.username, "until": post.valid_to},
        after={
            "person": successor.username,
            "role": post.role,
            "from": on,
            "forms": list(told.forms),
            "countersigns": list(told.countersigns),
            "notices": told.notices,
            "reading": told.reading,
        },
        reason=reason,
    )
    return taken


def _move(going: tuple[list[Form], list[Countersign], list[Notice]], old: User, new: User) -> None:
    """Unread notices that the successor has too stay where they are; what was read of the reading list stays as a record."""
    forms, countersigns, notices = going
    Form.objects.filter(pk__in=[item.pk for item in forms]).update(assignee=new)
    Countersign.objects.filter(pk__in=[item.pk for item in countersigns]).update(person=new)
    known = set(Notice.objects.filter(user=new, key__in=[item.key for item in notices]).values_list("key", flat=True))
    Notice.objects.filter(pk__in=[item.pk for item in notices if item.key not in known]).update(user=new)
    for item in ReadingItem.objects.filter(user=old):
        ReadingItem.objects.get_or_create(
            user=new, title=item.title, defaults={"number": item.number, "link": item.link}
        )
    ReadingItem.objects.filter(user=old, read_at__isnull=True).delete()


def _is_only_post(post: Post) -> bool:
    day = policies.today()
    others = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=post.user).exclude(pk=post.pk)
    return not others.exists()


def _forms(post: Post) -> QuerySet[Form]:
    over = [name for name, state in workflow().states.items() if state.end]
    return Form.objects.filter(assignee=post.user, unit=post.unit).exclude(state__in=over)


def _countersigns(post: Post) -> QuerySet[Countersign]:
    found = Countersign.objects.filter(person=post.user, answered_at__isnull=True)
    return found if _is_only_post(post) else found.filter(form__unit=post.unit)


def _notices(post: Post) -> QuerySet[Notice]:
    found = Notice.objects.filter(user=post.user, read_at__isnull=True)
    return found if _is_only_post(post) else found.filter(link__contains=f"/{post.unit.code}/")
