"""What an engine answers to the lines of a sample, from the same SQL that bulk scoring uses, beside what Python says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from tests.rules.samples import Sample

from jixiao.bulk.dialect import DIALECTS
from jixiao.rules import CompiledTable, RuleError
from jixiao.rules.formula.sql import PACK, POINTS, table_parts_sql, table_sql

Answer = tuple[int | None, int, int]
"""Points if there are any, the row that answered, the number of the kind."""

Ask = Callable[[Sample, Path], list[Answer]]


def stored(sample: Sample, folder: Path) -> Path:
    """The lines as a Parquet file: their place and a column of whole numbers for each field."""
    columns = {"place": pa.array(range(len(sample.lines)), pa.int32())}
    for number, name in enumerate(sample.table.columns):
        columns[f"c{number}"] = pa.array([line[name] for line in sample.lines], pa.int64())
    path = folder / "lines.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def is_packed(table: CompiledTable) -> bool:
    """Whether points and row are proven to fit one number; bulk prints other tables in two parts."""
    try:
        table_sql(table, "duckdb", dict.fromkeys(table.columns, "c"))
    except RuleError:
        return False
    return True


def question(sample: Sample, engine: str, relation: str, packed: bool) -> str:
    """The statement that answers every line in order, as one number or in two parts: points and row × 4 + kind."""
    names = {name: f"c{number}" for number, name in enumerate(sample.table.columns)}
    if not packed:
        points, code = table_parts_sql(sample.table, engine, names)
        return f"select {points} as points, {code} as code from {relation} order by place"
    answer = table_sql(sample.table, engine, names)
    points = DIALECTS[engine].points("answer")
    answered = f"(select place, {answer} as answer from {relation}) as answered"
    return f"select {points} as points, cast(answer & {PACK - 1} as int) as code from {answered} order by place"


def read(rows: Sequence[Any]) -> list[Answer]:
    """Rows of points and code as answers."""
    return [(points if code & 3 == POINTS else None, code >> 2, code & 3) for points, code in rows]


def ask_duckdb(sample: Sample, folder: Path, packed: bool = True) -> list[Answer]:
    """What DuckDB says."""
    statement = question(sample, "duckdb", f"'{stored(sample, folder)}'", packed and is_packed(sample.table))
    with duckdb.connect() as engine:
        return read(engine.execute(statement).fetchall())


def ask_spark(session: Any) -> Ask:
    """What a Spark session says; its workers see the folder."""

    def ask(sample: Sample, folder: Path) -> list[Answer]:
        session.read.parquet(str(stored(sample, folder))).createOrReplaceTempView("lines")
        return read(session.sql(question(sample, "spark", "lines", is_packed(sample.table))).collect())

    return ask


def differing(sample: Sample, answers: Sequence[Answer]) -> Iterator[str]:
    """Each line that an engine answers otherwise than Python, with both answers."""
    for line, wanted, found in zip(sample.lines, sample.wanted(), answers, strict=True):
        if wanted != found:
            yield f"{sample.name}: {dict(line)}: {found}, not {wanted}"
