"""Questions about the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet

from jixiao_web.organisation.models import StaffBalance, StaffMovement, Succession, Unit, UnitPeriod
from jixiao_web.organisation.tree import tree_on


def staff_rows(unit: Unit, fiscal_year: int) -> list[dict[str, str]]:
    """Rows of the core's sheet of staff at the end of a year, as text."""
    end, start = date(fiscal_year, 12, 31), date(fiscal_year - 1, 12, 31)
    balances = {(item.category, item.on): item for item in StaffBalance.objects.filter(unit=unit, on__in=(start, end))}
    found = []
    for category in dict.fromkeys(name for name, _on in balances):
        now, before = balances.get((category, end)), balances.get((category, start))
        cells = {"category": category}
        if now is not None:
            cells["actual"] = str(now.actual)
            if now.authorised is not None:
                cells["authorised"] = str(now.authorised)
        if before is not None:
            cells["last_year"] = str(before.actual)
        found.append(cells)
    return found


def cover_rows(department: Unit, fiscal_year: int) -> list[dict[str, str]]:
    """The row of the core's cover as far as the records of the organisation tell it, of the end of a year."""
    node = tree_on(date(fiscal_year, 12, 31)).nodes.get(department.pk)
    if node is None:
        return []
    told = {"department": node.name, "short": node.short, "region": department.region}
    return [{"year": str(fiscal_year)} | {name: text for name, text in told.items() if text}]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One category of one unit between two balances: what the movements lead to, and what was counted."""

    category: str
    since: date
    until: date
    opening: int
    movements: tuple[StaffMovement, ...]
    expected: int
    counted: int

    @property
    def agrees(self) -> bool:
        """Whether the movements lead from one balance to the next."""
        return self.expected == self.counted


def ledger(unit: Unit) -> list[LedgerLine]:
    """Every pair of balances of every category that follow each other; two queries."""
    movements: dict[str, list[StaffMovement]] = {}
    for item in StaffMovement.objects.filter(unit=unit).order_by("on", "pk"):
        movements.setdefault(item.category, []).append(item)
    balances: dict[str, list[StaffBalance]] = {}
    for balance in StaffBalance.objects.filter(unit=unit).order_by("on"):
        balances.setdefault(balance.category, []).append(balance)
    found = []
    for category, listed in balances.items():
        for one, two in pairwise(listed):
            between = tuple(item for item in movements.get(category, []) if one.on < item.on <= two.on)
            expected = one.actual + sum(item.change for item in between)
            found.append(LedgerLine(category, one.on, two.on, one.actual, between, expected, two.actual))
    return found


def movement_rows(unit: Unit, fiscal_year: int) -> list[dict[str, str]]:
    """Rows of the core's sheet of movements within a year, as text; a movement keeps its number whatever is entered later."""
    found = StaffMovement.objects.filter(unit=unit, on__year=fiscal_year).order_by("on", "pk")
    return [
        {
            "movement": f"{unit.code}-{fiscal_year}-{item.pk}",
            "category": item.category,
            "direction": "增加" if item.change > 0 else "减少",
            "number": str(abs(item.change)),
            "reason": item.reason,
            "date": item.on.isoformat(),
            **({"source": item.document} if item.document else {}),
        }
        for item in found
    ]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a unit on a day: `kind` is began, changed, ended, into (it went over) or from (it took over)."""

    on: date
    kind: str
    unit: Unit
    name: str
    period: UnitPeriod | None = None
    other: Unit | None = None
    document: str = ""


def timeline(unit: Unit) -> list[Event]:
    """Everything that happened to a unit, newest first; three queries."""
    return _ordered(_of_periods(UnitPeriod.objects.filter(unit=unit)), _of_successions(Q(old=unit), Q(new=unit)))


def changes(year: int) -> list[Event]:
    """What changed in the organisation in a year, newest first; three queries."""
    began = UnitPeriod.objects.filter(valid_from__year=year)
    ended = UnitPeriod.objects.filter(valid_to__year=year)
    units = {*began.values_list("unit", flat=True), *ended.values_list("unit", flat=True)}
    periods = _of_periods(UnitPeriod.objects.filter(unit__in=units))
    told = _ordered(periods, _of_successions(Q(on__year=year), Q(pk=None)))
    return [event for event in told if event.on.year == year]


def _ordered(*events: Iterable[Event]) -> list[Event]:
    return sorted((event for some in events for event in some), key=lambda event: event.on, reverse=True)


def _of_periods(found: QuerySet[UnitPeriod]) -> Iterator[Event]:
    """A unit begins with its first period, changes with each that follows at once, and ends where none does."""
    listed = list(found.select_related("unit", "parent").order_by("unit", "valid_from"))
    before: UnitPeriod | None = None
    starts = {(item.unit_id, item.valid_from) for item in listed}
    for item in listed:
        is_first = before is None or before.unit_id != item.unit_id
        yield Event(item.valid_from, "began" if is_first else "changed", item.unit, item.name, item)
        if item.valid_to is not None and (item.unit_id, item.valid_to + timedelta(days=1)) not in starts:
            yield Event(item.valid_to, "ended", item.unit, item.name, item)
        before = item


def _of_successions(goes: Q, takes: Q) -> Iterator[Event]:
    for item in Succession.objects.filter(goes).select_related("old", "new"):
        yield Event(item.on, "into", item.old, item.old.code, other=item.new, document=item.document)
    for item in Succession.objects.filter(takes).select_related("old", "new"):
        yield Event(item.on, "from", item.new, item.new.code, other=item.old, document=item.document)


def name_of(unit: Unit) -> str:
    """What the unit is called now, or was called last."""
    last = UnitPeriod.objects.filter(unit=unit).order_by("-valid_from").first()
    return last.name if last else unit.code
