"""What is measured: each engine's label, where it runs, how far it goes, and what it is held against."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bench.bulk_usage import Usage

ROOT = Path(__file__).resolve().parents[1]
MILLION = 1_000_000

Home = Literal["project", "peers", "openfisca"]


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine.

    name: as `--only` has it. module: run with dataset, results, `told` and, if it asks for them, the folder of a finished
    result of ours or the master of Spark. most: indicator rows up to which it is measured. limit: the engine that it is
    divided by. compared: whether its lines and totals are held against ours. often: rows above which one round is enough.
    """

    name: str
    label: str
    module: str
    told: tuple[str, ...] = ()
    home: Home = "project"
    most: int = 50 * MILLION
    limit: str = "write"
    compared: bool = False
    often: int = 50 * MILLION


ENGINES = (
    Engine("scan", "limit: DuckDB reads the columns", "bulk_limit", ("scan",), limit=""),
    Engine("write", "limit: and writes the result", "bulk_limit", ("write", "RESULT"), limit=""),
    Engine("lines", "**ours, DuckDB, lines written**", "bulk_ours", ("lines",)),
    Engine("bounded", "ours, the same within 3 GB", "bulk_ours", ("bounded",)),
    Engine("rollup", "**ours, DuckDB, roll-up only**", "bulk_ours", ("rollup",), limit="scan"),
    Engine("spark-scan", "limit: Spark reads the columns", "bulk_ours", ("spark-scan", "MASTER"), most=10 * MILLION, limit="", often=MILLION),
    Engine("spark", "ours, Spark, lines written", "bulk_ours", ("spark", "MASTER"), most=10 * MILLION, limit="spark-scan", often=MILLION),
    Engine("polars", "Polars, floats", "bulk_polars", home="peers", compared=True),
    Engine("pandas", "pandas, floats", "bulk_pandas", home="peers", most=10 * MILLION, compared=True),
    Engine(
        "openfisca",
        "OpenFisca, 32-bit floats, no departments",
        "bulk_openfisca",
        home="openfisca",
        most=10 * MILLION,
        compared=True,
    ),
    Engine("decimal", "plain Python, objects and Decimals", "bulk_decimal", most=MILLION, compared=True),
    Engine("single", "ours, single scorecards one by one (≈)", "bulk_ours", ("single",), most=MILLION, often=0),
)  # fmt: skip


@dataclass(slots=True)
class Measured:
    """What the rounds of an engine used, and why there are fewer of them than were asked for."""

    engine: Engine
    rounds: list[Usage] = field(default_factory=list)
    failed: str = ""
    lines: int | None = None
    totals: int | None = None

    def median(self, of: Literal["seconds", "processor", "memory"]) -> float:
        """The middle of the rounds; of an even number, the lower of the two."""
        found = sorted(getattr(usage, of) for usage in self.rounds)
        return float(found[(len(found) - 1) // 2]) if found else 0.0


def python_of(home: Home) -> str:
    """The interpreter of an environment; empty where it is not there."""
    return sys.executable if home == "project" else os.environ.get(f"BENCH_{home.upper()}", "")


def run(engine: Engine, data: Path, out: Path, result: Path, master: str) -> Usage | str:
    """Run an engine once in a process of its own; its usage, or in a sentence why there is none."""
    words = {"RESULT": str(result), "MASTER": master}
    command = [python_of(engine.home), "-m", f"bench.{engine.module}", str(data), str(out)]
    command += [words.get(word, word) for word in engine.told]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = (done.stderr.strip() or "said nothing").splitlines()[-1]
        return f"ended with {done.returncode}: {said}"
    return Usage(**json.loads(lines[-1]))
