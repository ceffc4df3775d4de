"""A total and its parts as a relation, and how much its failing looks like one slip rather than a list that is not whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from jixiao.documents.finders._list_roles import Role
from jixiao.documents.finders._list_strand import Token
from jixiao.relations import Form, Mode, Outcome, Relation, Slip, Term, judge

NEARLY = Fraction(2, 100)  # of the total: no list that was meant to be partial comes so close
_CLOSE = Fraction(10, 100)
_DIGITS = 100
_FACTORS = (
    *((Slip.UNIT, Fraction(10) ** power) for power in (4, -4, 8, -8)),
    *((Slip.POINT, Fraction(10) ** power) for power in (1, -1, 2, -2, 3, -3)),
)


class Likeness(IntEnum):
    """How much a sum that fails looks like a whole list with one figure slipped."""

    NONE = 0
    SOME = 1
    CLEAR = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """Left = the parts, each with its sign."""

    head: Token
    parts: tuple[Token, ...]
    signs: tuple[int, ...]
    relation: Relation
    outcome: Outcome

    @property
    def holds(self) -> bool:
        """Whether it holds, rounded and cut figures allowed."""
        return self.outcome is not Outcome.FAILS

    def overlaps(self, other: Sum) -> bool:
        """Whether both add up to the same figure with parts in common."""
        return self.head is other.head and any(part in other.parts for part in self.parts)

    @property
    def gap(self) -> Fraction:
        """How far both sides lie apart, as a part of the larger one."""
        total, worth = abs(self.relation.left.value), abs(self.relation.expected() or Fraction(0))
        return abs(total - worth) / max(total, worth, Fraction(1))


def may_hold(head: Token, parts: Sequence[Token]) -> bool:
    """Whether a sum can hold, told quickly: most readings of a list cannot."""
    turned = head.role is Role.CHANGE and any(part.role is Role.CHANGE for part in parts)
    worth = sum(part.worth * (_turn(head) * _turn(part) if turned else 1) for part in parts)
    return abs(head.worth - worth) <= 2 * head.slack + sum(part.slack for part in parts)


def summed(head: Token, parts: Sequence[Token], code: str = "REL-01", signs: Sequence[int] = ()) -> Sum:
    """The relation head = Σ parts. Falls count as minus beside a rise; a whole number among decimals is exact."""
    if head.role is Role.CHANGE and not signs and any(part.role is Role.CHANGE for part in parts):
        signs = [_turn(head) * _turn(part) for part in parts]
    signs = tuple(signs) or (1,) * len(parts)
    mixed = any(token.mention.figure.places for token in (head, *parts))
    exact = [mixed and not token.mention.figure.places for token in (head, *parts)]
    left = head.mention.quantity(exact=exact[0])
    terms = tuple(
        Term(part.mention.quantity(exact=own), sign) for part, sign, own in zip(parts, signs, exact[1:], strict=True)
    )
    relation = Relation(code, Form.SUM, left, terms, Mode.PRINTED)
    return Sum(head, tuple(parts), signs, relation, judge(relation).outcome)


def _turn(token: Token) -> int:
    return -1 if token.role is Role.CHANGE and token.mention.figure.direction < 0 else 1


def likeness(found: Sum) -> Likeness:
    """How clearly a failing sum is one slip away from holding.

    Parts that go beyond their total cannot be a partial list; parts that stay far below it mostly are one, unless one
    slip of one figure closes them. One wrong digit closes nearly every sum of small counts, so among these it tells
    little.
    """
    total, worth = found.relation.left.value, found.relation.expected() or Fraction(0)
    if total <= 0 or worth <= 0:
        return Likeness.NONE
    gap = found.gap
    if gap <= NEARLY:
        return Likeness.CLEAR
    told = _slips(found.relation)
    if gap > _CLOSE and told & {Slip.UNIT, Slip.POINT}:
        return Likeness.CLEAR
    rare = Slip.DIGIT in told and _rare(found.relation)
    if worth > total:
        return Likeness.CLEAR if gap <= _CLOSE or rare else Likeness.SOME if Slip.DIGIT in told else Likeness.NONE
    return Likeness.CLEAR if rare else Likeness.SOME if gap <= _CLOSE else Likeness.NONE


def _slips(relation: Relation) -> set[Slip]:
    """The slips that, undone in one figure, make the sum hold."""
    sides = [(-1, relation.left)] + [(term.sign, term.quantity) for term in relation.terms]
    off = relation.left.value - (relation.expected() or Fraction(0))
    slack = sum((quantity.half for _, quantity in sides), Fraction(0))
    found: set[Slip] = set()
    for sign, quantity in sides:
        meant = abs(quantity.value) + sign * off
        found.update(slip for slip, factor in _FACTORS if abs(abs(quantity.value) * factor - meant) <= slack)
        step = quantity.size / 10**quantity.places
        if _one_digit(int(abs(quantity.value) / step), (meant - abs(quantity.value)) / step, slack / step):
            found.add(Slip.DIGIT)
    return found


def _one_digit(number: int, change: Fraction, slack: Fraction) -> bool:
    """Whether another digit at one place changes a number by so much."""
    power = 1
    while power <= max(number, 1):
        digit = number // power % 10
        turned = (change / power + Fraction(1, 2)) // 1
        leading = number < 10 * power
        if turned and leading <= digit + turned <= 9 and abs(change - turned * power) <= slack:
            return True
        power *= 10
    return False


def _rare(relation: Relation) -> bool:
    """Whether the figures have so many digits that one wrong digit explains few differences: then it is no chance.

    Zeros at the end of all of them do not count: 150 亿 and 50, 30 and 10 亿 have two digits and one.
    """
    finest = max(quantity.places for quantity in relation.quantities())
    step = relation.left.size / 10**finest
    figures = [abs(quantity.value) / step for quantity in relation.quantities()]
    while all(figure % 10 == 0 for figure in figures) and any(figures):
        figures = [figure / 10 for figure in figures]
    return bool(figures[0] >= _DIGITS)
