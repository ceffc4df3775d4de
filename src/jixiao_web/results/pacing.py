"""Money spent too slowly: who is behind the plan and by how much, and the curve of one place beside its plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from jixiao.figures import Missing, Money, Ratio
from jixiao.monitoring import Level, plans
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.sheets import sheets
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures
from jixiao_web.evaluation.pacing import Quarter, Shown, pace_shown
from jixiao_web.organisation.tree import Tree
from jixiao_web.shell import stamps
from jixiao_web.shell.language import core_language

MOST = 8
"""So many units and so many projects are named at home, those with the largest sums."""
LOOKED_AT = 60
"""So many records are looked at for them; most units and projects have one in each of two tasks."""


@dataclass(frozen=True, slots=True)
class Slow:
    """A unit or project whose spending is behind its plan at the last known quarter."""

    name: str
    code: str
    link: str
    budget: Money
    quarter: Quarter
    is_very_slow: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind in the newest year that has any: the largest sums first.

    `more`: there are others. `limits`: so many percentage points below plan are slow, and very slow.
    """

    fiscal_year: int
    units: tuple[Slow, ...]
    projects: tuple[Slow, ...]
    more: bool
    limits: tuple[str, str]


def behind(person: User) -> Behind | None:
    """Units and projects that a person may look at and whose spending is behind; None where none is.

    One small query, and four more when something was computed anew.
    """
    seen = policies.visible_units(person, "unit.view")
    if seen is not None and not seen:
        return None
    tree = policies.present_tree(person)
    key = ("behind", seen, tree.on, stamps.value("organisation"), stamps.value("cycle"), core_language())
    return stamps.kept("figures", key, lambda: _behind(seen, tree))


def _behind(seen: frozenset[int] | None, tree: Tree) -> Behind | None:
    order = ("-task__year__fiscal_year", F("behind").desc())
    of_units = UnitFigures.objects.filter(behind__isnull=False).select_related("unit", "task__year")
    of_projects = ProjectFigures.objects.filter(behind__isnull=False).select_related("unit", "task__year")
    if seen is not None:
        of_units, of_projects = of_units.filter(unit__in=seen), of_projects.filter(unit__in=seen)
    units: list[Any] = list(of_units.exclude(unit__kind="department").order_by(*order)[:LOOKED_AT])
    projects: list[Any] = list(of_projects.order_by(*order)[:LOOKED_AT])
    years = [item.task.year.fiscal_year for item in (*units[:1], *projects[:1])]
    if not years:
        return None
    year = max(years)
    found_units = _slow_ones(UnitFigures, units, year, lambda item: item.unit_id)
    found_projects = _slow_ones(ProjectFigures, projects, year, lambda item: (item.unit_id, item.key))
    if not found_units and not found_projects:
        return None
    return Behind(
        year,
        tuple(
            _slow(item, tree.nodes[item.unit_id].name if item.unit_id in tree.nodes else item.unit.code, shown)
            for item, shown in found_units[:MOST]
        ),
        tuple(_slow(item, item.name, shown) for item, shown in found_projects[:MOST]),
        len(found_units) > MOST or len(found_projects) > MOST,
        (Ratio(plans().slow).points(0), Ratio(plans().very_slow).points(0)),
    )


def _slow_ones(model: Any, slow: list[Any], year: int, key: Any) -> list[tuple[Any, Shown]]:
    """Of those that some task of the year found slow, the ones that are slow by what is known last; largest sums first."""
    wanted = {key(item) for item in slow if item.task.year.fiscal_year == year}
    of_year = model.objects.filter(task__year__fiscal_year=year, unit__in={item.unit_id for item in slow})
    known = _newest((item for item in of_year.select_related("unit", "task__year") if key(item) in wanted), key)
    found = [(item, shown) for item, shown in known if not isinstance(item.behind, Missing)]
    return sorted(found, key=lambda one: one[0].behind.yuan, reverse=True)


def _newest(items: Iterable[Any], key: Any) -> list[tuple[Any, Shown]]:
    """Of a thing that stands in two tasks of the year, monitoring and self-evaluation, the one that knows the later quarter."""
    best: dict[Any, tuple[Any, Shown]] = {}
    for item in items:
        shown = pace_shown(item.pace)
        if shown is None or shown.last is None:
            continue
        other = best.get(key(item))
        if other is None or other[1].last is None or shown.last.on > other[1].last.on:
            best[key(item)] = (item, shown)
    return list(best.values())


def _slow(item: Any, name: str, shown: Shown) -> Slow:
    assert shown.last is not None  # noqa: S101  # `_newest` leaves out what has none
    year = item.task.year.fiscal_year
    link = reverse("unit_year", args=[year, item.unit.code])
    if isinstance(item, ProjectFigures) and "budget" in sheets(
        item.task.kind, "department" if item.unit.kind == "department" else "unit"
    ):
        link = reverse("sheet", args=[year, item.unit.code, item.task.kind, "budget"])
    return Slow(name, item.unit.code, link, shown.budget, shown.last, shown.level is Level.VERY_SLOW)


def curve(shown: Shown | None) -> dict[str, Any] | None:
    """Spending at each quarter's end beside the plan with its band, and the part of the year that has passed."""
    if shown is None:
        return None
    quarters = shown.quarters
    lines = (
        ("actual", _("实际执行率"), [quarter.rate or None for quarter in quarters]),
        ("plan", _("按计划"), [quarter.planned for quarter in quarters]),
        ("low", _("计划下限"), [quarter.low for quarter in quarters]),
        ("high", _("计划上限"), [quarter.high for quarter in quarters]),
        ("time", _("序时进度"), [quarter.elapsed for quarter in quarters]),
    )
    return {
        "unit": "%",
        "x": [_until(quarter.on) for quarter in quarters],
        "series": [{"drawn": drawn, "name": name, "values": values} for drawn, name, values in lines],
    }


def _until(on: date) -> str:
    return _("{n} 月末").format(n=on.month)


def curve_title(shown: Shown | None) -> str:
    """What the curve says: whether the last known quarter was in time, and how much is missing."""
    if shown is None or shown.last is None:
        return _("还没有累计支出数")
    last = shown.last
    told = {"until": _until(last.on), "rate": f"{last.rate}%", "planned": f"{last.planned}%"}
    if shown.level is Level.IN_TIME or isinstance(last.behind, Missing):
        return _("到 {until}执行 {rate}，计划 {planned}，进度正常").format(**told)
    return _("到 {until}执行 {rate}，按计划应为 {planned}，少支出 {behind} 万元").format(
        behind=last.behind.text(), **told
    )
