"""Spending plans: which share of a budget is due at each quarter's end, and how far behind is slow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Day, Figure, ListOf, MapOf, Shape, Text, Whole
from jixiao.rules.strict import load

_END = Shape(required={"field": Text(), "month": Whole(), "day": Whole()})
_PLANS = Shape(
    required={
        "since": Day(),
        "ends": ListOf(_END),
        "slow": Figure(),
        "very_slow": Figure(),
        "default": Text(),
        "plans": MapOf(ListOf(Figure())),
    },
    optional={"reference": REFERENCE, "provenance": PROVENANCE},
)


@dataclass(frozen=True, slots=True)
class QuarterEnd:
    """A day up to which spending is stated, and the field of the budget line that states it."""

    field: str
    month: int
    day: int

    def on(self, fiscal_year: int) -> date:
        """The day in a year."""
        return date(fiscal_year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Plans:
    """What is due when. `shares` is plan → the share of the budget due at each end, in the order of the ends.

    Example:
        >>> plans().due("暑期集中", 1)
        Fraction(1, 5)
    """

    ends: tuple[QuarterEnd, ...]
    slow: Fraction
    very_slow: Fraction
    default: str
    shares: Mapping[str, tuple[Fraction, ...]]
    basis: Basis

    def due(self, plan: object, end: int) -> Fraction:
        """The share due at an end by a plan; of no plan, or of one that is not known, evenly over the year."""
        return self.shares.get(str(plan), self.shares[self.default])[end]


@cache
def plans() -> Plans:
    """`rulebook/monitoring/spending.yaml`. Raises RuleError with file and line."""
    node = _PLANS.check(load(files("jixiao").joinpath("rulebook", "monitoring", "spending.yaml")))
    ends = tuple(QuarterEnd(item["field"].text(), item["month"].whole(), item["day"].whole()) for item in node["ends"])
    shares = {}
    for name, item in node["plans"].entries.items():
        shares[name] = tuple(Fraction(share.figure()) for share in item)
        if len(shares[name]) != len(ends):
            raise RuleError("rules-not-among", item.place, found=str(len(shares[name])), allowed=(str(len(ends)),))
    if node["default"].text() not in shares:
        raise RuleError("rules-not-among", node["default"].place, found=node["default"].text(), allowed=tuple(shares))
    return Plans(
        ends,
        Fraction(node["slow"].figure()),
        Fraction(node["very_slow"].figure()),
        node["default"].text(),
        MappingProxyType(shares),
        read_basis(node, since=node["since"].text()),
    )
