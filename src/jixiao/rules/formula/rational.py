"""Exact values as one fraction c·n/d of integer products, cancelled as far as the factors show it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from jixiao.rules.formula.bounds import scaled
from jixiao.rules.formula.conditions import Always, Sign, Test
from jixiao.rules.formula.integers import (
    Field,
    Magnitude,
    Monomial,
    Node,
    Quotient,
    Rounding,
    Term,
    fields_of,
    product,
    shared,
    total,
    without,
)
from jixiao.rules.formula.proof import Path
from jixiao.rules.formula.syntax import MIRRORED, Comparison
from jixiao.rules.formula.vocabulary import Column


@dataclass(frozen=True, slots=True)
class Rational:
    """coefficient · Πabove / Πbelow; every factor below is proven positive on the path where the value is used."""

    coefficient: Fraction
    above: Monomial = ()
    below: Monomial = ()


class UnsafeDivisor(Exception):
    """A divisor that may be zero or negative; the caller knows which formula it stands in."""

    def __init__(self, fields: tuple[str, ...], lo: int, hi: int) -> None:
        super().__init__(fields, lo, hi)
        self.fields, self.lo, self.hi = fields, lo, hi


def of_column(column: Column) -> Rational:
    """The value of a field."""
    return Rational(Fraction(1, 10**column.scale), (Field(column.name),))


def of_node(node: Node) -> Rational:
    """The value of an integer node."""
    return Rational(Fraction(1), (node,))


def negative(value: Rational) -> Rational:
    """-value."""
    return Rational(-value.coefficient, value.above, value.below)


def multiply(x: Rational, y: Rational) -> Rational:
    """The product, factors that stand above and below taken out."""
    coefficient = x.coefficient * y.coefficient
    if coefficient == 0:
        return Rational(coefficient)
    above, below = product(x.above, y.above), product(x.below, y.below)
    common = shared(above, below)
    return Rational(coefficient, without(above, common), without(below, common))


def add(x: Rational, y: Rational) -> Rational:
    """The sum over the least common divisor, with what both have in common kept outside the sum."""
    if x.coefficient == 0:
        return y
    if y.coefficient == 0:
        return x
    common_below = shared(x.below, y.below)
    below = product(x.below, without(y.below, common_below))
    left = product(x.above, without(below, x.below))
    right = product(y.above, without(below, y.below))
    outside = shared(left, right)
    scale = lcm(x.coefficient.denominator, y.coefficient.denominator)
    coefficient, inside = total(
        (int(x.coefficient * scale), without(left, outside)), (int(y.coefficient * scale), without(right, outside))
    )
    return multiply(Rational(Fraction(coefficient, scale), product(outside, inside)), Rational(Fraction(1), (), below))


def inverse(value: Rational, path: Path) -> Rational:
    """1 / value. Raises UnsafeDivisor unless the path proves each factor positive or negative."""
    if value.coefficient == 0:
        raise UnsafeDivisor((), 0, 0)
    coefficient, below = 1 / value.coefficient, []
    for node in value.above:
        lo, hi = path.bounds(node)
        if lo <= 0 <= hi or lo > hi:
            raise UnsafeDivisor(tuple(dict.fromkeys(fields_of(node))), lo, hi)
        if hi < 0:  # a divisor known to be negative: its magnitude divides, the sign goes in front
            coefficient = -coefficient
        below.append(node if lo > 0 else Magnitude(node))
    return multiply(Rational(coefficient, value.below), Rational(Fraction(1), (), product(tuple(below))))


def magnitude(value: Rational, path: Path) -> Rational:
    """|value|; only factors of unknown sign keep their bars."""
    above: list[Node] = []
    sign = 1
    for node in value.above:
        lo, hi = path.bounds(node)
        if hi < 0:
            sign = -sign
        above.append(node if lo >= 0 or hi < 0 else Magnitude(node))
    return multiply(
        Rational(sign * abs(value.coefficient), product(tuple(above))), Rational(Fraction(1), (), value.below)
    )


def compare(op: Comparison, x: Rational, y: Rational, path: Path) -> Test:
    """Two values compared, as the sign of one integer product: multiplied across, because what is below is positive."""
    difference = add(x, negative(y))
    if difference.coefficient < 0:
        op = MIRRORED[op]
    if difference.coefficient == 0:
        return Always(op in ("=", "<=", ">="))
    factors = []
    for node in difference.above:
        lo, hi = path.bounds(node)
        if hi < 0:
            op = MIRRORED[op]
        if lo <= 0 <= hi:
            factors.append(node)
    if not factors:
        return Always(op in ("<>", ">", ">="))
    test = Sign(op, tuple(factors))
    known = path.decide(test)
    return test if known is None else Always(known)


def rounded(value: Rational, rounding: Rounding, path: Path) -> Term:
    """The whole number a value becomes; exact where nothing is left to divide."""
    p, q = value.coefficient.numerator, value.coefficient.denominator
    if not value.below and q == 1:
        return p, value.above
    lo, hi = scaled(p, path.span(value.above))
    if not value.above:
        lo = hi = p
    sign = 1 if lo >= 0 else -1 if hi <= 0 else 0
    return 1, (Quotient(rounding, (p, value.above), (q, value.below), sign),)
