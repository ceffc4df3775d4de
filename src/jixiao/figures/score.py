"""Points of an evaluation, exact; a form rounds them once, at the place it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.errors import FigureError, ZeroBase
from jixiao.figures.exact import EXACT, alike, as_decimal, is_number, times
from jixiao.figures.missing import Missing
from jixiao.figures.parse import Written, read_figure
from jixiao.figures.ratio import Ratio
from jixiao.figures.rounding import printed
from jixiao.figures.units import Kind


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """Points, exact. Unit: 分."""

    points: Decimal

    def __post_init__(self) -> None:
        as_decimal(self.points, "Score")

    @classmethod
    def of(cls, points: Decimal | int | str) -> Score:
        """`Score.of("48.51")`, `Score.of(50)`. Raises FigureError for unreadable text."""
        if isinstance(points, str):
            return cls.parse(points)
        if not is_number(points, Decimal, int):
            raise TypeError(f"points are a Decimal, an int or text, not {points!r}")
        return cls(Decimal(points))

    @classmethod
    def parse(cls, text: str) -> Score:
        """Read "48.51" or "48.51分". Raises FigureError: a blank, a percentage, an amount, no number."""
        figure = read_figure(text)
        if isinstance(figure, Missing):
            raise FigureError("figure-blank", text)
        return cls.read(figure)

    @classmethod
    def read(cls, figure: Written) -> Score:
        """The points that a figure states. Raises FigureError for any unit but 分."""
        if figure.kind not in {Kind.BARE, Kind.SCORE}:
            raise FigureError("figure-needs-score", str(figure), unit=figure.unit)
        return cls(figure.value)

    @classmethod
    def zero(cls) -> Score:
        """No points."""
        return cls(Decimal(0))

    @classmethod
    def sum(cls, scores: Iterable[Score]) -> Score:
        """The exact sum; of nothing, zero points."""
        return sum(scores, cls.zero())

    def text(self, places: int = 2) -> str:
        """The points as printed, rounded half away from zero: "48.51"."""
        return printed(self.points, places)

    def __add__(self, other: Score) -> Score:
        return Score(EXACT.add(self.points, other.points)) if alike(self, other) else NotImplemented

    def __sub__(self, other: Score) -> Score:
        return Score(EXACT.subtract(self.points, other.points)) if alike(self, other) else NotImplemented

    def __neg__(self) -> Score:
        return Score(EXACT.minus(self.points))

    def __abs__(self) -> Score:
        return Score(EXACT.abs(self.points))

    def __mul__(self, factor: int | Fraction | Decimal) -> Score:
        """The exact product. Raises decimal.Inexact when it is no finite decimal."""
        if not is_number(factor, int, Fraction, Decimal):
            return NotImplemented
        return Score(times(self.points, factor))

    __rmul__ = __mul__

    def __truediv__(self, base: Score) -> Ratio:
        """Points over full marks are a Ratio. Raises ZeroBase."""
        if not alike(self, base):
            return NotImplemented
        if base.points == 0:
            raise ZeroBase(self)
        return Ratio(Fraction(self.points) / Fraction(base.points))

    def __str__(self) -> str:
        return f"{self.points:f}"

    def __repr__(self) -> str:
        return f"Score('{self}')"
