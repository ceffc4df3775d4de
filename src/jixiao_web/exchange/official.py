"""Filled official self-evaluation forms as rows: what they state otherwise than the forms of the platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jixiao.exchange.official_form import import_forms
from jixiao.facts import DepartmentYear
from jixiao.facts.building import CellProblem
from jixiao.rules.registry import registry
from jixiao_web.exchange.owners import keys_of
from jixiao_web.exchange.texts import text_of_value

NONE = "form-none"
Told = tuple[str, tuple[str, ...], Any, Mapping[str, str], Mapping[str, str]]
"""Subject, key, record, cells, and the cell that each came from."""


def read(path: Path, year: DepartmentYear) -> tuple[tuple[Told, ...], tuple[CellProblem, ...]] | None:
    """What the forms of a file say, and what somebody must look at; None when there is no such form in it."""
    found = import_forms([path], year, registry())
    if not found.values and all(problem.message_id == NONE for problem in found.problems):
        return None
    rows = tuple(row for subject in ("project", "indicator") for row in _changed(subject, year, found.year))
    return rows, (*found.problems, *found.replaced)


def _changed(subject: str, before: DepartmentYear, after: DepartmentYear) -> Iterator[Told]:
    known, fields = keys_of(before, subject), registry().by_id[subject].fields
    for key, record in keys_of(after, subject).items():
        old = known.get(key)
        cells: dict[str, str] = {}
        places: dict[str, str] = {}
        for item in fields:
            value = getattr(record, item.id)
            if item.computed or (old is not None and getattr(old, item.id) == value):
                continue
            text = text_of_value(value)
            if text:
                cells[item.id] = text
                passport = after.passports.get(after.at(subject, *key, item.id))
                places[item.id] = passport.origin.cell if passport is not None else ""
        if cells:
            yield subject, key, record, cells, places
