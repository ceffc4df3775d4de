"""A relation: what must hold between quantities, whoever declared or found it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from jixiao.relations.forms import Form, Mode, Term, reach, value
from jixiao.relations.quantity import Quantity


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
        return value(self.form, self.left, self.terms)

    def reach(self) -> tuple[Fraction, Fraction] | None:
        """The smallest and largest value that the right side can stand for; None when a divisor may be zero."""
        return reach(self.form, self.left, self.terms)

    def with_value(self, index: int, number: Fraction) -> Relation:
        """The same relation with another value of one quantity: 0 is the left side, 1 the first term."""
        if index == 0:
            return replace(self, left=replace(self.left, value=number))
        terms = list(self.terms)
        terms[index - 1] = replace(terms[index - 1], quantity=replace(terms[index - 1].quantity, value=number))
        return replace(self, terms=tuple(terms))

    def with_quantity(self, quantity: Quantity) -> Relation:
        """The same relation with this quantity wherever one of its address stands."""
        left = _signed(quantity, self.left) if self.left.at == quantity.at else self.left
        terms = tuple(
            replace(term, quantity=_signed(quantity, term.quantity)) if term.quantity.at == quantity.at else term
            for term in self.terms
        )
        return replace(self, left=left, terms=terms)


def _signed(quantity: Quantity, like: Quantity) -> Quantity:
    """A fall that a document prints without sign enters some relations as minus: keep the side that it had."""
    turned = quantity.value * like.value < 0
    return replace(quantity, value=-quantity.value, title=like.title) if turned else quantity
