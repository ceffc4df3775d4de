"""A department-year taken out of a dataset again: the same facts that were stored, for whoever asks about one department."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from jixiao.bulk.dataset import Dataset, Part, check_part
from jixiao.bulk.schema import DEPT, ROW, Stored, tables
from jixiao.facts import FORMS, RECORDS, DepartmentYear, Facts, Field, Kind, Registry
from jixiao.facts.dates import PartialDate
from jixiao.facts.values import Value
from jixiao.figures import EXACT, MISSING, Count, Missing, Money, Ratio, Score


def restored(dataset: Dataset, dept: int, registry: Registry) -> Facts:
    """The facts of one department-year.

    Args:
        dataset: where it lies.
        dept: its number.
        registry: the declarations by which the dataset was laid out.

    Returns:
        What was stored, record by record, computed figures as they were computed. Where a value came from is not in a
        dataset.

    Raises:
        KeyError: there is no such number. FileRefused: a file is not as the list says.
    """
    part = part_of(dataset, dept)
    check_part(dataset, part)
    found: dict[str, Any] = {}
    for subject in registry.subjects:
        table = tables(registry)[subject.id]
        fields = {item.id: item for item in subject.fields}
        columns = {column.name: column for column in table.columns if column.name in fields}
        records = tuple(
            RECORDS[subject.id](**{name: value_of(fields[name], column, row[name]) for name, column in columns.items()})
            for row in rows_of(dataset, part, subject.id, dept, (ROW, *columns))
        )
        if subject.id not in FORMS:
            found[subject.id] = records
        elif records:
            found[subject.id] = records[0]
    return Facts(DepartmentYear(**found), registry)


def part_of(dataset: Dataset, dept: int) -> Part:
    """The part in which a department-year lies; they are numbered through the parts in order. Raises KeyError."""
    for part, last in zip(dataset.parts, accumulate(part.departments for part in dataset.parts), strict=True):
        if last - part.departments < dept <= last:
            return part
    raise KeyError(dept)


def rows_of(
    dataset: Dataset, part: Part, table: str, dept: int, columns: tuple[str, ...]
) -> list[Mapping[str, int | str | None]]:
    """The rows of one department-year in a table, in the order of its sheet."""
    import pyarrow.parquet as pq  # noqa: PLC0415 – an extra that only bulk needs

    read = pq.read_table(dataset.file(part, table), columns=list(columns), filters=[(DEPT, "=", dept)])
    rows: list[Mapping[str, int | str | None]] = read.sort_by(ROW).to_pylist()
    return rows


def value_of(field: Field, column: Stored, stored: int | str | None) -> Value | Missing:
    """The value that a column holds for a field."""
    match stored:
        case None:
            return MISSING
        case str():
            return PartialDate.parse(stored) if field.kind is Kind.DATE else stored
    if column.codes:
        return bool(stored) if field.kind is Kind.FLAG else column.codes[stored]
    exact = EXACT.scaleb(EXACT.create_decimal(stored), -column.scale)
    match field.kind:
        case Kind.MONEY:
            return Money.of(exact)
        case Kind.PERCENT:
            return Ratio.from_percent(exact)
        case Kind.SCORE:
            return Score(exact)
        case Kind.COUNT:
            return Count(stored)
        case Kind.NUMBER:
            return exact
    return stored  # a year
