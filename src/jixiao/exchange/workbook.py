"""Reading a filled workbook: every good row becomes data, every bad cell one sentence, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jixiao.exchange.form import read_form
from jixiao.exchange.headings import closest
from jixiao.exchange.layout import GUIDE, LISTS, alike, sheet_names
from jixiao.exchange.sheet import SheetReading
from jixiao.exchange.table import read_table
from jixiao.facts import DepartmentYear, Origin, Registry
from jixiao.facts.building import Built, CellProblem, Raw, RawRow, build_year
from jixiao.files.limits import Limits
from jixiao.files.references import split_reference
from jixiao.files.workbook import XLSX, RawSheet, RawWorkbook, read_workbook

OURS = frozenset({alike(GUIDE), alike(LISTS)})
SOME_YEAR = "2000"  # stands in for a missing year, so that the other cells are judged all the same
ABSENT = frozenset({"build-required", "build-no-key"})


def read(path: Path, registry: Registry, limits: Limits | None = None) -> Built:
    """Read a workbook into a department-year and the list of everything that is wrong with its cells.

    Args:
        path: an xlsx or xlsm (an xls or ods is read with less detail), ours or somebody's with our sheet names.
        registry: the fields to look for.
        limits: bounds on the file and on the process that reads it.

    Returns:
        The year, and problems with sheet and cell in the order of the workbook. Notes and warnings tell what was not
        read (unknown sheets and columns); errors are cells that became MISSING or rows that were left out.

    Raises:
        FileRefused: the file is no workbook, is damaged or protected, or is larger or stranger than the limits allow.
    """
    book = read_workbook(path, limits)
    readings = read_sheets(book, registry)
    return assemble(book, registry, readings)


def read_sheets(book: RawWorkbook, registry: Registry) -> list[SheetReading]:
    """Read each sheet; of two for one subject, the first."""
    names = sheet_names(registry)
    seen: dict[str, str] = {}
    readings = []
    for sheet in book.sheets:
        subject_id = names.get(alike(sheet.name))
        reading = SheetReading(book.file, sheet, registry.by_id[subject_id] if subject_id else None, book.kind in XLSX)
        readings.append(reading)
        if reading.subject is None:
            unknown_sheet(reading, registry)
        elif subject_id in seen:
            reading.lost = 1
            reading.report("exchange-sheet-twice", "error", first=seen[subject_id])
        else:
            seen[reading.subject.id] = sheet.name
            read_one(reading)
    return readings


def read_one(reading: SheetReading) -> None:
    """Read one sheet of ours."""
    if reading.subject is None or not reading.sheet.rows:
        return
    if reading.sheet.visibility != "visible":
        reading.report("exchange-hidden-sheet", "note")
    if reading.subject.is_form:
        read_form(reading, reading.subject)
    else:
        read_table(reading, reading.subject)


def unknown_sheet(reading: SheetReading, registry: Registry) -> None:
    """A sheet of no subject is not read; one that is almost called like ours is probably a slip."""
    sheet: RawSheet = reading.sheet
    if alike(sheet.name) in OURS or not sheet.rows:
        return
    guess = closest(sheet.name, [subject.sheet for subject in registry.subjects])
    if guess:
        reading.report("exchange-sheet-like", "warning", guess=guess)
    else:
        reading.report("exchange-unknown-sheet", "note")


def assemble(book: RawWorkbook, registry: Registry, readings: Sequence[SheetReading]) -> Built:
    """Build the year from what the sheets gave, and join the problems of both steps."""
    rows: dict[str, list[RawRow]] = {
        reading.subject.id: reading.rows for reading in readings if reading.subject is not None and reading.rows
    }
    here = Origin(file=book.file, sheet=registry.by_id["cover"].sheet)
    rows.setdefault("cover", [{"year": Raw(None, here)}])
    built = build_year(rows, registry)
    problems = list(built.problems)
    if built.year is None:
        problems += build_year(with_year(rows), registry).problems
    found = [problem for reading in readings for problem in reading.problems]
    if book.has_macros:
        found.insert(
            0, CellProblem("exchange-macros", {"file": book.file}, Origin(file=book.file), "", severity="note")
        )
    kept = [*found, *without_echoes(problems, found, readings)]
    return Built(built.year and with_lost(built.year, readings), tuple(in_order(kept, book)))


def with_lost(year: DepartmentYear, readings: Sequence[SheetReading]) -> DepartmentYear:
    """The year with the rows that the sheets did not give, beside those that building left out."""
    lost = dict(year.unread_rows)
    for reading in readings:
        if reading.subject is not None and reading.lost:
            lost[reading.subject.id] = lost.get(reading.subject.id, 0) + reading.lost
    return replace(year, unread_rows=lost)


def with_year(rows: Mapping[str, Sequence[RawRow]]) -> dict[str, Sequence[RawRow]]:
    """The rows as if the year were known."""
    return {**rows, "cover": [{**rows["cover"][0], "year": Raw(SOME_YEAR)}]}


def without_echoes(
    problems: Iterable[CellProblem], found: Sequence[CellProblem], readings: Sequence[SheetReading]
) -> list[CellProblem]:
    """What building found, without what reading told already: a blank left by an unreadable cell or a missing column."""
    told = {(problem.origin.sheet, problem.origin.cell) for problem in found if problem.severity == "error"}
    absent = {(reading.subject.id, name) for reading in readings if reading.subject for name in reading.absent}
    kept: dict[tuple[object, ...], CellProblem] = {}
    for problem in problems:
        place = (problem.origin.sheet, problem.origin.cell)
        if problem.message_id in ABSENT and ((problem.subject, problem.field) in absent or place in told):
            continue
        kept.setdefault((problem.message_id, *place, problem.field), problem)
    return list(kept.values())


def in_order(problems: Sequence[CellProblem], book: RawWorkbook) -> list[CellProblem]:
    """Problems as somebody walks through the workbook: sheet by sheet, row by row, left to right."""
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    return sorted(
        problems,
        key=lambda problem: (order.get(problem.origin.sheet, -1), split_reference(problem.origin.cell) or (0, 0)),
    )
