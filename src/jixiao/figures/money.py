"""An exact sum of renminbi: kept in yuan, read and shown in 元, 万元 or 亿元."""

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
from jixiao.figures.units import WAN, Kind, Unit
from jixiao.files.digits import plain


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact sum of renminbi. Unit: yuan. Never a float, never rounded in passing."""

    yuan: Decimal

    def __post_init__(self) -> None:
        as_decimal(self.yuan, "Money")

    @classmethod
    def of(cls, amount: Decimal | int | str, unit: Unit = WAN) -> Money:
        """An amount in a unit: `Money.of("46154.11")` is 46 154.11 万元. Raises FigureError for unreadable text."""
        if isinstance(amount, str):
            return cls.parse(amount, unit)
        if not is_number(amount, Decimal, int):
            raise TypeError(f"an amount is a Decimal, an int or text, not {amount!r}")
        return cls(EXACT.multiply(Decimal(amount), unit.in_yuan))

    @classmethod
    def parse(cls, text: str, unit: Unit = WAN) -> Money:
        """Read an amount as printed: "985.00" in a column of 万元 is 9 850 000 yuan.

        A unit written with the figure holds: "9850000元" is the same sum in that column.

        Raises:
            FigureError: a blank (which is MISSING, not zero), broken thousands marks, a percentage,
                or no number at all.
        """
        figure = read_figure(text)
        if isinstance(figure, Missing):
            raise FigureError("figure-blank", text)
        return cls.read(figure, unit)

    @classmethod
    def read(cls, figure: Written, unit: Unit = WAN) -> Money:
        """The sum that a figure states; `unit` holds where the figure has none. Raises FigureError: another unit."""
        kind, size = figure.meaning
        if kind is Kind.BARE:
            return cls.of(figure.value, unit)
        if kind not in {Kind.MONEY, Kind.SCALED}:
            raise FigureError("figure-needs-money", str(figure), unit=figure.unit)
        return cls(times(figure.value, size))

    @classmethod
    def zero(cls) -> Money:
        """No money at all, which is a figure; a sum that nobody stated is MISSING."""
        return cls(Decimal(0))

    @classmethod
    def sum(cls, amounts: Iterable[Money]) -> Money:
        """The exact sum; of nothing, zero."""
        return sum(amounts, cls.zero())

    def in_unit(self, unit: Unit = WAN) -> Decimal:
        """The exact number of that unit: 461541100 yuan are Decimal("46154.11") 万元."""
        return plain(EXACT.scaleb(self.yuan, -unit.zeros))

    def text(self, unit: Unit = WAN, places: int = 2) -> str:
        """The number as printed in that unit, rounded half away from zero: "46154.11"."""
        return printed(self.in_unit(unit), places)

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.yuan, other.yuan)) if alike(self, other) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.yuan, other.yuan)) if alike(self, other) else NotImplemented

    def __neg__(self) -> Money:
        return Money(EXACT.minus(self.yuan))

    def __abs__(self) -> Money:
        return Money(EXACT.abs(self.yuan))

    def __mul__(self, factor: int | Fraction | Decimal) -> Money:
        """The exact product. Raises decimal.Inexact when it is no finite decimal."""
        if not is_number(factor, int, Fraction, Decimal):
            return NotImplemented
        return Money(times(self.yuan, factor))

    __rmul__ = __mul__

    def __truediv__(self, base: Money) -> Ratio:
        """Money over money is a Ratio. Raises ZeroBase: a project without a budget has no execution rate."""
        if not alike(self, base):
            return NotImplemented
        if base.yuan == 0:
            raise ZeroBase(self)
        return Ratio(Fraction(self.yuan) / Fraction(base.yuan))

    def __str__(self) -> str:
        return f"{self.in_unit(WAN):f} {WAN}"

    def __repr__(self) -> str:
        return f"Money('{self}')"
