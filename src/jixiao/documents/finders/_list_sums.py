"""A total and its parts as a relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.documents.finders._list_roles import Role
from jixiao.documents.finders._list_strand import Token
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

NEARLY = Fraction(2, 100)  # of the total: no list that was meant to be partial comes so close


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

    def is_beside(self, head: Token, parts: Sequence[Token]) -> bool:
        """Whether what may be another total and its parts are parts here: 60 = 35 + 15 + 10 says that 35 is not 15 + 10."""
        return head in self.parts and any(part in self.parts for part in parts)

    def takes(self, head: Token, parts: Sequence[Token]) -> bool:
        """Whether what may be the parts of a total are those of another one."""
        return self.head is not head and all(part in self.parts for part in parts)

    @property
    def gap(self) -> Fraction:
        """How far both sides lie apart, as a part of the larger one."""
        total, worth = abs(self.relation.left.value), abs(self.relation.expected() or Fraction(0))
        return abs(total - worth) / max(total, worth, Fraction(1))


def may_hold(head: Token, parts: Sequence[Token]) -> bool:
    """Whether a sum can hold, told quickly: most readings of a list cannot."""
    turned = any(part.role is Role.CHANGE for part in parts)
    worth = sum(part.worth * (_turn(head) * _turn(part) if turned else 1) for part in parts)
    return abs(head.worth - worth) <= 2 * head.slack + sum(part.slack for part in parts)


def summed(head: Token, parts: Sequence[Token], code: str = "REL-01", signs: Sequence[int] = ()) -> Sum:
    """The relation head = Σ parts. Falls count as minus beside a rise; a whole number among decimals is exact."""
    if not signs and any(part.role is Role.CHANGE for part in parts):
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
