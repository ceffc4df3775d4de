"""Writers of SQLite queue up: each comes to its turn, and nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from jixiao_web.config.environment import database

pytestmark = [
    pytest.mark.django_db,  # pytest-django lets nobody else near a database
    pytest.mark.skipif(sys.platform == "win32", reason="no such queue there"),
]


@contextmanager
def transaction(connection: Any) -> Iterator[None]:
    """As `atomic` does it, on a connection that the site does not know."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
        connection.commit()
    finally:
        connection.set_autocommit(True)


def in_threads(number: int, work: Callable[[], None]) -> list[Thread]:
    """So many threads at work."""
    threads = [Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


@pytest.fixture
def handler(tmp_path: Path) -> ConnectionHandler:
    """Connections to a database in a file, one a thread, with a counter in it."""
    made = ConnectionHandler({"default": database("", tmp_path)})
    with made["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE counter (value integer)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    return made


def test_every_writer_comes_to_its_turn(handler):
    """Eight writers at once count to eighty together."""

    def work() -> None:
        connection = handler["default"]
        for _ in range(10):
            with transaction(connection), connection.cursor() as cursor:
                cursor.execute("SELECT value FROM counter")
                value = cursor.fetchone()[0]
                cursor.execute("UPDATE counter SET value = %s", [value + 1])
        connection.close()

    for thread in in_threads(8, work):
        thread.join()
    with handler["default"].cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        assert cursor.fetchone() == (80,)
    handler["default"].close()


def test_a_writer_waits_for_those_before_it_and_no_longer(handler, tmp_path):
    """While another process is first in the queue a writer waits; as soon as that one gives the turn on, it begins."""
    import fcntl  # not on every system

    begun = Event()

    def work() -> None:
        connection = handler["default"]
        with transaction(connection):
            begun.set()
        connection.close()

    with (tmp_path / "jixiao.sqlite3.turn").open("ab") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        (thread,) = in_threads(1, work)
        assert not begun.wait(0.2)
    assert begun.wait(10)
    thread.join()
    handler["default"].close()


def test_a_reader_waits_for_nobody(handler, tmp_path):
    """Reading begins no transaction."""
    import fcntl  # not on every system

    with (tmp_path / "jixiao.sqlite3.turn").open("ab") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with handler["default"].cursor() as cursor:
            cursor.execute("SELECT value FROM counter")
            assert cursor.fetchone() == (0,)
    handler["default"].close()
