"""The way back for checks: the records with what people typed beside computed figures, and with the decimals they typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jixiao.bulk.restoring import value_of
from jixiao.bulk.schema import TYPED, TYPED_PLACES, Table, tables
from jixiao.facts import FORMS, RECORDS, DepartmentYear, Field, Kind, Registry, Value
from jixiao.figures import MISSING, Missing, Money, Ratio

Row = Mapping[str, Any]
"""Column → value, of one row of a table."""


def typed_records(rows: Mapping[str, Sequence[Row]], registry: Registry) -> DepartmentYear:
    """The records of one department-year as people typed them; what a rule computes is computed again.

    Which file, sheet and cell a value was read from is not stored, and neither are zeros at the end of a bare number.

    Args:
        rows: table → its rows of this department-year, in the order of `row`.
        registry: the declarations by which they were laid out.
    """
    found: dict[str, Any] = {}
    for subject_id, table in tables(registry).items():
        fields = registry.by_id[subject_id].fields
        records = tuple(
            RECORDS[subject_id](**{field.id: _value(field, table, row) for field in fields}) for row in rows[subject_id]
        )
        found[subject_id] = records[0] if subject_id in FORMS else records
    return DepartmentYear(**found)


def _value(field: Field, table: Table, row: Row) -> Value | Missing:
    if field.computed:
        typed = row[field.id + TYPED]
        if typed is None:
            return MISSING
        return Ratio.from_percent(Decimal(typed)) if field.kind is Kind.PERCENT else Money.of(Decimal(typed))
    held = row[field.id]
    if held is None or field.kind is not Kind.NUMBER:
        return value_of(field, table.column(field.id), held)
    number = Decimal(held).scaleb(-table.column(field.id).scale)
    if table.name == "stated":
        return number.quantize(Decimal(1).scaleb(-row[TYPED_PLACES]))
    return Decimal(f"{number.normalize():f}")
