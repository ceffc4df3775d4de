"""Whose row is it: the unit or the division that a record belongs to, directly or through its project or budget line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jixiao.facts import DepartmentYear, Registry
from jixiao.figures import Missing

DEPARTMENT = "部门"
"""The part that holds what belongs to no single unit: objectives, tasks, problems, measures, management data, …"""


@dataclass(frozen=True)
class Ownership:
    """Answers whose a record is; looked up, never searched for."""

    year: DepartmentYear

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(unit.unit for unit in self.year.unit)

    @cached_property
    def _projects(self) -> Mapping[str, Any]:
        return {project.project: project.unit for project in self.year.project}

    @cached_property
    def _lines(self) -> Mapping[str, Any]:
        return {line.line: line.unit for line in self.year.budget}

    def unit_of(self, subject: str, record: Any) -> str:
        """The unit's key, or DEPARTMENT where the record is the department's own."""
        match subject:
            case "quota":
                unit = self._lines.get(record.line)
            case "milestone":
                unit = self._projects.get(record.project)
            case "indicator":
                unit = self._projects.get(record.owner)
            case _:
                unit = getattr(record, "unit", None)
        return unit if isinstance(unit, str) and unit in self._units else DEPARTMENT


@dataclass(frozen=True)
class Divisions:
    """Answers which division fills a record in: by its project, by its own column, or by the 分工 of its whole sheet."""

    year: DepartmentYear
    registry: Registry

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(item.division for item in self.year.division)

    @cached_property
    def _projects(self) -> Mapping[str, Any]:
        return {project.project: project.division for project in self.year.project}

    @cached_property
    def _lines(self) -> Mapping[str, Any]:
        return {line.line: self._projects.get(str(line.project)) for line in self.year.budget}

    @cached_property
    def _sheets(self) -> Mapping[str, str]:
        """Subject → the one division that 分工 gives the whole sheet to."""
        found: dict[str, set[str]] = {}
        for item in self.year.assignment:
            subject = self.registry.by_sheet.get(item.sheet)
            if subject is not None and isinstance(item.unit, Missing) and isinstance(item.division, str):
                found.setdefault(subject.id, set()).add(item.division)
        return {subject: next(iter(names)) for subject, names in found.items() if len(names) == 1}

    def of_sheet(self, subject: str) -> str:
        """The division that fills in a whole sheet, or DEPARTMENT."""
        return self._checked(self._sheets.get(subject))

    def division_of(self, subject: str, record: Any) -> str:
        """The division's name, or DEPARTMENT where nobody in particular fills the record in."""
        match subject:
            case "budget" | "milestone" | "contract":
                own = self._projects.get(str(record.project))
            case "indicator":
                own = self._projects.get(str(record.owner))
            case "quota":
                own = self._lines.get(str(record.line))
            case _:
                own = getattr(record, "division", None)
        found = self._checked(own)
        return found if found != DEPARTMENT else self.of_sheet(subject)

    def _checked(self, division: Any) -> str:
        return division if isinstance(division, str) and division in self._known else DEPARTMENT
