"""The fields a formula may speak of: how each is stored as a whole number, and between which bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

FLAG_CODES = ("否", "是")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the vocabulary, carried as a scaled whole number (None when missing).

    Args:
        name: the Chinese name used in formulas. scale: decimal places carried; 98.44 at scale 2 is 9844.
        lo, hi: the smallest and largest value, inclusive, in the field's own unit; every proof rests on them.
        codes: the words of a coded field; it is carried as 0..n-1 and compared only with these words.
        nullable: whether it may be missing.

    `bounds` are lo and hi as carried: scaled whole numbers.

    Raises:
        ValueError: bounds out of order or finer than the scale.

    Example:
        >>> Column("预算数", 2, Decimal(0), Decimal("1000")).bounds
        (0, 100000)
    """

    name: str
    scale: int
    lo: Decimal
    hi: Decimal
    codes: tuple[str, ...] | None = None
    nullable: bool = True
    bounds: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.scale <= 18:
            raise ValueError(f"{self.name}: a scale lies between 0 and 18, not {self.scale}")
        if self.lo > self.hi:
            raise ValueError(f"{self.name}: the lower bound {self.lo} is above the upper bound {self.hi}")
        if self.codes is not None and len(set(self.codes)) != len(self.codes):
            raise ValueError(f"{self.name}: a code is listed twice in {self.codes}")
        low, high = int(self.lo.scaleb(self.scale)), int(self.hi.scaleb(self.scale))
        if Decimal(low).scaleb(-self.scale) != self.lo or Decimal(high).scaleb(-self.scale) != self.hi:
            raise ValueError(f"{self.name}: bounds {self.lo}..{self.hi} are finer than {self.scale} places")
        object.__setattr__(self, "bounds", (low, high))

    def shown(self, carried: int) -> str:
        """A carried value as a person writes it: a code as its word, a figure without needless zeros.

        Example:
            >>> Column("支出数", 2, Decimal(0), Decimal("100000")).shown(4615410)
            '46154.10'
        """
        if self.codes is not None:
            return self.codes[carried]
        return trimmed(Decimal(carried).scaleb(-self.scale), self.scale)


def coded(name: str, *codes: str, nullable: bool = True) -> Column:
    """A field whose values are words of a closed list.

    Example:
        >>> coded("等级", "优", "良").codes
        ('优', '良')
    """
    return Column(name, 0, Decimal(0), Decimal(len(codes) - 1), codes, nullable)


def flag(name: str, nullable: bool = True) -> Column:
    """A yes-or-no field: 否 is carried as 0, 是 as 1."""
    return coded(name, *FLAG_CODES, nullable=nullable)


def trimmed(value: Decimal, scale: int) -> str:
    """A decimal at its scale without needless zeros: whole numbers bare, others with two places where the scale has them.

    Example:
        >>> trimmed(Decimal("99.7300"), 4), trimmed(Decimal("16540.30"), 2), trimmed(Decimal("5.00"), 2)
        ('99.73', '16540.30', '5')
    """
    text = f"{value:.{scale}f}"
    if "." not in text:
        return text
    whole, places = text.split(".")
    places = places.rstrip("0")
    if not places:
        return whole
    return f"{whole}.{places.ljust(min(2, scale), '0')}"
