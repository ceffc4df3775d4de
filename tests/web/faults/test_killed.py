"""A server or a worker that is killed outright loses nothing that was said to be done, and leaves nothing half done."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from bench import faults

pytestmark = [
    pytest.mark.long,
    pytest.mark.own_database,
    pytest.mark.skipif(sys.platform != "linux", reason="kills whole groups of processes, as Linux has them"),
]

NUMBER = 3
BY_THE_SERVER = ("upload", "apply", "submit")
BY_THE_WORKER = ("read", "render", "review")


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """A database beside the one of the other tests; SQLite needs none."""
    url, name = os.environ.get("DATABASE_URL", ""), f"killed_{uuid.uuid4().hex[:12]}"
    if not url:
        yield ""
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def killed(paths: tuple[str, ...]) -> list[dict[str, Any]]:
    with database_of_its_own() as url:
        return list(faults.run(url, paths, number=NUMBER, seed=1, projects=4))


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    """What `bench/faults` found on each path: two sites side by side, of one the server is killed, of the other the worker."""
    with ThreadPoolExecutor(2) as both:
        return {one["path"]: one for some in both.map(killed, (BY_THE_SERVER, BY_THE_WORKER)) for one in some}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", [*BY_THE_SERVER, *BY_THE_WORKER])
def test_killed_in_the_midst(found: dict[str, dict[str, Any]], path: str):
    """Killed at any moment: the deed is wholly there or wholly absent, and done again it is there once."""
    of = found[path]
    assert of["wrong"] == []
    assert of["kills"] == of["whole"] + of["absent"] == NUMBER
    assert of["midst"] > 0


def test_all_paths_are_walked():
    """No path of `bench/faults` is left out here."""
    assert {*BY_THE_SERVER, *BY_THE_WORKER} == set(faults.PATHS)
