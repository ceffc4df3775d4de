"""DuckDB answers each line of each table as the compiled Python does: row, points and kind, in one packed number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.rules.engines import ask_duckdb, differing, is_packed
from tests.rules.reference import FIELDS
from tests.rules.samples import Sample, case_suite, made, shipped

from jixiao.rules import RuleError
from jixiao.rules.formula.split import Split, Tree, cost, split_table
from jixiao.rules.formula.sql import table_sql
from jixiao.rules.formula.table import Row, compile_table
from jixiao.rules.formula.vocabulary import Column
from jixiao.rules.schemes import load_scheme

pytestmark = pytest.mark.long

TOO_LARGE = {"hunan-2020-reconstructed-H-02"}
"""Its points are between 0 and 8, which the bounds of two amounts do not show."""


def check(sample: Sample, folder: Path) -> None:
    """The same points, row and kind as the compiled Python, as one number where that fits and in two parts anyhow."""
    assert list(differing(sample, ask_duckdb(sample, folder, packed=False))) == []
    if is_packed(sample.table):
        assert list(differing(sample, ask_duckdb(sample, folder))) == []


def test_random_tables_are_answered_alike(tmp_path: Path) -> None:
    """Random tables, a hundred random lines each."""
    for sample in made(tables=60, lines=100, seed=11):
        check(sample, tmp_path)


@pytest.mark.parametrize("sample", list(case_suite()), ids=lambda sample: sample.name)
def test_every_case_is_answered_alike(sample: Sample, tmp_path: Path) -> None:
    """What somebody worked out by hand: the same points, the same row, which is the same reason."""
    check(sample, tmp_path)


@pytest.mark.parametrize("sample", list(shipped(400)), ids=lambda sample: sample.name)
def test_every_shipped_table_is_answered_alike(sample: Sample, tmp_path: Path) -> None:
    """Blanks, zeros, bounds of 10¹² and more, ties: the same row, the same points."""
    check(sample, tmp_path)
    assert is_packed(sample.table) is (sample.name not in TOO_LARGE)


def test_a_split_table_asks_little() -> None:
    """Under a split, a line of the table of indicators meets a third of its conditions at most."""
    table = load_scheme("gd-2022-reconstructed").indicator.table

    def worst(tree: Tree) -> int:
        return max(map(worst, tree.branches)) if isinstance(tree, Split) else cost(tree)

    assert worst(split_table(table)) * 3 <= cost(table.plan)


def test_points_that_leave_no_room_for_their_row_are_refused() -> None:
    """Nine tenths of what 64 bits hold are points; with the row beside them they would not fit, and it is said so."""
    words = {"甲": Column("甲", 0, FIELDS["甲"].lo, FIELDS["甲"].lo + 10**15), "分值": FIELDS["金额"]}
    table = compile_table([Row(None, "甲", "全部")], words, full=None)

    with pytest.raises(RuleError) as refused:
        table_sql(table, "duckdb", {"甲": "a"})

    assert refused.value.message_id == "formula-result-too-large"


def test_a_table_of_more_rows_than_can_be_told_apart_is_refused() -> None:
    """Row and points share one number; a thousand rows leave the row no room."""
    words = {"甲": FIELDS["甲"], "分值": FIELDS["金额"]}
    table = compile_table([Row(None, "1", "全部")], words, full=None)

    with pytest.raises(RuleError) as refused:
        table_sql(replace(table, rows=table.rows * 1_100), "duckdb", {"甲": "a"})

    assert refused.value.message_id == "table-too-many-rows"
