"""One printer for the integer tree; an engine's printer only says how its names, choices and divisions look."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.rules.formula.conditions import Absent, Always, Junction, Negation, Sign, Test
from jixiao.rules.formula.integers import Field, Magnitude, Node, Quotient, Shift, Sum, Term, expanded
from jixiao.rules.formula.lower import IntegerLeaf, IntegerTree
from jixiao.rules.formula.syntax import Comparison


class Printer:
    """Prints terms, conditions and trees; holds no rule and relies on no engine's way of dividing negative numbers."""

    signs: Mapping[Comparison, str] = {"=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    # --- what differs by engine --------------------------------------------------------------------------------------

    def number(self, value: int) -> str:
        """A literal."""
        return str(value) if value >= 0 else f"({value})"

    def divided(self, above: str, below: str) -> str:
        """What is above by what is below, for above >= 0 and below > 0, the rest dropped."""
        raise NotImplementedError

    def choice(self, test: str, yes: str, no: str) -> str:
        """A value that depends on a condition."""
        raise NotImplementedError

    def absent(self, name: str) -> str:
        """Whether a field is missing."""
        raise NotImplementedError

    # --- what does not -----------------------------------------------------------------------------------------------

    def node(self, node: Node) -> str:
        """An integer expression."""
        match node:
            case Field(name):
                return self.names[name]
            case Sum(terms):
                return self.sum(terms)
            case Shift(content, body, constant):
                return self.sum(((content, body), (constant, ())))
            case Magnitude(inner):
                return f"abs({self.node(inner)})"
            case Quotient():
                return self.quotient(node)

    def sum(self, terms: tuple[Term, ...]) -> str:
        """Terms added up; only the first may start with a minus."""
        text = self.term(terms[0])
        for coefficient, monomial in terms[1:]:
            text += f" {'+' if coefficient >= 0 else '-'} {self.term((abs(coefficient), monomial))}"
        return f"({text})"

    def term(self, term: Term) -> str:
        """A coefficient times a product."""
        coefficient, monomial = term
        factors = [self.node(node) for node in monomial]
        if coefficient != 1 or not factors:
            factors.insert(0, self.number(coefficient))
        return factors[0] if len(factors) == 1 else f"({' * '.join(factors)})"

    def quotient(self, node: Quotient) -> str:
        """A division through the magnitude, its sign put in front: engines disagree about dividing negatives."""
        (p, above), (q, below) = node.above, node.below
        ahead = self.magnitude_divided(node, (p, above), (q, below), negative=False)
        behind = self.magnitude_divided(node, (-p, above), (q, below), negative=True)
        if node.sign:
            return ahead if node.sign > 0 else behind
        return self.choice(f"{self.term((p, above))} >= {self.number(0)}", ahead, behind)

    def magnitude_divided(self, node: Quotient, size: Term, below: Term, negative: bool) -> str:
        """|above| ÷ below with the sign put back."""
        up = "floor" if negative else "ceil"
        if node.rounding == "round":
            twice = f"({self.term((2 * size[0], size[1]))} + {self.term(below)})"
            text = self.divided(twice, self.term((2 * below[0], below[1])))
        elif node.rounding == up:
            text = self.divided(f"({self.term(size)} + {self.term(below)} - {self.number(1)})", self.term(below))
        else:
            text = self.divided(self.term(size), self.term(below))
        return f"(-{text})" if negative else text

    def test(self, test: Test) -> str:
        """A condition."""
        match test:
            case Always(holds):
                return "(1 = 1)" if holds else "(1 = 0)"
            case Sign(op, factors):
                terms = [(c, m) for m, c in expanded(1, factors)]
                left = tuple((c, m) for c, m in terms if c > 0)
                right = tuple((-c, m) for c, m in terms if c < 0)
                return f"({self.side(left)} {self.signs[op]} {self.side(right)})"
            case Absent(name):
                return self.absent(name)
            case Negation(inner):
                return f"(not {self.test(inner)})"
            case Junction(op, left_test, right_test):
                return f"({self.test(left_test)} {op} {self.test(right_test)})"

    def side(self, terms: tuple[Term, ...]) -> str:
        """One side of a comparison."""
        if not terms:
            return self.number(0)
        return self.term(terms[0]) if len(terms) == 1 else self.sum(terms)

    def tree(self, tree: IntegerTree) -> str:
        """A value with its choices."""
        if isinstance(tree, IntegerLeaf):
            return self.term(tree.term)
        return self.choice(self.test(tree.test), self.tree(tree.yes), self.tree(tree.no))


class PythonPrinter(Printer):
    """Python source over whole numbers."""

    signs: Mapping[Comparison, str] = {**Printer.signs, "=": "==", "<>": "!="}

    def divided(self, above: str, below: str) -> str:
        """Floor division: of what is not negative, the same everywhere."""
        return f"({above} // {below})"

    def choice(self, test: str, yes: str, no: str) -> str:
        """A conditional expression."""
        return f"({yes} if {test} else {no})"

    def absent(self, name: str) -> str:
        """None stands for missing."""
        return f"({self.names[name]} is None)"

    def test(self, test: Test) -> str:
        """Python has its own words for what always holds."""
        return str(test.holds) if isinstance(test, Always) else super().test(test)
