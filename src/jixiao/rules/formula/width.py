"""How wide the integers get: the bound that says int64, int128 or refused, whatever order an engine computes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jixiao.rules.errors import RuleError
from jixiao.rules.formula.conditions import Junction, Negation, Sign, Test, fields_tested
from jixiao.rules.formula.integers import (
    Field,
    Magnitude,
    Node,
    Quotient,
    Shift,
    Sum,
    Term,
    expanded,
    fields_in,
)
from jixiao.rules.formula.lower import IntegerTree, integer_leaves, integer_tests
from jixiao.rules.formula.vocabulary import Column

INT64 = 2**63 - 1
INT128 = 10**37  # what DECIMAL(38,0) and HUGEINT both hold, with a digit to spare


class Widths:
    """Widths over the full bounds of the fields, not those of a path: an engine may compute a branch it then drops."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns

    def node(self, node: Node) -> int:
        """The largest magnitude met while a node is computed."""
        match node:
            case Field(name):
                return max(map(abs, self.columns[name].bounds))
            case Sum(terms):
                return sum(self.term(term) for term in terms)
            case Shift(content, body, constant):
                return self.term((content, body)) + abs(constant)
            case Magnitude(inner):
                return self.node(inner)
            case Quotient(_, (p, above), (q, below), _):
                return 2 * self.term((p, above)) + 2 * self.term((q, below))

    def size(self, node: Node) -> int:
        """The largest magnitude of the value itself, where it is smaller than what its computation needs."""
        if isinstance(node, Quotient):
            return self.size_of(node.above) + 1
        return self.node(node)

    def size_of(self, term: Term) -> int:
        """The largest magnitude of a term's value."""
        size = abs(term[0])
        for node in term[1]:
            size *= max(1, self.size(node))
        return size

    def term(self, term: Term) -> int:
        """The largest magnitude met while a term is computed, in any order of its factors."""
        inside = max((self.node(node) for node in term[1]), default=0)
        return max(self.size_of(term), inside)

    def test(self, test: Test) -> int:
        """The largest magnitude met while a condition is decided."""
        match test:
            case Sign(_, factors):
                return sum(self.term((c, m)) for m, c in expanded(1, factors))
            case Negation(inner):
                return self.test(inner)
            case Junction(_, left, right):
                return max(self.test(left), self.test(right))
        return 0

    def tree(self, tree: IntegerTree) -> int:
        """The largest magnitude met in a rounded tree. Raises RuleError: a result may not fit a 64-bit whole number."""
        width = 0
        for test in integer_tests(tree):
            width = max(width, self.within(self.test(test), fields_tested(test)))
        for leaf in integer_leaves(tree):
            lo, hi = leaf.path.span(leaf.term[1])
            result = abs(leaf.term[0]) * max(abs(lo), abs(hi)) if leaf.term[1] else abs(leaf.term[0])
            if result > INT64:
                raise self.refusal("formula-result-too-large", fields_in(leaf.term[1]), result)
            width = max(width, self.within(self.term(leaf.term), fields_in(leaf.term[1])))
        return width

    def within(self, width: int, names: Iterable[str]) -> int:
        """The width, unless it passes even 128 bits. Raises RuleError naming the widest field."""
        if width > INT128:
            raise self.refusal("formula-too-wide", names, width)
        return width

    def refusal(self, message_id: str, names: Iterable[str], width: int) -> RuleError:
        """The error with the field whose bound weighs most."""
        widest = max(dict.fromkeys(names), key=lambda name: max(map(abs, self.columns[name].bounds)), default="")
        column = self.columns.get(widest)
        bound = column.shown(max(column.bounds, key=abs)) if column else ""
        return RuleError(message_id, field=widest, bound=bound, width=f"10^{len(str(width)) - 1}")
