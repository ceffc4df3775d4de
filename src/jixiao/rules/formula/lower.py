"""From syntax to integers: each formula becomes a tree of choices whose leaves are single fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jixiao.rules.errors import RuleError
from jixiao.rules.formula import rational, syntax
from jixiao.rules.formula.conditions import FALSE, TRUE, Absent, Test, both, either, opposite
from jixiao.rules.formula.integers import Field, Rounding, Term, total
from jixiao.rules.formula.proof import Path
from jixiao.rules.formula.rational import Rational, UnsafeDivisor
from jixiao.rules.formula.vocabulary import Column

MAX_LEAVES = 128


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value, and what is known where it is used."""

    value: Rational
    path: Path


@dataclass(frozen=True, slots=True)
class Branch:
    """One value if the test holds, another if not."""

    test: Test
    yes: Tree
    no: Tree


Tree = Leaf | Branch
Then = Callable[[Rational, Path], "Tree"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A comparison met under `reach` cannot be answered if one of these fields is missing."""

    reach: Test
    names: tuple[str, ...]


class Lowering:
    """Lowers the formulas of one table over one vocabulary."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns

    def value(self, expression: syntax.Value, path: Path, then: Then = Leaf) -> Tree:
        """The tree of a value, with `then` applied to each leaf where its own path is known.

        Raises:
            RuleError: a divisor that the path does not prove different from zero and of one sign.
        """
        match expression:
            case syntax.Number(value):
                return then(Rational(value), path)
            case syntax.Name(name):
                return then(rational.of_column(self.columns[name]), path)
            case syntax.Neg(inner):
                return self.value(inner, path, lambda x, p: then(rational.negative(x), p))
            case syntax.Abs(inner):
                return self.value(inner, path, lambda x, p: then(rational.magnitude(x, p), p))
            case syntax.CountYes(names):
                coefficient, above = total(*((1, (Field(one.name),)) for one in names))
                return then(Rational(Fraction(coefficient), above), path)
            case syntax.Case(branches, otherwise):
                return self.case(branches, otherwise, path, then)
            case syntax.Extreme(which, values):
                return self.extreme(which, values, path, then)
            case syntax.Arithmetic(op, left, right):
                return self.pair(left, right, path, lambda x, y, p: then(self.calculate(op, x, y, right, p), p))
            case syntax.WholeDiv(which, left, right):
                rounding: Rounding = "floor" if which == "floor_div" else "ceil"

                def divide(x: Rational, y: Rational, p: Path) -> Tree:
                    coefficient, above = rational.rounded(self.calculate("/", x, y, right, p), rounding, p)
                    return then(Rational(Fraction(coefficient), above), p)

                return self.pair(left, right, path, divide)

    def pair(
        self, left: syntax.Value, right: syntax.Value, path: Path, then: Callable[[Rational, Rational, Path], Tree]
    ) -> Tree:
        """The tree of two values taken together."""
        return self.value(left, path, lambda x, p: self.value(right, p, lambda y, q: then(x, y, q)))

    def calculate(self, op: str, x: Rational, y: Rational, right: syntax.Value, path: Path) -> Rational:
        """One of the four operations."""
        match op:
            case "+":
                return rational.add(x, y)
            case "-":
                return rational.add(x, rational.negative(y))
            case "*":
                return rational.multiply(x, y)
        try:
            return rational.multiply(x, rational.inverse(y, path))
        except UnsafeDivisor as error:
            divisor = readable(right)
            if not error.fields:
                raise RuleError("formula-divides-by-zero", divisor=divisor) from error
            both_signs = error.lo < 0 < error.hi or error.lo < 0
            message = "formula-divisor-negative" if both_signs else "formula-divisor-zero"
            raise RuleError(message, divisor=divisor, fields=error.fields) from error

    def case(
        self,
        branches: tuple[tuple[syntax.Condition, syntax.Value], ...],
        otherwise: syntax.Value,
        path: Path,
        then: Then,
    ) -> Tree:
        """Branches in order; each is lowered knowing that the ones before it did not hold."""
        if not branches:
            return self.value(otherwise, path, then)
        condition, value = branches[0]
        test = self.test(condition, path)
        return self.choose(
            test,
            path,
            lambda yes: self.value(value, yes, then),
            lambda no: self.case(branches[1:], otherwise, no, then),
        )

    def extreme(self, which: str, values: tuple[syntax.Value, ...], path: Path, then: Then) -> Tree:
        """The least or greatest of several: the first two are compared, the better one meets the next."""
        op: syntax.Comparison = "<=" if which == "least" else ">="

        def meet(best: Rational, rest: tuple[syntax.Value, ...], here: Path) -> Tree:
            if not rest:
                return then(best, here)

            def against(other: Rational, p: Path) -> Tree:
                test = rational.compare(op, best, other, p)
                return self.choose(test, p, lambda yes: meet(best, rest[1:], yes), lambda no: meet(other, rest[1:], no))

            return self.value(rest[0], here, against)

        return self.value(values[0], path, lambda x, p: meet(x, values[1:], p))

    def choose(self, test: Test, path: Path, yes: Callable[[Path], Tree], no: Callable[[Path], Tree]) -> Tree:
        """A branch, or only the side that can be reached."""
        known = path.decide(test)
        yes_path, no_path = path.assume(test), path.assume(test, False)
        if known is True or no_path.dead:
            return yes(yes_path)
        if known is False or yes_path.dead:
            return no(no_path)
        tree = Branch(test, yes(yes_path), no(no_path))
        if sum(1 for _ in leaves(tree)) > MAX_LEAVES:
            raise RuleError("formula-too-many-branches", limit=MAX_LEAVES)
        return tree

    # --- conditions --------------------------------------------------------------------------------------------------

    def test(
        self, condition: syntax.Condition, path: Path, reach: Test = TRUE, unknown: list[Unknown] | None = None
    ) -> Test:
        """The integer condition, read from the left: what stands right of `and` knows that the left side holds.

        Args:
            condition: as parsed.
            path: what is known where it is asked.
            reach: under what it is asked at all.
            unknown: where given, collects the comparisons that a missing field leaves without an answer, each with
                the condition under which it is met at all. Where None, every field is known to be present.
        """
        match condition:
            case syntax.IsNull(name):
                if unknown is None:
                    raise RuleError("formula-is-null-in-figure", field=name.name)
                known = path.decide(Absent(name.name))
                return Absent(name.name) if known is None else TRUE if known else FALSE
            case syntax.Not(inner):
                return opposite(self.test(inner, path, reach, unknown))
            case syntax.And(left, right) | syntax.Or(left, right):
                first = self.test(left, path, reach, unknown)
                goes_on = first if isinstance(condition, syntax.And) else opposite(first)
                further = path.assume(goes_on)
                if further.dead:  # the right side is never looked at
                    return first
                second = self.test(right, further, both(reach, goes_on), unknown)
                return both(first, second) if isinstance(condition, syntax.And) else either(first, second)
            case syntax.Compare(op, left, right):
                names = tuple(dict.fromkeys(syntax.names_in(condition)))
                if unknown is not None:
                    maybe = tuple(n for n in names if self.columns[n].nullable and n not in path.present)
                    if maybe:
                        unknown.append(Unknown(reach, maybe))
                    path = path.seen(names)
                if isinstance(right, syntax.Text):
                    subject = names[0]
                    return rational.compare(op, rational.of_node(Field(subject)), Rational(Fraction(right.code)), path)
                return self.comparison(op, left, right, path)

    def comparison(self, op: syntax.Comparison, left: syntax.Value, right: syntax.Value, path: Path) -> Test:
        """Two figures compared; where a side has branches, each branch is compared where it applies."""
        found: list[Test] = []

        def at(x: Rational, y: Rational, p: Path) -> Tree:
            found.append(rational.compare(op, x, y, p))
            return Leaf(Rational(Fraction(len(found) - 1)), p)

        return flattened(self.pair(left, right, path, at), found)

    def whole(self, expression: syntax.Value, places: int, path: Path) -> IntegerTree:
        """A value in units of its last printed place: each leaf multiplied out and rounded once, half away from zero."""
        return rounded_tree(self.value(expression, path), places)


@dataclass(frozen=True, slots=True)
class IntegerLeaf:
    """A whole number, and what is known where it is used."""

    term: Term
    path: Path


@dataclass(frozen=True, slots=True)
class IntegerBranch:
    """One whole number if the test holds, another if not."""

    test: Test
    yes: IntegerTree
    no: IntegerTree


IntegerTree = IntegerLeaf | IntegerBranch


def rounded_tree(tree: Tree, places: int) -> IntegerTree:
    """Every leaf of a tree rounded to so many places."""
    if isinstance(tree, Branch):
        return IntegerBranch(tree.test, rounded_tree(tree.yes, places), rounded_tree(tree.no, places))
    value = rational.multiply(tree.value, Rational(Fraction(10**places)))
    return IntegerLeaf(rational.rounded(value, "round", tree.path), tree.path)


def flattened(tree: Tree, tests: list[Test]) -> Test:
    """A tree whose leaves number the tests, as one condition."""
    if isinstance(tree, Leaf):
        return tests[int(tree.value.coefficient)]
    yes, no = flattened(tree.yes, tests), flattened(tree.no, tests)
    return either(both(tree.test, yes), both(opposite(tree.test), no))


def leaves(tree: Tree) -> Iterator[Leaf]:
    """The leaves of a tree, in order."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        yield from leaves(tree.yes)
        yield from leaves(tree.no)


def integer_leaves(tree: IntegerTree) -> Iterator[IntegerLeaf]:
    """The leaves of a rounded tree, in order."""
    if isinstance(tree, IntegerLeaf):
        yield tree
    else:
        yield from integer_leaves(tree.yes)
        yield from integer_leaves(tree.no)


def integer_tests(tree: IntegerTree) -> Iterator[Test]:
    """The tests of a rounded tree."""
    if isinstance(tree, IntegerBranch):
        yield tree.test
        yield from integer_tests(tree.yes)
        yield from integer_tests(tree.no)


def readable(expression: syntax.Value) -> str:
    """A part of a formula as it is shown in a message: figures as written, without the outermost brackets."""
    text = syntax.canonical(expression, as_written=True)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text
