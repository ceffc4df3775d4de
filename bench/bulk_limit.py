"""The limit: DuckDB reading the very columns that the scheme's statements read, and writing the very files of the result.

    python -m bench.bulk_limit DATA OUT scan            sum up every such column of every part
    python -m bench.bulk_limit DATA OUT write RESULT    the same, and write each file of a finished result anew from memory

No engine that reads the one and writes the other can be faster than DuckDB's own reader and writer let it be.
"""

# ruff: noqa: S608 – the statements are made of the registry's names and of paths of this run
from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from bench.bulk_usage import Usage, arguments, files, measured, more
from jixiao.bulk.card import Card
from jixiao.bulk.dataset import arrow_schema
from jixiao.bulk.dialect import DIALECTS
from jixiao.bulk.duck import RESULTS, engine_within
from jixiao.bulk.run import Order
from jixiao.bulk.schema import tables
from jixiao.facts import Registry
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import load_scheme

SCHEME = "gd-2022-reconstructed"

RANKED = {"cover": {"dept", "file", "year", "region", "department"}}
"""What the ranking reads in the end, beside the statements of the scheme."""

LINES_AT_ONCE = 4_000_000
"""So many lines of a result are held in memory while they are written."""

STRINGS = "string"


def columns_read(scheme: Scheme, known: Registry) -> Mapping[str, Sequence[str]]:
    """Table → the columns that the statements read, as DuckDB's plans say. Nothing is pruned for want of rows."""
    found: dict[str, set[str]] = {table: set(columns) for table, columns in RANKED.items()}
    layout = tables(known)
    with duckdb.connect() as engine:
        engine.execute(
            "set disabled_optimizers='filter_pushdown,filter_pullup,statistics_propagation,empty_result_pullup'"
        )
        for table in layout.values():
            engine.register("made", arrow_schema(table).empty_table())
            engine.execute(f"create table in_{table.name} as select * from made")
        for step in Card(scheme, known, DIALECTS["duckdb"]).steps():
            if step.kept or step.name in RESULTS:
                ((_, plan),) = engine.execute(f"explain (format json) {step.query}").fetchall()
                for name, columns in _scans(json.loads(plan)):
                    if name.startswith("in_"):
                        found.setdefault(name.removeprefix("in_"), set()).update(columns)
            engine.execute(f"create {'table' if step.kept else 'view'} {step.name} as {step.query}")
    return {table: [one.name for one in layout[table].columns if one.name in found[table]] for table in sorted(found)}


def _scans(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for node in nodes:
        told = node.get("extra_info", {})
        if "Table" in told:
            columns = told.get("Projections", [])
            yield told["Table"].rpartition(".")[2], [columns] if isinstance(columns, str) else columns
        yield from _scans(node.get("children", ()))


def sums(scheme: Scheme, known: Registry) -> Iterator[tuple[str, str]]:
    """Table and what to select of it, so that every value of every column is decoded."""
    layout = tables(known)
    for table, columns in columns_read(scheme, known).items():
        texts = {one.name for one in layout[table].columns if one.storage == STRINGS}
        yield table, ", ".join(f'max("{name}")' if name in texts else f'sum("{name}")' for name in columns)


def scans(data: Path) -> list[str]:
    """The statements that read the columns, one a table."""
    found = []
    for table, selected in sums(load_scheme(SCHEME), registry()):
        named = ", ".join(f"'{file}'" for file in files(data, table))
        found.append(f"select {selected} from read_parquet([{named}])")
    return found


def write(engine: duckdb.DuckDBPyConnection, result: Path, out: Path, usage: Usage) -> None:
    """Write the files of a result anew, as many parts side by side as ours; what they hold lies in memory before."""
    parts = sorted(path.parent for path in result.glob("part-*/line.parquet"))

    def copy(part: Path) -> None:
        with engine.cursor() as own:
            for name in RESULTS:
                held = f'"{part.name} {name}"'
                file = out / f"{part.name}-{name}.parquet"
                own.execute(f"copy (select * from {held}) to '{file}' (format parquet, compression zstd)")

    ((lines,),) = engine.execute(f"select count(*) from read_parquet('{parts[0] / 'line.parquet'}')").fetchall()
    size = max(2, LINES_AT_ONCE // lines)
    with ThreadPoolExecutor(2) as pool:
        for first in range(0, len(parts), size):
            batch = parts[first : first + size]
            for part in batch:
                for name in RESULTS:
                    source = part / f"{name}.parquet"
                    engine.execute(f"create table \"{part.name} {name}\" as select * from read_parquet('{source}')")
            with more(usage):
                list(pool.map(copy, batch))
            for part in batch:
                for name in RESULTS:
                    engine.execute(f'drop table "{part.name} {name}"')


def main() -> None:
    """Measure the one or the other."""
    data, out = arguments()
    statements = scans(data)
    with engine_within(Order().memory, 0, out / "spill") as engine:
        with measured() as usage:
            for statement in statements:
                engine.execute(statement).fetchall()
        if sys.argv[3] == "write":
            write(engine, Path(sys.argv[4]), out, usage)
    usage.say()


if __name__ == "__main__":
    main()
