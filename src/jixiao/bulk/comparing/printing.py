"""Scores, differences and shares as they are printed in a comparison."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jixiao.bulk.gathering import SCALE
from jixiao.figures import printed

NOTHING = "—"


def points(millionths: int | None) -> str:
    """Points as they are, with two places or as many as it takes.

    Example:
        >>> points(97480000), points(-8740500), points(None)
        ('97.48', '-8.7405', '—')
    """
    if millionths is None:
        return NOTHING
    exact = f"{Decimal(millionths).scaleb(-SCALE):.{SCALE}f}"
    return exact[:-4] + exact[-4:].rstrip("0")


def signed(millionths: int | None) -> str:
    """A difference with its sign.

    Example:
        >>> signed(1250000), signed(-500000), signed(0)
        ('+1.25', '-0.50', '0.00')
    """
    return ("+" if millionths is not None and millionths > 0 else "") + points(millionths)


def percent(share: Fraction | None, places: int = 1) -> str:
    """A share as a percentage, rounded once: `percent(Fraction(1, 8))` is 12.5%."""
    return NOTHING if share is None else f"{printed(share * 100, places)}%"


def mean(millionths: Fraction | None) -> str:
    """A mean of scores in points, rounded to hundredths."""
    return NOTHING if millionths is None else printed(millionths / 10**SCALE, 2)


def of(part: int, whole: int) -> Fraction | None:
    """A part of a whole; None of nothing."""
    return Fraction(part, whole) if whole else None
