"""Finding the headings of a sheet: in which row they stand, and which column is which field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from jixiao.exchange.layout import alike, bare
from jixiao.facts import Field
from jixiao.files.workbook import RawRow, RawSheet

DEEPEST = 12  # headings further down are none: there the data has begun
FEWEST = 2  # one matching word may be chance


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a sheet.

    Attributes:
        row: the number of their row.
        columns: field id → column, in the order of the sheet; the first column where a heading stands twice.
        repeated: columns whose field was told before, with the field.
        unknown: columns with a heading that belongs to no field, and the heading.
    """

    row: int
    columns: Mapping[str, int]
    repeated: Sequence[tuple[int, Field]]
    unknown: Sequence[tuple[int, str]]


def find_headings(sheet: RawSheet, fields: Sequence[Field]) -> Headings | None:
    """The row among the first twelve that names most fields, or None where no row names two.

    Units in brackets, marks and spaces do not count, and columns may stand in any order.
    """
    names = names_of(fields)
    best: Headings | None = None
    for row in sheet.rows:
        if row.number > DEEPEST:
            break
        found = headings_in(row, names)
        if len(found.columns) >= min(FEWEST, len(fields)) and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def names_of(fields: Sequence[Field]) -> Mapping[str, Field]:
    """Every name of a field as it is compared."""
    return {**{bare(field.zh): field for field in fields}, **{alike(field.zh): field for field in fields}}


def headings_in(row: RawRow, names: Mapping[str, Field]) -> Headings:
    """A row taken as headings."""
    columns: dict[str, int] = {}
    repeated, unknown = [], []
    for column, words in texts(row):
        field = names.get(alike(words)) or names.get(bare(words))
        if field is None:
            unknown.append((column, words))
        elif field.id in columns:
            repeated.append((column, field))
        else:
            columns[field.id] = column
    return Headings(row.number, columns, repeated, unknown)


def texts(row: RawRow) -> Iterator[tuple[int, str]]:
    """The cells of a row that hold words."""
    for column in sorted(row.cells):
        value = row.cells[column].value
        if isinstance(value, str) and value.strip() and row.cells[column].kind == "text":
            yield column, value


def closest(words: str, known: Sequence[str]) -> str | None:
    """The known name that somebody may have meant."""
    guesses = get_close_matches(bare(words), [bare(name) for name in known], n=1)
    return next((name for name in known if guesses and bare(name) == guesses[0]), None)
