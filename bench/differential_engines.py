"""The same lines put to Python, DuckDB and Spark: worked-out cases, shipped tables with nasty lines, random tables.

    bench/differential                      10⁶ lines, on a two-worker Spark cluster that it starts itself
    bench/differential --lines 20000 --engines duckdb

Points, row (which is the reason) and kind must be the same to the last line; lost points are the full marks less the points.
Ends with an error if a single answer differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from tests.bulk.cluster import cluster
from tests.rules.engines import Ask, ask_duckdb, ask_spark, differing
from tests.rules.samples import Sample, case_suite, made, shipped, shipped_tables

from jixiao.bulk.spark_session import connected

LINES_OF_RANDOM = 5_000
"""Lines of one random table; a shipped table shares out the other half of all lines."""
SHOWN = 5


def samples(lines: int, seed: int) -> Iterator[tuple[str, Sample]]:
    """Where a sample comes from, and the sample: half of the lines go to shipped tables, half to random ones."""
    share = lines // 2 // len(list(shipped_tables()))
    return chain(
        (("worked-out cases", one) for one in case_suite()),
        (("shipped tables, nasty lines", one) for one in shipped(share)),
        (("random tables", one) for one in made(max(lines // 2 // LINES_OF_RANDOM, 1), LINES_OF_RANDOM, seed)),
    )


@contextmanager
def engines(wanted: str) -> Iterator[dict[str, Ask]]:
    """The engines to ask."""
    if wanted == "duckdb":
        yield {"DuckDB": ask_duckdb}
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(Path(folder)) as found,
        connected(found.master, "1GiB") as session,
    ):
        yield {"DuckDB": ask_duckdb, "Spark, two workers": ask_spark(session)}


def main() -> int:
    """Compare; returns the number of differing answers."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--lines", type=int, default=1_000_000)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--engines", choices=("duckdb", "both"), default="both")
    wish = reader.parse_args()
    tables: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    different: Counter[tuple[str, str]] = Counter()
    seconds: Counter[str] = Counter()
    with engines(wish.engines) as asked, tempfile.TemporaryDirectory() as folder:
        for source, sample in samples(wish.lines, wish.seed):
            tables[source] += 1
            lines[source] += len(sample.lines)
            for name, ask in asked.items():
                began = time.perf_counter()
                answers = ask(sample, Path(folder))
                seconds[name] += time.perf_counter() - began
                for told in differing(sample, answers):
                    different[source, name] += 1
                    if different[source, name] <= SHOWN:
                        print(name, told, file=sys.stderr)
        print(f"| lines | tables | lines asked | {' | '.join(f'{name}: differ' for name in asked)} |")
        print(f"| --- | ---: | ---: |{' ---: |' * len(asked)}")
        for source in tables:
            counts = " | ".join(str(different[source, name]) for name in asked)
            print(f"| {source} | {tables[source]} | {lines[source]:,} | {counts} |")
        print(
            f"| **all** | {tables.total()} | {lines.total():,} | {' | '.join(str(sum(n for (_, e), n in different.items() if e == name)) for name in asked)} |"
        )
        print("\nSeconds: " + ", ".join(f"{name} {value:.0f}" for name, value in seconds.items()))
    return different.total()


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
