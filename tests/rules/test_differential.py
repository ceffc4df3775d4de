from __future__ import annotations

import pytest
from tests.rules.reference import FIELDS, Maker, answer, parsed

from jixiao.figures import half_up
from jixiao.rules import CompiledTable, Row, RuleError, compile_table
from jixiao.rules.formula.printer import PythonPrinter
from jixiao.rules.formula.steps import Worker

pytestmark = pytest.mark.long

TABLES, LINES = 1200, 40


def accepted(seed: int, tables: int) -> list[tuple[list[Row], CompiledTable]]:
    """The tables of a seed that the compiler takes."""
    maker = Maker(seed)
    found = []
    for _ in range(tables):
        rows = maker.table()
        try:
            found.append((rows, compile_table(rows, FIELDS, full=None)))
        except RuleError as error:
            if error.message_id not in REFUSALS:
                raise
    return found


REFUSALS = {
    "formula-divisor-zero",
    "formula-divisor-negative",
    "formula-divides-by-zero",
    "formula-result-too-large",
    "formula-too-wide",
    "formula-too-many-branches",
}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_compiled_table_answers_as_fractions_do(seed: int) -> None:
    """Row, points and missing fields are those of a plain reading with fractions, and nothing ever divides by zero."""
    tables = accepted(seed, TABLES // 3)
    assert len(tables) > TABLES // 30, "the maker makes enough tables that pass"

    for rows, table in tables:
        trees = parsed(rows)
        for values in Maker(seed * 1000 + len(rows)).lines(LINES):
            outcome = table.evaluate(values)
            told = (outcome.kind, outcome.row, outcome.points, frozenset(outcome.missing))
            assert told == answer(trees, values), (rows, values)
            if outcome.kind == "points":
                value = table.points_of[outcome.row - 1]
                assert value is not None
                by_hand = Worker(table.columns, values).worth(value)
                assert half_up(by_hand, 2) * 100 == outcome.points, (rows, values)
            assert outcome.kind == "missing" or outcome.row not in table.unreachable, (rows, values)


class Watched:
    """A whole number that remembers the largest magnitude anything came to."""

    largest = 0

    def __init__(self, value: int) -> None:
        self.value = value
        Watched.largest = max(Watched.largest, abs(value))

    @staticmethod
    def of(other: Watched | int) -> int:
        return other.value if isinstance(other, Watched) else other

    def __add__(self, other: Watched | int) -> Watched:
        return Watched(self.value + Watched.of(other))

    def __radd__(self, other: int) -> Watched:
        return Watched(other + self.value)

    def __sub__(self, other: Watched | int) -> Watched:
        return Watched(self.value - Watched.of(other))

    def __rsub__(self, other: int) -> Watched:
        return Watched(other - self.value)

    def __mul__(self, other: Watched | int) -> Watched:
        return Watched(self.value * Watched.of(other))

    __rmul__ = __mul__

    def __neg__(self) -> Watched:
        return Watched(-self.value)

    def __abs__(self) -> Watched:
        return Watched(abs(self.value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Watched, int)) and self.value == Watched.of(other)

    __hash__ = None  # type: ignore[assignment]  # equal to plain numbers, so not to be put in sets

    def __lt__(self, other: Watched | int) -> bool:
        return self.value < Watched.of(other)

    def __le__(self, other: Watched | int) -> bool:
        return self.value <= Watched.of(other)

    def __gt__(self, other: Watched | int) -> bool:
        return self.value > Watched.of(other)

    def __ge__(self, other: Watched | int) -> bool:
        return self.value >= Watched.of(other)


class TruncatingPrinter(PythonPrinter):
    """An engine whose division cuts toward zero, as the database engines' does."""

    def divided(self, above: str, below: str) -> str:
        """Through a function that cuts, and that minds what it is given."""
        return f"cut({above}, {below})"


def cut(above: Watched | int, below: Watched | int) -> Watched:
    """Division on an engine that drops the fraction; it must never see a negative or a zero."""
    a, b = Watched.of(above), Watched.of(below)
    assert a >= 0, "a division saw a negative"
    assert b > 0, "a division saw a divisor that is not positive"
    return Watched(a // b)


def test_no_engine_sees_a_negative_division_nor_more_than_the_proven_width() -> None:
    """Divisions get magnitudes only, and no intermediate value passes the width the proof names."""
    seen = 0
    for rows, table in accepted(7, TABLES // 3):
        for values in Maker(len(rows)).lines(LINES // 2):
            outcome = table.evaluate(values)
            if outcome.kind != "points":
                continue
            plan = next(row for row in table.plan if row.number == outcome.row)
            assert plan.result is not None
            printed = TruncatingPrinter({name: name for name in table.fields}).tree(plan.result)
            Watched.largest = 0
            watched = {n: Watched(v) for n in table.fields if (v := values[n]) is not None}
            assert Watched.of(eval(printed, {"cut": cut, "abs": abs}, watched)) == outcome.points, (rows, values)
            assert Watched.largest <= max(table.width, *(abs(one.value) for one in watched.values()), 0), (rows, values)
            seen += 1
    assert seen > 500
