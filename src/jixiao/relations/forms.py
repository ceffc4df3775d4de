"""The forms of a relation: what its right side is worth, and between which values it can lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import product
from math import floor

from jixiao.relations.quantity import Quantity

Range = tuple[Fraction, Fraction]
MOST_CORNERS = 6  # quantities; beyond them a ratio is bounded less tightly but as surely


class Form(Enum):
    """How the left side ties to the right.

    Sums hold differences, equalities, balances and counts too; bounds hold orders too.

    - SUM: left = the signed terms.
    - RATIO: left = the signed terms above ÷ the signed terms `below`: a rate, a share, a mean, a change in percent.
    - PRODUCT: left = term × term × …
    - GROWN: left is a whole, the first term its growth; then part, growth, part, growth …: what the whole was, is the sum
      of what the parts were. RATED is the same with rates: what the whole is a rate of, is the sum of what the parts are.
    - WHOLE: left is the growth, in percent, of the one term, a count: some whole number grew into it.
    """

    SUM = "="
    RATIO = "/"
    PRODUCT = "×"
    GROWN = "grown"
    RATED = "rated"
    WHOLE = "whole"
    AT_MOST = "<="
    AT_LEAST = ">="


class Mode(Enum):
    """Whether figures stand for themselves alone, or for half a unit of their last printed place."""

    EXACT = "exact"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity of the right side, added or taken away, in a ratio above or `below` the line."""

    quantity: Quantity
    sign: int = 1
    below: bool = False


def value(form: Form, left: Quantity, terms: Sequence[Term]) -> Fraction | None:
    """The value of the right side; None when it divides by zero."""
    values = [term.quantity.value for term in terms]
    match form:
        case Form.RATIO:
            above, below = _line(terms, values, below=False), _line(terms, values, below=True)
            return above / below if below else None
        case Form.PRODUCT:
            return _multiplied(values)
        case Form.GROWN | Form.RATED:
            whole, *pairs = [(factor, factor) for factor in _factors(form, values)]
            found = _whole(whole, pairs)
            return found[0] if found else None
        case Form.WHOLE:
            return _nearest(left, values[0])
        case _:
            return _line(terms, values, below=False)


def reach(form: Form, left: Quantity, terms: Sequence[Term]) -> Range | None:
    """The smallest and largest value that the right side can stand for; None when a divisor may be zero."""
    lows, highs = [term.quantity.low for term in terms], [term.quantity.high for term in terms]
    match form:
        case Form.RATIO:
            return _ratio(terms, lows, highs)
        case Form.PRODUCT:
            found = (Fraction(1), Fraction(1))
            for low, high in zip(lows, highs, strict=True):
                found = _times(found, (low, high))
            return found
        case Form.GROWN | Form.RATED:
            whole, *pairs = zip(_factors(form, lows), _factors(form, highs), strict=True)
            return _whole(whole, pairs)
        case Form.WHOLE:
            nearest = _nearest(left, terms[0].quantity.value)
            return None if nearest is None else (nearest, nearest)
        case _:
            middle = _line(terms, [term.quantity.value for term in terms], below=False)
            slack = sum((term.quantity.half for term in terms), Fraction(0))
            return middle - slack, middle + slack


def _line(terms: Sequence[Term], values: Iterable[Fraction], *, below: bool) -> Fraction:
    pairs = zip(terms, values, strict=True)
    return sum((term.sign * worth for term, worth in pairs if term.below is below), Fraction(0))


def _ratio(terms: Sequence[Term], lows: Sequence[Fraction], highs: Sequence[Fraction]) -> Range | None:
    """A ratio of sums is monotone in every quantity, even in one that stands both above and below: corners suffice."""
    where = list(dict.fromkeys(term.quantity.at for term in terms))
    if len(where) > MOST_CORNERS:
        above = _bounds([term for term in terms if not term.below])
        under = _bounds([term for term in terms if term.below])
        return None if under[0] <= 0 <= under[1] else _times(above, (1 / under[1], 1 / under[0]))
    ends = {term.quantity.at: (low, high) for term, low, high in zip(terms, lows, highs, strict=True)}
    signs = {term.quantity.at: term.quantity.value for term in terms}
    corners = []
    denominators = []
    for chosen in product(*(ends[at] for at in where)):
        known = dict(zip(where, chosen, strict=True))
        # the same figure may enter as a fall here and as an amount there
        worth = [
            known[term.quantity.at] * (-1 if term.quantity.value * signs[term.quantity.at] < 0 else 1) for term in terms
        ]
        below = _line(terms, worth, below=True)
        denominators.append(below)
        if below:
            corners.append(_line(terms, worth, below=False) / below)
    if min(denominators) <= 0 <= max(denominators):
        return None
    return min(corners), max(corners)


def _bounds(terms: Sequence[Term]) -> Range:
    middle = sum((term.sign * term.quantity.value for term in terms), Fraction(0))
    slack = sum((term.quantity.half for term in terms), Fraction(0))
    return middle - slack, middle + slack


def _times(one: Range, other: Range) -> Range:
    corners = [a * b for a, b in product(one, other)]
    return min(corners), max(corners)


def _multiplied(values: Iterable[Fraction]) -> Fraction:
    found = Fraction(1)
    for number in values:
        found *= number
    return found


def _factors(form: Form, values: Sequence[Fraction]) -> list[Fraction]:
    """Growths as the factor 1 + p, rates as they are; parts as they are."""
    grown = 1 if form is Form.GROWN else 0
    return [worth + (grown if index % 2 == 0 else 0) for index, worth in enumerate(values)]


def _whole(factor: Range, pairs: Sequence[Range]) -> Range | None:
    """The whole that the parts (part, factor, part, factor …) make, each divided by its factor, times the whole's own."""
    low = high = Fraction(0)
    for part, own in zip(pairs[::2], pairs[1::2], strict=True):
        if own[0] <= 0 <= own[1]:
            return None
        one = _times(part, (1 / own[1], 1 / own[0]))
        low, high = low + one[0], high + one[1]
    return _times(factor, (low, high))


def _nearest(left: Quantity, count: Fraction) -> Fraction | None:
    """The growth nearest to the stated one that some whole number allows."""
    if left.value <= -1 or count <= 0:
        return None
    base = floor(count / (1 + left.value))
    growths = [count / whole - 1 for whole in (base, base + 1) if whole > 0]
    return min(growths, key=lambda growth: abs(growth - left.value)) if growths else None
