"""A quantity: one figure in one place, with what it stands for on paper, ready to be compared with others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jixiao.facts import Address, Fact, Kind, Origin, Passport, Value
from jixiao.facts.passport import NOWHERE
from jixiao.facts.reading import in_field_unit
from jixiao.facts.statements import Statement
from jixiao.figures import Missing, Printed, half_up

# Beyond these decimals a cell shows what a machine computed, not what a person printed.
MOST_PLACES = 8
_SIZES = {"元": Fraction(1), "万元": Fraction(10**4), "亿元": Fraction(10**8), "%": Fraction(1, 100)}
_HABIT = {Kind.MONEY: 2, Kind.PERCENT: 2, Kind.SCORE: 2}
_UNITS = {Kind.MONEY: "万元", Kind.PERCENT: "%", Kind.SCORE: "分"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure.

    Attributes:
        at: its address; `title` its full name; `origin` where it was read.
        value: exact, in base units (yuan, one, point).
        unit: as written (万元, %, 分, 人); one of it holds `size` base units.
        places: decimals as written.
        printed: whether it stands for half a unit of its last place to either side, or for itself alone.
        written: whether somebody wrote it; a figure that a rule computed cannot be mistyped.
        typed: decimals as typed, where they are fewer than forms print: a sheet drops the last zero of 16540.30.
    """

    at: Address
    title: str
    value: Fraction
    unit: str = ""
    size: Fraction = Fraction(1)
    places: int = 0
    printed: bool = False
    written: bool = True
    origin: Origin = NOWHERE
    typed: int | None = None

    @property
    def as_typed(self) -> Quantity:
        """The same figure with no more decimals than were typed."""
        return self if self.typed is None else replace(self, places=self.typed, typed=None)

    @property
    def figure(self) -> Printed:
        """What stands on the paper."""
        return Printed(half_up(self.value / self.size, self.places), self.places, self.size, exact=not self.printed)

    @property
    def half(self) -> Fraction:
        """Half a unit of the last place, zero for what is exact."""
        return self.size / (2 * 10**self.places) if self.printed else Fraction(0)

    @property
    def low(self) -> Fraction:
        """The smallest value that it can stand for."""
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        """The largest value that it can stand for."""
        return self.value + self.half

    def show(self, value: Fraction | None = None, places: int | None = None) -> str:
        """A value of this sort as text with its unit; its own value, and at least its own decimals, by default."""
        wanted = max(self.places, places or 0)
        return f"{half_up((self.value if value is None else value) / self.size, wanted):f}{_spaced(self.unit)}"


def _spaced(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


def decimals(number: Fraction) -> int:
    """How many decimals a number needs, at most MOST_PLACES."""
    return next((places for places in range(MOST_PLACES) if (number * 10**places).denominator == 1), MOST_PLACES)


def quantity(fact: Fact, *, stated: bool = False, printed: bool = False) -> Quantity | None:
    """The figure of a fact, or with `stated` what its cell says; None for what is missing or no figure.

    Args:
        fact: any fact.
        stated: take what somebody wrote in a cell that a rule computes.
        printed: let it stand for half a unit of its last place.
    """
    value = fact.stated if stated else fact.value
    passport = fact.stated_at if stated else fact.passport
    return _quantity(
        fact, value, passport, fact.address, fact.title, printed=printed, written=stated or not fact.passport.rule
    )


def stated_quantity(statement: Statement, at: Address) -> Quantity | None:
    """The figure that a row of 填报数 states. Counts and scores are exact, everything else is as printed.

    Amounts of 万元 and percentages are printed with two decimals at least, however few were typed.
    """
    fact = statement.fact
    printed = fact.kind not in (Kind.COUNT, Kind.SCORE)
    unit = statement.row.unit if isinstance(statement.row.unit, str) else ""
    own = statement.row.value
    places = -exponent if isinstance(own, Decimal) and isinstance(exponent := own.as_tuple().exponent, int) else 0
    title = f"{statement.where} · {fact.title}"
    return _quantity(
        fact,
        statement.value,
        statement.passport,
        at,
        title,
        printed=printed,
        written=True,
        unit=unit,
        places=max(0, places),
    )


def _quantity(
    fact: Fact,
    value: Value | Missing,
    passport: Passport,
    at: Address,
    title: str,
    *,
    printed: bool,
    written: bool,
    unit: str = "",
    places: int | None = None,
) -> Quantity | None:
    if isinstance(value, (Missing, str, bool)) or not fact.kind.is_figure:
        return None
    in_unit = in_field_unit(value)
    if fact.kind is Kind.MONEY and unit in _SIZES and unit != "%":
        in_unit = in_unit * _SIZES["万元"] / _SIZES[unit]
        shown = unit
    else:
        shown = _UNITS.get(fact.kind) or passport.unit
    size = _SIZES.get(shown, Fraction(1)) if fact.kind in (Kind.MONEY, Kind.PERCENT) else Fraction(1)
    needed = decimals(in_unit) if places is None else min(places, MOST_PLACES)
    typed = None
    if places is not None and shown == _UNITS.get(fact.kind) and needed < _HABIT.get(fact.kind, 0):
        needed, typed = _HABIT[fact.kind], needed
    if printed and needed == MOST_PLACES:  # a machine's 15 digits: what lies beyond the eighth decimal is noise
        in_unit = Fraction(half_up(in_unit, needed))
    if not printed:
        needed = max(needed, _HABIT.get(fact.kind, 0))
    return Quantity(at, title, in_unit * size, shown, size, needed, printed, written, passport.origin, typed)
