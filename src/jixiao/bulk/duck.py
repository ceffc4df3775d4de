"""Parts scored by DuckDB inside this process, within a bound of memory; what does not fit goes to disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from jixiao.bulk.dataset import Dataset, Part
from jixiao.bulk.dialect import OUT_OF_BOUNDS, quoted
from jixiao.bulk.words import Step
from jixiao.files.atomic import FULL
from jixiao.files.errors import FileRefused

RESULTS = ("line", "completion", "unit", "leaf", "total")
"""The relations that are written, each as one Parquet file of a part."""


@contextmanager
def engine_within(memory: str, threads: int, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One engine for a whole run: what is scored side by side shares its memory and its cores.

    Args:
        memory: as DuckDB writes it, `4GB`.
        threads: 0 for as many as there are cores.
        spill: a folder for what does not fit, taken away in the end.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
    }
    if threads:
        settings["threads"] = threads
    try:
        with duckdb.connect(config=settings) as engine:
            yield engine
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def score_part(
    engine: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    part: Part,
    steps: Iterable[Step],
    out: Path,
    results: Sequence[str],
) -> None:
    """Score a part. Several may be under way in one engine: each has relations of its own.

    Args:
        engine: of the run.
        dataset: what is read.
        part: which part of it.
        steps: the statements of a scheme for DuckDB.
        out: an empty folder for the results.
        results: which relations to write.

    Raises:
        FileRefused: a file cannot be read, the disk is full, memory does not suffice, or a sum passes its bounds.
    """
    with in_words(part.name), engine.cursor() as own:  # temporary relations are seen by their own connection alone
        for table in part.rows:
            file = in_sql(dataset.file(part, table))
            own.execute(f"create temp view in_{table} as select * from read_parquet('{file}')")
        for step in steps:
            _run(own, step, out, results)


def _run(engine: duckdb.DuckDBPyConnection, step: Step, out: Path, results: Sequence[str]) -> None:
    if step.name in results:
        file = in_sql(out / f"{step.name}.parquet")
        engine.execute(f"copy ({step.query}) to '{file}' (format parquet, compression zstd)")
        engine.execute(f"create temp view {step.name} as select * from read_parquet('{file}')")
    else:
        engine.execute(f"create temp {'table' if step.kept else 'view'} {step.name} as {step.query}")


def in_sql(path: Path) -> str:
    """A path between single quotes."""
    return quoted(str(path))


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """What the engine or the disk refuses, as a sentence that names the part or the file."""
    try:
        yield
    except duckdb.Error as error:
        raise refused(error, where) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise FileRefused("bulk-disk-full", part=where, reason=error.strerror, detail=str(error)) from error


def refused(error: duckdb.Error, where: str) -> FileRefused:
    """What went wrong, for the person who started it."""
    told = str(error)
    _, out_of_bounds, name = told.partition(OUT_OF_BOUNDS)
    if out_of_bounds:
        return FileRefused("bulk-out-of-bounds", part=where, field=name.splitlines()[0], detail=told)
    match error:
        case duckdb.OutOfMemoryException():
            message = "bulk-no-memory"
        case duckdb.IOException() if "No space left" in told or "disk" in told.lower():
            message = "bulk-disk-full"
        case duckdb.IOException() | duckdb.InvalidInputException():
            message = "bulk-file-unreadable"
        case _:
            message = "bulk-statement-failed"
    return FileRefused(message, part=where, reason=told.splitlines()[0], detail=told)
