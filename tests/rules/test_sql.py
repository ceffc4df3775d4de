"""DuckDB answers each line of each table as the compiled Python does: row, points and kind, in one packed number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

import duckdb
import pytest
from tests.rules.reference import FIELDS, Maker
from tests.rules.test_differential import accepted

from jixiao.rules import CompiledTable, RuleError
from jixiao.rules.formula.rows import Outcome
from jixiao.rules.formula.split import Split, Tree, cost, split_table
from jixiao.rules.formula.sql import KINDS, PACK, table_parts_sql, table_sql
from jixiao.rules.formula.table import Row, compile_table
from jixiao.rules.formula.vocabulary import Column
from jixiao.rules.scheme import leaves_of
from jixiao.rules.schemes import entries, load_scheme

TOO_LARGE = {"hunan-2020-reconstructed-H-02"}
"""Its points are between 0 and 8, which the bounds of two amounts do not show."""

Values = Mapping[str, int | None]


def packed(outcome: Outcome) -> int:
    """An outcome as the engines give it."""
    return outcome.points * PACK + outcome.row * 4 + KINDS.index(outcome.kind)


def answers(table: CompiledTable, lines: Sequence[Values], packing: bool = True) -> list[int]:
    """What DuckDB answers, line by line: as one number, or put together from its parts."""
    names = {name: f"c{place}" for place, name in enumerate(table.columns)}
    written = ", ".join(
        f"({place}, {', '.join('null' if line[name] is None else str(line[name]) for name in names)})"
        for place, line in enumerate(lines)
    )
    typed = ", ".join(f"{column}::bigint as {column}" for column in names.values())
    if packing:
        answer = table_sql(table, "duckdb", names)
    else:
        points, code = table_parts_sql(table, "duckdb", names)
        answer = f"coalesce({points}, 0)::hugeint * {PACK} + {code}"
    sql = f"""
        select {answer} as answer
        from (select place, {typed} from (values {written}) as line(place, {", ".join(names.values())})) order by place
    """
    with duckdb.connect() as engine:
        return [answer for (answer,) in engine.execute(sql).fetchall()]


def nasty_lines(columns: Mapping[str, Column], seed: int, number: int) -> Iterator[Values]:
    """Lines that lean to blanks, zeros, bounds, equal amounts and halves of the last place."""
    random = Random(seed)
    for _ in range(number):
        usual = random.choice([0, 1, 50, 9_973, 10_000, 12_345, 10**6, 10**9, 10**12])
        line: dict[str, int | None] = {}
        for name, column in columns.items():
            lo, hi = column.bounds
            if column.codes is not None:
                line[name] = random.randint(lo, hi)
            else:
                near = random.choice([usual, usual, usual + 1, usual * 2, usual // 2, -usual, 0, 1, lo, hi])
                line[name] = min(max(near, lo), hi)
            if column.nullable and random.random() < 0.2:
                line[name] = None
        yield line


def test_random_tables_are_answered_alike() -> None:
    """Random tables, a hundred random lines each."""
    tables = accepted(11, 200)
    for number, (rows, table) in enumerate(tables):
        lines = list(Maker(number).lines(100))
        wanted = [packed(table.evaluate(line)) for line in lines]
        assert answers(table, lines, packing=fits(table)) == wanted, rows
    assert len(tables) > 50


def fits(table: CompiledTable) -> bool:
    """Whether points and row are proven to fit one number."""
    try:
        table_sql(table, "duckdb", dict.fromkeys(table.columns, "c"))
    except RuleError:
        return False
    return True


def shipped_tables() -> Iterator[tuple[str, CompiledTable]]:
    """Every decision table of every scheme that ships."""
    for entry in entries():
        scheme = load_scheme(entry.id)
        yield f"{entry.id}-indicator", scheme.indicator.table
        for leaf in leaves_of(scheme.roots):
            if leaf.rule is not None:
                yield f"{entry.id}-{leaf.code}", leaf.rule.table


@pytest.mark.parametrize(("name", "table"), [pytest.param(*one, id=one[0]) for one in shipped_tables()])
def test_every_shipped_table_is_answered_alike(name: str, table: CompiledTable) -> None:
    """Blanks, zeros, bounds of 10¹² and more, ties: the same row, the same points."""
    lines = list(nasty_lines(table.columns, len(name), 400))
    wanted = [packed(table.evaluate(line)) for line in lines]

    assert answers(table, lines, packing=False) == wanted
    assert fits(table) is (name not in TOO_LARGE)
    if fits(table):
        assert answers(table, lines) == wanted


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
