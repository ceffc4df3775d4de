"""Decimal arithmetic that never loses a digit in passing: a result that does not fit is an error."""

from __future__ import annotations

from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction

# 100 digits hold every sum of money and every product of two of them; Inexact speaks up where they do not.
EXACT = Context(prec=100, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


def as_decimal(value: object, what: str) -> Decimal:
    """A finite Decimal, or TypeError/ValueError that names the value. Floats and truth values are refused."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{what} takes a Decimal, not {value!r}")
    if not value.is_finite():
        raise ValueError(f"{what} takes a finite number, not {value!r}")
    return value


def times(value: Decimal, factor: int | Fraction | Decimal) -> Decimal:
    """The exact product. Raises Inexact when it has no finite decimal, as one third of one yuan has none."""
    if isinstance(factor, Fraction):
        return EXACT.divide(EXACT.multiply(value, Decimal(factor.numerator)), Decimal(factor.denominator))
    return EXACT.multiply(value, Decimal(factor))


def alike(one: object, other: object) -> bool:
    """Whether two operands are the same sort of figure; money and points are never added."""
    return type(one) is type(other)


def is_number(value: object, *kinds: type) -> bool:
    """Whether a value is one of the kinds and no truth value, which Python counts among the whole numbers."""
    return isinstance(value, kinds) and not isinstance(value, bool)
