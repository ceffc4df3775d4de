"""A comparison from the dataset to the files: two runs, the counts, the tables and the page; `compare.json` is written last."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from jixiao.bulk.comparing import report
from jixiao.bulk.comparing.comparison import Comparison, compared
from jixiao.bulk.comparing.lines import ALIKE
from jixiao.bulk.comparing.runs import Progress, two_runs
from jixiao.bulk.comparing.tables import DATA, write_counts, write_data, write_moves
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.duck import engine_within
from jixiao.bulk.run import Order
from jixiao.facts import Registry
from jixiao.files.atomic import atomic_path
from jixiao.files.errors import FileRefused
from jixiao.rules.scheme import Scheme

CHANGED = "changed.yaml"


def compare(
    dataset: Dataset,
    before: Scheme,
    after: Scheme,
    registry: Registry,
    out: Path,
    order: Order,
    *,
    alike: int = ALIKE,
    changed: str = "",
    lang: str = "zh",
    progress: Progress = lambda *_: None,
) -> Comparison:
    """Replay a dataset under two schemes and say who moves.

    Writes into `out`: `before/` and `after/` (as `score_dataset` does), `moves.parquet` and `moves.csv`, a csv for each
    counted table, `compare.html`, and `compare.json` last. Started again it goes on with what is missing.

    Args:
        dataset: of the years that are replayed.
        before: a scheme of departments.
        after: another one, or the same.
        registry: the declarations by which the dataset was laid out.
        out: a folder that is new, empty, or holds a comparison of the same schemes.
        order: how the runs are done.
        alike: in so many percent of the departments a line must give the same share of its points to tell nothing.
        changed: the file of the later scheme, where it was made of the earlier one; kept as `changed.yaml`.
        lang: of the csv headings and the page.
        progress: called with parts done and parts in all, of both runs together.

    Raises:
        RuleError: a scheme cannot be used in bulk, or has no points.
        FileRefused: the folder holds something else, the dataset is empty or damaged, or the machine gave out.
    """
    sides = two_runs(dataset, before, after, registry, out, order, progress)
    (out / DATA).unlink(missing_ok=True)
    try:
        with (
            TemporaryDirectory(prefix=".jixiao-", dir=out) as spill,
            engine_within(order.memory, order.threads, Path(spill)) as engine,
        ):
            comparison = compared(engine, sides, before, after, alike)
            write_moves(engine, out, lang)
    except duckdb.Error as error:
        raise FileRefused("compare-failed", reason=str(error).splitlines()[0]) from error
    write_counts(comparison, out, lang)
    if changed:
        with atomic_path(out / CHANGED) as draft:
            draft.write_text(changed, encoding="utf-8")
    report.write(comparison, out, lang)
    write_data(comparison, out)
    return comparison
