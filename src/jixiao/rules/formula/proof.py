"""What is known on a path: the bounds of every expression there, and whether a condition must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from jixiao.rules.formula.bounds import Bounds, nearest, scaled, times, widest
from jixiao.rules.formula.conditions import Absent, Always, Junction, Negation, Sign, Test, fields_tested, opposite
from jixiao.rules.formula.integers import Field, Magnitude, Monomial, Node, Quotient, Shift, Sum, Term, total
from jixiao.rules.formula.syntax import NEGATED, Comparison
from jixiao.rules.formula.vocabulary import Column

MAX_PENDING = 40


@dataclass(frozen=True, slots=True)
class Path:
    """What the conditions met so far have taught; immutable, `assume` gives the next one.

    `facts` hold bounds of products tighter than their parts give; `holes` single values a product cannot have;
    `pending` conditions of the form *a or b* of which neither side is decided yet; `dead` that nothing gets here.
    """

    columns: Mapping[str, Column]
    facts: Mapping[Monomial, Bounds] = field(default_factory=dict)
    holes: frozenset[tuple[Monomial, int]] = frozenset()
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    pending: tuple[Junction, ...] = ()
    dead: bool = False

    # --- bounds ------------------------------------------------------------------------------------------------------

    def bounds(self, node: Node) -> Bounds:
        """The smallest and largest value a node can have here."""
        match node:
            case Field(name):
                return self.known((node,), self.columns[name].bounds)
            case Sum(terms):
                spans = [scaled(c, self.span(m)) for c, m in terms]
                return self.known((node,), (sum(lo for lo, _ in spans), sum(hi for _, hi in spans)))
            case Shift(content, body, constant):
                lo, hi = scaled(content, self.span(body))
                return self.known((node,), (lo + constant, hi + constant))
            case Magnitude(inner):
                lo, hi = self.bounds(inner)
                least = 0 if lo <= 0 <= hi else min(abs(lo), abs(hi))
                return self.known((node,), (least, max(abs(lo), abs(hi))))
            case Quotient(rounding, above, below, _):
                low, high = self.ratio(above, below)
                # Rounding to the nearest never leaves the whole numbers around the exact value.
                bounds = (ceil(low), ceil(high)) if rounding == "ceil" else (floor(low), floor(high))
                if rounding == "round":
                    bounds = (nearest(low), nearest(high))
                return self.known((node,), bounds)

    def span(self, monomial: Monomial) -> Bounds:
        """The bounds of a product."""
        if len(monomial) == 1:
            return self.bounds(monomial[0])
        span = (1, 1)
        for node in monomial:
            span = times(span, self.bounds(node))
        return self.known(monomial, span)

    def known(self, monomial: Monomial, span: Bounds) -> Bounds:
        """Bounds narrowed by what was learnt about exactly this product."""
        fact = self.facts.get(monomial)
        return span if fact is None else (max(span[0], fact[0]), min(span[1], fact[1]))

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
                answers = (self.decide(left), self.decide(right))
                settling = op == "or"
                if settling in answers:
                    return settling
                return None if None in answers else not settling
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

    def assume(self, test: Test, holds: bool = True) -> Path:
        """What is known once a condition has answered so. A condition that compares a field shows it present."""
        if self.dead:
            return self
        match test:
            case Always(known):
                return self if known is holds else replace(self, dead=True)
            case Negation(inner):
                return self.assume(inner, not holds)
            case Absent(name):
                if self.decide(test) is (not holds):
                    return replace(self, dead=True)
                if holds:
                    return replace(self, absent=self.absent | {name}).settle()
                return replace(self, present=self.present | {name}).settle()
            case Sign(op, factors):
                seen = replace(self, present=self.present | set(fields_tested(test)))
                return seen.learn(op if holds else NEGATED[op], factors).settle()
            case Junction(op, left, right):
                if (op == "and") is holds:
                    return self.assume(left, holds).assume(right, holds)
                return self.assume_either(left if holds else opposite(left), right if holds else opposite(right))

    def assume_either(self, left: Test, right: Test) -> Path:
        """One of two conditions holds: what follows from both, and the choice itself, kept until one side falls."""
        first = self.assume(left)
        second = self.assume(left, False).assume(right)
        if first.dead:
            return second
        if second.dead:
            return first
        kept = (*self.pending, Junction("or", left, right))[-MAX_PENDING:]
        return replace(common(first, second), pending=kept)

    def settle(self) -> Path:
        """Use every pending choice of which one side has fallen."""
        path = self
        changed = True
        while changed and not path.dead:
            changed = False
            for choice in path.pending:
                sides = (path.decide(choice.left), path.decide(choice.right))
                if True in sides or False in sides:
                    left = replace(path, pending=tuple(one for one in path.pending if one is not choice))
                    remaining = choice.right if sides[0] is False else choice.left
                    path = left if True in sides else left.assume(remaining)
                    changed = True
                    break
        return path

    def seen(self, names: Iterable[str]) -> Path:
        """The path on which these fields are known to be there, because something was computed from them."""
        return replace(self, present=self.present | set(names)).settle()

    # --- learning from one comparison --------------------------------------------------------------------------------

    def learn(self, op: Comparison, factors: Monomial) -> Path:
        """The path on which product op 0 holds."""
        if self.decide_sign(op, factors) is False:
            return replace(self, dead=True)
        if op == "<>":
            return self.exclude(factors)
        lo, hi = self.span(factors)
        match op:
            case "=":
                bounds = (0, 0)
            case ">":
                bounds = (max(lo, 1), hi)
            case ">=":
                bounds = (max(lo, 0), hi)
            case "<":
                bounds = (lo, min(hi, -1))
            case _:
                bounds = (lo, min(hi, 0))
        return self.narrow(factors, bounds, spread=True)

    def exclude(self, factors: Monomial) -> Path:
        """The path on which a product is not zero: then none of its factors is."""
        path = replace(self, holes=self.holes | {(factors, 0)}).trim(factors)
        if len(factors) == 1 and isinstance(shift := factors[0], Shift):
            zero, left = divmod(-shift.constant, shift.content)
            return path if left else replace(path, holes=path.holes | {(shift.body, zero)}).trim(shift.body)
        if len(factors) > 1:
            for node in dict.fromkeys(factors):
                path = path.exclude((node,))
        return path

    def trim(self, monomial: Monomial) -> Path:
        """Draw the bounds in past values that are excluded at their very ends."""
        lo, hi = self.span(monomial)
        while lo <= hi and (monomial, lo) in self.holes:
            lo += 1
        while lo <= hi and (monomial, hi) in self.holes:
            hi -= 1
        return self.narrow(monomial, (lo, hi), spread=True) if (lo, hi) != self.span(monomial) else self

    def narrow(self, monomial: Monomial, bounds: Bounds, spread: bool) -> Path:
        """Record bounds of a product and, with `spread`, what they say about its parts."""
        if not monomial:
            return self
        lo, hi = self.span(monomial)
        lo, hi = max(lo, bounds[0]), min(hi, bounds[1])
        if lo > hi:
            return replace(self, dead=True)
        if (lo, hi) == self.span(monomial):
            return self
        path = replace(self, facts={**self.facts, monomial: (lo, hi)})
        path = path.trim(monomial)
        if len(monomial) > 1:
            return path.exclude(monomial) if lo > 0 or hi < 0 else path
        match monomial[0]:
            case Shift(content, body, constant):
                inner = (-((constant - lo) // content), (hi - constant) // content)
                return path.narrow(body, inner, spread)
            case Sum(terms) if spread:
                return path.spread(terms, (lo, hi))
            case Magnitude(of) if lo > 0:
                return path.narrow((of,), (-hi, hi), spread).exclude((of,))
            case Magnitude(of):
                return path.narrow((of,), (-hi, hi), spread)
        return path

    def spread(self, terms: Iterable[tuple[int, Monomial]], bounds: Bounds) -> Path:
        """From the bounds of a sum to those of each term: what the others can at most make up for."""
        path = self
        terms = tuple(terms)
        for index, (coefficient, monomial) in enumerate(terms):
            others = [scaled(c, path.span(m)) for place, (c, m) in enumerate(terms) if place != index]
            lo = bounds[0] - sum(hi for _, hi in others)
            hi = bounds[1] - sum(lo for lo, _ in others)
            if coefficient < 0:
                lo, hi = -hi, -lo
            size = abs(coefficient)
            path = path.narrow(monomial, (-((-lo) // size), hi // size), spread=False)
            if path.dead:
                return path
        return path


def common(first: Path, second: Path) -> Path:
    """What holds on both of two paths."""
    facts = {}
    for monomial in first.facts.keys() & second.facts.keys():
        (a, b), (c, d) = first.facts[monomial], second.facts[monomial]
        facts[monomial] = (min(a, c), max(b, d))
    return Path(
        columns=first.columns,
        facts=facts,
        holes=first.holes & second.holes,
        present=first.present & second.present,
        absent=first.absent & second.absent,
    )
