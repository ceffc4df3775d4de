"""Exact arithmetic over registry values: sums, differences and ratios that know missing from zero."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jixiao.facts.registry import Kind
from jixiao.facts.values import Value
from jixiao.figures import EXACT, MISSING, Count, Missing, Money, Ratio, Score, ZeroBase


def zero(kind: Kind) -> Value:
    """Nothing at all, as a value of that kind."""
    match kind:
        case Kind.MONEY:
            return Money(Decimal(0))
        case Kind.COUNT:
            return Count(0)
        case Kind.SCORE:
            return Score(Decimal(0))
        case Kind.PERCENT:
            return Ratio(Fraction(0))
        case _:
            return Decimal(0)


def add(left: Any, right: Any) -> Any:
    """Left + right of one kind; a bare Decimal is added exactly."""
    return EXACT.add(left, right) if isinstance(left, Decimal) else left + right


def total(kind: Kind, values: Sequence[Value | Missing]) -> Value | Missing:
    """The sum, or MISSING as soon as one addend is missing: a partial sum is no sum."""
    result: Any = zero(kind)
    for value in values:
        if isinstance(value, Missing):
            return MISSING
        result = add(result, value)
    found: Value = result  # every addend has the field's own kind
    return found


def difference(left: Value | Missing, right: Value | Missing) -> Value | Missing:
    """Left − right, or MISSING when either is."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return MISSING
    first: Any = left
    result: Value = EXACT.subtract(first, right) if isinstance(left, Decimal) else first - right  # type: ignore[arg-type]  # one kind
    return result


def ratio(part: Value | Missing, base: Value | Missing) -> Ratio | Missing:
    """Part ÷ base kept as a fraction; MISSING when either is missing or the base is zero (the form prints —)."""
    if isinstance(part, Missing) or isinstance(base, Missing):
        return MISSING
    numerator: Any = part
    if isinstance(part, Decimal) and isinstance(base, Decimal):
        return Ratio(Fraction(part) / Fraction(base)) if base else MISSING
    try:
        result: Ratio = numerator / base  # Money/Money and Count/Count give a Ratio
    except ZeroBase:
        return MISSING
    return result


def is_positive(value: Value | Missing) -> bool:
    """Whether the figure is above zero; a missing one is not."""
    match value:
        case Money():
            return value.yuan > 0
        case Count():
            return value.number > 0
        case Decimal():
            return value > 0
        case _:
            return False
