"""How a department-year lies in columns: one table for each subject, figures as whole numbers with a declared scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from jixiao.facts import Field, Kind, Registry, Subject
from jixiao.rules.formula.vocabulary import FLAG_CODES
from jixiao.rules.vocabulary import PLACES, Word, word_of

VERSION = "1"
"""Of the layout. A reader refuses another one."""

DEPT, ROW = "dept", "row"
"""Number of the department-year in the dataset, and of the record in its sheet, both from 1."""

FILE = "file"
"""Of a cover: where the department-year was read from."""

OWNER_ROW, PROJECT_ROW = "owner_row", "project_row"
"""The row of the project that an indicator or a budget line belongs to; 0 for the department, NULL for an unknown key."""

USED, DUE_SET, LATE = "used", "due_set", "late"
"""Of an indicator: the value that counts (its own or that of `same_as`), whether a date is due, and days late.

-1 days late: the dates leave open whether or how much it was late."""

STATED_PLACES = 6

TYPED = "_stated"
"""What somebody typed into a cell that a rule computes, under the field's name with this ending: its exact digits as text."""

TYPED_PLACES = "places"
"""Of a figure stated elsewhere: decimals as typed, which tell how exact it is."""

DEPARTMENT = "部门"
"""The owner of an indicator of the whole department."""

Storage = Literal["int8", "int16", "int32", "int64", "string"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One column.

    name: the field's id. storage: its type. scale: decimal places of a figure, in the unit in which sheets show it.
    codes: the words of a coded column, which holds their positions. word: how a figure is carried, and its bounds.
    """

    name: str
    storage: Storage
    scale: int = 0
    codes: tuple[str, ...] = ()
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a subject; a row is one of its records."""

    name: str
    columns: tuple[Stored, ...]

    def column(self, name: str) -> Stored:
        """The column of that name. Raises KeyError."""
        for one in self.columns:
            if one.name == name:
                return one
        raise KeyError(f"{self.name}.{name}")


def tables(registry: Registry) -> Mapping[str, Table]:
    """Subject → table, in the order of the sheets.

    Example:
        >>> from jixiao.rules.registry import registry
        >>> tables(registry())["budget"].column("spent").scale
        6
    """
    return {subject.id: Table(subject.id, tuple(_columns(subject))) for subject in registry.subjects}


def _columns(subject: Subject) -> Iterator[Stored]:
    yield Stored(DEPT, "int32")
    yield Stored(ROW, "int32")
    for field in subject.fields:
        # A rate is a fraction that no number of places holds; whoever needs it divides the amounts.
        if not (field.computed and field.kind is Kind.PERCENT):
            yield finer(stored(field)) if (subject.id, field.id) == ("stated", "value") else stored(field)
        if field.computed:
            yield Stored(field.id + TYPED, "string")
    if subject.id == "stated":
        yield Stored(TYPED_PLACES, "int8")
    if subject.id == "cover":
        yield Stored(FILE, "string")
    if subject.id == "budget":
        yield Stored(PROJECT_ROW, "int32")
    if subject.id == "indicator":
        yield Stored(OWNER_ROW, "int32")
        yield replace(stored(subject.field("actual")), name=USED)
        yield Stored(DUE_SET, "int8")
        yield Stored(LATE, "int32")


def stored(field: Field) -> Stored:
    """The column of a field."""
    match field.kind:
        case Kind.CHOICE:
            return Stored(field.id, "int8", codes=field.choices)
        case Kind.FLAG:
            return Stored(field.id, "int8", codes=FLAG_CODES)
        case Kind.YEAR:
            return Stored(field.id, "int16")
        case kind if kind in PLACES:
            return Stored(field.id, "int64", PLACES[kind], word=word_of(field, field.id))
    return Stored(field.id, "string")


def finer(column: Stored) -> Stored:
    """The same figure with six places: what a report states is kept as it was printed, amounts in 万元 to the cent."""
    if column.word is None:
        return column
    word = replace(column.word, column=replace(column.word.column, scale=STATED_PLACES))
    return replace(column, scale=STATED_PLACES, word=word)
