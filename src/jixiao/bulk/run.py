"""A dataset scored part by part: finished parts stay, a stopped run goes on, and only the last file makes it whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import duckdb

from jixiao.bulk.card import Card
from jixiao.bulk.dataset import Dataset, Part, check_columns, check_part
from jixiao.bulk.dialect import DIALECTS
from jixiao.bulk.duck import RESULTS, engine_within, in_sql, in_words, score_part
from jixiao.bulk.gathering import SCALE
from jixiao.bulk.words import Step
from jixiao.facts import Registry
from jixiao.files.atomic import atomic_path
from jixiao.files.errors import FileRefused
from jixiao.rules.scheme import Scheme

PLAN, RESULT = "plan.json", "result.json"
DEPARTMENTS = "department.parquet"
DRAFT = ".draft"
MOST_AT_ONCE = 4
"""Parts under way at a time: more would only share the same memory among more."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: with lines of indicators or without, within which memory, on how many cores (0: all)."""

    lines: bool = True
    memory: str = "4GB"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: its folder, and how many department-years have a total and how many are open."""

    folder: Path
    departments: int
    complete: int


def score_dataset(
    dataset: Dataset, scheme: Scheme, registry: Registry, out: Path, order: Order, progress: Progress = lambda *_: None
) -> Result:
    """Score every department-year of a dataset under one scheme.

    Writes into `out`: a folder for each part with `line`, `completion`, `leaf` and `total`, then `department.parquet` with
    totals, grades and ranks, and `result.json` last. Until that file is there, the run is not whole; started again, it goes on
    with the parts that are missing.

    Args:
        dataset: checked part by part before it is read.
        scheme: of departments.
        registry: the declarations by which the dataset was laid out.
        out: a folder of its own.
        order: how.
        progress: called with parts done and parts in all.

    Raises:
        RuleError: the scheme is for projects, or points leave no room for their row.
        FileRefused: a file of the dataset is not as the list says, `out` holds another run, or the machine gave out.
    """
    card = Card(scheme, registry, DIALECTS["duckdb"])
    steps = tuple(card.steps())
    results = results_of(order)
    plan = plan_of(dataset, scheme, results)
    begin(out, plan)
    todo = [part for part in dataset.parts if not (out / part.name).is_dir()]
    done = len(dataset.parts) - len(todo)
    progress(done, len(dataset.parts))
    try:
        with engine_within(order.memory, order.threads, out / DRAFT / "spill") as engine:
            for _ in at_once(
                lambda part: _part(engine, dataset, part, registry, steps, out, results), todo, order.threads
            ):
                done += 1
                progress(done, len(dataset.parts))
    finally:
        shutil.rmtree(out / DRAFT, ignore_errors=True)
    return finish(dataset, out, plan)


def _part(
    engine: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    part: Part,
    registry: Registry,
    steps: Iterable[Step],
    out: Path,
    results: Sequence[str],
) -> None:
    check_part(dataset, part)
    check_columns(dataset, part, registry)
    draft = out / DRAFT / part.name
    shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
    with in_words(part.name):
        draft.mkdir(parents=True)
        score_part(engine, dataset, part, steps, draft, results)
        draft.replace(out / part.name)


def at_once(work: Callable[[Part], None], parts: Sequence[Part], threads: int) -> Iterator[None]:
    """Do the parts, as many at a time as there are cores; yields as each is done.

    An engine uses all cores for the rows of a part, but plans and ends its statements on one: beside another part no core
    waits for that. Once a part fails, none is begun any more; those under way are ended first.
    """
    workers = min(threads or os.cpu_count() or 1, MOST_AT_ONCE)
    pool = ThreadPoolExecutor(workers)
    try:
        for future in as_completed([pool.submit(work, part) for part in parts]):
            future.result()
            yield
    finally:
        pool.shutdown(cancel_futures=True)


def results_of(order: Order) -> tuple[str, ...]:
    """The relations that an order asks for."""
    return RESULTS if order.lines else tuple(name for name in RESULTS if name != "line")


def plan_of(dataset: Dataset, scheme: Scheme, results: Sequence[str]) -> Mapping[str, object]:
    """What a run is known by: scheme, data and results, whichever engine computes them."""
    return {
        "scheme": scheme.id,
        "version": scheme.version,
        "digest": scheme.digest,
        "dataset": dataset.digest,
        "results": list(results),
    }


def begin(out: Path, plan: Mapping[str, object]) -> None:
    """Start a run, or go on with the same one. Raises FileRefused: the folder holds another run or something else."""
    path = out / PLAN
    if path.is_file():
        if json.loads(path.read_text(encoding="utf-8")) != plan:
            raise FileRefused("bulk-other-run", folder=out)
        return
    if out.is_dir() and any(out.iterdir()):
        raise FileRefused("bulk-folder-in-use", folder=out)
    out.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as draft:
        draft.write_text(json.dumps(plan, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def finish(dataset: Dataset, out: Path, plan: Mapping[str, object]) -> Result:
    """Rank the departments of all parts and say that the run is whole. Raises FileRefused: as for a part."""
    with in_words(DEPARTMENTS), duckdb.connect() as engine:
        covers = [f"'{in_sql(dataset.file(part, 'cover'))}'" for part in dataset.parts]
        totals = [f"'{in_sql(out / part.name / 'total.parquet')}'" for part in dataset.parts]
        query = (
            "select c.dept, c.file, c.year, c.region, c.department, t.points, t.reached, t.open, t.adjusted, t.total, t.grade, "
            "case when t.total is not null then rank() over (partition by c.year order by t.total desc nulls last) end as place, "
            "case when t.total is not null then rank() over (partition by c.year, c.region order by t.total desc nulls last) end as place_in_region "
            f"from read_parquet([{', '.join(covers)}]) c join read_parquet([{', '.join(totals)}]) t on t.dept = c.dept order by c.dept"
        )
        with atomic_path(out / DEPARTMENTS) as draft:
            engine.execute(f"copy ({query}) to '{in_sql(draft)}' (format parquet, compression zstd)")
        row = engine.execute(
            f"select count(*), count(total) from read_parquet('{in_sql(out / DEPARTMENTS)}')"
        ).fetchone()
    departments, complete = row or (0, 0)
    told = {**plan, "scale": SCALE, "departments": departments, "complete": complete}
    with atomic_path(out / RESULT) as draft:
        draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Result(out, departments, complete)
