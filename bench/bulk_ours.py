"""Our engines under measurement, each named by a word: `python -m bench.bulk_ours DATA OUT lines`.

- `lines`: DuckDB, a line for every indicator written; `rollup`: no lines; `bounded`: as lines, within 3 GB.
- `spark`: as lines, on Spark; the session is there before, and has scored something small.
- `spark-scan`: Spark reads the columns that the scheme's statements read. Both may be told a master.
- `single`: scorecards one after the other, as on a screen, of departments spread over the data.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.bulk_data import generate
from bench.bulk_limit import SCHEME, sums
from bench.bulk_usage import Usage, arguments, files, measured, more
from jixiao.bulk.dataset import Dataset, read_dataset
from jixiao.bulk.restoring import restored
from jixiao.bulk.run import Order, score_dataset
from jixiao.facts import Facts
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import score

ORDERS: Mapping[str, Order] = {"lines": Order(), "rollup": Order(lines=False), "bounded": Order(memory="3GB")}
WARM = 20_000
"""Indicators that Spark scores before it is measured: Java compiles what runs often."""

SCORECARDS = 40


def by_duckdb(data: Dataset, scheme: Scheme, out: Path, order: Order) -> Usage:
    """One run."""
    with measured() as usage:
        score_dataset(data, scheme, registry(), out / "result", order)
    return usage


@contextmanager
def spark_ready(scheme: Scheme, master: str, out: Path) -> Iterator[Callable[[Dataset, Path], None]]:
    """A way to score on Spark, warmed up."""
    from jixiao.bulk.spark import score_dataset_on_spark  # noqa: PLC0415 – Java is started by this engine only
    from jixiao.bulk.spark_session import connected  # noqa: PLC0415 – as above

    def run(data: Dataset, result: Path) -> None:
        score_dataset_on_spark(data, scheme, registry(), result, Order(), master)

    with connected(master, Order().memory), tempfile.TemporaryDirectory(dir=out) as folder:
        small = generate(Path(folder) / "data", WARM, registry())
        run(small, Path(folder) / "result")
        yield run


def by_spark(data: Dataset, scheme: Scheme, out: Path, master: str) -> Usage:
    """One run on Spark."""
    with spark_ready(scheme, master, out) as run, measured() as usage:
        run(data, out / "result")
    return usage


def spark_scan(data: Dataset, scheme: Scheme, out: Path, master: str) -> Usage:
    """The same columns read and summed up on Spark."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 – as above

    statements = list(sums(scheme, registry()))
    with spark_ready(scheme, master, out):
        session = SparkSession.getActiveSession()
        assert session is not None
        with measured() as usage:
            for table, selected in statements:
                session.read.parquet(*map(str, files(data.folder, table))).createOrReplaceTempView("scanned")
                session.sql(f"select {selected.replace(chr(34), chr(96))} from scanned").collect()  # noqa: S608 – our own columns
    return usage


def single(data: Dataset, scheme: Scheme) -> Usage:
    """Scorecards of departments spread over the data, from facts in memory; seconds are those of all departments at that pace."""
    step = max(1, data.departments // SCORECARDS)
    usage, scored = Usage(), 0
    for dept in range(1, data.departments + 1, step):
        year = restored(data, dept, registry()).year
        with more(usage):
            score(Facts(year, registry()), scheme)
        scored += 1
    pace = data.departments / scored
    usage.told["departments"] = scored
    usage.seconds, usage.processor = usage.seconds * pace, usage.processor * pace
    return usage


def main() -> None:
    """Measure one engine."""
    folder, out = arguments()
    engine, *rest = sys.argv[3:]
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    data, scheme = read_dataset(folder), load_scheme(SCHEME)
    if engine in ORDERS:
        usage = by_duckdb(data, scheme, out, ORDERS[engine])
    elif engine == "single":
        usage = single(data, scheme)
    else:
        usage = {"spark": by_spark, "spark-scan": spark_scan}[engine](data, scheme, out, *(rest or ["local[2]"]))
    usage.say()


if __name__ == "__main__":
    main()
