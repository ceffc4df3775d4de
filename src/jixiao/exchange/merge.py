"""Merging: parts become one department-year; nothing counts twice, nothing is lost, and who is missing is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from jixiao.facts import FORMS, Address, DepartmentYear, Registry
from jixiao.facts.building import CellProblem
from jixiao.facts.rows import key_of
from jixiao.facts.showing import shown
from jixiao.figures import Missing
from jixiao.files.messages import text

NO_SUCH = "build-no-such"


@dataclass(frozen=True, slots=True)
class Part:
    """A part with the name that people know it by (its file), and what reading it found wrong."""

    name: str
    year: DepartmentYear
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Parts state the same fact differently. The first one's value stands until somebody decides.

    `second` names every part that states `found`.
    """

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
    """The whole, where parts contradict each other, which units no part filled in, and what is still wrong with cells.

    Of the parts' problems those stay that the whole does not resolve, notes on what was left out (sheets and columns that
    are none of ours) included.
    """

    year: DepartmentYear
    conflicts: tuple[Conflict, ...]
    missing_units: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()


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
    lost: Counter[str] = Counter()
    for part in parts:
        lost.update(part.year.unread_rows)
    whole = DepartmentYear(**found, passports=passports, unread=_unread(parts), unread_rows=dict(lost))
    return Merged(whole, _told_once(conflicts), _missing_units(whole), _remaining(parts, whole, registry))


def _unread(parts: Sequence[Part]) -> frozenset[Address]:
    """The cells that could not be read in one part, without those that another part fills."""
    return frozenset(where for part in parts for where in part.year.unread if not _filled(where, part, parts))


def _filled(where: Address, own: Part, parts: Sequence[Part]) -> bool:
    return any(where in part.year.passports and where not in part.year.unread for part in parts if part is not own)


def _told_once(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts, those of parts that state the same value told together."""
    told: dict[Conflict, list[str]] = {}
    for conflict in conflicts:
        told.setdefault(replace(conflict, second=""), []).append(conflict.second)
    return tuple(replace(conflict, second="、".join(dict.fromkeys(names))) for conflict, names in told.items())


def _remaining(parts: Sequence[Part], whole: DepartmentYear, registry: Registry) -> tuple[CellProblem, ...]:
    """The parts' problems without the references that led nowhere in a part and lead somewhere in the whole."""
    known: dict[str, frozenset[object]] = {}
    found = []
    for problem in (problem for part in parts for problem in part.problems):
        if problem.message_id == NO_SUCH:
            target = registry.by_id[registry.by_id[problem.subject].field(problem.field).to]
            if target.id not in known:
                known[target.id] = frozenset(getattr(record, target.key[0]) for record in whole.records(target.id))
            if problem.values["found"] in known[target.id]:
                continue
        found.append(problem)
    return tuple(found)


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
