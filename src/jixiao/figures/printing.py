"""A printed figure stands for every value that prints alike: half a unit of its last place to either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.exact import as_decimal
from jixiao.figures.rounding import half_up


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed.

    `value` and `places` are what stands on the paper, `unit` how many base units (yuan, one, point) one of it is.
    An `exact` figure stands for itself alone: counts, and a whole number among decimals.
    """

    value: Decimal
    places: int
    unit: Fraction = Fraction(1)
    exact: bool = False

    def __post_init__(self) -> None:
        as_decimal(self.value, "Printed")

    @property
    def at(self) -> Fraction:
        """The printed value itself, in base units."""
        return Fraction(self.value) * self.unit

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed place, in base units; zero for an exact figure."""
        return Fraction(0) if self.exact else self.unit / (2 * 10**self.places)

    @property
    def low(self) -> Fraction:
        """The lower end, in base units: it belongs to the interval of a positive figure, not of a negative one."""
        return self.at - self.half

    @property
    def high(self) -> Fraction:
        """The upper end, in base units: it belongs to the interval of a negative figure, not of a positive one."""
        return self.at + self.half

    def stands_for(self, value: Fraction) -> bool:
        """Whether that exact value, in base units, would be printed like this (四舍五入)."""
        if self.exact:
            return value == self.at
        return bool(half_up(value / self.unit, self.places) == self.value)

    def cut_from(self, value: Fraction) -> bool:
        """Whether that exact value would be printed like this by cutting digits off instead of rounding."""
        if self.exact:
            return value == self.at
        scaled: Fraction = value / self.unit * 10**self.places
        whole = abs(scaled.numerator) // scaled.denominator
        shown: Fraction = Fraction(self.value) * 10**self.places
        return shown == Fraction(-whole if scaled < 0 else whole)

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """Whether some value of the closed range low…high lies in the closed interval of the figure."""
        return self.low <= high and low <= self.high


def exact_among(figures: Sequence[Printed]) -> list[Printed]:
    """The same figures, where a whole number printed among decimals counts as exact."""
    decimals = any(figure.places > 0 for figure in figures)
    return [replace(figure, exact=figure.exact or (decimals and figure.places == 0)) for figure in figures]
