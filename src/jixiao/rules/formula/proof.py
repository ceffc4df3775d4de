"""A path down a table: what each condition teaches the one who goes on, whether it held or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from jixiao.rules.formula.bounds import Bounds, scaled
from jixiao.rules.formula.conditions import (
    Absent,
    Always,
    Junction,
    Negation,
    Sign,
    Test,
    fields_tested,
    names_in_test,
    opposite,
)
from jixiao.rules.formula.integers import Magnitude, Monomial, Shift, Sum, fields_in
from jixiao.rules.formula.known import Choice, Known
from jixiao.rules.formula.syntax import NEGATED, Comparison

MAX_PENDING = 40


@dataclass(frozen=True, slots=True)
class Path(Known):
    """What the conditions met so far have taught; immutable, `assume` gives the next one."""

    def but(
        self,
        facts: Mapping[Monomial, Bounds] | None = None,
        holes: frozenset[tuple[Monomial, int]] | None = None,
        present: frozenset[str] | None = None,
        absent: frozenset[str] | None = None,
        pending: tuple[Choice, ...] | None = None,
        stirred: frozenset[str] | None = None,
        dead: bool = False,
    ) -> Path:
        """This path with something changed. Like `replace`, at a third of its cost; a proof makes thousands of paths."""
        return Path(
            self.columns,
            self.facts if facts is None else facts,
            self.holes if holes is None else holes,
            self.present if present is None else present,
            self.absent if absent is None else absent,
            self.pending if pending is None else pending,
            self.stirred if stirred is None else stirred,
            self.dead or dead,
            self.spans if facts is None else {},
        )

    # --- conditions --------------------------------------------------------------------------------------------------

    def assume(self, test: Test, holds: bool = True) -> Path:
        """What is known once a condition has answered so. A condition that compares a field shows it present."""
        if self.dead:
            return self
        match test:
            case Always(known):
                return self if known is holds else self.but(dead=True)
            case Negation(inner):
                return self.assume(inner, not holds)
            case Absent(name):
                if self.decide(test) is (not holds):
                    return self.but(dead=True)
                if holds:
                    return self.but(absent=self.absent | {name}).settle(frozenset((name,)))
                return self.but(present=self.present | {name}).settle(frozenset((name,)))
            case Sign(op, factors):
                names = frozenset(fields_tested(test))
                seen = self.but(present=self.present | names)
                return seen.learn(op if holds else NEGATED[op], factors).settle(names)
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
        choice = Choice(left, right, frozenset(chain(names_in_test(left), names_in_test(right))))
        kept = (*self.pending, choice)[-MAX_PENDING:]
        both_ways = common(first, second)
        return both_ways.but(pending=kept, stirred=self.stirred | differing(self, both_ways))

    def settle(self, touched: frozenset[str]) -> Path:
        """Use every pending choice of which one side has fallen; only those about touched fields can have changed."""
        if self.dead:
            return self
        touched |= self.stirred
        path = self.but(stirred=frozenset()) if self.stirred else self
        changed = True
        while changed and not path.dead:
            changed = False
            for choice in path.pending:
                if touched.isdisjoint(choice.names):
                    continue
                sides = (path.decide(choice.left), path.decide(choice.right))
                if True in sides or False in sides:
                    left = path.but(pending=tuple(one for one in path.pending if one is not choice))
                    remaining = choice.right if sides[0] is False else choice.left
                    path = left if True in sides else left.assume(remaining)
                    changed = True
                    break
        return path

    def seen(self, names: Iterable[str]) -> Path:
        """The path on which these fields are known to be there, because something was computed from them."""
        new = frozenset(names) - self.present
        return self.but(present=self.present | new).settle(new) if new or self.stirred else self

    # --- learning from one comparison --------------------------------------------------------------------------------

    def learn(self, op: Comparison, factors: Monomial) -> Path:
        """The path on which product op 0 holds."""
        if self.decide_sign(op, factors) is False:
            return self.but(dead=True)
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
        path = self.but(holes=self.holes | {(factors, 0)}).trim(factors)
        if len(factors) == 1 and isinstance(shift := factors[0], Shift):
            zero, left = divmod(-shift.constant, shift.content)
            return path if left else path.but(holes=path.holes | {(shift.body, zero)}).trim(shift.body)
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
            return self.but(dead=True)
        if (lo, hi) == self.span(monomial):
            return self
        path = self.but(facts={**self.facts, monomial: (lo, hi)})
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

    def refreshed(self) -> Path:
        """The path on which what is known of sums has reached their terms, also what was learnt of a term afterwards."""
        path = self
        for monomial, bounds in self.facts.items():
            if len(monomial) == 1 and isinstance(node := monomial[0], Sum) and not path.dead:
                path = path.spread(node.terms, bounds)
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


def differing(old: Path, new: Path) -> frozenset[str]:
    """The fields about which one path knows something else than another."""
    monomials = chain(
        (m for m in old.facts.keys() | new.facts.keys() if old.facts.get(m) != new.facts.get(m)),
        (monomial for monomial, _ in old.holes ^ new.holes),
    )
    return (
        frozenset(chain.from_iterable(map(fields_in, monomials)))
        | (old.present ^ new.present)
        | (old.absent ^ new.absent)
    )
