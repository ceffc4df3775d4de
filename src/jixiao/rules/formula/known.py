"""What is known at one point of a table: the bounds of every expression there, and whether a condition must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from jixiao.rules.formula.bounds import Bounds, nearest, scaled, times, widest
from jixiao.rules.formula.conditions import Absent, Always, Junction, Negation, Sign, Test
from jixiao.rules.formula.integers import Field, Magnitude, Monomial, Node, Quotient, Shift, Sum, Term, total
from jixiao.rules.formula.syntax import Comparison
from jixiao.rules.formula.vocabulary import Column


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two conditions holds; `names` are the fields that can settle which."""

    left: Test
    right: Test
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What can be said of every line that gets to one point.

    `facts` hold bounds of products tighter than their parts give; `holes` single values a product cannot have;
    `pending` conditions of the form *a or b* of which neither side is decided yet; `dead` that nothing gets here.
    `stirred` are fields about which something was learnt since the pending choices were last looked at, and `spans`
    the bounds already computed from these facts.
    """

    columns: Mapping[str, Column]
    facts: Mapping[Monomial, Bounds] = field(default_factory=dict)
    holes: frozenset[tuple[Monomial, int]] = frozenset()
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    pending: tuple[Choice, ...] = ()
    stirred: frozenset[str] = frozenset()
    dead: bool = False
    spans: dict[Monomial, Bounds] = field(default_factory=dict, compare=False, repr=False)

    # --- bounds ------------------------------------------------------------------------------------------------------

    def bounds(self, node: Node) -> Bounds:
        """The smallest and largest value a node can have here."""
        return self.span((node,))

    def span(self, monomial: Monomial) -> Bounds:
        """The bounds of a product, narrowed by what was learnt about exactly this product."""
        found = self.spans.get(monomial)
        if found is None:
            if len(monomial) == 1:
                found = self._of_parts(monomial[0])
            else:
                found = (1, 1)
                for node in monomial:
                    found = times(found, self.span((node,)))
            fact = self.facts.get(monomial)
            if fact is not None:
                found = (max(found[0], fact[0]), min(found[1], fact[1]))
            self.spans[monomial] = found
        return found

    def _of_parts(self, node: Node) -> Bounds:
        """The bounds of a node as those of its parts give them."""
        match node:
            case Field(name):
                return self.columns[name].bounds
            case Sum(terms):
                low = high = 0
                for coefficient, monomial in terms:
                    lo, hi = scaled(coefficient, self.span(monomial))
                    low, high = low + lo, high + hi
                return low, high
            case Shift(content, body, constant):
                lo, hi = scaled(content, self.span(body))
                return lo + constant, hi + constant
            case Magnitude(inner):
                lo, hi = self.bounds(inner)
                return 0 if lo <= 0 <= hi else min(abs(lo), abs(hi)), max(abs(lo), abs(hi))
            case Quotient(rounding, above, below, _):
                least, most = self.ratio(above, below)
                # Rounding to the nearest never leaves the whole numbers around the exact value.
                if rounding == "round":
                    return nearest(least), nearest(most)
                return (ceil(least), ceil(most)) if rounding == "ceil" else (floor(least), floor(most))

    def ratio(self, above: Term, below: Term) -> tuple[Fraction, Fraction]:
        """The bounds of above ÷ below, below positive. A part known not to exceed its divisor counts as one at most."""
        (p, numerator), (q, denominator) = above, below
        low = high = Fraction(p, q)
        rest = list(numerator)
        for divisor in denominator:
            small, large = self.bounds(divisor)
            part = (Fraction(1, large), Fraction(1, max(small, 1))) if large > 0 else (Fraction(0), Fraction(1))
            partner = next((node for node in rest if self.is_part_of(node, divisor)), None)
            if partner is not None:
                rest.remove(partner)
                part = (Fraction(max(self.bounds(partner)[0], 0)) * part[0], Fraction(1))
            low, high = widest(low, high, *part)
        for node in rest:
            low, high = widest(low, high, *map(Fraction, self.bounds(node)))
        return low, high

    def is_part_of(self, node: Node, whole: Node) -> bool:
        """Whether 0 <= node <= whole is known here."""
        coefficient, difference = total((1, (whole,)), (-1, (node,)))
        return self.bounds(node)[0] >= 0 and scaled(coefficient, self.span(difference))[0] >= 0

    # --- conditions --------------------------------------------------------------------------------------------------

    def decide(self, test: Test) -> bool | None:
        """Whether a condition must hold (True), cannot (False), or may (None) here."""
        match test:
            case Always(holds):
                return holds
            case Absent(name):
                if name in self.present or not self.columns[name].nullable:
                    return False
                return True if name in self.absent else None
            case Negation(inner):
                answer = self.decide(inner)
                return None if answer is None else not answer
            case Junction(op, left, right):
                settling = op == "or"
                first = self.decide(left)
                if first is settling:
                    return settling
                second = self.decide(right)
                if second is settling:
                    return settling
                return None if first is None or second is None else not settling
            case Sign(op, factors):
                return self.decide_sign(op, factors)

    def decide_sign(self, op: Comparison, factors: Monomial) -> bool | None:
        """Whether the product's sign is known well enough."""
        lo, hi = self.span(factors)
        if op in ("<>", "=") and (lo > 0 or hi < 0 or self.is_nonzero(factors)):
            return op == "<>"
        match op:
            case "=" | "<>":
                return (op == "=") if lo == hi == 0 else None
            case ">":
                return True if lo > 0 else False if hi <= 0 else None
            case ">=":
                return True if lo >= 0 else False if hi < 0 else None
            case "<":
                return True if hi < 0 else False if lo >= 0 else None
            case "<=":
                return True if hi <= 0 else False if lo > 0 else None

    def is_nonzero(self, factors: Monomial) -> bool:
        """Whether a product is known not to be zero, from holes in its range."""
        if (factors, 0) in self.holes:
            return True
        if len(factors) == 1 and isinstance(shift := factors[0], Shift):
            zero, left = divmod(-shift.constant, shift.content)
            return left != 0 or (shift.body, zero) in self.holes
        return len(factors) > 1 and all(self.decide_sign("<>", (node,)) for node in factors)
