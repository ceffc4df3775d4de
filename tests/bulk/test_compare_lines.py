"""What tells departments apart: the share of a line's points, as an exact fraction, in so many of a hundred departments."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.bulk.comparing.charts import percent, step_of
from jixiao.bulk.comparing.flow import GAP, LEAST, TALL, kind, spans
from jixiao.bulk.comparing.groups import Regrading
from jixiao.bulk.comparing.lines import Spread, spread
from jixiao.bulk.comparing.sheets import Sheet, paired


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One for all questions: to open one takes longer than to ask."""
    return duckdb.connect()


def given_as(scores: list[tuple[int | None, int]]) -> Spread:
    """One line with scores and points."""
    rows = ", ".join(f"(1, {'null::bigint' if score is None else score}, {points})" for score, points in scores)
    return spread(engine(), f"select * from (values {rows}) as l(line, score, points)")[1]


@pytest.mark.parametrize(
    ("scores", "tells", "full", "usual"),
    [
        ([(5, 10)] * 99 + [(6, 10)], False, False, Fraction(1, 2)),
        ([(5, 10)] * 98 + [(6, 10), (7, 10)], True, False, Fraction(1, 2)),
        ([(5, 10), (2, 4), (1, 2)], False, False, Fraction(1, 2)),  # other points, the same share
        ([(10, 10)] * 3, False, True, Fraction(1)),
        ([(10, 10)] * 99 + [(0, 10)], False, False, Fraction(1)),
        ([(None, 10)] * 99 + [(10, 10)], None, False, Fraction(1)),  # one of a hundred was scored: nothing is said
        ([(None, 10)] * 3, None, False, None),
        ([(0, 10), (0, 10)], False, False, Fraction(0)),
    ],
)
def test_a_line_tells_apart_or_not(scores, tells, full, usual):
    """At 99 of 100 alike it tells nothing, at 98 it does; what is open is not counted."""
    found = given_as(scores)

    assert (found.tells_apart(), found.is_always_full, found.usual) == (tells, full, usual)
    assert found.found == len(scores)


@given(st.lists(st.tuples(st.none() | st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=20))
def test_a_spread_is_what_one_counts_by_hand(rows):
    """Counts, lost points and the commonest share, whatever was given."""
    rows = [(None if score is None else min(score, points), points) for score, points in rows]
    found = given_as(rows)
    scored = [(score, points) for score, points in rows if score is not None]
    shares = [Fraction(score, points) for score, points in scored]

    assert (found.found, found.scored) == (len(rows), len(scored))
    assert (found.full, found.none) == (shares.count(Fraction(1)), shares.count(Fraction(0)))
    assert found.lost == sum(points - score for score, points in scored)
    assert found.usually == max((shares.count(share) for share in shares), default=0)
    assert found.usual is None or shares.count(found.usual) == found.usually


@given(st.dictionaries(st.sampled_from(["优", "良", "中", "低", "差", ""]), st.integers(1, 10**6), min_size=1))
def test_grades_fill_the_picture(counts):
    """They stand one below the other in their order, within the picture, and none is lower than its name."""
    order = {grade: place for place, grade in enumerate(["优", "良", "中", "低", "差", ""])}
    found = list(spans(counts, order).items())

    assert [grade for grade, _ in found] == sorted(counts, key=order.__getitem__)
    assert all(bottom - top >= LEAST for _, (top, bottom) in found)
    assert all(after[0] - before[1] == GAP for (_, before), (_, after) in pairwise(found))
    assert TALL - len(found) < found[-1][1][1] <= TALL


def test_what_a_band_is():
    """A grade stays, rises, falls, or is open on one side."""
    grades = ["优", "良", "中", ""]

    assert [kind(Regrading(*pair, 1), grades) for pair in (("优", "优"), ("中", "良"), ("优", "中"), ("", "优"), ("", ""))] == [
        "same", "up", "down", "open", "same",
    ]  # fmt: skip


def test_lengths_and_labels():
    """Lengths are cut to two places, and no axis has more labels than a phone shows."""
    assert [percent(*pair) for pair in ((1, 3), (3, 3), (0, 7))] == ["33.33%", "100.00%", "0.00%"]
    assert [step_of(span) for span in (1, 10, 11, 101, 5000)] == [1, 1, 2, 20, 501]


def test_before_and_after_share_a_cell():
    """What does not change is written once."""
    sheet = Sheet("leaves", ("code", "full_before", "full_after", "up"), (("A", "5", "5", "0"), ("B", "2", "—", "1")))

    assert paired(sheet) == Sheet("leaves", ("code", "full", "up"), (("A", "5", "0"), ("B", "2 → —", "1")))
