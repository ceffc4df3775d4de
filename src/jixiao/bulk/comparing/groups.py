"""Counts over all departments: the grades before and after, the distribution, fiscal years and regions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import duckdb

from jixiao.bulk.gathering import SCALE

BOTH = "before is not null and after is not null"


@dataclass(frozen=True, slots=True)
class Count:
    """Departments in all (`departments`), with both totals, open on both sides by the same lines, and how they move."""

    departments: int
    both: int
    certain: int
    up: int
    down: int
    same: int
    regraded: int

    @property
    def apart(self) -> int:
        """Those that cannot be compared: other lines are open on either side."""
        return self.departments - self.both - self.certain


@dataclass(frozen=True, slots=True)
class Group:
    """A fiscal year or a region: its counts, sums of totals on the common scale over those with both, largest moves."""

    name: str
    count: Count
    sum_before: int
    sum_after: int
    most_up: int
    most_down: int

    def mean(self, side: str) -> Fraction | None:
        """The mean total on the common scale, in millionths."""
        return Fraction(getattr(self, f"sum_{side}"), self.count.both) if self.count.both else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Departments whose total on the common scale is at least `low` points and less than one more."""

    low: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Regrading:
    """Departments with one grade before and one after; empty for a total that is open."""

    before: str
    after: str
    departments: int


_COUNTS = (
    f"count(*), count(*) filter (where {BOTH}), count(*) filter (where is_certain), "
    "count(*) filter (where moved > 0), count(*) filter (where moved < 0), "
    "count(*) filter (where moved = 0), "
    f"count(*) filter (where {BOTH} and grade_before <> grade_after)"
)


def count(engine: duckdb.DuckDBPyConnection) -> Count:
    """Everybody."""
    (row,) = engine.execute(f"select {_COUNTS} from move").fetchall()
    return Count(*row)


def by(engine: duckdb.DuckDBPyConnection, column: str) -> tuple[Group, ...]:
    """Groups by a column of `move`."""
    query = (
        f"select coalesce(cast({column} as varchar), '') as name, {_COUNTS}, "
        f"coalesce(sum(scale_before) filter (where {BOTH}), 0), coalesce(sum(scale_after) filter (where {BOTH}), 0), "
        "coalesce(max(moved) filter (where moved > 0), 0), coalesce(min(moved) filter (where moved < 0), 0) "
        "from move group by name order by name"
    )
    return tuple(
        Group(name, Count(*counts), int(before), int(after), up, down)
        for name, *counts, before, after, up, down in engine.execute(query).fetchall()
    )


def distribution(engine: duckdb.DuckDBPyConnection) -> tuple[Bin, ...]:
    """Whole points from the lowest that occur to the highest, each with its departments; none where nobody has a total."""
    width = 10**SCALE
    query = (
        f"select low, count(*) filter (where side = 0), count(*) filter (where side = 1) from ("
        f"select scale_before // {width} as low, 0 as side from move where before is not null union all "
        f"select scale_after // {width}, 1 from move where after is not null) as bins group by low"
    )
    found = {int(low): (before, after) for low, before, after in engine.execute(query).fetchall()}
    if not found:
        return ()
    return tuple(Bin(low, *found.get(low, (0, 0))) for low in range(min(found), max(found) + 1))


def regradings(engine: duckdb.DuckDBPyConnection) -> tuple[Regrading, ...]:
    """The pairs of grades that occur; together they are all departments."""
    query = "select grade_before, grade_after, count(*) from move group by all order by all"
    return tuple(Regrading(*row) for row in engine.execute(query).fetchall())
