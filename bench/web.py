"""How fast the site answers fifty people on this machine, on SQLite and PostgreSQL, beside a bare Django page in the same run.

    bench/web                      SQLite, and PostgreSQL where bin/postgres can start one; prints the tables in Markdown
    bench/web --people 50 --seconds 10 --units 50 --projects 20

Every person is signed in, has a connection of their own and asks again as soon as the last answer has come, without a pause for
thought: a closed loop, so the figures are those of a site under full load, and the time of a page is what it costs, fifty times
over. The client runs on the same processors as the server.

Two bare pages stand at the head of the table. Both say who is signed in, by one template of one line, on the same server program
and database. The *bare Django page* is a site as `startproject` makes it: sessions, sign-in and Django's own middleware. The
*bare page of the site* stands behind all the middleware of this site too. Ratios are told to both; the promise is about the first.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.web_load import HOST, Ask, Measured, Person, Read, day, edit, load, page, read_edit, read_page
from jixiao_web.config.serve import Wish, children_of

ROOT = Path(__file__).resolve().parents[1]
PORT = 8791
BEFORE = 3
"""Answers that everybody gets before the measuring begins."""
BARE = page("/bare/")
FORM = "/2022/{unit}/evaluation/"


@dataclass(frozen=True)
class Line:
    """A line of the table: what is asked for, by whom, and whether it is one of the five busiest pages."""

    label: str
    ask: Ask
    people: Sequence[Person]
    read: Read = read_page
    busy: bool = False


def lines_of(people: Sequence[Person], number: int) -> list[Line]:
    """What is measured of the site: the handlers of the units, each in their own form, and the department's finance."""
    handlers, finance = people[1 : number + 1], people[:1]
    leaders = list(finance) * number
    sheets = [f"{FORM}sheet/{name}/" for name in ("project", "budget", "indicator")]
    ask_day, read_day = day(page("/", FORM, *sheets, f"{FORM}findings/", "/2022/{unit}/"), 7)
    return [
        Line("我的任务 (home)", page("/"), handlers, busy=True),
        Line("表的总览 (form)", page(FORM), handlers, busy=True),
        Line("填表页 (sheet with its grid)", page(sheets[0]), handlers, busy=True),
        Line("核对结果 (findings)", page(f"{FORM}findings/"), handlers, busy=True),
        Line("汇总审核 (consolidation)", page("/2022/D/consolidation/"), leaders, busy=True),
        Line("评分 (scorecard)", page("/2022/D/scores/"), leaders),
        Line("单位年度 (a unit's year)", page("/2022/{unit}/"), handlers),
        Line("a handler's day: seven pages and an edit in turn", ask_day, handlers, read_day),
        Line("empty frame", page("/empty/"), handlers),
        Line("**one edit**", edit, handlers, read_edit),
    ]


def environment(data: Path, database: str, settings: str) -> dict[str, str]:
    """What the server under measurement is told."""
    return {
        **os.environ,
        "JIXIAO_DATA": str(data),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
        "JIXIAO_HOSTS": HOST,
    }


def prepare(told: dict[str, str], units: int, projects: int) -> list[Person]:
    """Migrate, make the department, compute it and sign its people in; done in a process of its own."""
    script = [sys.executable, "-m", "bench.web_prepare", str(units), str(projects)]
    done = subprocess.run(script, env=told, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return [Person(**item) for item in json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def served(told: dict[str, str], data: Path, workers: int, *, with_worker: bool) -> Iterator[int]:
    """The processes that `jixiao serve` starts, until the end of the block; the number of the server's."""
    wish = Wish(HOST, PORT, data, workers, with_worker)
    started = [subprocess.Popen(child.command, env=told, cwd=ROOT) for child in children_of(wish)]
    try:
        _wait()
        yield started[0].pid
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def _wait() -> None:
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection(HOST, PORT, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def used(server: int) -> float:
    """Seconds of processor that the server and its own processes have used; not what other programs use meanwhile."""
    own = [server, *map(int, Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split())]
    ticks = 0
    for process in own:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def ask(line: Line, seconds: float, server: int) -> Measured:
    """Measure one line; what went wrong is told aside."""
    start = [0.0]

    def begun() -> None:
        start[0] = used(server)

    found = load(line.people, PORT, line.ask, line.read, seconds, before=BEFORE, begun=begun)
    found.processor = used(server) - start[0]
    for told in found.wrong[:2]:
        print(f"  {line.label}: {told}", file=sys.stderr)
    return found


def alone(line: Line) -> Measured:
    """The same asked by one person while nobody else asks."""
    return load(line.people[:1], PORT, line.ask, line.read, 1, before=BEFORE)


def measure(name: str, database: str, wish: argparse.Namespace) -> None:
    """One database: prepare, serve, ask, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "static").mkdir()
        site = environment(data, database, "bench.web_settings")
        people = prepare(site, wish.units, wish.projects)
        bare = Line("**bare Django page**", BARE, people[1 : wish.people + 1])
        bare_site = environment(data, database, "bench.web_bare_settings")
        with served(bare_site, data, wish.workers, with_worker=False) as server:
            bare_alone, first = alone(bare), ask(bare, wish.seconds, server)
        print(
            f"\n### {name}\n\n{wish.people} people, {wish.units} units of {wish.projects} projects, {wish.workers} server"
            f" processes, {os.cpu_count()} processors ({platform.machine()}), {datetime.now(UTC):%Y-%m-%d %H:%M} UTC,"
            f" {wish.seconds} s a line, load before {os.getloadavg()[0]:.1f}.\n"
        )
        print(
            "| page | alone, p50 ms | processor ms | answers a second | p50 ms | p95 ms | ÷ bare Django | ÷ bare of the site | failed |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        _print(bare, bare_alone, first, first.at(95), 0)
        with served(site, data, wish.workers, with_worker=True) as server:
            lines = lines_of(people, wish.people)
            behind = Line("bare page of the site", BARE, bare.people)
            behind_alone, second = alone(behind), ask(behind, wish.seconds, server)
            _print(behind, behind_alone, second, first.at(95), second.at(95))
            busiest = 0.0
            for line in lines:
                by_oneself, found = alone(line), ask(line, wish.seconds, server)
                _print(line, by_oneself, found, first.at(95), second.at(95))
                busiest = max(busiest, found.at(95)) if line.busy else busiest
        print(
            f"\nOf the five busiest pages the slowest takes {busiest / first.at(95):.1f} × the bare Django page,"
            f" {busiest / second.at(95):.1f} × the bare page of the site.",
            flush=True,
        )


def _print(line: Line, by_oneself: Measured, found: Measured, first: float, second: float) -> None:
    p95 = found.at(95)
    to_site = f"{p95 / second:.1f}" if second else ""
    print(
        f"| {line.label} | {by_oneself.at(50):.1f} | {found.cost:.1f} | {found.rate:.0f} | {found.at(50):.0f} | {p95:.0f} | {p95 / first:.1f} |"
        f" {to_site} | {len(found.wrong)} |",
        flush=True,
    )


def main() -> None:
    """Measure both databases, or the one named."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--people", type=int, default=50)
    reader.add_argument("--seconds", type=int, default=10)
    reader.add_argument("--units", type=int, default=50)
    reader.add_argument("--projects", type=int, default=20)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    wish = reader.parse_args()
    if wish.units < wish.people:
        raise SystemExit("every person edits a form of their own: at least as many units as people")
    if wish.database != "postgresql":
        measure("SQLite", "", wish)
    if wish.database != "sqlite":
        url = os.environ.get("BENCH_DATABASE_URL", "")
        if not url:
            raise SystemExit("bench/web starts PostgreSQL and tells its url in BENCH_DATABASE_URL")
        measure("PostgreSQL", url, wish)


if __name__ == "__main__":
    main()
