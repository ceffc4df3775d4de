"""What seldom changes is read once and kept by the process until the database says that it changed.

The organisation, who holds which post, and the years and tasks are needed by every page, and change a few times a month. For
each such group of tables the database keeps a *stamp*, a random number that its own triggers replace with every change, whoever
makes it and however: by a deed, by many rows at once, by a restored backup. To know that nothing changed is one look at a row.

    stamps.watch("organisation", "organisation.Unit", …)          when the app is ready
    stamps.kept("organisation", ("tree", day), lambda: …)         the answer, asked for only when the stamp is another one

Numbers that count would not do: a transaction that is taken back leaves its number to the next one, which does something else.
What is kept is shared by all requests of a process: nobody changes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, connections

from jixiao_web.shell.keeping import Shelf

MOST = 4096
"""So many answers are kept in a process."""

T = TypeVar("T")


@dataclass(frozen=True)
class Watch:
    """A table whose changes renew a stamp; with `columns`, only changes of these are changes."""

    stamp: str
    model: str
    columns: tuple[str, ...] = ()


_watched: list[Watch] = []
_SHELF = Shelf(MOST)
_looked: ContextVar[dict[str, int] | None] = ContextVar("stamps_looked_at", default=None)


def watch(stamp: str, *models: str, columns: tuple[str, ...] = ()) -> None:
    """Say on which tables a stamp depends: for the app that owns them, when it is ready."""
    _watched.extend(Watch(stamp, model, columns) for model in models)


def value(stamp: str) -> int | None:
    """The stamp as it is now, to the transaction that asks; one small query, inside `one_look` one for all stamps."""
    looked = _looked.get()
    if looked is None:
        return _look().get(stamp)
    if not looked:
        looked.update(_look())
    return looked.get(stamp)


def _look() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM jixiao_stamp")
        return dict(cursor.fetchall())


@contextmanager
def one_look() -> Iterator[None]:
    """Look at the stamps once until the end of the block: for a page, which changes nothing. What it read is of its time."""
    token = _looked.set({})
    try:
        yield
    finally:
        _looked.reset(token)


def kept(stamp: str, key: Hashable, ask: Callable[[], T]) -> T:
    """The answer as it was kept, or asked for now. What `ask` raises is not kept."""
    now = value(stamp)
    return ask() if now is None else _SHELF.while_same((stamp, key), now, ask)


def look_again() -> None:
    """A page that did change something looks anew: for the few that compute what they show."""
    looked = _looked.get()
    if looked is not None:
        looked.clear()


def install(using: str = "default", **_signal: Any) -> None:
    """Make the table of stamps and the triggers that are not there yet: after every `migrate`."""
    here = connections[using]
    with here.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS jixiao_stamp (name varchar(30) PRIMARY KEY, value bigint NOT NULL)")
        for stamp in dict.fromkeys(item.stamp for item in _watched):
            cursor.execute(
                "INSERT INTO jixiao_stamp (name, value) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING",
                [stamp, secrets.randbits(50)],
            )
        tables = set(here.introspection.table_names(cursor))
        for item in _watched:
            meta = apps.get_model(item.model)._meta
            if meta.db_table not in tables:
                continue
            columns = [str(meta.get_field(name).column) for name in item.columns]
            make = _postgresql if here.vendor == "postgresql" else _sqlite
            make(cursor, item.stamp, meta.db_table, f" OF {', '.join(columns)}" if columns else "")


SQLITE = """CREATE TRIGGER IF NOT EXISTS {stamp}_{table}_{change} AFTER {change}{columns} ON {table}
BEGIN UPDATE jixiao_stamp SET value = random() WHERE name = '{stamp}'; END"""
FUNCTION = """CREATE OR REPLACE FUNCTION jixiao_stamp_renew() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
UPDATE jixiao_stamp SET value = floor(random() * 4611686018427387904)::bigint WHERE name = TG_ARGV[0];
RETURN NULL; END $$"""
POSTGRESQL = """CREATE TRIGGER {stamp}_{table} AFTER INSERT OR UPDATE{columns} OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION jixiao_stamp_renew('{stamp}')"""


def _sqlite(cursor: Any, stamp: str, table: str, columns: str) -> None:
    """A trigger for each kind of change, fired by every row."""
    for change in ("INSERT", "UPDATE", "DELETE"):
        of = columns if change == "UPDATE" else ""
        cursor.execute(SQLITE.format(stamp=stamp, table=table, change=change, columns=of))


def _postgresql(cursor: Any, stamp: str, table: str, columns: str) -> None:
    """One trigger, fired once a statement."""
    cursor.execute(FUNCTION)
    name = f"{stamp}_{table}"
    cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass", [name, table])
    if cursor.fetchone() is None:
        cursor.execute(POSTGRESQL.format(stamp=stamp, table=table, columns=columns))
