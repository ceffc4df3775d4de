"""The one place where a figure is rounded: half away from zero, to a number of places that a form names."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jixiao.figures.exact import is_number


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round half away from zero, as printed forms do (四舍五入).

    Args:
        value: an exact number.
        places: decimals to keep, zero or more.

    Returns:
        A Decimal with exactly that many decimals; a rounded-away negative is plain zero.

    Raises:
        TypeError: a float or a truth value. ValueError: negative places, or a number that is not finite.

    Example:
        >>> half_up(Decimal("0.285"), 2), half_up(Fraction(-1, 8), 2)
        (Decimal('0.29'), Decimal('-0.13'))
    """
    if not is_number(value, Fraction, Decimal, int):
        raise TypeError(f"only an exact number can be rounded, not {value!r}")
    if not is_number(places, int) or places < 0:
        raise ValueError(f"places is a whole number from zero, not {places!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value!r} cannot be rounded")
    scaled = Fraction(value) * 10**places
    doubled = 2 * abs(scaled.numerator) + scaled.denominator
    whole = doubled // (2 * scaled.denominator)
    return Decimal(f"{-whole if scaled < 0 else whole}E-{places}")


def printed(value: Fraction | Decimal | int, places: int) -> str:
    """The rounded figure as text, without an exponent: `printed(Decimal("46154.105"), 2)` is "46154.11"."""
    return f"{half_up(value, places):f}"
