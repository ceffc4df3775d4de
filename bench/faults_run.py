"""Kills the server or the worker of one site again and again, and says as JSON what was found; a process of its own.

python -m bench.faults_run NUMBER SEED PROJECTS PATH…    with the environment of `faults_site.environment`
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection

from bench.faults_site import Site

if TYPE_CHECKING:
    from bench.faults_deeds import Doing, Moment

MEASURED = 3
"""So many times a deed is done without harm, to know how long it takes."""


@dataclass
class Found:
    """What became of the kills of one path.

    Attributes:
        lasts: how long the deed takes unharmed, in milliseconds.
        midst: kills before any answer; writing: those of them that fell into an open transaction that writes.
        whole, absent: how the deed stood before the restart.
        left: kills that left files without a record.
        wrong: for each kill after which something did not hold, what.
    """

    path: str
    lasts: int = 0
    kills: int = 0
    midst: int = 0
    writing: int = 0
    whole: int = 0
    absent: int = 0
    left: int = 0
    wrong: list[str] = field(default_factory=list)


def main(number: int, seed: int, projects: int, names: list[str]) -> None:
    """Make the world, then each path in turn; one line of JSON each."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from bench import faults_world  # noqa: PLC0415  # Django must be set up first
    from bench.faults_paths import PATHS  # noqa: PLC0415  # after Django
    from jixiao_web.cycle.models import Form  # noqa: PLC0415  # after Django

    world = faults_world.make(Path(os.environ["JIXIAO_DATA"]) / "given", projects)
    first = dict(Form.objects.values_list("pk", "revision"))
    site = Site(os.environ)
    try:
        for name in names:
            path = PATHS[name](site, world)
            print(json.dumps(asdict(kill_often(name, path, number, seed, first)), ensure_ascii=False), flush=True)
    finally:
        site.end()


def kill_often(name: str, path: Doing, number: int, seed: int, first: Mapping[int, int]) -> Found:
    """Kill at the path's own moments first, then at moments spread evenly over the time that the deed takes."""
    chance, found = random.Random(f"{name} {seed}"), Found(name)
    path.site.only(path.by)
    lasts = max([unharmed(path) for _ in range(MEASURED + 1)][1:])  # the first one finds nothing warm
    found.lasts = round(lasts * 1000)
    aimed = path.moments()[:number]
    drawn = [_after(chance.uniform(0, lasts)) for _ in range(number - len(aimed))]
    for moment in [*aimed, *drawn]:
        found.kills += 1
        if told := kill(path, moment, found, first):
            found.wrong.append(f"{found.kills}: {'; '.join(told)}")
    return found


def _after(seconds: float) -> Moment:
    """So long after the beginning."""

    def come() -> bool:
        time.sleep(seconds)
        return True

    return come


def unharmed(path: Doing) -> float:
    """How long the deed takes when nobody is killed."""
    from bench.faults_deeds import WHOLE, Work  # noqa: PLC0415  # after Django

    path.begin()
    start = time.perf_counter()
    if isinstance(path, Work):
        path.finish()
    path.wait()
    lasted = time.perf_counter() - start
    if not path.is_answered() or path.found() != WHOLE:
        raise SystemExit(f"{type(path).__name__} does not work unharmed: {path.found()}")
    return lasted


def kill(path: Doing, moment: Moment, found: Found, first: Mapping[int, int]) -> list[str]:
    """Begin the deed, kill at that moment, and look; then start anew, do it again, and look again."""
    from bench.faults_checks import house, left_files  # noqa: PLC0415  # after Django
    from bench.faults_deeds import ABSENT, WHOLE, somebody_writes  # noqa: PLC0415  # after Django

    path.begin()
    while not moment() and not path.is_answered():
        time.sleep(0.0005)
    is_writing = somebody_writes()
    path.site.kill(path.by)
    path.wait()
    quiet()
    is_answered, state = path.is_answered(), path.found()
    found.midst += not is_answered
    found.writing += is_writing and not is_answered
    found.whole += state == WHOLE
    found.absent += state == ABSENT
    found.left += left_files() > 0
    wrong = [] if state in {WHOLE, ABSENT} else [state]
    if is_answered and state != WHOLE:
        wrong.append("it was answered as done, and is not there")
    wrong += house(first)
    path.site.start(path.by)
    again = path.repeat()
    if again != WHOLE:
        wrong.append(f"done again: {again}")
    return wrong + house(first)


def quiet() -> None:
    """Until the database has noticed that its client is dead: PostgreSQL may still be ending what it was told last."""
    until = time.monotonic() + 10
    while connection.vendor == "postgresql" and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
