"""Showing one value to a person: money in 万元 with at least two places, rates in percent, a missing value as a dash."""

from __future__ import annotations

from decimal import Decimal

from jixiao.facts.dates import PartialDate
from jixiao.facts.values import Value
from jixiao.figures import WAN, Count, Missing, Money, Ratio, Score

DASH = "—"


def shown(value: Value | Missing) -> str:
    """The value as a table or a sentence shows it; a figure finer than its usual places keeps all its digits.

    Example:
        >>> shown(Money.of("318")), shown(Money.of("0.123456")), shown(Count(7)), shown(Missing.MISSING)
        ('318.00 万元', '0.123456 万元', '7', '—')
    """
    match value:
        case Missing():
            return DASH
        case bool():
            return "是" if value else "否"
        case Money():
            return f"{at_least(value.in_unit(WAN), 2)} 万元"
        case Ratio():
            return value.percent()
        case Score():
            return at_least(value.points, 2)
        case Count():
            return str(value.number)
        case PartialDate():
            return value.iso()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def at_least(number: Decimal, places: int) -> str:
    """The exact number with that many decimal places, or more where it has more."""
    exponent = number.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{number:.{max(own, places)}f}"
