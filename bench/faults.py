"""Kills the server or the worker by SIGKILL in the midst of a deed, on SQLite and PostgreSQL, and looks what is left.

    bench/faults                               fifty times each path on both databases
    bench/faults --database sqlite --path submit,render --number 10 --seed 7

The server and the worker are those of `jixiao serve`, processes of their own; a kill takes all that they started along. The
moment of each kill is drawn evenly from the time that the deed takes unharmed; the first few are aimed at moments that chance
seldom meets, as when a transaction is open or a file has no record yet. Afterwards the deed must be wholly there or
wholly absent, whatever was answered must be there, the whole house must hold (bench/faults_checks.py), and the deed done again
with a new server or worker must be there once. What is wrong is told, and the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.faults_site import ROOT, environment

PATHS = {
    "upload": "a workbook uploaded and previewed (server)",
    "apply": "an import applied (server)",
    "submit": "a form submitted (server)",
    "read": "a large workbook read (worker)",
    "render": "a report rendered (worker)",
    "review": "an uploaded report reviewed (worker)",
}
HEAD = (
    "database",
    "path",
    "the deed lasts",
    "kills",
    "in its midst",
    "while it writes",
    "then whole",
    "then absent",
    "files swept",
    "wrong",
)


def run(database: str, paths: Sequence[str], *, number: int, seed: int, projects: int = 30) -> Iterator[dict[str, Any]]:
    """One site with its data in a folder that is thrown away; yields what was found on each path."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.faults_run", *(str(n) for n in (number, seed, projects)), *paths]
        told = environment(Path(folder), database)
        with subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield json.loads(line)
        if process.returncode:
            raise SystemExit(f"bench.faults_run ended with {process.returncode}")


def row(name: str, found: dict[str, Any]) -> str:
    """One line of the table."""
    told = (
        *(name, PATHS[found["path"]], f"{found['lasts']} ms", found["kills"], found["midst"], found["writing"]),
        *(found["whole"], found["absent"], found["left"], len(found["wrong"])),
    )
    return f"| {' | '.join(str(item) for item in told)} |"


def main() -> None:
    """Kill on both databases, or on the one named."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--number", type=int, default=50, help="kills for each path")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--projects", type=int, default=30, help="projects of each of the two units")
    reader.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    reader.add_argument("--path", default="all", help=f"all, or some of {', '.join(PATHS)}")
    wish = reader.parse_args()
    chosen = list(PATHS) if wish.path == "all" else wish.path.split(",")
    if unknown := set(chosen) - set(PATHS):
        raise SystemExit(f"no such path: {', '.join(sorted(unknown))}")
    databases = {"SQLite": "", "PostgreSQL": os.environ.get("BENCH_DATABASE_URL", "")}
    if wish.database != "both":
        databases = {name: url for name, url in databases.items() if name.lower() == wish.database}
    if "PostgreSQL" in databases and not databases["PostgreSQL"]:
        raise SystemExit("bench/faults starts PostgreSQL and tells its address in BENCH_DATABASE_URL")
    print(f"| {' | '.join(HEAD)} |\n| {' | '.join('---' for _ in HEAD)} |", flush=True)
    wrong = 0
    for name, url in databases.items():
        for found in run(url, chosen, number=wish.number, seed=wish.seed, projects=wish.projects):
            print(row(name, found), flush=True)
            wrong += len(found["wrong"])
            for line in found["wrong"]:
                print(f"  {line}", file=sys.stderr, flush=True)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
