"""A department-year laid out in columns: every value as a whole number or a text, or one sentence why that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jixiao.bulk.schema import (
    DEPARTMENT,
    DEPT,
    DUE_SET,
    FILE,
    LATE,
    OWNER_ROW,
    PROJECT_ROW,
    ROW,
    TYPED,
    TYPED_PLACES,
    USED,
    Stored,
    Table,
    tables,
)
from jixiao.facts import Facts, Subject
from jixiao.facts.dates import PartialDate
from jixiao.facts.performance import Indicator
from jixiao.facts.reading import in_field_unit
from jixiao.facts.rows import key_of
from jixiao.figures import Missing, half_up
from jixiao.rules.formula.vocabulary import FLAG_CODES
from jixiao.rules.vocabulary import NotCarried, carry, said
from jixiao.scoring.board import NO_LATER_THAN
from jixiao.scoring.deadlines import days_late

Columns = dict[str, list[Any]]


MOST_TYPED = 24
"""Decimals of a figure typed beside a computed one; a machine's 15 digits need no more."""


class NotStored(NotCarried):
    """A department-year that cannot be scored in bulk as it stands. Carries a message id and its values."""


def columns_of(facts: Facts, dept: int, file: str = "") -> Mapping[str, Columns]:
    """Table → column → values, for one department-year.

    Args:
        facts: of the department-year; what is computed from its rows, such as a full-year budget, is stored as computed.
        dept: its number in the dataset.
        file: where it was read from.

    Raises:
        NotStored: a cell or a row was not read, or a figure is finer or larger than the layout holds.
    """
    year = facts.year
    if year.unread or year.unread_rows:
        where = min(year.unread) if year.unread else next(iter(year.unread_rows))
        raise NotStored("bulk-unread", number=len(year.unread) + sum(year.unread_rows.values()), where=where)
    projects = {record.project: place for place, record in enumerate(year.project, 1)}
    found: dict[str, Columns] = {}
    for subject_id, table in tables(facts.registry).items():
        columns: Columns = {column.name: [] for column in table.columns}
        subject = facts.registry.by_id[subject_id]
        for place, record in enumerate(year.records(subject_id), 1):
            for name, value in _row(facts, subject, table, record, projects):
                columns[name].append(value)
            columns[DEPT].append(dept)
            columns[ROW].append(place)
            if subject_id == "cover":
                columns[FILE].append(file)
        found[subject_id] = columns
    return found


def _row(
    facts: Facts, subject: Subject, table: Table, record: Any, projects: Mapping[str, int]
) -> Iterator[tuple[str, Any]]:
    key = key_of(subject, record)
    for field in subject.fields:
        column = next((one for one in table.columns if one.name == field.id), None)
        if column is not None:
            value = facts.value(facts.at(subject.id, *key, field.id)) if field.computed else getattr(record, field.id)
            yield field.id, stored_value(column, value, f"{subject.sheet}·{'·'.join(key)}·{field.zh}")
        if field.computed:
            yield field.id + TYPED, _digits(getattr(record, field.id), f"{subject.sheet}·{'·'.join(key)}·{field.zh}")
    if subject.id == "stated":
        yield TYPED_PLACES, _places(record.value)
    if subject.id == "budget":
        yield PROJECT_ROW, projects.get(record.project)
    if subject.id == "indicator":
        yield OWNER_ROW, 0 if record.owner == DEPARTMENT else projects.get(record.owner)
        used = facts.value(facts.at("indicator", record.no, "actual"))
        yield USED, stored_value(table.column(USED), used, f"{subject.sheet}·{record.no}")
        yield DUE_SET, int(not isinstance(record.due, Missing))
        yield LATE, _late(record)


def _digits(value: Any, where: str) -> str | None:
    """The exact digits of a figure in the unit of its field."""
    if isinstance(value, Missing):
        return None
    number: Fraction = in_field_unit(value)
    places = next((places for places in range(MOST_TYPED + 1) if (number * 10**places).denominator == 1), None)
    if places is None:
        raise NotStored("score-too-fine", field=where, found=said(value), places=MOST_TYPED, where=where)
    return f"{half_up(number, places):f}"


def _places(value: Decimal | Missing) -> int | None:
    """The decimals with which a number was typed."""
    exponent = 0 if isinstance(value, Missing) else value.as_tuple().exponent
    return None if isinstance(value, Missing) or not isinstance(exponent, int) else max(0, -exponent)


def _late(record: Indicator) -> int | None:
    if isinstance(record.due, Missing) or record.operator != NO_LATER_THAN:
        return None
    try:
        return days_late(record)
    except NotCarried:
        return -1


def stored_value(column: Stored, value: Any, where: str) -> int | str | None:
    """A value as its column holds it, None where it is missing. Raises NotStored."""
    if isinstance(value, Missing):
        return None
    if column.word is not None:
        try:
            return carry(column.word, value)
        except NotCarried as problem:
            raise NotStored(problem.message_id, **problem.values, where=where) from problem
    if column.codes:
        return column.codes.index(FLAG_CODES[value] if isinstance(value, bool) else value)
    if column.storage == "string":
        return value.text() if isinstance(value, PartialDate) else str(value)
    return int(value)
