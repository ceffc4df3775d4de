"""Whose row is it: the unit that a record belongs to, directly or through its project or budget line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jixiao.facts import DepartmentYear

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
