"""Splitting: the department's workbook handed out by unit, so that everybody fills only what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jixiao.exchange.ownership import DEPARTMENT, Ownership
from jixiao.facts import FORMS, DepartmentYear, Registry

SHARED = frozenset({"cover", "unit", "division", "policy"})
"""Subjects that every part carries, because other rows refer to them."""


def split(year: DepartmentYear, registry: Registry) -> Mapping[str, DepartmentYear]:
    """One department-year for each consolidated unit, and one (部门) for what is the department's own.

    Every row goes to exactly one part, except the lists that all parts share; merging the parts gives the whole again.
    A row of 分工 goes to the part of the unit that it names.
    """
    owners = Ownership(year)
    names = [DEPARTMENT, *(unit.unit for unit in year.unit if unit.consolidated is not False)]
    return {name: _part(year, registry, owners, name, names) for name in names}


def _part(year: DepartmentYear, registry: Registry, owners: Ownership, name: str, names: list[str]) -> DepartmentYear:
    changed: dict[str, Any] = {}
    for subject in registry.subjects:
        if subject.id in SHARED:
            continue
        if subject.id in FORMS:
            if name != DEPARTMENT:
                changed[subject.id] = type(getattr(year, subject.id))()
            continue
        changed[subject.id] = tuple(
            record for record in year.records(subject.id) if _home(owners.unit_of(subject.id, record), names) == name
        )
    return replace(year, **changed)


def _home(unit: str, names: list[str]) -> str:
    """The part that a row goes to: its unit's, or the department's where that unit gets no part of its own."""
    return unit if unit in names else DEPARTMENT
