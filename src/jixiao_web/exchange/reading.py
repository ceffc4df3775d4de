"""Reading an uploaded workbook for a task: rows of text with the cell each came from, whose each row is, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jixiao.exchange.headings import find_headings
from jixiao.exchange.sheet import SheetReading
from jixiao.exchange.workbook import assemble, read_sheets
from jixiao.facts import FORMS, DepartmentYear
from jixiao.facts.building import CellProblem, Raw, RawRow
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.registry import Field, Subject
from jixiao.facts.rows import key_of
from jixiao.figures import Missing
from jixiao.files.errors import FileRefused
from jixiao.files.workbook import RawSheet, read_workbook
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Task
from jixiao_web.exchange import official
from jixiao_web.exchange.owners import Codes, Owners, unit_fields
from jixiao_web.exchange.texts import text_of, text_of_value
from jixiao_web.filling.facts import of_task

BLANK = frozenset({"build-required"})
"""A cell that still has to be filled in is nothing wrong with the file: the form counts it."""
UNKNOWN = "build-no-such"

Key = tuple[str, ...]


class WrongFile(ValueError):
    """A workbook that is not for this form: the two sentences say why, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(zh)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the file. `unit` is the code of the unit whose it is, "" for the department; `blanks` are cells left empty."""

    unit: str
    subject: str
    key: Key
    cells: Mapping[str, str]
    places: Mapping[str, str]
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """What a file says.

    Attributes:
        subjects: those whose sheets were read as a whole, so that a row not there is not in the file.
        context: what the cover says without anybody having written it: the organisation knows it.
    """

    rows: tuple[ReadRow, ...]
    problems: tuple[CellProblem, ...]
    subjects: frozenset[str] = field(default_factory=frozenset)
    context: Mapping[str, str] = field(default_factory=dict)


def read_file(path: Path, task: Task, unit: str) -> ReadFile:
    """Read a workbook of ours, or filled official forms, for a task.

    Args:
        path: the file under the name that people know.
        task: whose forms the rows belong to.
        unit: code of the one unit whose form is filled, "" for the department's.

    Raises:
        FileRefused: no workbook, damaged, protected or too large.
        WrongFile: a workbook of another year, or without any sheet that we know.
    """
    known = registry()
    book = read_workbook(path)
    year = of_task(task).year
    readings = [item for item in read_sheets(book, known) if item.subject is not None]
    if not any(item.rows for item in readings):
        found = official.read(path, year)
        if found is None:
            raise WrongFile(
                f"“{path.name}”里没有可以导入的内容：应是从本页导出的工作簿（工作表名如“项目”“预算执行”），或填好的项目支出绩效自评表。",
                f"“{path.name}” holds nothing to import: it should be the workbook exported from this page (sheets such as 项目, 预算执行) or filled project self-evaluation forms.",
            )
        rows, problems = found
        owners = Owners(year, year, unit)
        own = (ReadRow(owners.of(s, record), s, k, cells, places) for s, k, record, cells, places in rows)
        return ReadFile(tuple(own), problems)
    codes = Codes(year, readings)
    for reading in readings:
        reading.rows = [_with_codes(reading.subject, row, codes) for row in reading.rows]
    if unit and _names_units(readings) <= {unit}:
        for reading in readings:
            reading.rows = [_with_own(reading.subject, row, unit) for row in reading.rows]
    _check_year(readings, path, task.year.fiscal_year)
    _give_year(readings, path.name, task.year.fiscal_year)
    built = assemble(book, known, readings)
    if built.year is None:
        raise FileRefused("evaluate-no-year", file=path.name, problems="")
    owners = Owners(built.year, year, unit)
    rows_read = tuple(row for reading in readings for row in _rows(reading, built.year, owners))
    context = {item.id: text_of_value(getattr(year.cover, item.id)) for item in known.by_id["cover"].fields}
    return ReadFile(rows_read, _real(built.problems, year), frozenset(_whole(readings)), context)


def _with_codes(subject: Subject | None, row: RawRow, codes: Codes) -> RawRow:
    names = [item.id for item in unit_fields(subject)] if subject else []
    return {
        name: replace(raw, value=codes.of(raw.value)) if name in names and isinstance(raw.value, str) else raw
        for name, raw in row.items()
    }


def _names_units(readings: list[SheetReading]) -> set[str]:
    """The units that the rows of a file name; the list of units itself does not count."""
    return {
        raw.value
        for reading in readings
        for row in reading.rows
        for item in (unit_fields(reading.subject) if reading.subject else ())
        if (raw := row.get(item.id)) is not None and isinstance(raw.value, str) and raw.value.strip()
    }


def _with_own(subject: Subject | None, row: RawRow, unit: str) -> RawRow:
    """A row of a unit's own workbook, in which nobody repeats on every row whose it is."""
    asked = [item.id for item in unit_fields(subject) if item.required] if subject else []
    return {**row, **{name: Raw(unit) for name in asked if name not in row or row[name].value in (None, "")}}


def _check_year(readings: list[SheetReading], path: Path, fiscal_year: int) -> None:
    subject = registry().by_id["cover"]
    for reading in readings:
        for row in reading.rows if reading.subject is subject else ():
            try:
                told = read_value(subject.field("year"), row["year"].value) if "year" in row else None
            except ValueProblem:
                continue  # told with the other bad cells
            if isinstance(told, int) and told != fiscal_year:
                raise WrongFile(
                    f"“{path.name}”的封面写的是 {told} 年度，这张表是 {fiscal_year} 年度：请到 {told} 年度的表里导入，或核对封面的预算年度。",
                    f"The cover of “{path.name}” says {told}, this form is of {fiscal_year}: import it into the form of {told}, or correct the year on the cover.",
                )


def _give_year(readings: list[SheetReading], file: str, fiscal_year: int) -> None:
    """The form knows its year: a part of a workbook without a cover, or with a blank year on it, is read all the same."""
    subject = registry().by_id["cover"]
    cover = next((item for item in readings if item.subject is subject), None)
    if cover is None:
        cover = SheetReading(file, RawSheet(subject.sheet, "visible", (), (), {}), subject)
        readings.append(cover)
    rest = dict(cover.rows[0]) if cover.rows else {}
    cover.rows = [{**rest, "year": Raw(str(fiscal_year))}]


def _rows(reading: SheetReading, year: DepartmentYear, owners: Owners) -> Iterator[ReadRow]:
    subject = reading.subject
    if subject is None:
        return
    records: dict[Key, Any] = {}
    if subject.id not in FORMS:
        records = {key_of(subject, record): record for record in year.records(subject.id)}
    columns = _columns(reading, subject)
    seen: set[Key] = set()
    for row in reading.rows[: 1 if subject.is_form else None]:
        key = key_of_row(subject, row)
        if key in seen or (not subject.is_form and key not in records):
            continue  # without a key, or told twice: the problems say so
        seen.add(key)
        cells, bad = _cells(subject, row)
        blanks = tuple(name for name in columns if name not in cells and name not in bad)
        owner = "" if subject.is_form else owners.of(subject.id, records[key])
        places = {name: row[name].origin.cell for name in cells if name in row}
        yield ReadRow(owner, subject.id, key, cells, places, blanks)


def _columns(reading: SheetReading, subject: Subject) -> tuple[str, ...]:
    """The fields that the sheet asks about, so that a blank there is an answer; what a rule computes is none."""
    if subject.is_form:
        told = tuple(reading.rows[0]) if reading.rows else ()
    else:
        headings = find_headings(reading.sheet, subject.fields)
        told = tuple(headings.columns) if headings is not None else ()
    return tuple(name for name in told if not subject.field(name).computed)


def _cells(subject: Subject, row: RawRow) -> tuple[dict[str, str], set[str]]:
    """The cells that hold something readable, and the names of those that do not."""
    cells: dict[str, str] = {}
    bad: set[str] = set()
    for item in subject.fields:
        raw = row.get(item.id)
        if raw is None or item.computed:
            continue
        if raw.refused or not _is_good(item, raw):
            bad.add(item.id)
        elif text := text_of(raw.value):
            cells[item.id] = text
    return cells, bad


def _is_good(item: Field, raw: Raw) -> bool:
    try:
        read_value(item, raw.value)
    except ValueProblem:
        return False
    return True


def key_of_row(subject: Subject, row: RawRow) -> Key:
    """The key of a raw row, as the core builds it; parts that cannot be read are blank."""
    parts = []
    for name in subject.key:
        try:
            value = read_value(subject.field(name), row[name].value if name in row else None)
        except ValueProblem:
            value = Missing.MISSING
        parts.append("" if isinstance(value, Missing) else str(value))
    return tuple(parts)


def _real(problems: tuple[CellProblem, ...], year: DepartmentYear) -> tuple[CellProblem, ...]:
    """Without blanks still to be filled, and without references to what the platform knows though the file does not."""
    units = {item.unit for item in year.unit}
    known = {
        "unit": units,
        "division": {item.division for item in year.division},
        "project": {item.project for item in year.project},
        "budget": {item.line for item in year.budget},
    }
    kept = []
    for problem in problems:
        if problem.message_id in BLANK:
            continue
        if problem.message_id == UNKNOWN:
            target = registry().by_id[problem.subject].field(problem.field).to
            if problem.values["found"] in known.get(target, ()):
                continue
        kept.append(problem)
    return tuple(kept)


def _whole(readings: list[SheetReading]) -> Iterator[str]:
    """Subjects whose sheets were found with their headings and read to the end."""
    for reading in readings:
        subject = reading.subject
        if subject is None or subject.is_form or reading.lost or not reading.sheet.rows:
            continue
        if find_headings(reading.sheet, subject.fields) is not None:
            yield subject.id
