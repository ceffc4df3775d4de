"""A figure as it stands in running text: exact value, unit, kind, and the characters that it takes up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import lru_cache

from jixiao.figures.printing import Printed
from jixiao.figures.units import meaning


class FigureKind(StrEnum):
    """What a figure in a text is."""

    NUMBER = "number"  # no unit
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    PP = "pp"  # percentage points
    FRACTION = "fraction"
    MEASURE = "measure"  # of length, area, weight, energy, data
    ORDINAL = "ordinal"
    DATE = "date"
    DURATION = "duration"
    RANGE = "range"
    MULTIPLE = "multiple"
    DOCNO = "docno"
    SEQ = "seq"  # the mark of a list or heading

    def __str__(self) -> str:
        return str(self.value)


_NAMES = (FigureKind.DATE, FigureKind.ORDINAL, FigureKind.DOCNO, FigureKind.SEQ)


class Bound(Enum):
    """How the words around a figure bound it."""

    NONE = ""
    LEAST = ">="  # 不低于, 以上, ≥
    MOST = "<="  # 不超过, 以内, ≤
    MORE = ">"  # 超过, 突破, 逾, 多, 余
    LESS = "<"  # 不足, 低于, 近
    ABOUT = "~"  # 约, 左右


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    Attributes:
        start, end: half-open character offsets in the given text, unit included.
        value: as printed, in its own unit: 46886.75 for 46886.75万元, 98.44 for 98.44%, 5 for 下降5%. A fraction is
            a Fraction; a date is ISO text (2022, 2022-05, 2022-05-01, --12-31 without its year), a period
            `2022-01/2022-06`; a document number is its own text.
        value_high: the upper end of a range.
        unit: as written, blanks and line breaks left out: 万元, %, 个, 万人次, "" for none.
        kind: see FigureKind.
        places: decimals as printed.
        bound: how its words bound it.
        direction: +1 after words of growth, -1 after words of decline, 0 where no word says so.
    """

    start: int
    end: int
    value: Decimal | Fraction | str
    unit: str
    kind: FigureKind
    value_high: Decimal | str | None = None
    places: int = 0
    bound: Bound = Bound.NONE
    direction: int = 0

    @property
    def number(self) -> Fraction | None:
        """The value in base units (yuan, one; 98.44 % is 0.9844); None for a date, a document number, a mark."""
        return None if isinstance(self.value, str) else _worth(self.value, self.unit)

    @property
    def size(self) -> Fraction:
        """How many base units one of its unit is: 10000 for 万元 and 万人, 1/100 for % and 百分点, 1 for 个."""
        return _size(self.unit)

    @property
    def is_quantity(self) -> bool:
        """Whether it measures something: a date, an ordinal, a document number and a list mark do not."""
        return self.kind not in _NAMES and not isinstance(self.value, str)

    def printed(self, *, exact: bool = False) -> Printed:
        """The interval that it stands for. Counts with a plain measure word are exact by themselves.

        Raises:
            TypeError: a date, a document number and a fraction stand for no interval.
        """
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.value!r} is no printed decimal")
        counted = self.kind in (FigureKind.COUNT, FigureKind.DURATION) and self.size == 1 and self.places == 0
        return Printed(self.value, self.places, self.size, exact or counted)


def _size(unit: str) -> Fraction:
    known = meaning(unit)
    return known[1] if known else Fraction(1)


@lru_cache(maxsize=1 << 16)
def _worth(value: Decimal | Fraction, unit: str) -> Fraction:
    """A value in base units; the finders ask for it again and again."""
    return Fraction(value) * _size(unit)
