"""The few places where DuckDB and Spark write the same thing differently; everything else is one text for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jixiao.rules.formula.sql import MANUAL, MISSING, PACK
from jixiao.rules.formula.sql import POINTS as COMPUTED

__all__ = [
    "COMPUTED",
    "DIALECTS",
    "EXCLUDED",
    "MANUAL",
    "MISSING",
    "OUT_OF_BOUNDS",
    "Dialect",
    "any_of",
    "one_of",
    "quoted",
]

EXCLUDED = 3
"""The kind of a line: the two lowest bits of its code; the row of the decision table stands above them, 0 for no row."""


OUT_OF_BOUNDS = "out of bounds: "
"""What the error of a statement begins with that met a figure no rule may compute with; the figure's name follows."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine divides, widens and refuses.

    engine: `duckdb` or `spark`. divide: whole-number division, for a non-negative by a positive. wide: the type of 128 bits.
    error: the function that ends a statement with a sentence.
    """

    engine: str
    divide: str
    wide: str
    error: str

    def div(self, above: str, below: str) -> str:
        """What is not negative by what is positive, the rest dropped."""
        return f"({above} {self.divide} {below})"

    def half_up(self, above: str, below: str) -> str:
        """What is not negative by what is positive, to the nearest whole number, halves upward, as a BIGINT."""
        return f"cast({self.div(f'(2 * ({above}) + {below})', f'(2 * {below})')} as bigint)"

    def widened(self, value: str) -> str:
        """A value as a 128-bit whole number."""
        return f"cast({value} as {self.wide})"

    def bounded(self, value: str, lo: int, hi: int, name: str) -> str:
        """A value as a BIGINT if it lies between its bounds or is missing; else the statement ends, with the figure's name."""
        told = OUT_OF_BOUNDS + quoted(name)
        return (
            f"case when {value} not between {lo} and {hi} then {self.error}('{told}') else cast({value} as bigint) end"
        )

    def points(self, answer: str) -> str:
        """The points of a packed answer that has some."""
        return f"({answer} >> {PACK.bit_length() - 1})"


DIALECTS: Mapping[str, Dialect] = {
    "duckdb": Dialect("duckdb", "//", "hugeint", "error"),
    "spark": Dialect("spark", "div", "decimal(38,0)", "raise_error"),
}


def one_of(column: str, codes: Iterable[int | str]) -> str:
    """Whether a column has one of some codes or texts; a missing one has none."""
    listed = ", ".join(str(code) if isinstance(code, int) else f"'{quoted(code)}'" for code in codes)
    return f"coalesce({column} in ({listed}), false)"


def quoted(text: str) -> str:
    """A text between single quotes."""
    return text.replace("'", "''")


def any_of(cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    """The first value whose condition holds."""
    whens = " ".join(f"when {test} then {value}" for test, value in cases)
    return f"case {whens} else {otherwise} end" if whens else otherwise
