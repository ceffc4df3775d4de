"""How many lines and totals of another engine are not ours, cent by cent."""

# ruff: noqa: S608 – the statements name files of this run
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True, slots=True)
class Differing:
    """Lines with another score or reason, departments with another total or grade, and how many of each there are.

    None where the engine has none of them.
    """

    lines: int | None
    of_lines: int
    totals: int | None
    of_totals: int


def differing(engine: duckdb.DuckDBPyConnection, ours: Path, theirs: Path) -> Differing:
    """Compare a finished run of ours with the files `line.parquet` and `total.parquet` of another engine.

    Args:
        engine: any.
        ours: with lines; scores in hundredths, totals in millionths.
        theirs: scores and totals in points. What they lack, or have and ours lacks, differs.
    """
    of_lines, lines = compared(
        engine,
        f"select dept, row, leaf, score, outcome as told from read_parquet('{ours}/part-*/line.parquet')",
        theirs / "line.parquet",
        "dept, row, leaf, cast(round(score * 100) as bigint) as score, outcome as told",
        "dept, row, leaf",
    )
    of_totals, totals = compared(
        engine,
        f"select dept, total // 10000 as score, grade as told from read_parquet('{ours}/department.parquet')",
        theirs / "total.parquet",
        "dept, cast(round(total * 100) as bigint) as score, grade as told",
        "dept",
    )
    return Differing(lines, of_lines, totals, of_totals)


def compared(
    engine: duckdb.DuckDBPyConnection, ours: str, theirs: Path, columns: str, key: str
) -> tuple[int, int | None]:
    """How many rows there are, and how many differ."""
    (number,) = engine.execute(f"select count(*) from ({ours})").fetchall()[0]
    if not theirs.is_file():
        return number, None
    other = f"select {columns} from read_parquet('{theirs}')"
    if "dept, row" in key:  # one place in memory for both, however many there are
        marks = "sum(cast(hash({0}, score, told) as hugeint)), count(*)"
        names = marks.format(key)
        same = engine.execute(f"select (select ({names}) from ({ours})) = (select ({names}) from ({other}))").fetchall()
        if same[0][0]:
            return number, 0
    (wrong,) = engine.execute(
        f"select count(*) from ({ours}) o full join ({other}) t using ({key}) "
        "where o.score is distinct from t.score or o.told is distinct from t.told"
    ).fetchall()[0]
    return number, wrong
