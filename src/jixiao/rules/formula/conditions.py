"""Conditions over integers: each comparison is the sign of one product, and both truth values are ordinary values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jixiao.rules.formula.integers import Monomial, fields_in
from jixiao.rules.formula.syntax import NEGATED, Comparison


@dataclass(frozen=True, slots=True)
class Always:
    """A condition whose answer is known."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """The product of `factors` compared with zero."""

    op: Comparison
    factors: Monomial


@dataclass(frozen=True, slots=True)
class Absent:
    """The field is missing."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """The condition does not hold."""

    condition: Test


@dataclass(frozen=True, slots=True)
class Junction:
    """Both hold (and), or one of them (or)."""

    op: Literal["and", "or"]
    left: Test
    right: Test


Test = Always | Sign | Absent | Negation | Junction
TRUE, FALSE = Always(True), Always(False)


def both(left: Test, right: Test) -> Test:
    """Left and right, constants folded."""
    if isinstance(left, Always):
        return right if left.holds else FALSE
    if isinstance(right, Always):
        return left if right.holds else FALSE
    return Junction("and", left, right)


def either(left: Test, right: Test) -> Test:
    """Left or right, constants folded."""
    if isinstance(left, Always):
        return TRUE if left.holds else right
    if isinstance(right, Always):
        return TRUE if right.holds else left
    return Junction("or", left, right)


def opposite(test: Test) -> Test:
    """The contrary of a test; a comparison is turned round instead of wrapped."""
    match test:
        case Always(holds):
            return Always(not holds)
        case Sign(op, factors):
            return Sign(NEGATED[op], factors)
        case Negation(inner):
            return inner
    return Negation(test)


def names_in_test(test: Test) -> Iterator[str]:
    """The fields whose value or absence can change the answer of a condition."""
    match test:
        case Absent(name):
            yield name
        case Sign(_, factors):
            yield from fields_in(factors)
        case Negation(inner):
            yield from names_in_test(inner)
        case Junction(_, left, right):
            yield from names_in_test(left)
            yield from names_in_test(right)


def fields_tested(test: Test) -> Iterator[str]:
    """The fields whose value (not whose absence) a condition reads."""
    match test:
        case Sign(_, factors):
            yield from fields_in(factors)
        case Negation(inner):
            yield from fields_tested(inner)
        case Junction(_, left, right):
            yield from fields_tested(left)
            yield from fields_tested(right)
