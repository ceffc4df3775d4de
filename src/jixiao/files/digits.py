"""A number in a spreadsheet is the decimal of its fifteen significant digits, never its binary tail."""

from __future__ import annotations

import math
from decimal import Decimal

SIGNIFICANT = 15  # what the spreadsheet programs keep and show; the rest of the binary number is noise


def digits15(x: float | int) -> Decimal:
    """The decimal that somebody typed, from the binary number that a spreadsheet stored.

    Args:
        x: a number as a spreadsheet stores it; 46154.11 is stored as 46154.110000000001.

    Returns:
        The decimal of the 15 significant digits, without trailing zeros and without an exponent above zero.

    Raises:
        TypeError: not a number, or a truth value.
        ValueError: infinite or not a number.

    Example:
        >>> digits15(46154.110000000001)
        Decimal('46154.11')
    """
    if isinstance(x, bool) or not isinstance(x, (int, float)):
        raise TypeError(f"digits15 takes the number of a spreadsheet cell, not {x!r}")
    if isinstance(x, float) and not math.isfinite(x):
        raise ValueError(f"{x!r} is no figure")
    if isinstance(x, int) and abs(x) < 10**SIGNIFICANT:
        return Decimal(x)
    # A large int is shortened as a decimal: passing it through a float first would already have lost digits.
    shown = f"{Decimal(x):.{SIGNIFICANT}g}" if isinstance(x, int) else f"{x:.{SIGNIFICANT}g}"
    return Decimal(shown) if x and "e" not in shown else plain(Decimal(shown))


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros, written without an exponent: 1.50 is 1.5, 1E+3 is 1000, -0 is 0."""
    if not value:
        return Decimal(0)
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value!r} is no figure")
    text = "".join(map(str, digits))
    while exponent < 0 and text.endswith("0"):
        text, exponent = text[:-1], exponent + 1
    if exponent > 0:
        text, exponent = text + "0" * exponent, 0
    return Decimal(f"{'-' if sign else ''}{text}E{exponent}")
