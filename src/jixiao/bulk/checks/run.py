"""A dataset checked part by part: set operations over all, the single check for the few that stay in the sieve."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.checks.carded import known_of
from jixiao.bulk.checks.judging import Rows, findings_of, years_of
from jixiao.bulk.checks.rules import FINDING, judged_rules, steps
from jixiao.bulk.checks.said import SIEVED
from jixiao.bulk.checks.summary import summarise
from jixiao.bulk.checks.telling import Printer
from jixiao.bulk.dataset import Dataset, Part, check_columns, check_part
from jixiao.bulk.dialect import DIALECTS
from jixiao.bulk.duck import engine_within, in_sql, score_part
from jixiao.bulk.run import DRAFT, Order, Progress, at_once, begin
from jixiao.bulk.scored import Scored
from jixiao.bulk.words import Step
from jixiao.facts import Registry
from jixiao.files.atomic import atomic_path
from jixiao.files.errors import FileRefused
from jixiao.rules.scheme import Scheme

CHECKED = "checked.json"
"""Written last: from then on the run is whole."""

KEPT = (FINDING, SIEVED)


@dataclass(frozen=True, slots=True)
class Checked:
    """A finished run.

    departments: how many department-years there are. judged: how many of them the sieve held back. findings: by severity.
    """

    folder: Path
    departments: int
    judged: int
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Against:
    """The result of a scheme over the same dataset, and that scheme: then scores are checked too."""

    scored: Scored
    scheme: Scheme


def check_dataset(
    dataset: Dataset,
    registry: Registry,
    out: Path,
    order: Order,
    progress: Progress = lambda *_: None,
    against: Against | None = None,
) -> Checked:
    """Check every department-year of a dataset by the rules that make sense in bulk.

    Writes into `out`: a folder for each part with `finding` (see `telling.COLUMNS`) and `candidate` (who was judged one by
    one), then the summaries and `checked.json` last. Until that file is there the run is not whole; started again, it goes
    on with the parts that are missing.

    Args:
        dataset: checked part by part before it is read.
        registry: the declarations by which it was laid out.
        out: a folder of its own.
        order: memory and cores.
        progress: called with parts done and parts in all.
        against: the result whose scores are checked; without one, rules about scores of lines are silent.

    Raises:
        FileRefused: a file is not as the list says, `out` holds another run, the result is not of that scheme, or the
            machine gave out.
    """
    if against is not None and against.scored.told.get("digest") != against.scheme.digest:
        raise FileRefused("bulkcheck-other-scheme", folder=against.scored.folder, scheme=against.scheme.id)
    printer = Printer(registry, DIALECTS["duckdb"], scored=against is not None)
    statements = tuple(steps(printer, None if against is None else known_of(against.scheme, against.scored.relations)))
    begin(out, plan_of(dataset, statements, against))
    todo = [part for part in dataset.parts if not (out / part.name).is_dir()]
    done = len(dataset.parts) - len(todo)
    progress(done, len(dataset.parts))

    def work(part: Part) -> None:
        _part(engine, dataset, part, registry, [*_scores(against, part), *statements], out, against)

    try:
        with engine_within(order.memory, order.threads, out / DRAFT / "spill") as engine:
            for _ in at_once(work, todo, order.threads):
                done += 1
                progress(done, len(dataset.parts))
    finally:
        shutil.rmtree(out / DRAFT, ignore_errors=True)
    return finish(dataset, out)


def plan_of(dataset: Dataset, statements: Sequence[Step], against: Against | None) -> Mapping[str, object]:
    """What makes two runs the same: the data, the result, and every rule as it is printed and judged."""
    rules = "\n".join([*(step.query for step in statements), *sorted(judged_rules())])
    return {
        "checks": sha256(rules.encode()).hexdigest(),
        "dataset": dataset.digest,
        "result": None if against is None else dict(against.scored.told),
    }


def _scores(against: Against | None, part: Part) -> list[Step]:
    """The relations of a result, as they lie beside the part."""
    if against is None:
        return []
    folder = against.scored.folder / part.name
    return [
        Step(name, f"select * from read_parquet('{in_sql(folder / f'{name}.parquet')}')", kept=False)
        for name in against.scored.relations
    ]


def _part(
    engine: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    part: Part,
    registry: Registry,
    statements: Sequence[Step],
    out: Path,
    against: Against | None,
) -> None:
    check_part(dataset, part)
    check_columns(dataset, part, registry)
    draft = out / DRAFT / part.name
    shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
    draft.mkdir(parents=True)
    score_part(engine, dataset, part, statements, draft, KEPT)
    judge(dataset, part, registry, None if against is None else against.scheme, draft)
    draft.replace(out / part.name)


def judge(dataset: Dataset, part: Part, registry: Registry, scheme: Scheme | None, folder: Path) -> None:
    """Add the findings of those who stayed in the sieve to the findings of the part."""
    import pyarrow as pa  # noqa: PLC0415 – an extra that only bulk needs
    import pyarrow.parquet as pq  # noqa: PLC0415 – as above

    depts = sorted(pq.read_table(folder / f"{SIEVED}.parquet").column(0).to_pylist())
    rows: list[Mapping[str, Any]] = []
    for dept, year in years_of(dataset, part, depts, registry):
        rows.extend(Rows(dept, year, registry).of(findings_of(year, registry, scheme, judged_rules())))
    if not rows:
        return
    path = folder / f"{FINDING}.parquet"
    with pq.ParquetFile(path) as read:
        # what set operations found may have no blank in a column, and what is added may
        schema = pa.schema([field.with_nullable(True) for field in read.schema_arrow])
        with pq.ParquetWriter(folder / "both", schema, compression="zstd") as write:
            for batch in read.iter_batches():
                write.write_table(pa.Table.from_batches([batch]).cast(schema))
            write.write_table(pa.Table.from_pylist(rows, schema))
    (folder / "both").replace(path)


def finish(dataset: Dataset, out: Path) -> Checked:
    """Summarise the findings of all parts and say that the run is whole."""
    told = summarise(dataset, out)
    with atomic_path(out / CHECKED) as draft:
        draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return read_checked(out)


def read_checked(out: Path) -> Checked:
    """What a finished run says of itself. Raises FileRefused: it is not whole."""
    try:
        told = json.loads((out / CHECKED).read_text(encoding="utf-8"))
        return Checked(out, told["departments"], told["judged"], told["findings"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused("bulkcheck-not-whole", folder=out, file=CHECKED) from error
