"""The pace of spending as plain data, kept beside the figures of a unit or project, and read again for pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jixiao.figures import MISSING, Missing, Money
from jixiao.monitoring import Level, Pace, Point


def pace_as_data(pace: Pace | None) -> dict[str, Any]:
    """Money as exact yuan, rates as the core prints them; nothing where there is no budget."""
    if pace is None or not pace.plan:
        return {}
    known = {point.on: point for point in pace.points}
    quarters = []
    for due in pace.plan:
        told = {
            "on": due.on.isoformat(),
            "due": str(due.due.yuan),
            "planned": due.planned.points(),
            "low": due.low.points(),
            "high": due.high.points(),
            "elapsed": due.elapsed.points(),
        }
        quarters.append(told | _spent(known.get(due.on)))
    return {"level": pace.level.value, "budget": str(pace.plan[0].budget.yuan), "quarters": quarters}


def _spent(point: Point | None) -> dict[str, str]:
    if point is None:
        return {}
    return {"spent": str(point.spent.yuan), "rate": point.rate.points(), "behind": str(point.behind.yuan)}


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter's end for a page: money, and rates as the core printed them; "" is a rate that is not known."""

    on: date
    due: Money
    spent: Money | Missing
    behind: Money | Missing
    planned: str
    low: str
    high: str
    elapsed: str
    rate: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A pace for a page."""

    level: Level
    budget: Money
    quarters: tuple[Quarter, ...]

    @property
    def last(self) -> Quarter | None:
        """The last quarter of which the spending is known."""
        return next((quarter for quarter in reversed(self.quarters) if not isinstance(quarter.spent, Missing)), None)


def pace_shown(data: Mapping[str, Any]) -> Shown | None:
    """What was kept; None where nothing was."""
    if not data:
        return None
    quarters = tuple(
        Quarter(
            date.fromisoformat(item["on"]),
            Money(Decimal(item["due"])),
            _money(item, "spent"),
            _money(item, "behind"),
            item["planned"],
            item["low"],
            item["high"],
            item["elapsed"],
            item.get("rate", ""),
        )
        for item in data["quarters"]
    )
    return Shown(Level(data["level"]), Money(Decimal(data["budget"])), quarters)


def _money(item: Mapping[str, str], name: str) -> Money | Missing:
    return Money(Decimal(item[name])) if name in item else MISSING
