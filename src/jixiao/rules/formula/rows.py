"""A decision table in its three shapes: as written, as planned for an engine, and as it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from jixiao.rules.errors import Place, RuleError
from jixiao.rules.formula import syntax
from jixiao.rules.formula.conditions import Test
from jixiao.rules.formula.lower import IntegerTree, Unknown
from jixiao.rules.formula.vocabulary import Column

Kind = Literal["points", "manual", "missing"]
BRACES = re.compile(r"\{[^{}]*[^{}\s][^{}]*\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written. `when` is None for the last row (else); either `points` and `reason`, or `manual`."""

    when: str | None
    points: str | None = None
    reason: str | None = None
    manual: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The rows of one rule, in order."""

    rows: tuple[Row, ...]


# A tuple, not a frozen dataclass: one is made per scored line, and a tuple costs a quarter of the time.
class Outcome(NamedTuple):
    """What a table says about one line.

    kind: points, manual (a person decides; the reason says why) or missing (a needed field is not there).
    row: the row that answered, counted from 1. points: in units of the last place (9.97 at 2 places is 997).
    reason: as written, with `{字段}` still open. missing: the fields that are needed and not there.
    """

    kind: Kind
    row: int
    points: int
    reason: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """One row that can be reached, in whole numbers: what every printer needs.

    Before `test` is asked, each of `unknowns` must be answered; before `result` is computed, `needs` must be present.
    """

    number: int
    unknowns: tuple[Unknown, ...]
    test: Test
    needs: tuple[str, ...]
    result: IntegerTree | None
    text: str


@contextmanager
def told(place: Place | None, row: int | None, part: str | None) -> Iterator[None]:
    """Add to any error of the block where it was met."""
    try:
        yield
    except RuleError as error:
        raise error.within(place, row, part) from error.__cause__


def check_rows(rows: tuple[Row, ...]) -> None:
    """Refuse a table without rows or without a last `else`, and rows that answer twice or not at all."""
    if not rows:
        raise RuleError("table-empty")
    for number, row in enumerate(rows, 1):
        with told(row.place, number, None):
            if (row.when is None) is not (number == len(rows)):
                raise RuleError("table-else-last")
            if (row.points is None) is (row.manual is None):
                raise RuleError("table-points-or-manual")
            text = row.reason if row.manual is None else row.manual
            if not text or not text.strip() or (row.manual is not None and row.reason is not None):
                raise RuleError("table-reason")
            if set("{}") & set(BRACES.sub("", text)):
                raise RuleError("table-braces", found=text)


def digest_source(
    rows: tuple[Row, ...],
    conditions: tuple[syntax.Condition | None, ...],
    values: tuple[syntax.Value | None, ...],
    full: syntax.Value | None,
    columns: Mapping[str, Column],
    places: int,
) -> str:
    """One text for the meaning of a table: spacing and full-width marks do not change it, a figure or a word does."""
    lines = [f"places {places}", f"full {syntax.canonical(full) if full is not None else '-'}"]
    for name in sorted(columns):
        column = columns[name]
        codes = f" codes {'|'.join(column.codes)}" if column.codes is not None else ""
        lo, hi = column.bounds
        lines.append(f"field {name} scale {column.scale} {lo}..{hi}{codes}{'' if column.nullable else ' required'}")
    for row, condition, value in zip(rows, conditions, values, strict=True):
        when = "else" if condition is None else f"when {syntax.canonical(condition)}"
        then = f"manual {row.manual}" if value is None else f"points {syntax.canonical(value)} reason {row.reason}"
        lines.append(f"{when} {then}")
    return "\n".join(lines) + "\n"
