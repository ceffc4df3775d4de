"""Pace: what a project, a unit and the department had spent at each quarter's end, beside what their plans made due.

A quarter is known where every budget line states it; a partial sum is no sum. What is due is the sum over the lines, each by the
plan of its project, so that a summer's works in June make neither their project nor their unit slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jixiao.facts import Facts
from jixiao.figures import MISSING, Missing, Money, Ratio
from jixiao.figures.rounding import half_up
from jixiao.monitoring.plans import Plans, plans


class Level(Enum):
    """How a pace is to be taken at its last known day."""

    UNKNOWN = "unknown"
    IN_TIME = "in_time"
    SLOW = "slow"
    VERY_SLOW = "very_slow"


@dataclass(frozen=True, slots=True)
class Due:
    """One quarter's end as planned. `due` is what the plans make due, to the 分; `elapsed` the part of the year that has passed."""

    on: date
    budget: Money
    due: Money
    elapsed: Ratio
    tolerance: Fraction

    @property
    def planned(self) -> Ratio:
        """Due ÷ budget."""
        return self.due / self.budget

    @property
    def low(self) -> Ratio:
        """The lower edge of the band in which a pace is in time; not below nothing."""
        return Ratio(max(self.planned.value - self.tolerance, Fraction(0)))

    @property
    def high(self) -> Ratio:
        """The upper edge of the band; not above all."""
        return Ratio(min(self.planned.value + self.tolerance, Fraction(1)))


@dataclass(frozen=True, slots=True)
class Point(Due):
    """A quarter's end of which every line states what was spent."""

    spent: Money

    @property
    def rate(self) -> Ratio:
        """Spent ÷ budget."""
        return self.spent / self.budget

    @property
    def behind(self) -> Money:
        """How much less was spent than was due; nothing where as much or more was spent."""
        return max(self.due - self.spent, Money.zero())

    @property
    def lag(self) -> Fraction:
        """By how much of the budget the spending was behind."""
        return self.planned.value - self.rate.value


@dataclass(frozen=True, slots=True)
class Pace:
    """One project, unit or department: the whole plan, the known quarters in their order, and what the last of them comes to.

    `plan` is empty where a budget is missing or there is none.
    """

    plan: tuple[Due, ...]
    points: tuple[Point, ...]
    level: Level

    @property
    def last(self) -> Point | None:
        """The last known quarter."""
        return self.points[-1] if self.points else None

    @property
    def is_behind(self) -> bool:
        """Whether somebody should ask why."""
        return self.level in {Level.SLOW, Level.VERY_SLOW}

    @property
    def behind(self) -> Money | Missing:
        """How much less than due was spent at the last known day, where that is too little; MISSING otherwise."""
        return self.points[-1].behind if self.is_behind else MISSING


@dataclass(frozen=True, slots=True)
class Paces:
    """The paces of a department-year: the whole, and by unit and project."""

    department: Pace
    units: Mapping[str, Pace]
    projects: Mapping[str, Pace]


@dataclass(frozen=True, slots=True)
class _Line:
    """One budget line: its budget, its plan, and what it states at each end."""

    full: Money | Missing
    plan: object
    spent: tuple[Money | Missing, ...]


def paces(facts: Facts) -> Paces:
    """The pace of everything that has a budget.

    Example:
        >>> paces(facts).projects["P01"].level
        <Level.SLOW: 'slow'>
    """
    known = plans()
    curves = {item.project: item.plan_curve for item in facts.year.project}
    everything: list[_Line] = []
    units: dict[str, list[_Line]] = {}
    projects: dict[str, list[_Line]] = {}
    for record in facts.year.budget:
        curve = curves.get(str(record.project), MISSING)
        line = _Line(
            _money(facts, record.line, "full"),
            curve,
            tuple(_money(facts, record.line, end.field) for end in known.ends),
        )
        everything.append(line)
        if isinstance(record.unit, str):
            units.setdefault(record.unit, []).append(line)
        if isinstance(record.project, str):
            projects.setdefault(record.project, []).append(line)
    year = facts.year.year
    return Paces(
        _pace(known, year, everything),
        {name: _pace(known, year, lines) for name, lines in units.items()},
        {name: _pace(known, year, lines) for name, lines in projects.items()},
    )


def _money(facts: Facts, line: str, name: str) -> Money | Missing:
    value = facts.value(facts.at("budget", line, name))
    return value if isinstance(value, Money) else MISSING


def _pace(known: Plans, year: int, lines: Sequence[_Line]) -> Pace:
    plan = _plan(known, year, lines)
    points = tuple(
        Point(due.on, due.budget, due.due, due.elapsed, due.tolerance, spent)
        for number, due in enumerate(plan)
        if isinstance(spent := _spent(lines, number), Money)
    )
    if not points:
        return Pace(plan, (), Level.UNKNOWN)
    lag = points[-1].lag
    if lag > known.very_slow:
        return Pace(plan, points, Level.VERY_SLOW)
    return Pace(plan, points, Level.SLOW if lag > known.slow else Level.IN_TIME)


def _plan(known: Plans, year: int, lines: Iterable[_Line]) -> tuple[Due, ...]:
    budgets: list[tuple[Money, object]] = []
    for line in lines:
        if isinstance(line.full, Missing):
            return ()
        budgets.append((line.full, line.plan))
    budget = Money.sum(full for full, _plan_of in budgets)
    if budget.yuan <= 0:
        return ()
    found = []
    for number, end in enumerate(known.ends):
        due = sum((Fraction(full.yuan) * known.due(plan, number) for full, plan in budgets), Fraction(0))
        on = end.on(year)
        found.append(Due(on, budget, Money(half_up(due, 2)), elapsed(year, on), known.slow))
    return tuple(found)


def _spent(lines: Iterable[_Line], number: int) -> Money | Missing:
    stated: list[Money] = []
    for line in lines:
        spent = line.spent[number]
        if isinstance(spent, Missing):
            return MISSING
        stated.append(spent)
    return Money.sum(stated)


def elapsed(fiscal_year: int, day: date) -> Ratio:
    """Which part of a budget year had passed at the end of a day."""
    start, end = date(fiscal_year, 1, 1), date(fiscal_year, 12, 31)
    passed = min(max((day - start).days + 1, 0), (end - start).days + 1)
    return Ratio(Fraction(passed, (end - start).days + 1))
