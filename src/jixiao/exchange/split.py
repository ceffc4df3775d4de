"""Splitting: the department's workbook handed out by unit or by division, so that everybody fills only what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from jixiao.exchange.ownership import DEPARTMENT, Divisions, Ownership
from jixiao.facts import FORMS, DepartmentYear, Registry

SHARED = frozenset({"cover", "unit", "division", "policy"})
"""Subjects that every part carries, because other rows refer to them."""

Home = Callable[[str, Any], str]
"""Subject and record → the part that the record goes to."""


def split(year: DepartmentYear, registry: Registry) -> Mapping[str, DepartmentYear]:
    """One department-year for each consolidated unit, and one (部门) for what is the department's own.

    Every row goes to exactly one part, except the lists that all parts share; merging the parts gives the whole again.
    A row of 分工 goes to the part of the unit that it names.
    """
    owners = Ownership(year)
    names = [DEPARTMENT, *(unit.unit for unit in year.unit if unit.consolidated is not False)]

    def home(subject: str, record: Any) -> str:
        unit = owners.unit_of(subject, record)
        return unit if unit in names else DEPARTMENT  # a unit without a part of its own is the department's business

    return {name: _part(year, registry, home, name) for name in names}


def split_by_division(year: DepartmentYear, registry: Registry) -> Mapping[str, DepartmentYear]:
    """One department-year for each division that has something to fill in, and one (部门) for the rest.

    A division gets the projects that it carries (承担处室) with their lines, milestones and indicators, the paragraphs it
    provides, and the sheets that 分工 gives to it as a whole.
    """
    divisions = Divisions(year, registry)
    homes = {
        (subject.id, index): divisions.division_of(subject.id, record)
        for subject in registry.subjects
        if subject.id not in SHARED and subject.id not in FORMS
        for index, record in enumerate(year.records(subject.id))
    }
    forms = {form: divisions.of_sheet(form) for form in FORMS - SHARED}
    told = [*homes.values(), *forms.values()]
    names = [DEPARTMENT, *(item.division for item in year.division if item.division in told)]

    def home(subject: str, record: Any) -> str:
        return divisions.division_of(subject, record)

    return {name: _part(year, registry, home, name, forms) for name in names}


def _part(
    year: DepartmentYear, registry: Registry, home: Home, name: str, forms: Mapping[str, str] | None = None
) -> DepartmentYear:
    changed: dict[str, Any] = {}
    for subject in registry.subjects:
        if subject.id in SHARED:
            continue
        if subject.id in FORMS:
            if name != (forms or {}).get(subject.id, DEPARTMENT):
                changed[subject.id] = type(getattr(year, subject.id))()
            continue
        changed[subject.id] = tuple(record for record in year.records(subject.id) if home(subject.id, record) == name)
    return replace(year, **changed)
