"""What a move of the workflow needs before it may be made, each lack as a whole sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _

from jixiao.checks import catalogue
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import windows
from jixiao_web.cycle.judging import judge
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.workflow import MoveRule, workflow
from jixiao_web.organisation.models import Unit

TOLD = 5
"""So many names are told; the rest is counted."""


def lacking(form: Form, rule: MoveRule) -> str:
    """What stands against the move now, whatever the person says; empty when nothing does."""
    for need, ask in _ASKED.items():
        if need in rule.needs and (told := ask(form)):
            return told
    return ""


def own_work(by: User, form: Form, rule: MoveRule) -> str:
    """Why the person may not pass what he submitted himself, by whichever post; empty when somebody else did."""
    if "another" not in rule.needs:
        return ""
    last = form.versions.order_by("-number").values_list("made_by", flat=True).first()
    if last != by.pk:
        return ""
    return _("这张表是您自己送审的，不能由您本人审核：请另一位有权限的同事办理。")


def unsaid(rule: MoveRule, note: str, reasons: tuple[str, ...]) -> str:
    """What the person has not said, or said wrongly; empty when nothing."""
    if "reason" in rule.needs and not (note.strip() or reasons):
        return _("请写明原因，或选择至少一条核对结果作为原因。")
    unknown = [code for code in reasons if code not in catalogue()]
    if unknown:
        return _("没有编号为 {code} 的核对规则，请重新选择原因。").format(code=unknown[0])
    return ""


def wrong_day(form: Form, rule: MoveRule, due_on: date | None, *, may_extend: bool) -> str:
    """What is wrong with the day until which an answer is asked for; empty when nothing.

    Whoever may grant late entry gives the form back with a day until which it can be mended; otherwise it would come back
    to somebody who cannot open it.
    """
    today = policies.today()
    if due_on is not None and due_on < today:
        return _("答复期限 {due} 已经过去，请改为今天（{today}）或以后的日期。").format(
            due=due_on.isoformat(), today=today.isoformat()
        )
    if "reason" not in rule.needs or not workflow().states[rule.after].open:
        return ""
    last = windows.last_day(form)
    if due_on is None and last < today and may_extend:
        return _("填报已于 {last} 截止：请填写答复期限，退回后在期限内可以修改。").format(last=last.isoformat())
    if due_on is not None and due_on > last and not may_extend:
        return _("答复期限 {due} 晚于填报截止日 {last}：请提前，或先向主管部门申请延期。").format(
            due=due_on.isoformat(), last=last.isoformat()
        )
    return ""


def _window(form: Form) -> str:
    if windows.is_open(form, policies.today()):
        return ""
    return _("填报时间为 {start} 至 {end}，今天不在其中：请向主管部门申请延期。").format(
        start=form.task.opens_on.isoformat(), end=windows.last_day(form).isoformat()
    )


def _answered(form: Form) -> str:
    waiting = form.countersigns.filter(answered_at__isnull=True).select_related("person").first()
    if waiting is None:
        return ""
    return _("还在等 {person} 答复征求的意见：请催办，或撤回征求。").format(person=waiting.person.name)


def _units(form: Form) -> str:
    accepted = ["approved", "final"]
    late = form.task.forms.exclude(pk=form.pk).exclude(state__in=accepted).values_list("unit__code", flat=True)
    codes = list(late.order_by("unit__code"))
    if not codes:
        return ""
    return _("还有 {number} 个单位的表没有审核通过：{units}。请先在汇总审核页催办或审核。").format(
        number=len(codes), units="、".join(codes[:TOLD]) + ("…" if len(codes) > TOLD else "")
    )


def _department(form: Form) -> str:
    above = form.task.forms.filter(unit__kind=Unit.Kind.DEPARTMENT).values_list("state", flat=True).first()
    if above is None or workflow().states[above].open:
        return ""
    return _("部门的表已经报送，单位的表不能再退回：请先撤回部门的表，或请财政部门退回。")


def _clean(form: Form) -> str:
    blocks = judge().blocking(form)
    if not blocks:
        return ""
    return _("还有 {number} 处必须先改正才能送审，第一处：{first}").format(number=len(blocks), first=blocks[0])


_ASKED: Mapping[str, Callable[[Form], str]] = MappingProxyType(
    {"window": _window, "department": _department, "answered": _answered, "units": _units, "clean": _clean}
)
"""In the order in which they are asked: what is cheap to know and hard to change comes first."""
