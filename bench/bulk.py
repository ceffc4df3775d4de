"""Departments by the hundred thousand under one scheme: ours, others' tools, plain Python and the limit, as ratios of one run.

    bench/bulk                                  everything, at 10⁶, 10⁷ and 5·10⁷ indicators; see docs/explanation/bulk-measured.md
    bench/bulk --rows 1e6 --rounds 1            a glance
    bench/bulk --rows 1e7 --only scan,write,lines,rollup

Every run of an engine is a process of its own; the order is another one each round, so that what the machine does beside it
meets all alike. Seconds begin before the first file is opened and end when the last is written; starting Python, Java and
libraries is not counted. All files have been read before, so that a disk is not what is measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench import bulk_department, bulk_disk, bulk_report
from bench.bulk_compare import differing
from bench.bulk_data import generate
from bench.bulk_engines import ENGINES, Engine, Measured, python_of, run
from bench.bulk_limit import SCHEME, columns_read
from jixiao.bulk.importing import INDICATORS_A_PART
from jixiao.bulk.run import Order, score_dataset
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

MOST_COMPARED = 10_000_000
"""Rows up to which answers are held against ours line by line: beyond, that would take longer than the measuring."""


def measure(rows: int, wish: argparse.Namespace, engines: Sequence[Engine], folder: Path) -> dict[str, Measured]:
    """One size: make the data, run the engines in turn, hold their answers against ours."""
    data, out, ours = folder / "data", folder / "out", folder / "ours"
    made = generate(data, rows, registry(), wish.part)
    size = sum(sum(part.sizes.values()) for part in made.parts)
    print(
        f"\n### {rows:.0e} indicators\n\n{made.departments} departments in {len(made.parts)} parts, {size / 1e6:.0f} MB;"
        f" load before {os.getloadavg()[0]:.1f}.\n",
        flush=True,
    )
    score_dataset(made, load_scheme(SCHEME), registry(), ours, Order())
    found = {engine.name: Measured(engine) for engine in engines if rows <= engine.most}
    chance = random.Random(rows)
    for number in range(wish.rounds):
        for name in chance.sample(sorted(found), len(found)):
            one = found[name]
            if one.failed or (number and rows > one.engine.often):
                continue
            shutil.rmtree(out, ignore_errors=True)
            used = run(one.engine, data, out, ours, wish.master)
            if isinstance(used, str):
                one.failed = used
                continue
            one.rounds.append(used)
            if number == 0 and one.engine.compared and rows <= MOST_COMPARED:
                with duckdb.connect(config={"memory_limit": "8GB", "temp_directory": str(folder / "spill")}) as engine:
                    wrong = differing(engine, ours, out)
                one.lines, one.totals = wrong.lines, wrong.totals
            print(f"  {rows:.0e} round {number + 1} {name}: {used.seconds:.3f} s", file=sys.stderr, flush=True)
    if rows == max(wish.rows) and wish.disk:
        print(
            "A disk that fills up:", bulk_disk.told(made, load_scheme(SCHEME), registry(), ours, folder / "disk"), "\n"
        )
    if rows == min(wish.rows):
        print("\n".join(bulk_department.table(made, registry(), load_scheme(SCHEME), wish.turns)), "\n")
    for path in (data, out, ours):
        shutil.rmtree(path, ignore_errors=True)
    return found


def numbers(text: str) -> list[int]:
    """`1e6,1e7` as whole numbers."""
    return [int(float(one)) for one in text.split(",")]


def chosen(only: str) -> list[Engine]:
    """The engines asked for, without those whose environment is not there."""
    names = [engine.name for engine in ENGINES] if not only else only.split(",")
    unknown = set(names) - {engine.name for engine in ENGINES}
    if unknown:
        raise SystemExit(
            f"no such engine: {', '.join(sorted(unknown))}; there are {', '.join(e.name for e in ENGINES)}"
        )
    found = [engine for engine in ENGINES if engine.name in names]
    for engine in found:
        if not python_of(engine.home):
            print(f"{engine.name} is left out: bench/bulk makes its environment, and could not.", file=sys.stderr)
    return [engine for engine in found if python_of(engine.home)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all sizes and print the tables."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rows", type=numbers, default=numbers("1e6,1e7,5e7"), help="indicator rows, largest last")
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--turns", type=int, default=60, help="how often one department is scored")
    reader.add_argument(
        "--part", type=lambda text: numbers(text)[0], default=INDICATORS_A_PART, help="indicators of a part"
    )
    reader.add_argument("--only", default="", help=",".join(engine.name for engine in ENGINES))
    reader.add_argument("--folder", type=Path, help="where the data may lie for as long as it runs; needs 5 GB")
    reader.add_argument("--master", default="local[2]", help="of Spark")
    reader.add_argument(
        "--disk", action=argparse.BooleanOptionalAction, default=True, help="try a disk that fills up, too"
    )
    wish = reader.parse_args(arguments)
    engines = chosen(wish.only)
    columns = columns_read(load_scheme(SCHEME), registry())
    print(
        f"{os.cpu_count()} processors ({platform.machine()}), {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python"
        f" {platform.python_version()}, DuckDB {duckdb.__version__}; scheme {SCHEME}, parts of {wish.part} indicators,"
        f" medians of {wish.rounds}.\n\nColumns read: "
        + "; ".join(f"{table} ({', '.join(names)})" for table, names in columns.items())
        + "."
    )
    sizes: dict[int, dict[str, Measured]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-bulk-", dir=wish.folder) as name:
        for rows in sorted(wish.rows):
            sizes[rows] = measure(rows, wish, engines, Path(name))
            print("\n".join(bulk_report.table(rows, sizes)), flush=True)
    print("\n### Growth\n")
    print("\n".join(bulk_report.growth(sizes)))
    print("\n### Promises\n")
    print("\n".join(bulk_report.promises(sizes)))


if __name__ == "__main__":
    main()
