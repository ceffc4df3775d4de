"""Every row of every table as lines of JSON and back, exactly: whole numbers stay whole, times keep their microseconds."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

LEFT_OUT = frozenset({"sessions.session", "usersessions.usersession"})
"""Who is signed in is no matter of record: after a restore everybody signs in anew."""
AT_ONCE = 500


class Table(NamedTuple):
    """One table: the model that knows it, and its columns in order."""

    model: type[models.Model]
    columns: tuple[models.Field, ...]

    @property
    def name(self) -> str:
        """`cycle.form`."""
        return str(self.model._meta.label_lower)


def tables() -> list[Table]:
    """All tables of the site but those left out, those between two models included, by name."""
    found = [
        Table(model, tuple(field for field in model._meta.local_concrete_fields))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda table: table.name)


def rows_of(table: Table) -> Iterator[bytes]:
    """Every row, by primary key, as a line of JSON: the columns in order."""
    for item in plain(table).order_by("pk").iterator(chunk_size=AT_ONCE):
        row = [_told(field, field.value_from_object(item)) for field in table.columns]
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def plain(table: Table) -> models.QuerySet[Any]:
    """The plain query set of a table: no manager of its own leaves rows out."""
    return models.QuerySet(table.model)


def load(table: Table, lines: Iterable[bytes]) -> int:
    """Write rows as they stand, keys included, past every model's own ideas of saving. Answers how many."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in table.columns)
    blanks = ", ".join(["%s"] * len(table.columns))
    statement = f"INSERT INTO {quote(table.model._meta.db_table)} ({names}) VALUES ({blanks})"  # noqa: S608  # names of our own models
    written = 0
    source = iter(lines)
    with connection.cursor() as cursor:
        while some := [_row(table, line) for line in islice(source, AT_ONCE)]:
            cursor.executemany(statement, some)
            written += len(some)
    return written


def empty_all() -> None:
    """Remove every row of every table of the site, sessions too, within the transaction of the caller."""
    names = sorted(
        {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        }
    )
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names, reset_sequences=False, allow_cascade=False):
            cursor.execute(statement)


def count_on() -> None:
    """Let every sequence go on behind the largest key that was written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables()]):
            cursor.execute(statement)


def _told(field: models.Field, value: Any) -> Any:
    """A value as JSON has it. Raises TypeError: a kind of value that this module was never taught."""
    if isinstance(field, models.JSONField):
        return None if value is None else {"json": value}  # apart from a JSON null
    if field.get_internal_type() == "BigIntegerField":
        return field.get_prep_value(value)  # money and points: whole 分 and hundredths
    if isinstance(field, models.FileField):
        return field.get_prep_value(value)
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case timedelta():
            return str(value // timedelta(microseconds=1))
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{field}: {type(value).__name__} cannot be written into a backup")


def _row(table: Table, line: bytes) -> list[Any]:
    row = json.loads(line)
    if len(row) != len(table.columns):
        raise ValueError(f"{table.name}: {len(row)} columns instead of {len(table.columns)}")
    return [_stored(field, value) for field, value in zip(table.columns, row, strict=True)]


def _stored(field: models.Field, told: Any) -> Any:
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(None if told is None else told["json"], connection)
    if told is None or field.get_internal_type() == "BigIntegerField":
        return told
    if isinstance(field, models.DurationField):
        return field.get_db_prep_save(timedelta(microseconds=int(told)), connection)
    return field.get_db_prep_save(field.to_python(told), connection)
