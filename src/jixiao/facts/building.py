"""Building a department-year from raw rows: good rows are kept, every bad cell is reported, nothing is guessed.

Workbooks, source files, web forms and filled official forms all become raw rows first and go through this one door.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jixiao.facts.address import Address, stem
from jixiao.facts.passport import NOWHERE, Origin, Passport, Provenance
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.registry import Kind, Registry, Subject
from jixiao.facts.values import Value
from jixiao.facts.year import FORMS, RECORDS, DepartmentYear
from jixiao.figures import MISSING, Missing
from jixiao.files.messages import text as message


@dataclass(frozen=True, slots=True)
class Raw:
    """What stood in one cell: text, an exact number, a truth value or nothing; where; and what its source column says.

    `refused` is what somebody wrote into a cell that a reader could not read; its value is then None.
    """

    value: str | Decimal | bool | None
    origin: Origin = NOWHERE
    source: str = ""
    refused: str = ""


_BLANK = Raw(None)

RawRow = Mapping[str, Raw]
"""Field id → cell. Fields that are not there are blank."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing wrong with one cell or row: message id and values, and the place where the eye should go."""

    message_id: str
    values: Mapping[str, object]
    origin: Origin
    subject: str
    field: str = ""
    severity: str = "error"

    def sentence(self, lang: str = "zh") -> str:
        """Place and whole sentence in one language."""
        place = self.origin.text()
        body = message(self.message_id, lang, **self.values)
        return f"{place}：{body}" if place else body


@dataclass(frozen=True, slots=True)
class Built:
    """A department-year and what was wrong with its cells. `year` is None only when not even the fiscal year is known."""

    year: DepartmentYear | None
    problems: tuple[CellProblem, ...] = field(default=())


def build_year(rows: Mapping[str, Sequence[RawRow]], registry: Registry) -> Built:
    """Build the department-year from raw rows by subject id.

    A bad cell becomes MISSING and a problem; a row without its key, or with a key that was told before, is left out and
    reported; a reference to nothing is reported and kept as written. The year remembers the cells and rows that were
    filled and could not be taken.
    """
    problems: list[CellProblem] = []
    fiscal_year = _fiscal_year(rows, registry, problems)
    if fiscal_year is None:
        return Built(None, tuple(problems))
    records: dict[str, tuple[Any, ...]] = {}
    passports: dict[Address, Passport] = {}
    cells: dict[str, list[RawRow]] = {}
    unread: set[Address] = set()
    unread_rows: dict[str, int] = {}
    for subject in registry.subjects:
        kept: dict[tuple[str, ...], Any] = {}
        cells[subject.id] = []
        for row in rows.get(subject.id, ())[: 1 if subject.is_form else None]:
            values, refused = _values(subject, row, problems)
            key = tuple("" if isinstance(part := values[name], Missing) else str(part) for name in subject.key)
            if not _key_is_good(subject, key, row, kept, refused, problems):
                unread_rows[subject.id] = unread_rows.get(subject.id, 0) + 1
                continue
            kept[key] = RECORDS[subject.id](**values)
            cells[subject.id].append(row)
            passports.update(_passports(fiscal_year, subject, key, row))
            unread.update(Address(stem(fiscal_year, subject.id, key) + name) for name in refused)
        records[subject.id] = tuple(kept.values())
    _check_references(registry, records, cells, problems)
    found: dict[str, Any] = {name: items[0] if name in FORMS and items else items for name, items in records.items()}
    for name in FORMS:
        if not records[name]:
            found.pop(name)
    lost: dict[str, Any] = {"unread": frozenset(unread), "unread_rows": unread_rows}
    return Built(DepartmentYear(**found, **lost, passports=passports), tuple(problems))


def _fiscal_year(rows: Mapping[str, Sequence[RawRow]], registry: Registry, problems: list[CellProblem]) -> int | None:
    subject = registry.by_id["cover"]
    raw = rows.get("cover", ({},))[0].get("year", _BLANK) if rows.get("cover") else _BLANK
    try:
        year = read_value(subject.field("year"), raw.value)
    except ValueProblem:
        _values(subject, rows["cover"][0], problems)  # reports the year with all else that is wrong on the cover
        return None
    if isinstance(year, int):
        return year
    problems.append(CellProblem("build-no-year", {}, raw.origin, "cover", "year"))
    return None


def _values(
    subject: Subject, row: RawRow, problems: list[CellProblem]
) -> tuple[dict[str, Value | Missing], Mapping[str, str]]:
    """The values of a row, and what stood in the cells that were refused."""
    values: dict[str, Value | Missing] = {}
    refused: dict[str, str] = {}
    for item in subject.fields:
        raw = row.get(item.id, _BLANK)
        if raw.refused:
            refused[item.id] = raw.refused
        try:
            values[item.id] = read_value(item, raw.value)
        except ValueProblem as problem:
            values[item.id] = MISSING
            refused[item.id] = str(problem.values["found"])
            problems.append(CellProblem(problem.message_id, problem.values, raw.origin, subject.id, item.id))
            continue
        may_be_blank = not item.required or item.computed or item.id in subject.key or raw.refused
        if not may_be_blank and isinstance(values[item.id], Missing):
            origin = raw.origin if raw.origin.cell else _row_origin(row)
            problems.append(
                CellProblem("build-required", {"field": item.zh, "example": item.example}, origin, subject.id, item.id)
            )
    return values, refused


def _row_origin(row: RawRow) -> Origin:
    """The place of a row: its first cell that has one."""
    return next((raw.origin for raw in row.values() if raw.origin.cell), Origin())


def _key_is_good(
    subject: Subject,
    key: tuple[str, ...],
    row: RawRow,
    kept: Mapping[tuple[str, ...], Any],
    refused: Mapping[str, str],
    problems: list[CellProblem],
) -> bool:
    if subject.is_form:
        return True
    unknown = next((name for name in subject.key if name in refused and subject.field(name).required), None)
    if unknown is not None:
        values = {"field": subject.field(unknown).zh, "found": refused[unknown]}
        origin = row[unknown].origin if row[unknown].origin.cell else _row_origin(row)
        problems.append(CellProblem("build-no-key-unread", values, origin, subject.id, unknown))
        return False
    names = "、".join(subject.field(name).zh for name in subject.key)
    must = [subject.field(name).required for name in subject.key]
    if any(need and not part for need, part in zip(must, key, strict=True)):
        problems.append(CellProblem("build-no-key", {"field": names}, _row_origin(row), subject.id, subject.key[0]))
        return False
    if key in kept:
        values = {"field": names, "found": "、".join(part for part in key if part)}
        problems.append(CellProblem("build-key-twice", values, _row_origin(row), subject.id, subject.key[0]))
        return False
    return True


def _check_references(
    registry: Registry,
    records: Mapping[str, tuple[Any, ...]],
    cells: Mapping[str, list[RawRow]],
    problems: list[CellProblem],
) -> None:
    for subject in registry.subjects:
        for item in subject.fields:
            if item.kind is not Kind.REF:
                continue
            target = registry.by_id[item.to]
            known = {getattr(record, target.key[0]) for record in records[item.to]}
            for record, row in zip(records[subject.id], cells[subject.id], strict=True):
                value = getattr(record, item.id)
                if isinstance(value, str) and value not in known:
                    values = {"field": item.zh, "found": value, "sheet": target.sheet}
                    origin = row.get(item.id, _BLANK).origin
                    problems.append(CellProblem("build-no-such", values, origin, subject.id, item.id))


def _passports(year: int, subject: Subject, key: tuple[str, ...], row: RawRow) -> Iterator[tuple[Address, Passport]]:
    source = row.get("source", _BLANK).value
    row_source = source if isinstance(source, str) else ""
    here, period = stem(year, subject.id, key), f"{year}年度"
    for item in subject.fields:
        raw = row.get(item.id)
        if raw is None or raw.value in (None, ""):
            continue
        told = raw.source or row_source
        yield (
            Address(here + item.id),
            Passport(provenance_told(told, item.zh), raw.origin, item.basis, period, item.unit, told),
        )


@lru_cache(maxsize=4096)
def provenance_told(told: str, name: str) -> Provenance:
    """What a source column says of the field of that name: 公开, 示例, or 公开：全年预算数、支出决算数；其余示例.

    Any other text names a document, and the value was entered from it.
    """
    for part in told.split("；"):
        word, _, names = part.strip().partition("：")
        rest = word.startswith("其余")
        word = word.removeprefix("其余")
        if word not in (Provenance.PUBLISHED.value, Provenance.ILLUSTRATIVE.value):
            return Provenance.ENTERED
        if rest or not names or name in names.split("、"):
            return Provenance(word)
    return Provenance.ENTERED
