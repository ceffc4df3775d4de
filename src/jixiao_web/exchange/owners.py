"""Whose a row of a workbook is, in the platform's own codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jixiao.exchange.ownership import DEPARTMENT, Ownership
from jixiao.exchange.sheet import SheetReading
from jixiao.facts import FORMS, DepartmentYear
from jixiao.facts.registry import Field, Subject
from jixiao.facts.rows import key_of
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao_web.exchange.texts import text_of

_PATH = {"quota": "line", "milestone": "project", "indicator": "owner"}
"""Subject → the field through which a row belongs to a unit; for all others it is their own unit."""
OTHER = "*"
"""A unit that the platform does not know."""


class Codes:
    """The platform's code of a unit by what a file calls it: its code, else its budget code, else its name."""

    def __init__(self, year: DepartmentYear, readings: Iterable[SheetReading]) -> None:
        known = {item.unit for item in year.unit}
        by_name: dict[str, str] = {}
        for item in year.unit:
            for name in (item.code, item.name, item.short):
                if isinstance(name, str):
                    by_name.setdefault(name.strip(), item.unit)
        self._codes = dict(by_name) | {code: code for code in known}
        for reading in readings:
            if reading.subject is None or reading.subject.id != "unit":
                continue
            for row in reading.rows:
                told = {name: text_of(raw.value) for name, raw in row.items()}
                called = told.get("unit", "")
                code = next((by_name[told[n]] for n in ("code", "name", "short") if told.get(n) in by_name), None)
                if called and called not in known and code:
                    self._codes[called] = code

    def of(self, called: str) -> str:
        """The code; what nobody knows stays as it was written."""
        return self._codes.get(called.strip(), called)


class Owners:
    """Answers whose a record of a file is, by the file and by what stands in the forms already."""

    def __init__(self, file: DepartmentYear, forms: DepartmentYear, unit: str) -> None:
        """`unit` is the code of the one unit whose form is filled, "" for the department's."""
        told = {item.project for item in file.project}
        lines = {item.line for item in file.budget}
        self._unit = unit
        self._units = frozenset(item.unit for item in forms.unit)
        merged = replace(
            file,
            unit=forms.unit,
            project=(*file.project, *(item for item in forms.project if item.project not in told)),
            budget=(*file.budget, *(item for item in forms.budget if item.line not in lines)),
        )
        self._file = Ownership(merged)
        self._others = self._has_others(file)

    def _has_others(self, file: DepartmentYear) -> bool:
        """Whether the file holds rows of units other than the one: then it is the department's and not that unit's."""
        return any(
            self._file.unit_of(subject.id, record) not in (self._unit, DEPARTMENT)
            for subject in registry().subjects
            if subject.id not in FORMS and subject.id != "unit"
            for record in file.records(subject.id)
        )

    def of(self, subject: str, record: Any) -> str:
        """The unit's code, "" for the department, OTHER for a unit that the platform does not know."""
        found = self._file.unit_of(subject, record)
        if found != DEPARTMENT:
            return found
        said = getattr(record, _PATH.get(subject, "unit"), Missing.MISSING)
        if said == DEPARTMENT:
            return ""
        by_itself = any(item.id == "unit" for item in unit_fields(registry().by_id[subject]))
        if by_itself and isinstance(said, str) and said not in self._units:
            return OTHER
        return "" if self._others else self._unit  # in a unit's own workbook nobody repeats on every row whose it is


def unit_fields(subject: Subject) -> tuple[Field, ...]:
    """The fields by which the rows of a subject name units: references, and a unit in the key. A unit of measure is none."""
    return tuple(item for item in subject.fields if item.to == "unit" or (item.id == "unit" and item.id in subject.key))


def keys_of(year: DepartmentYear, subject: str) -> Mapping[tuple[str, ...], Any]:
    """The records of a subject by their keys."""
    return {key_of(registry().by_id[subject], record): record for record in year.records(subject)}
