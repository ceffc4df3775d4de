"""Merging: parts become one department-year; nothing counts twice, nothing is lost, and who is missing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from jixiao.facts import FORMS, DepartmentYear, Registry
from jixiao.facts.rows import key_of
from jixiao.facts.showing import shown
from jixiao.figures import Missing
from jixiao.files.messages import text


@dataclass(frozen=True, slots=True)
class Part:
    """A part with the name that people know it by (its file)."""

    name: str
    year: DepartmentYear


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two parts state the same fact differently. The first one's value stands until somebody decides."""

    sheet: str
    key: str
    field: str
    first: str
    kept: str
    second: str
    found: str

    def sentence(self, lang: str = "zh") -> str:
        """Where the parts differ and what to do."""
        values = {name: getattr(self, name) for name in ("sheet", "key", "field", "first", "kept", "second", "found")}
        return text("merge-differs", lang, **values)


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole, the places where parts contradict each other, and the units that no part filled in."""

    year: DepartmentYear
    conflicts: tuple[Conflict, ...]
    missing_units: tuple[str, ...]


class YearsDiffer(ValueError):
    """Parts of different fiscal years or departments are no parts of one whole."""

    def __init__(self, first: Part, second: Part) -> None:
        self.values = {
            "first": first.name,
            "kept": first.year.year,
            "second": second.name,
            "found": second.year.year,
        }
        super().__init__(self.values)

    def sentence(self, lang: str = "zh") -> str:
        """Which files, which years, what to do."""
        return text("merge-years", lang, **self.values)


def merge(parts: Sequence[Part], registry: Registry) -> Merged:
    """Merge parts row by row under their business keys. Raises YearsDiffer.

    A row told twice in the same words counts once. Where two parts differ in one field, a value beats a blank, and of two
    values the first stands and the difference is reported.
    """
    for part in parts[1:]:
        if part.year.year != parts[0].year.year:
            raise YearsDiffer(parts[0], part)
    conflicts: list[Conflict] = []
    found: dict[str, Any] = {}
    for subject in registry.subjects:
        rows: dict[tuple[str, ...], tuple[Any, str]] = {}
        for part in parts:
            for record in part.year.records(subject.id):
                key = key_of(subject, record)
                if key in rows:
                    first, name = rows[key]
                    rows[key] = (
                        _joined(first, name, record, part.name, subject.sheet, "·".join(key), registry, conflicts),
                        name,
                    )
                else:
                    rows[key] = (record, part.name)
        records = tuple(record for record, _ in rows.values())
        found[subject.id] = records[0] if subject.id in FORMS else records
    passports = {where: passport for part in reversed(parts) for where, passport in part.year.passports.items()}
    whole = DepartmentYear(**found, passports=passports)
    return Merged(whole, tuple(conflicts), _missing_units(whole))


def _joined(
    first: Any,
    first_name: str,
    second: Any,
    second_name: str,
    sheet: str,
    key: str,
    registry: Registry,
    conflicts: list[Conflict],
) -> Any:
    """One record from two: a value beats a blank; two different values are a conflict."""
    subject = registry.by_sheet[sheet]
    values: dict[str, Any] = {}
    for item in fields(first):
        mine, theirs = getattr(first, item.name), getattr(second, item.name)
        values[item.name] = theirs if isinstance(mine, Missing) else mine
        if not isinstance(mine, Missing) and not isinstance(theirs, Missing) and mine != theirs:
            conflicts.append(
                Conflict(sheet, key, subject.field(item.name).zh, first_name, shown(mine), second_name, shown(theirs))
            )
    return type(first)(**values)


def _missing_units(year: DepartmentYear) -> tuple[str, ...]:
    """Consolidated units without a single budget line: their part has not come."""
    filled = {line.unit for line in year.budget}
    return tuple(
        unit.name if isinstance(unit.name, str) else unit.unit
        for unit in year.unit
        if unit.consolidated is not False and unit.unit not in filled
    )
