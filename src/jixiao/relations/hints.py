"""What a failing difference looks like: swapped digits, a unit or a decimal point slipped, a part left out or told twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jixiao.relations.edits import neighbours_swapped, one_digit_changed, printed_text
from jixiao.relations.forms import Form
from jixiao.relations.judge import Outcome, Verdict, judge
from jixiao.relations.quantity import Quantity, decimals
from jixiao.relations.relation import Relation

MOST_HINTS = 2
SCORE = "分"
LEAST = 100  # a hundredth of a unit is the least that forms print


@dataclass(frozen=True, slots=True)
class Hint:
    """A likely cause: a message id and its values, each of them text."""

    message_id: str
    values: tuple[tuple[str, str], ...] = ()


def hints(relation: Relation, verdict: Verdict) -> tuple[Hint, ...]:
    """The likeliest causes of a failing relation, at most two; each one, undone, would make the relation hold.

    One wrong digit explains nearly every difference, so it is told only when nothing else is. For scores no other figure
    is ever named: it would read as advice to write the stated score until it fits.
    """
    if verdict.outcome is not Outcome.FAILS or relation.form in (Form.AT_MOST, Form.AT_LEAST):
        return ()
    if relation.left.unit == SCORE:
        return tuple(_terms(relation, verdict))[:MOST_HINTS]
    found = [hint for look in (_unit_slips, _points, _terms, _swaps) for hint in look(relation, verdict)]
    return tuple((found or list(_digits(relation, verdict)))[:MOST_HINTS])


def _repairs(
    relation: Relation, others: Callable[[Quantity], Iterator[Fraction]]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Every written quantity with each of its other values that would make the relation hold, as (found, repaired)."""
    for index, quantity in enumerate(relation.quantities()):
        if not quantity.written:
            continue
        for value in others(quantity):
            if abs(value) * LEAST < quantity.size:
                continue  # made so small that rounding hides it: that explains nothing
            repaired = relation.with_value(index, value)
            if judge(repaired).outcome is Outcome.HOLDS:
                yield quantity, list(repaired.quantities())[index]


def _told(message_id: str, found: Quantity, repaired: Quantity) -> Hint:
    fitting = repaired.show(places=decimals(repaired.value / repaired.size))
    values = (("title", found.title), ("found", found.show()), ("fitting", fitting))
    return Hint(message_id, values)


def _unit_slips(relation: Relation, _verdict: Verdict) -> Iterator[Hint]:
    """元 written as 万元, 万元 as 亿元, or the other way."""
    factors = [Fraction(10**4), Fraction(10**8), Fraction(1, 10**4), Fraction(1, 10**8)]
    for found, repaired in _repairs(relation, lambda quantity: (quantity.value * factor for factor in factors)):
        yield _told("hint-unit", found, repaired)


def _points(relation: Relation, _verdict: Verdict) -> Iterator[Hint]:
    """The decimal point moved by one to three places."""
    factors = [Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3)]
    for found, repaired in _repairs(relation, lambda quantity: (quantity.value * factor for factor in factors)):
        yield _told("hint-point", found, repaired)


def _terms(relation: Relation, verdict: Verdict) -> Iterator[Hint]:
    """The difference equals one part (left out, or counted twice) or twice a part (its sign turned)."""
    if relation.form is not Form.SUM or len(relation.terms) < 2:
        return
    for term in relation.terms:
        share = term.sign * term.quantity.value
        values = (("title", term.quantity.title), ("amount", term.quantity.show()))
        if share and verdict.difference == -share:
            yield Hint("hint-left-out", values)
        elif share and verdict.difference == share:
            yield Hint("hint-twice", values)
        elif share and abs(verdict.difference) == 2 * abs(share):
            yield Hint("hint-sign", values)


def _swaps(relation: Relation, verdict: Verdict) -> Iterator[Hint]:
    """Two neighbouring digits exchanged: the difference is then divisible by 9, and some exchange really fits."""
    if relation.form is Form.SUM:
        steps = verdict.difference / relation.left.size * 10 ** _finest(relation)
        if steps.denominator != 1 or steps.numerator % 9:
            return
    for found, repaired in _repairs(
        relation, lambda one: (_read(one, text) for text in neighbours_swapped(printed_text(one)))
    ):
        yield _told("hint-swap", found, repaired)


def _digits(relation: Relation, _verdict: Verdict) -> Iterator[Hint]:
    for found, repaired in _repairs(
        relation, lambda one: (_read(one, text) for text in one_digit_changed(printed_text(one)))
    ):
        yield _told("hint-digit", found, repaired)


def _finest(relation: Relation) -> int:
    return max(quantity.places for quantity in relation.quantities())


def _read(quantity: Quantity, text: str) -> Fraction:
    value = Fraction(text) * quantity.size
    return -value if quantity.value < 0 else value
