"""How fast the site answers fifty people on this machine, on SQLite and PostgreSQL, beside a bare Django page in the same run.

    bench/web                      SQLite, and PostgreSQL where bin/postgres can start one
    bench/web --people 50 --seconds 10 --units 50 --projects 20

Every person is signed in, has a connection of their own and asks for the next page as soon as the last one has come: a closed
loop, so the figures are those of a site under full load. The client runs on the same cores as the server.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST, PORT = "127.0.0.1", 8791
BARE = "bare page"


@dataclass
class Person:
    """Somebody with a session: the cookie, the unit and a row of theirs that nobody else edits."""

    cookie: str
    csrf: str
    unit: str
    row: int
    value: str


@dataclass
class Measured:
    """Answer times of one page in milliseconds, and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def at(self, share: int) -> float:
        """The time that `share` percent of the answers did not exceed."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def environment(data: Path, database: str) -> dict[str, str]:
    """Settings of the server under measurement."""
    return {
        **os.environ,
        "JIXIAO_DATA": str(data),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "bench.web_settings",
        "PYTHONPATH": str(ROOT),
        "JIXIAO_HOSTS": HOST,
    }


def prepare(told: dict[str, str], units: int, projects: int) -> list[Person]:
    """Migrate, make the department and sign its people in; done in a process of its own."""
    script = [sys.executable, "-m", "bench.web_prepare", str(units), str(projects)]
    done = subprocess.run(script, env=told, check=True, capture_output=True, text=True, cwd=ROOT)
    return [Person(**item) for item in json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def served(told: dict[str, str], workers: int) -> Iterator[None]:
    """The server, until the end of the block."""
    command = [
        *(sys.executable, "-m", "granian", "jixiao_web.config.wsgi:application", "--interface", "wsgi"),
        *("--host", HOST, "--port", str(PORT), "--workers", str(workers), "--blocking-threads", "4"),
        *("--no-ws", "--log-level", "warning"),
    ]
    server = subprocess.Popen(command, env=told, cwd=ROOT)
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


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


Ask = Callable[[http.client.HTTPConnection, Person], tuple[int, bytes]]


def page(path: str) -> Ask:
    """A page; {unit} stands for the person's own unit."""

    def ask(connection: http.client.HTTPConnection, person: Person) -> tuple[int, bytes]:
        connection.request("GET", path.format(unit=person.unit), headers={"Cookie": person.cookie})
        answer = connection.getresponse()
        return answer.status, answer.read()

    return ask


def edit(connection: http.client.HTTPConnection, person: Person) -> tuple[int, bytes]:
    """One figure changed, checked and saved."""
    after = "91.26" if person.value == "91.25" else "91.25"
    change = {"row": person.row, "subject": "budget", "field": "spent", "before": person.value, "after": after}
    body = json.dumps({"client": str(uuid.uuid4()), "kind": "typing", "changes": [change]})
    headers = {"Cookie": person.cookie, "X-CSRFToken": person.csrf, "Content-Type": "application/json"}
    connection.request("POST", f"/2022/{person.unit}/evaluation/sheet/budget/edits", body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status == 200:
        person.value = after
        if json.loads(text).get("conflicts"):
            return 409, text
    return answer.status, text


def load(people: list[Person], ask: Ask, seconds: int) -> Measured:
    """Everybody asks at once, again and again, for that long."""
    found, lock = Measured(), threading.Lock()
    end = time.monotonic() + seconds

    def work(person: Person) -> None:
        connection = http.client.HTTPConnection(HOST, PORT, timeout=60)
        own, wrong = [], []
        while time.monotonic() < end:
            start = time.perf_counter()
            status, text = ask(connection, person)
            own.append((time.perf_counter() - start) * 1000)
            if status != 200:
                wrong.append(f"{status} {text[:200]!r}")
        with lock:
            found.times += own
            found.wrong += wrong

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def measure(name: str, database: str, wish: argparse.Namespace) -> None:
    """One database: prepare, serve, ask, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        told = environment(Path(folder), database)
        people = prepare(told, wish.units, wish.projects)
        handlers, finance = people[1:], people[0]
        everybody = [handlers[n % len(handlers)] for n in range(wish.people)]
        leaders = [finance] * wish.people
        asked: list[tuple[str, Ask, list[Person]]] = [
            (BARE, page("/bare/"), everybody),
            ("home", page("/"), everybody),
            ("the unit's year", page("/2022/{unit}/"), everybody),
            ("a sheet of the form", page("/2022/{unit}/evaluation/sheet/project/"), everybody),
            ("the form's overview", page("/2022/{unit}/evaluation/"), everybody),
            ("consolidation", page("/2022/D/consolidation/"), leaders),
            ("one edit", edit, handlers[: wish.people]),
        ]
        with served(told, wish.workers):
            for _label, ask, who in asked:
                load(who[:4], ask, 1)  # compiled templates and rules before anything is measured
            print(
                f"\n{name}: {wish.people} people, {wish.units} units of {wish.projects} projects, {wish.workers} processes\n"
            )
            print("| page | answers a second | p50 ms | p95 ms | p95 ÷ bare | failed |")
            print("| --- | --- | --- | --- | --- | --- |")
            bare = 0.0
            for label, ask, who in asked:
                found = load(who, ask, wish.seconds)
                p95 = found.at(95)
                bare = bare or p95
                rate = len(found.times) / wish.seconds
                print(
                    f"| {label} | {rate:.0f} | {found.at(50):.0f} | {p95:.0f} | {p95 / bare:.1f} | {len(found.wrong)} |"
                )
                for line in found.wrong[:2]:
                    print(f"  {line}", file=sys.stderr)


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
    if wish.database != "postgresql":
        measure("SQLite", "", wish)
    if wish.database != "sqlite":
        url = os.environ.get("BENCH_DATABASE_URL", "")
        if not url:
            raise SystemExit("bench/web starts PostgreSQL and tells its url in BENCH_DATABASE_URL")
        measure("PostgreSQL", url, wish)


if __name__ == "__main__":
    main()
