"""A whole number of people, items or documents; counts are exact, whatever the report rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jixiao.figures.errors import FigureError, ZeroBase
from jixiao.figures.exact import alike, is_number
from jixiao.figures.missing import Missing
from jixiao.figures.parse import Written, read_figure
from jixiao.figures.ratio import Ratio
from jixiao.figures.units import Kind


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """A whole number; a difference of two counts may be negative."""

    number: int

    def __post_init__(self) -> None:
        if not is_number(self.number, int):
            raise TypeError(f"Count takes a whole number, not {self.number!r}")

    @classmethod
    def parse(cls, text: str) -> Count:
        """Read "1,234", "１２ 人" or "3.00". Raises FigureError: a blank, a fraction of a person, no number."""
        figure = read_figure(text)
        if isinstance(figure, Missing):
            raise FigureError("figure-blank", text)
        return cls.read(figure)

    @classmethod
    def read(cls, figure: Written) -> Count:
        """The number that a figure states. Raises FigureError: a fraction of one, an amount of money, a percentage."""
        kind, size = figure.meaning
        if kind not in {Kind.BARE, Kind.SCALED, Kind.COUNT}:
            raise FigureError("figure-needs-count", str(figure), unit=figure.unit)
        number = Fraction(figure.value) * size
        if number.denominator != 1:
            raise FigureError("figure-not-whole", str(figure))
        return cls(number.numerator)

    @classmethod
    def sum(cls, counts: Iterable[Count]) -> Count:
        """The sum; of nothing, zero."""
        return sum(counts, cls(0))

    def text(self) -> str:
        """The digits."""
        return str(self.number)

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number) if alike(self, other) else NotImplemented

    def __sub__(self, other: Count) -> Count:
        return Count(self.number - other.number) if alike(self, other) else NotImplemented

    def __neg__(self) -> Count:
        return Count(-self.number)

    def __abs__(self) -> Count:
        return Count(abs(self.number))

    def __truediv__(self, base: Count) -> Ratio:
        """Count over count is a Ratio. Raises ZeroBase."""
        if not alike(self, base):
            return NotImplemented
        if base.number == 0:
            raise ZeroBase(self)
        return Ratio(Fraction(self.number, base.number))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Count({self.number})"
