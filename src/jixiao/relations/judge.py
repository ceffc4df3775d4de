"""The one judge: whether a relation holds, and by how much it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jixiao.relations.forms import Form, Mode
from jixiao.relations.relation import Relation


class Outcome(Enum):
    """What became of a relation."""

    HOLDS = "holds"
    LAST_PLACE = "last_place"  # off in the last printed place only, as rounded inputs explain it
    CUT = "cut"  # digits were cut off instead of rounded
    FAILS = "fails"
    OPEN = "open"  # the base of the ratio is zero: nothing can be said


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome; what the left side should be, in base units, and how much it lies above (negative: below) that."""

    outcome: Outcome
    expected: Fraction = Fraction(0)
    difference: Fraction = Fraction(0)


def judge(relation: Relation) -> Verdict:
    """Judge one relation.

    In mode EXACT both sides are equal or they are not. In mode PRINTED a figure stands for half a unit of its last
    place: the relation holds when the right side, rounded, prints as the left side does; it is off in the LAST_PLACE
    when some values that the figures can stand for satisfy it, and CUT when cutting instead of rounding gives the left.

    Example:
        98.44 % against 46154.11 ÷ 46886.75 holds; 98.43 % is cut; 98.34 % fails.
    """
    expected = relation.expected()
    if expected is None:
        return Verdict(Outcome.OPEN)
    difference = relation.left.value - expected
    if relation.form in (Form.AT_MOST, Form.AT_LEAST):
        return Verdict(_bounded(relation, difference), expected, difference)
    if difference == 0:
        return Verdict(Outcome.HOLDS, expected)
    if relation.mode is Mode.EXACT:
        return Verdict(Outcome.FAILS, expected, difference)
    return Verdict(_printed(relation, expected), expected, difference)


def _bounded(relation: Relation, difference: Fraction) -> Outcome:
    excess = difference if relation.form is Form.AT_MOST else -difference
    if excess <= 0:
        return Outcome.HOLDS
    slack = sum((quantity.half for quantity in relation.quantities()), Fraction(0))
    return Outcome.LAST_PLACE if relation.mode is Mode.PRINTED and excess <= slack else Outcome.FAILS


def _printed(relation: Relation, expected: Fraction) -> Outcome:
    left = relation.left
    if left.printed and left.figure.stands_for(expected):
        return Outcome.HOLDS
    reach = relation.reach()
    if reach is None or (left.low <= reach[1] and reach[0] <= left.high):
        return Outcome.LAST_PLACE
    if left.printed and left.figure.cut_from(expected):
        return Outcome.CUT
    return Outcome.FAILS
