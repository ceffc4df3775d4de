"""What a check function sees: the facts, the scorecard, its own declaration, and short ways to ask and to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jixiao.checks.catalogue import Declaration
from jixiao.checks.severity import Severity
from jixiao.facts import Address, DepartmentYear, Facts, Kind, Value
from jixiao.facts.rows import key_of
from jixiao.figures import Count, Missing, Money, Ratio
from jixiao.relations import Declared, Hint

if TYPE_CHECKING:
    from jixiao.scoring import Line, Scorecard


UNITS = ("budget", "project", "staff")
"""Subjects whose rows belong to a unit."""
DEPARTMENTS = ("objective", "task", "problem", "measure", "followup", "process", "evidence")
"""Subjects whose rows belong to the department as a whole."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its place: the subject and record that it belongs to, its address, and the words."""

    subject: str
    record: Any
    at: Address
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a check function yields: addresses, the values of its message, and what differs from its declaration."""

    at: tuple[Address, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    message: str = ""
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True)
class Shared:
    """One department-year under check: what all checks look at, indexed once."""

    facts: Facts
    card: Scorecard | None = None
    projects: Mapping[str, Scorecard] = field(default_factory=dict)
    schemes: Mapping[str, str] | None = None

    @cached_property
    def scored(self) -> Mapping[str, Line]:
        """Indicator → the line that scored it, in the form of its owner."""
        found: dict[str, Line] = {}
        for card in (*self.projects.values(), *([self.card] if self.card else [])):
            for line in card.lines:
                found.update((detail.code, detail) for detail in line.details)
        return found

    @cached_property
    def part(self) -> str:
        """The one unit whose part of the department's workbook this is, or nothing.

        It is a part when several units are consolidated, all rows are of one of them, and nothing stands in the sheets
        that belong to no unit: objectives, tasks, problems and the like.
        """
        year = self.facts.year
        units = {unit.unit for unit in year.unit if unit.consolidated is not False}
        used = {row.unit for subject in UNITS for row in year.records(subject) if isinstance(row.unit, str)}
        alone = len(units) > 1 and len(used & units) == 1 and not self.indicators.get("部门")
        return next(iter(used & units)) if alone and not any(year.records(subject) for subject in DEPARTMENTS) else ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every text that people wrote in whole sentences."""
        registry, year = self.facts.registry, self.facts.year
        return tuple(
            Paragraph(subject.id, record, self.facts.at(subject.id, *key_of(subject, record), field.id), written)
            for subject in registry.subjects
            for field in subject.fields
            if field.kind is Kind.PARAGRAPH
            for record in year.records(subject.id)
            if isinstance(written := getattr(record, field.id), str)
        )

    @cached_property
    def declared(self) -> Declared:
        """The relations that hold over the facts."""
        return Declared(self.facts)

    @cached_property
    def indicators(self) -> Mapping[str, tuple[Any, ...]]:
        """Owner (部门 or a project) → its indicators."""
        return grouped(self.facts.year.indicator, "owner")

    @cached_property
    def lines(self) -> Mapping[str, tuple[Any, ...]]:
        """Project → its budget lines."""
        return grouped(self.facts.year.budget, "project")

    @cached_property
    def contracts(self) -> Mapping[str, tuple[Any, ...]]:
        """Project → its contracts."""
        return grouped(self.facts.year.contract, "project")


@dataclass(frozen=True)
class View:
    """One check looking at one department-year."""

    shared: Shared
    rule: Declaration

    @property
    def facts(self) -> Facts:
        """The facts, scores included."""
        return self.shared.facts

    @property
    def year(self) -> DepartmentYear:
        """The records."""
        return self.shared.facts.year

    @property
    def card(self) -> Scorecard | None:
        """The department's scorecard, when there is one."""
        return self.shared.card

    def at(self, subject: str, record: Any, name: str) -> Address:
        """The address of a field of a record."""
        return self.facts.at(subject, *key_of(self.facts.registry.by_id[subject], record), name)

    def figure(self, *parts: str) -> Value | Missing:
        """The value at an address without year, MISSING where no fact lives."""
        where = self.facts.at(*parts)
        return self.facts.value(where) if where in self.facts else Missing.MISSING

    def rate(self, project: str) -> Ratio | Missing:
        """The execution rate of a project."""
        found = self.figure("project", project, "rate")
        return found if isinstance(found, Ratio) else Missing.MISSING

    def money(self, *parts: str) -> Money | Missing:
        """An amount."""
        found = self.figure(*parts)
        return found if isinstance(found, Money) else Missing.MISSING

    def count(self, *parts: str) -> Count | Missing:
        """A number of people or things."""
        found = self.figure(*parts)
        return found if isinstance(found, Count) else Missing.MISSING

    @cached_property
    def own_projects(self) -> tuple[Any, ...]:
        """The projects that have objectives of their own: neither personnel nor operating cost."""
        return tuple(item for item in self.year.project if item.category not in ("人员类", "公用经费"))


Function = Callable[[View], Iterator[Found]]


def check(code: str) -> Callable[[Function], Function]:
    """Mark a function as the check of that code; its declaration stands in `rulebook/checks`."""

    def marked(function: Function) -> Function:
        function.code = code  # type: ignore[attr-defined]  # read back by `running.functions`
        return function

    return marked


def grouped(records: tuple[Any, ...], name: str) -> Mapping[str, tuple[Any, ...]]:
    """Records by the word in one field; those without one are left out."""
    found: dict[str, list[Any]] = {}
    for record in records:
        key = getattr(record, name)
        if isinstance(key, str):
            found.setdefault(key, []).append(record)
    return {key: tuple(items) for key, items in found.items()}


def told(value: object) -> str:
    """A text field as text: empty when missing."""
    return value if isinstance(value, str) else ""


def names_in(text: object) -> tuple[str, ...]:
    """The keys in a field like “P02、P03”."""
    words = told(text).replace("，", "、").replace(",", "、").replace("；", "、").replace(";", "、").split("、")
    return tuple(word.strip() for word in words if word.strip())
