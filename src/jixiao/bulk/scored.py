"""A dataset and its result, seen to belong together, opened side by side in DuckDB."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.dataset import Dataset, check_part, read_dataset
from jixiao.bulk.duck import engine_within, in_sql
from jixiao.bulk.run import DEPARTMENTS, RESULT
from jixiao.files.errors import FileRefused

PARTED = ("leaf", "total", "line")
"""The relations of a result that lie in parts; the last is there if the run was asked for lines of indicators."""


@dataclass(frozen=True, slots=True)
class Within:
    """The bounds of the machine: memory as DuckDB writes it, `4GB`; threads, 0 for as many as there are cores."""

    memory: str = "4GB"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A dataset with a finished run over it. `told` is what the run says of itself: scheme, version, digests, counts."""

    dataset: Dataset
    folder: Path
    told: Mapping[str, Any]

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations that lie in parts: those of single indicators only where they were written."""
        return tuple(name for name in PARTED if name in self.told["results"])


def read_scored(data: Path, result: Path) -> Scored:
    """Read what a dataset and a result say of themselves, and look at the length of every file of the dataset.

    Raises:
        FileRefused: one of them is missing or not whole, or the result was computed from other data.
    """
    dataset = read_dataset(data)
    try:
        told = json.loads((result / RESULT).read_text(encoding="utf-8"))
        scored_from, _ = told["dataset"], told["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused("scored-no-result", folder=result, file=RESULT) from error
    if scored_from != dataset.digest:
        raise FileRefused("scored-other-data", folder=result, data=data)
    scored = Scored(dataset, result, told)
    for part in dataset.parts:
        check_part(dataset, part)
        for name in scored.relations:
            if not (result / part.name / f"{name}.parquet").is_file():
                raise FileRefused("scored-no-result", folder=result, file=f"{part.name}/{name}.parquet")
    return scored


@contextmanager
def opened(scored: Scored, spill: Path, within: Within) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with a view `in_<table>` for each table of the dataset, and `leaf`, `total`, `line`, `department` of the result.

    Args:
        scored: what is opened.
        spill: a folder on a disk with room, under which what does not fit into memory lies for as long as the block runs.
        within: the bounds.

    Raises:
        FileRefused: what the engine could not do, as a sentence.
    """
    with tempfile.TemporaryDirectory(prefix=".jixiao-", dir=spill) as folder:
        try:
            with engine_within(within.memory, within.threads, Path(folder) / "spill") as engine:
                for name, files in _views(scored).items():
                    engine.execute(f"create view {name} as select * from read_parquet([{', '.join(files)}])")
                yield engine
        except duckdb.Error as error:
            raise _refused(error) from error


def _views(scored: Scored) -> Mapping[str, list[str]]:
    parts = scored.dataset.parts
    found = {
        f"in_{table}": [f"'{in_sql(scored.dataset.file(part, table))}'" for part in parts] for table in parts[0].rows
    }
    for name in scored.relations:
        found[name] = [f"'{in_sql(scored.folder / part.name / f'{name}.parquet')}'" for part in parts]
    found["department"] = [f"'{in_sql(scored.folder / DEPARTMENTS)}'"]
    return found


def _refused(error: duckdb.Error) -> FileRefused:
    told = str(error)
    match error:
        case duckdb.OutOfMemoryException():
            message = "scored-no-memory"
        case duckdb.IOException() if "No space left" in told or "disk" in told.lower():
            message = "scored-disk-full"
        case duckdb.IOException() | duckdb.InvalidInputException():
            message = "scored-file-unreadable"
        case _:
            message = "scored-statement-failed"
    return FileRefused(message, reason=told.splitlines()[0], detail=told)
