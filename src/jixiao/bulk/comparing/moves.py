"""Who moves: the totals of both runs side by side, and the leaves that made the difference, as DuckDB relations.

Scores are in millionths, as in the results. `move` has a row for each department-year, `pair` one for each of its leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from jixiao.bulk.dialect import DIALECTS, quoted
from jixiao.bulk.duck import in_sql
from jixiao.bulk.gathering import TO_SCALE
from jixiao.bulk.run import DEPARTMENTS
from jixiao.rules.scheme import Leaf, Scheme
from jixiao.scoring.board import carried_points

MOST_TOLD = 3
"""So many leaves are told beside a department: those that moved it most."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf of either scheme: its number, code and name, and what it is in each; None where a scheme does not have it."""

    number: int
    code: str
    name: str
    before: Leaf | None
    after: Leaf | None

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


def places(before: Scheme, after: Scheme) -> tuple[Place, ...]:
    """The leaves of both: the same where code and name are, since a code alone means something else in each scheme."""
    old = {(leaf.code, leaf.name): leaf for leaf in before.leaves.values()}
    new = {(leaf.code, leaf.name): leaf for leaf in after.leaves.values()}
    keys = dict.fromkeys((*old, *new))
    return tuple(Place(number, *key, old.get(key), new.get(key)) for number, key in enumerate(keys))


@dataclass(frozen=True, slots=True)
class Sides:
    """Two finished runs over one dataset: their folders, their parts and the full points of their schemes in hundredths."""

    before: Path
    after: Path
    parts: Sequence[str]
    full: tuple[int, int]

    @property
    def is_same_full(self) -> bool:
        """Whether points of both can be compared as they are; otherwise shares of the full points are."""
        return self.full[0] == self.full[1]

    def department(self, side: str) -> str:
        """The relation of a run's totals."""
        return f"read_parquet('{in_sql(getattr(self, side) / DEPARTMENTS)}')"

    def files(self, side: str, name: str) -> str:
        """A relation of a run, over all its parts."""
        found = ", ".join(f"'{in_sql(getattr(self, side) / part / f'{name}.parquet')}'" for part in self.parts)
        return f"read_parquet([{found}])"


def prepare(engine: duckdb.DuckDBPyConnection, sides: Sides, known: Sequence[Place]) -> None:
    """Make `label`, `pair` and `move`."""
    for name, query in (
        ("label", labels(known)),
        ("pair", pairs(sides, known)),
        ("told", told()),
        ("alike_open", alike_open()),
        ("move", moves(sides)),
    ):
        engine.execute(f"create table {name} as {query}").fetchall()


def labels(known: Iterable[Place]) -> str:
    """leaf, label: the number of a leaf and its code and name."""
    rows = ", ".join(f"({place.number}, '{quoted(place.label)}')" for place in known)
    return f"select * from (values {rows}) as l(leaf, label)"


def pairs(sides: Sides, known: Sequence[Place]) -> str:
    """dept, leaf, points and score on both sides, change.

    A leaf that a scheme does not have gives nothing there; `change` is NULL while a side that has it is open.
    """
    halves = []
    for side in ("before", "after"):
        named = [(place.number, leaf) for place in known if (leaf := getattr(place, side)) is not None]
        rows = ", ".join(f"({number}, '{quoted(leaf.code)}')" for number, leaf in named)
        halves.append(
            f"(select l.dept, n.number as leaf, l.points, l.score from {sides.files(side, 'leaf')} l "
            f"join (values {rows}) as n(number, code) on n.code = l.leaf)"
        )
    before, after = (f"case when {one}.dept is null then 0 else {one}.score end" for one in "ba")
    return (
        "select coalesce(b.dept, a.dept) as dept, coalesce(b.leaf, a.leaf) as leaf, b.points as points_before, "
        "b.score as score_before, a.points as points_after, a.score as score_after, "
        f"{after} - {before} as change from {halves[0]} b full join {halves[1]} a on a.dept = b.dept and a.leaf = b.leaf"
    )


def told() -> str:
    """dept, then label and change of the leaves that moved it most."""
    columns = ", ".join(
        f"max(label) filter (where place = {place}) as leaf_{place}, max(change) filter (where place = {place}) as change_{place}"
        for place in range(1, MOST_TOLD + 1)
    )
    return (
        f"select dept, {columns} from (select p.dept, l.label, p.change, row_number() over (partition by p.dept "
        "order by abs(p.change) desc, p.leaf) as place from pair p join label l on l.leaf = p.leaf "
        f"where p.change <> 0) as ranked where place <= {MOST_TOLD} group by dept"
    )


def alike_open() -> str:
    """The departments whose open lines are the same on both sides, for the same points: these cannot make a difference."""
    before, after = (f"(points_{side} is not null and score_{side} is null)" for side in ("before", "after"))
    other = f"{before} <> {after} or ({before} and points_before <> points_after)"
    return f"select dept from pair group by dept having count(*) filter (where {other}) = 0"


def moves(sides: Sides) -> str:
    """A row for each department-year.

    `difference` is the total after minus the total before. Where both are open by the same lines it is that of what is
    certain, and `is_certain` says so; where something else is open, it is NULL. `scale_before` and `scale_after` are what
    is compared: the totals, or where full points differ their shares of 100, to hundredths; `moved` is how far, and by it
    a department gains or loses.
    """
    certain = (
        "b.total is null and a.total is null and o.dept is not null and (b.adjusted is null) = (a.adjusted is null)"
        if sides.is_same_full
        else "false"
    )
    known = "a.reached + coalesce(a.adjusted, 0) - b.reached - coalesce(b.adjusted, 0)"
    before, after = (scale(f"{side}.total", full, sides) for side, full in zip("ba", sides.full, strict=True))
    difference = f"case when {certain} then {known} else a.total - b.total end"
    moved = difference if sides.is_same_full else f"{after} - {before}"
    told_columns = ", ".join(f"t.leaf_{place}, t.change_{place}" for place in range(1, MOST_TOLD + 1))
    return (
        "select b.dept, b.file, b.year, b.region, b.department, b.total as before, a.total as after, "
        f"{difference} as difference, {moved} as moved, {certain} as is_certain, "
        f"{before} as scale_before, {after} as scale_after, b.grade as grade_before, a.grade as grade_after, "
        "b.place as rank_before, a.place as rank_after, b.open as open_before, a.open as open_after, "
        f"{told_columns} from {sides.department('before')} b join {sides.department('after')} a on a.dept = b.dept "
        "left join told t on t.dept = b.dept left join alike_open o on o.dept = b.dept"
    )


def scale(total: str, full: int, sides: Sides) -> str:
    """A total on the common scale, in millionths."""
    if sides.is_same_full:
        return total
    return f"{DIALECTS['duckdb'].half_up(total, str(full))} * {TO_SCALE}"


def full_of(scheme: Scheme) -> int:
    """The full points of a scheme in hundredths."""
    return carried_points(scheme.total)
