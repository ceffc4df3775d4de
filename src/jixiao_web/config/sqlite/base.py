"""Who wants to write queues up: SQLite itself lets those who wait try again and again, each later than the last.

SQLite has one writer at a time. Whoever finds it busy sleeps, a millisecond at first and a tenth of a second in the end, and comes
back; with fifty writers the place stands empty while all sleep, and the unlucky come last for seconds. Here they wait for the
turn in a queue that the system keeps (a lock on a file beside the database), and only the first of it tries. The turn is given
on as soon as the transaction has begun; a process that is killed gives it on, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite

if sys.platform != "win32":  # there everybody tries again and again, as ever
    import fcntl


class DatabaseWrapper(Sqlite):
    """A connection whose transactions begin one after the other."""

    def _start_transaction_under_autocommit(self) -> None:
        with self._turn():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out

    @contextmanager
    def _turn(self) -> Iterator[None]:
        name = str(self.settings_dict["NAME"])
        if sys.platform == "win32" or self.is_in_memory_db():
            yield
            return
        # A file of its own: closing any handle of the database would drop all locks that this process has on it.
        with Path(f"{name}.turn").open("ab") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
