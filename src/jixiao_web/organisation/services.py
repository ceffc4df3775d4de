"""Deeds on units: each change holds from a day on, and what was before that day stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.organisation.models import Division, Succession, Unit, UnitPeriod
from jixiao_web.organisation.tree import tree_on

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

ABOVE = {
    Unit.Kind.BUREAU: frozenset[str](),
    Unit.Kind.DEPARTMENT: frozenset({Unit.Kind.BUREAU}),
    Unit.Kind.UNIT: frozenset({Unit.Kind.DEPARTMENT, Unit.Kind.UNIT}),
}
"""What may stand above a unit of each kind."""
ONE_DAY = timedelta(days=1)


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def add_unit(
    by: User,
    *,
    code: str,
    kind: str,
    name: str,
    parent: Unit | None,
    on: date,
    short: str = "",
    core_kind: str = "",
    region: str = "",
    budget_code: str = "",
    consolidated: bool = True,
) -> Unit:
    """A new unit from a day on. Raises Refused: the code is taken, or what is above it does not fit."""
    policies.require(by, "organisation.edit", _judged_by(parent) if parent else None)
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("单位编码 {code} 已经用过，编码不能重复，请换一个。").format(code=code))
    made = Unit.objects.create(code=code, kind=kind, core_kind=core_kind, region=region, budget_code=budget_code)
    _check_parent(made, parent, on)
    period = UnitPeriod.objects.create(
        unit=made, name=name.strip(), short=short.strip(), parent=parent, consolidated=consolidated, valid_from=on
    )
    audit.record(by=by, deed="unit.add", target=made, after={**_plain(period), "kind": kind})
    return made


@transaction.atomic
def change_unit(
    by: User, unit: Unit, *, on: date, name: str, parent: Unit | None, short: str = "", consolidated: bool = True
) -> UnitPeriod:
    """A new name or another place in the tree from a day on; on the first day of a period that period is mended.

    Raises Refused: the unit is not in force that day, or what is above it does not fit.
    """
    policies.require(by, "organisation.edit", _judged_by(unit))
    if parent is not None:
        policies.require(by, "organisation.edit", _judged_by(parent))
    period = _in_force(unit, on)
    _check_parent(unit, parent, on)
    before = _plain(period)
    wanted: dict[str, Any] = {
        "name": name.strip(),
        "short": short.strip(),
        "parent": parent,
        "consolidated": consolidated,
    }
    if all(getattr(period, field) == value for field, value in wanted.items()):
        raise Refused(_("没有要改的：名称、上级和是否纳入汇总都与当天的登记相同。"))
    if period.valid_from < on:
        until = period.valid_to
        period.valid_to = on - ONE_DAY
        period.save(update_fields=["valid_to"])
        period = UnitPeriod(unit=unit, valid_from=on, valid_to=until)
    for field, value in wanted.items():
        setattr(period, field, value)
    period.save()
    audit.record(by=by, deed="unit.change", target=unit, before=before, after=_plain(period))
    return period


@transaction.atomic
def close_unit(by: User, unit: Unit, *, last_day: date, reason: str) -> None:
    """A unit ends; `last_day` is its last. Its divisions end with it. Raises Refused: units still stand under it."""
    policies.require(by, "organisation.edit", _judged_by(unit))
    if not reason.strip():
        raise Refused(_("撤销单位须写明原因或文号。"))
    _end(by, unit, last_day, reason)


def _end(by: User, unit: Unit, last_day: date, reason: str) -> None:
    period = _in_force(unit, last_day)
    if unit.periods.filter(valid_from__gt=last_day).exists():
        raise Refused(_("{day} 之后这个单位还有登记，不能在那之前撤销。").format(day=last_day.isoformat()))
    under = tree_on(last_day + ONE_DAY).children.get(unit.pk, ())
    if under:
        raise Refused(
            _("{unit} 下面还有 {number} 个单位（{names}），请先撤销或改隶。").format(
                unit=period.name, number=len(under), names="、".join(node.name for node in under[:3])
            )
        )
    before = _plain(period)
    period.valid_to = last_day
    period.save(update_fields=["valid_to"])
    going_on = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    Division.objects.filter(going_on, unit=unit, valid_from__lte=last_day).update(valid_to=last_day)
    audit.record(by=by, deed="unit.close", target=unit, before=before, after=_plain(period), reason=reason)


@transaction.atomic
def succeed(
    by: User, old: Sequence[Unit], new: Sequence[Unit], *, on: date, document: str, ends: bool = True
) -> list[Succession]:
    """Units go over into others on a day: several into one is a merger, one into several a split.

    Args:
        by: who does it.
        old: the units that go over.
        new: the units that they go over into, in force on that day.
        on: the first day of the new order.
        document: number of the document that orders it.
        ends: whether the old units end the day before; a split may leave the old one in being.

    Raises:
        Refused: nothing on one side, a unit on both, or a unit that is not in force.
    """
    if not old or not new or {unit.pk for unit in old} & {unit.pk for unit in new}:
        raise Refused(_("请分别选择被合并（拆分）的单位和承接的单位，同一单位不能两边都选。"))
    if not document.strip():
        raise Refused(_("合并、拆分须写明批准文号。"))
    for unit in (*old, *new):
        policies.require(by, "organisation.edit", _judged_by(unit))
    for unit in new:
        _in_force(unit, on)
    made = []
    for unit in old:
        _in_force(unit, on - ONE_DAY)
        for successor in new:
            succession, _new = Succession.objects.get_or_create(
                old=unit, new=successor, on=on, defaults={"document": document.strip()}
            )
            made.append(succession)
            after = {"old": unit.code, "new": successor.code, "on": on, "document": document}
            audit.record(by=by, deed="unit.succeed", target=successor, after=after)
        if ends:
            _end(by, unit, on - ONE_DAY, document)
    return made


@transaction.atomic
def add_division(by: User, unit: Unit, *, name: str, kind: str = "", on: date) -> Division:
    """A new division from a day on. Raises Refused: there is one of that name, or the unit is not in force."""
    policies.require(by, "organisation.edit", _judged_by(unit))
    _in_force(unit, on)
    going_on = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    if Division.objects.filter(going_on, unit=unit, name=name.strip()).exists():
        raise Refused(_("处室“{name}”已经登记。").format(name=name.strip()))
    made = Division.objects.create(unit=unit, name=name.strip(), kind=kind.strip(), valid_from=on)
    audit.record(by=by, deed="division.add", target=made, after={"name": made.name, "kind": made.kind, "from": on})
    return made


@transaction.atomic
def close_division(by: User, division: Division, *, last_day: date) -> None:
    """A division ends. Raises Refused: it began later, or has ended."""
    policies.require(by, "organisation.edit", _judged_by(division.unit))
    locked = Division.objects.select_for_update().get(pk=division.pk)
    if locked.valid_to is not None and locked.valid_to <= last_day:
        raise Refused(_("处室“{name}”已于 {day} 撤销。").format(name=locked.name, day=locked.valid_to.isoformat()))
    if last_day < locked.valid_from:
        raise Refused(_("终止日期不能早于起始日期。"))
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    audit.record(by=by, deed="division.close", target=locked, after={"name": locked.name, "to": last_day})


def may_edit(person: User, unit: Unit) -> bool:
    """Whether a person may change a unit, one that has ended included."""
    return policies.may(person, "organisation.edit", _judged_by(unit))


def _in_force(unit: Unit, day: date) -> UnitPeriod:
    """The unit's period on a day, locked. Raises Refused: none."""
    found = (
        UnitPeriod.objects.select_for_update(of=("self",))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), unit=unit, valid_from__lte=day)
        .first()
    )
    if found is None:
        raise Refused(
            _("{unit} 在 {day} 没有登记：请选择它存续期间的日期。").format(unit=unit.code, day=day.isoformat())
        )
    return found


def _check_parent(unit: Unit, parent: Unit | None, on: date) -> None:
    """What is above a unit fits: of the right kind, in force that day, and not under the unit itself."""
    wanted = ABOVE[Unit.Kind(unit.kind)]
    if parent is None:
        if wanted:
            raise Refused(_("请选择上级单位：只有财政部门可以没有上级。"))
        return
    if parent.kind not in wanted:
        raise Refused(
            _("{unit}（{kind}）不能隶属于 {parent}（{above}）：请另选上级。").format(
                unit=unit.code, kind=unit.get_kind_display(), parent=parent.code, above=parent.get_kind_display()
            )
        )
    tree = tree_on(on)
    if parent.pk not in tree.nodes:
        raise Refused(
            _("{unit} 在 {day} 没有登记：请选择它存续期间的日期。").format(unit=parent.code, day=on.isoformat())
        )
    if tree.contains(unit.pk, parent.pk):
        raise Refused(_("一个单位不能隶属于自己或自己的下级。"))


def _judged_by(unit: Unit) -> Unit:
    """The unit by whose place the right is judged: itself today, else what it stood under last."""
    day = policies.today()
    seen: set[int] = set()
    while unit.pk not in seen:
        seen.add(unit.pk)
        period = unit.periods.select_related("parent").order_by("-valid_from").first()
        if period is None or period.parent is None:
            break
        if period.valid_from <= day and (period.valid_to is None or period.valid_to >= day):
            break
        unit = period.parent
    return unit


def _plain(period: UnitPeriod) -> dict[str, Any]:
    return {
        "name": period.name,
        "short": period.short,
        "parent": period.parent.code if period.parent else "",
        "consolidated": period.consolidated,
        "from": period.valid_from,
        "to": period.valid_to,
    }
