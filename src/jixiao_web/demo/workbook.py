"""The example workbook as rows of text, by the form that each row belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from jixiao.exchange import read
from jixiao.exchange.ownership import DEPARTMENT, Ownership
from jixiao.exchange.workbook import read_sheets
from jixiao.facts import FORMS
from jixiao.facts.building import Raw
from jixiao.files.errors import FileRefused
from jixiao.files.workbook import read_workbook
from jixiao.rules.registry import registry

Cells = dict[str, str]


def text_of(raw: Raw) -> str:
    """What stood in a cell, as somebody would have typed it."""
    value = raw.value
    if value is None:
        return raw.refused
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}" if isinstance(value, Decimal) else value.strip()


def rows_by_unit(path: Path) -> Mapping[str, Mapping[str, list[Cells]]]:
    """Unit key ("" for the department) → subject → rows. Raises FileRefused: no workbook of ours, or without a year."""
    known = registry()
    year = read(path, known).year
    if year is None:
        raise FileRefused("evaluate-no-year", file=path.name, problems="")
    owners = Ownership(year)
    found: dict[str, dict[str, list[Cells]]] = {}
    for reading in read_sheets(read_workbook(path), known):
        if reading.subject is None:
            continue
        subject = reading.subject
        records = year.records(subject.id)
        for position, row in enumerate(reading.rows[: 1 if subject.is_form else None]):
            cells = {name: value for name, raw in row.items() if (value := text_of(raw))}
            owner = DEPARTMENT if subject.id in FORMS else owners.unit_of(subject.id, records[position])
            found.setdefault("" if owner == DEPARTMENT else owner, {}).setdefault(subject.id, []).append(cells)
    return found
