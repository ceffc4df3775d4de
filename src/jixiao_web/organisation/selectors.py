"""Questions about the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jixiao_web.organisation.models import StaffBalance, StaffMovement, Unit, UnitPeriod


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


def history(unit: Unit) -> list[UnitPeriod]:
    """What the unit was called and to whom it belonged, newest first."""
    return list(UnitPeriod.objects.filter(unit=unit).select_related("parent").order_by("-valid_from"))
