"""A table split by what its rows ask most: under each word of a coded field, under each absence, only few rows are left.

An engine that answers millions of lines pays for every condition it asks. Most rows of a decision table speak of one
operator, or of fields that are usually blank; asked about these first, a line meets a handful of rows instead of fifty.
What is left under a split are the rows of the table itself, less what the answer has settled: no rule is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from jixiao.rules.formula.conditions import (
    FALSE,
    TRUE,
    Absent,
    Junction,
    Negation,
    Test,
    both,
    either,
    names_in_test,
    opposite,
)
from jixiao.rules.formula.integers import Field
from jixiao.rules.formula.lower import Unknown, integer_tests
from jixiao.rules.formula.proof import Path
from jixiao.rules.formula.rational import Rational, compare, of_node
from jixiao.rules.formula.rows import CompiledRow
from jixiao.rules.formula.table import CompiledTable
from jixiao.rules.formula.vocabulary import Column

DEEPEST = 9
FEW = 3
"""Rows that are not worth another question."""

Plan = tuple[CompiledRow, ...]
By = Literal["absence", "code", "sign"]


@dataclass(frozen=True, slots=True)
class Split:
    """One question, and the table under each answer.

    by: `absence` – branches are: present, missing; `code` – one branch for each code, then missing; `sign` – branches are:
    greater than zero, anything else.
    """

    field: str
    by: By
    branches: tuple[Tree, ...]


Tree = Split | Plan


def split_table(table: CompiledTable) -> Tree:
    """The table as questions over shorter tables. Gives the same answer for every line as the table itself."""
    return _grown(Path(table.columns), table.plan, 0)


def _grown(path: Path, plan: Plan, depth: int) -> Tree:
    if depth == DEEPEST or cost(plan) <= FEW:
        return plan
    best = _best(path, plan, _questions(path, plan)) or _best(path, plan, _signs(path, plan))
    if best is None:
        return plan
    _, field, by, under = best
    *usual, rare = under
    under_usual = [_grown(one, rows, depth + 1) for one, rows in usual]
    # What is not greater than zero asks its rows in order: few lines come there.
    return Split(field, by, (*under_usual, rare[1] if by == "sign" else _grown(*rare, depth + 1)))


def _best(
    path: Path, plan: Plan, questions: Iterable[tuple[str, By]]
) -> tuple[int, str, By, list[tuple[Path, Plan]]] | None:
    best: tuple[int, str, By, list[tuple[Path, Plan]]] | None = None
    for field, by in questions:
        under = [(one, left(plan, one)) for one in _answers(path, field, by)]
        # What most lines will meet: the answer "missing" is the rare one wherever there is another.
        worst = max(cost(rows) for _, rows in under[:-1]) + 1
        if worst < cost(plan) and (best is None or worst < best[0]):
            best = (worst, field, by, under)
    return best


def left(plan: Plan, path: Path) -> Plan:
    """The rows that a line can still meet, each with what it still has to ask."""
    if path.dead:
        return ()
    rows: list[CompiledRow] = []
    for row in plan:
        waits = tuple(
            Unknown(reach, names)
            for one in row.unknowns
            if (names := tuple(name for name in one.names if name not in path.present))
            and (reach := reduced(one.reach, path)) != FALSE
        )
        test = reduced(row.test, path)
        needs = tuple(name for name in row.needs if name not in path.present)
        if waits or test != FALSE:
            rows.append(replace(row, unknowns=waits, test=test, needs=needs))
        lost = any(one.reach == TRUE and not path.absent.isdisjoint(one.names) for one in waits)
        if lost or test == TRUE:
            break
    return tuple(rows)


def reduced(test: Test, path: Path) -> Test:
    """What is left to ask of a condition on a path: parts that are known, or follow from parts asked before, are gone."""
    known = path.decide(test)
    if known is not None:
        return TRUE if known else FALSE
    match test:
        case Negation(inner):
            return opposite(reduced(inner, path))
        case Junction("and", one, other):
            return both(reduced(one, path), reduced(other, path.assume(one)))
        case Junction(_, one, other):
            return either(reduced(one, path), reduced(other, path.assume(one, False)))
    return test


def _questions(path: Path, plan: Plan) -> Iterator[tuple[str, By]]:
    """What could be asked: the word of a coded field, or whether a field is there, as far as that is not known."""
    for name in dict.fromkeys(name for row in plan for name in _names(row)):
        column = path.columns[name]
        if name in path.absent:
            continue
        lo, hi = path.span((Field(name),))
        if column.codes is not None and lo != hi:
            yield name, "code"
        elif column.nullable and name not in path.present:
            yield name, "absence"


def _signs(path: Path, plan: Plan) -> Iterator[tuple[str, By]]:
    """Whether a figure that is there is above zero, as nearly all are: asked when there is nothing better to ask."""
    for name in dict.fromkeys(name for row in plan for name in _names(row)):
        lo, hi = path.span((Field(name),))
        if path.columns[name].codes is None and name in path.present and lo <= 0 < hi:
            yield name, "sign"


def _answers(path: Path, field: str, by: str) -> list[Path]:
    column: Column = path.columns[field]
    if by == "sign":
        return [path.assume(compare(">", of_node(Field(field)), Rational(Fraction(0)), path.seen((field,)))), path]
    gone = path.assume(Absent(field)) if column.nullable else path.but(dead=True)
    if by == "absence":
        return [path.assume(Absent(field), False), gone]
    lo, hi = column.bounds
    there = path.seen((field,))
    word = of_node(Field(field))
    found = [there.assume(compare("=", word, Rational(Fraction(code)), there)) for code in range(lo, hi + 1)]
    return [*found, gone]


def _names(row: CompiledRow) -> Iterator[str]:
    yield from names_in_test(row.test)
    yield from row.needs
    for unknown in row.unknowns:
        yield from unknown.names


def cost(plan: Plan) -> int:
    """How many conditions a line may meet before it has its answer."""
    found = 0
    for row in plan:
        found += len(row.unknowns) + (row.test != TRUE) + bool(row.needs)
        found += sum(1 for _ in integer_tests(row.result)) if row.result is not None else 0
    return found
