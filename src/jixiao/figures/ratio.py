"""A pure number kept as a fraction: two thirds stays two thirds until it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.errors import FigureError, ZeroBase
from jixiao.figures.exact import alike, is_number
from jixiao.figures.missing import Missing
from jixiao.figures.parse import Written, read_figure
from jixiao.figures.rounding import printed
from jixiao.figures.units import Kind


@dataclass(frozen=True, slots=True, order=True)
class Ratio:
    """A rate or share, exact. 98.44 % is `Ratio(Fraction(9844, 10000))`."""

    value: Fraction

    def __post_init__(self) -> None:
        if not isinstance(self.value, Fraction):
            raise TypeError(f"Ratio takes a Fraction, not {self.value!r}; percent points go through Ratio.from_percent")

    @classmethod
    def from_percent(cls, percent: Decimal | int | str) -> Ratio:
        """Read percent points: 98.44, "98.44" and "98.44%" are the same. Raises FigureError for other texts."""
        if isinstance(percent, str):
            figure = read_figure(percent)
            if isinstance(figure, Missing):
                raise FigureError("figure-blank", percent)
            return cls.read(figure)
        if not is_number(percent, Decimal, int):
            raise TypeError(f"percent points are a Decimal, an int or text, not {percent!r}")
        return cls(Fraction(percent) / 100)

    @classmethod
    def read(cls, figure: Written) -> Ratio:
        """The rate that a figure states; a bare number is percent points. Raises FigureError: another unit."""
        kind, size = figure.meaning
        if kind not in {Kind.BARE, Kind.RATIO, Kind.POINTS}:
            raise FigureError("figure-needs-percent", str(figure), unit=figure.unit)
        return cls(Fraction(figure.value) * (Fraction(1, 100) if kind is Kind.BARE else size))

    def percent(self, places: int = 2) -> str:
        """Percentage text, rounded half away from zero: "66.67%" for two thirds."""
        return f"{self.points(places)}%"

    def points(self, places: int = 2) -> str:
        """Percent points as text without the sign: "66.67" for two thirds."""
        return printed(self.value * 100, places)

    def text(self, places: int = 2) -> str:
        """The same as `percent`, so that every figure has a `text`."""
        return self.percent(places)

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.value + other.value) if alike(self, other) else NotImplemented

    def __sub__(self, other: Ratio) -> Ratio:
        return Ratio(self.value - other.value) if alike(self, other) else NotImplemented

    def __neg__(self) -> Ratio:
        return Ratio(-self.value)

    def __abs__(self) -> Ratio:
        return Ratio(abs(self.value))

    def __mul__(self, factor: int | Fraction | Decimal | Ratio) -> Ratio:
        if isinstance(factor, Ratio):
            return Ratio(self.value * factor.value)
        if not is_number(factor, int, Fraction, Decimal):
            return NotImplemented
        return Ratio(self.value * Fraction(factor))

    def __truediv__(self, base: Ratio) -> Ratio:
        if not alike(self, base):
            return NotImplemented
        if base.value == 0:
            raise ZeroBase(self)
        return Ratio(self.value / base.value)

    def __str__(self) -> str:
        return self.percent()

    def __repr__(self) -> str:
        return f"Ratio('{self.value}')"
