"""What the findings of all department-years come to: by rule and severity, by department, by region and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.checks.rules import FINDING
from jixiao.bulk.checks.said import SIEVED
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.duck import in_sql
from jixiao.bulk.schema import DEPT
from jixiao.checks import Severity
from jixiao.files.atomic import atomic_path

SEVERITIES = tuple(severity.value for severity in Severity)
_COUNTS = ", ".join(f"count(*) filter (where f.severity = '{word}') as {word}" for word in SEVERITIES)
_ORDER = ", ".join(f"{word} desc" for word in SEVERITIES)

TABLES: Mapping[str, str] = {
    "by_rule": (
        f"select f.rule, f.severity, count(distinct f.{DEPT}) as departments, count(*) as findings from first f "
        "group by f.rule, f.severity order by list_position(['block', 'error', 'warning', 'note'], f.severity), findings desc, f.rule"
    ),
    "by_department": (
        f"select c.{DEPT}, c.file, c.year, c.region, c.department, count(f.{DEPT}) as findings, {_COUNTS} "
        f"from cover c left join first f on f.{DEPT} = c.{DEPT} "
        f"group by c.{DEPT}, c.file, c.year, c.region, c.department order by {_ORDER}, c.{DEPT}"
    ),
    "by_place": (
        "select d.region, d.year, count(*) as departments, count(*) filter (where d.findings > 0) as with_findings, "
        "cast(sum(d.findings) as bigint) as findings, "
        + ", ".join(f"cast(sum(d.{word}) as bigint) as {word}" for word in SEVERITIES)
        + " from by_department d group by d.region, d.year order by d.region, d.year"
    ),
}
"""Name → query, of the summaries. A finding counts once, however many places it has."""


def summarise(dataset: Dataset, out: Path) -> Mapping[str, Any]:
    """Write the summaries, each as a Parquet file, and return what the run comes to."""
    with duckdb.connect() as engine:
        covers = ", ".join(f"'{in_sql(dataset.file(part, 'cover'))}'" for part in dataset.parts)
        engine.execute(f"create view cover as select * from read_parquet([{covers}])")
        for name in (FINDING, SIEVED):
            files = ", ".join(f"'{in_sql(out / part.name / f'{name}.parquet')}'" for part in dataset.parts)
            engine.execute(f"create view {name} as select * from read_parquet([{files}])")
        engine.execute(f"create view first as select * from {FINDING} where place = 0")
        for name, query in TABLES.items():
            with atomic_path(out / f"{name}.parquet") as draft:
                engine.execute(f"copy ({query}) to '{in_sql(draft)}' (format parquet, compression zstd)")
            engine.execute(f"create view {name} as select * from read_parquet('{in_sql(out / f'{name}.parquet')}')")
        counted = engine.execute("select severity, count(*) from first group by severity").fetchall()
        judged = engine.execute(f"select count(*) from {SIEVED}").fetchone() or (0,)
    found = dict(counted)
    return {
        "departments": dataset.departments,
        "judged": judged[0],
        "findings": {word: found.get(word, 0) for word in SEVERITIES},
    }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A summary read: its columns and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> Iterator[Mapping[str, Any]]:
        """Column → value, row by row."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def read_sheet(out: Path, name: str, most: int | None = None) -> Sheet:
    """A summary of a finished run, all of it or its first rows."""
    with duckdb.connect() as engine:
        limit = "" if most is None else f" limit {most}"
        read = engine.execute(f"select * from read_parquet('{in_sql(out / f'{name}.parquet')}'){limit}")
        columns = tuple(column[0] for column in read.description or ())
        return Sheet(columns, tuple(read.fetchall()))
