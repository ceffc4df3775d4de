"""A relation: what must hold between quantities, whoever declared or found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from jixiao.relations.quantity import Quantity


class Form(Enum):
    """How the left side ties to the right: sums hold differences, equalities and counts too; bounds hold orders too."""

    SUM = "="
    RATIO = "/"
    AT_MOST = "<="
    AT_LEAST = ">="


class Mode(Enum):
    """Whether figures stand for themselves alone, or for half a unit of their last printed place."""

    EXACT = "exact"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity of the right side, added or taken away. In a ratio the first is divided by the second."""

    quantity: Quantity
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """`left` = (or ≤, ≥) the terms.

    Attributes:
        code: the check that it belongs to.
        text: the relation in words, as its declaration or the document has it.
    """

    code: str
    form: Form
    left: Quantity
    terms: tuple[Term, ...]
    mode: Mode = Mode.EXACT
    text: str = ""

    def quantities(self) -> Iterator[Quantity]:
        """The left side, then the terms in order."""
        yield self.left
        yield from (term.quantity for term in self.terms)

    @property
    def as_typed(self) -> Relation:
        """The same relation between figures with no more decimals than were typed."""
        terms = tuple(replace(term, quantity=term.quantity.as_typed) for term in self.terms)
        return replace(self, left=self.left.as_typed, terms=terms)

    def expected(self) -> Fraction | None:
        """The value of the right side; None when it divides by zero."""
        return _right(self.form, ((term.sign, term.quantity.value) for term in self.terms))

    def with_value(self, index: int, value: Fraction) -> Relation:
        """The same relation with another value of one quantity: 0 is the left side, 1 the first term."""
        if index == 0:
            return replace(self, left=replace(self.left, value=value))
        terms = list(self.terms)
        terms[index - 1] = replace(terms[index - 1], quantity=replace(terms[index - 1].quantity, value=value))
        return replace(self, terms=tuple(terms))


def _right(form: Form, terms: Iterable[tuple[int, Fraction]]) -> Fraction | None:
    values = list(terms)
    if form is Form.RATIO:
        (_, part), (_, base) = values
        return part / base if base else None
    return sum((sign * value for sign, value in values), Fraction(0))
