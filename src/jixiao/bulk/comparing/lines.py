"""Which lines tell departments apart: for each leaf and each row of the indicators' table, what share of its points is given.

A line does not tell apart when the same share of its full points, as an exact fraction, is given in at least `alike` percent
of the places where it was scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from jixiao.bulk.comparing.moves import Place, Sides
from jixiao.bulk.gathering import TO_SCALE
from jixiao.rules.formula.rows import Row
from jixiao.rules.scheme import Scheme

ALIKE = 99
"""In so many percent of the departments a line must give the same share of its points to count as telling nothing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the points of one line were given.

    found: departments (or indicators) that have it, with points. scored: those with a score. full, none: all points, none.
    lost, points: of those scored, in millionths (of an indicator: in hundredths). usual: the commonest share of its points;
    usually: how often.
    """

    found: int
    scored: int
    full: int
    none: int
    lost: int
    points: int
    usual: Fraction | None
    usually: int

    def tells_apart(self, alike: int = ALIKE) -> bool | None:
        """Whether it tells departments apart; None where fewer than two were scored."""
        return None if self.scored < 2 else self.usually * 100 < alike * self.scored

    @property
    def is_always_full(self) -> bool:
        """Whether nobody ever lost a point here; of a single one, nothing is said."""
        return 1 < self.scored == self.full

    @property
    def lost_share(self) -> Fraction | None:
        """What share of the points was lost on the whole."""
        return Fraction(self.lost, self.points) if self.points else None


NOTHING = Spread(0, 0, 0, 0, 0, 0, None, 0)


@dataclass(frozen=True, slots=True)
class LeafLine:
    """A leaf before and after; `up` and `down`: departments scored on both sides that get more or fewer points there."""

    place: Place
    before: Spread
    after: Spread
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A row of the indicators' table: its number in either scheme (0: not there), its words, and the indicators it scored."""

    number_before: int
    number_after: int
    words: str
    before: Spread
    after: Spread


def leaf_lines(engine: duckdb.DuckDBPyConnection, known: Sequence[Place]) -> tuple[LeafLine, ...]:
    """All leaves of both schemes."""
    spreads = {
        side: spread(
            engine,
            f"select leaf as line, score_{side} as score, points_{side} * {TO_SCALE} as points from pair where points_{side} > 0",
        )
        for side in ("before", "after")
    }
    moved = {
        leaf: (up, down)
        for leaf, up, down in engine.execute(
            "select leaf, count(*) filter (where score_after > score_before), "
            "count(*) filter (where score_after < score_before) from pair group by leaf"
        ).fetchall()
    }
    return tuple(
        LeafLine(
            place,
            spreads["before"].get(place.number, NOTHING),
            spreads["after"].get(place.number, NOTHING),
            *moved.get(place.number, (0, 0)),
        )
        for place in known
    )


def rule_lines(engine: duckdb.DuckDBPyConnection, sides: Sides, before: Scheme, after: Scheme) -> tuple[RuleLine, ...]:
    """All rows of the indicators' tables; the same row in both where it was written in the same place."""
    spreads = {
        side: spread(
            engine, f"select outcome // 4 as line, score, points from {sides.files(side, 'line')} where points > 0"
        )
        for side in ("before", "after")
    }
    old, new = _rows(before), _rows(after)
    lines = []
    for key in dict.fromkeys((*old, *new)):
        number_before, number_after = old.get(key, 0), new.get(key, 0)
        scheme, number = (after, number_after) if number_after else (before, number_before)
        lines.append(
            RuleLine(
                number_before,
                number_after,
                scheme.indicator.written[number - 1],
                spreads["before"].get(number_before, NOTHING) if number_before else NOTHING,
                spreads["after"].get(number_after, NOTHING) if number_after else NOTHING,
            )
        )
    return tuple(lines)


def _rows(scheme: Scheme) -> Mapping[str, int]:
    return {_where(row): number for number, row in enumerate(scheme.indicator.table.rows, 1)}


def _where(row: Row) -> str:
    """What makes a row the same row under other options and limits: where it was written."""
    return str(row.place) if row.place is not None else f"{row.when} → {row.points or row.manual}"


def spread(engine: duckdb.DuckDBPyConnection, lines: str) -> Mapping[int, Spread]:
    """How points were given, by line.

    Args:
        engine: to ask.
        lines: a selection of line, score (NULL while open) and points, both in the same unit, points above zero.
    """
    query = (
        "with shares as (select line, score // gcd(score, points) as above, points // gcd(score, points) as below, "
        "count(*) as times, count(score) as scored, coalesce(sum(points - score), 0) as lost, "
        f"coalesce(sum(points) filter (where score is not null), 0) as points from ({lines}) group by line, above, below), "
        "usual as (select *, row_number() over (partition by line order by scored desc, above desc nulls last, below) as place from shares) "
        "select line, cast(sum(times) as bigint), cast(sum(scored) as bigint), "
        "cast(coalesce(sum(scored) filter (where above = below), 0) as bigint), "
        "cast(coalesce(sum(scored) filter (where above = 0), 0) as bigint), sum(lost), sum(points), "
        "max(above) filter (where place = 1), max(below) filter (where place = 1), "
        "cast(max(scored) filter (where place = 1) as bigint) from usual group by line"
    )
    return {
        line: Spread(
            found,
            scored,
            full,
            none,
            int(lost),
            int(points),
            None if below is None else Fraction(int(above), int(below)),
            often,
        )
        for line, found, scored, full, none, lost, points, above, below, often in engine.execute(query).fetchall()
    }
