"""What came of a comparison, as one value: the schemes, the counts, the lines, and the departments that move most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from jixiao.bulk.comparing import groups
from jixiao.bulk.comparing.groups import Bin, Count, Group, Regrading
from jixiao.bulk.comparing.lines import ALIKE, LeafLine, RuleLine, leaf_lines, rule_lines
from jixiao.bulk.comparing.moves import MOST_TOLD, Sides, places, prepare
from jixiao.rules.scheme import Scheme

MOVERS = 20
"""So many departments can be told apart in a picture of those that move most."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A department-year that moves: the leaves that moved it most, totals in millionths (None: open), grades, ranks."""

    dept: int
    year: int
    region: str
    department: str
    leaves: tuple[tuple[str, int], ...]
    before: int | None
    after: int | None
    difference: int
    scale_before: int | None
    scale_after: int | None
    grade_before: str
    grade_after: str
    rank_before: int | None
    rank_after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two schemes over the same department-years.

    is_same_full: whether their full points are the same, so that points are compared; otherwise shares of 100 are.
    alike: the percentage from which a line counts as telling nothing.
    """

    before: Scheme
    after: Scheme
    is_same_full: bool
    alike: int
    count: Count
    regradings: tuple[Regrading, ...]
    distribution: tuple[Bin, ...]
    years: tuple[Group, ...]
    regions: tuple[Group, ...]
    leaves: tuple[LeafLine, ...]
    rules: tuple[RuleLine, ...]
    movers: tuple[Mover, ...]


def compared(
    engine: duckdb.DuckDBPyConnection, sides: Sides, before: Scheme, after: Scheme, alike: int = ALIKE
) -> Comparison:
    """Everything that is counted; afterwards the engine holds `move` with a row for each department-year."""
    known = places(before, after)
    prepare(engine, sides, known)
    return Comparison(
        before=before,
        after=after,
        is_same_full=sides.is_same_full,
        alike=alike,
        count=groups.count(engine),
        regradings=groups.regradings(engine),
        distribution=groups.distribution(engine),
        years=groups.by(engine, "year"),
        regions=groups.by(engine, "region"),
        leaves=leaf_lines(engine, known),
        rules=rule_lines(engine, sides, before, after),
        movers=tuple(movers(engine)),
    )


def movers(engine: duckdb.DuckDBPyConnection) -> Iterator[Mover]:
    """Those that move most, on the common scale; of those that move alike, the first in the dataset."""
    numbers = range(1, MOST_TOLD + 1)
    told = ", ".join(f"leaf_{number}, change_{number}" for number in numbers)
    query = (
        f"select dept, coalesce(year, 0), coalesce(region, ''), coalesce(department, ''), {told}, before, after, difference, "
        "scale_before, scale_after, grade_before, grade_after, rank_before, rank_after "
        f"from move where moved <> 0 order by abs(moved) desc, dept limit {MOVERS}"
    )
    for dept, year, region, department, *rest in engine.execute(query).fetchall():
        lines, of_totals = rest[: 2 * MOST_TOLD], rest[2 * MOST_TOLD :]
        leaves = [(label, change) for label, change in zip(lines[::2], lines[1::2], strict=True) if label is not None]
        yield Mover(dept, year, region, department, tuple(leaves), *of_totals)
