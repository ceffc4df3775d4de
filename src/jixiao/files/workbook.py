"""A foreign workbook as plain values: sheets in order, each cell with its place, its kind and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.files import guarded
from jixiao.files.errors import FileRefused
from jixiao.files.guarded import Guard
from jixiao.files.limits import Limits
from jixiao.files.precheck import precheck
from jixiao.files.references import reference, split_range, split_reference
from jixiao.files.sniff import FileKind, sniff

XLSX = frozenset({FileKind.XLSX, FileKind.XLSM})
PACKAGES = frozenset({*XLSX, FileKind.XLSB, FileKind.ODS})
CHILD = "jixiao.files.workbook_child"
REFUSALS = {
    FileKind.EMPTY: "file-empty",
    FileKind.ENCRYPTED: "file-encrypted",
    FileKind.BROKEN_ZIP: "file-broken",
    FileKind.HTML: "file-html-as-workbook",
}


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell.

    Attributes:
        kind: `text`, `number`, `bool`, `date`, `time`, `error` (#REF! and its like), `uncached` (a formula whose
            result nobody saved), or `empty`.
        value: text, the decimal of the 15 significant digits, a truth value, ISO text of a date or time, the text of
            an error, or None.
        number: the number behind a date or time, for a column that should hold numbers.
        percent: whether the number is shown as a percentage; 98.44% is then stored as 0.9844.
        has_formula: whether the value comes from a formula.
        formula: its text without "=", where the file states it in this very cell.
    """

    kind: str = "empty"
    value: str | Decimal | bool | None = None
    number: Decimal | None = None
    percent: bool = False
    has_formula: bool = False
    formula: str | None = None


EMPTY = RawCell()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that holds something: its number from one, its cells by column number from one, whether it is hidden."""

    number: int
    cells: Mapping[int, RawCell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet: its rows that hold something, in order, and its merged ranges as written ("A1:C2")."""

    name: str
    visibility: str  # visible, hidden, veryHidden
    rows: tuple[RawRow, ...]
    merged: tuple[str, ...]
    by_number: Mapping[int, RawRow] = field(repr=False, compare=False)

    def cell(self, row: int, column: int) -> RawCell:
        """The cell at that place, both from one; an empty one where nothing stands."""
        found = self.by_number.get(row)
        return found.cells.get(column, EMPTY) if found else EMPTY

    def at(self, address: str) -> RawCell:
        """The cell at an address such as "B7". Raises ValueError: no address."""
        place = split_reference(address)
        if place is None:
            raise ValueError(f"{address!r} is no cell address")
        return self.cell(*place)

    def merged_over(self, row: int, column: int) -> str | None:
        """The merged range that covers a place, or None. Its value stands in the first cell of the range."""
        for text in self.merged:
            corners = split_range(text)
            if corners and corners[0] <= row <= corners[2] and corners[1] <= column <= corners[3]:
                return text
        return None


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """A workbook as it was found; nothing in it has been believed yet."""

    file: str
    kind: FileKind
    sheets: tuple[RawSheet, ...]
    has_macros: bool
    guard: Guard

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(path: Path, limits: Limits | None = None) -> RawWorkbook:
    """Read a workbook that somebody sent, in a limited process.

    Args:
        path: an xlsx or xlsm; an xls, xlsb or ods is read with less detail (no formulas, no percent formats).
        limits: the bounds; the defaults of `Limits` where none are given.

    Raises:
        FileRefused: it is no workbook, is damaged or protected, or is larger or stranger than the limits allow.
    """
    limits = limits or Limits()
    kind = kind_of(path)
    has_macros = kind is FileKind.XLSM
    if kind in PACKAGES:
        has_macros = precheck(path, limits).has_macros
    elif path.stat().st_size > limits.file_bytes:
        found, limit = f"{path.stat().st_size >> 20} MB", f"{limits.file_bytes >> 20} MB"
        raise FileRefused("file-too-large", file=path.name, found=found, limit=limit)
    target = f"{CHILD}:read_xlsx" if kind in XLSX else f"{CHILD}:read_other"
    answer = guarded.run(target, str(path.resolve()), path.name, file=path.name, limits=limits)
    return RawWorkbook(path.name, kind, tuple(sheets_of(answer.lines)), has_macros, answer.guard)


def kind_of(path: Path) -> FileKind:
    """The kind of a workbook. Raises FileRefused for everything that is none."""
    try:
        kind = sniff(path)
    except FileNotFoundError:
        raise FileRefused("file-not-found", file=str(path)) from None
    except OSError as error:
        raise FileRefused("file-cannot-open", file=str(path), detail=str(error)) from error
    if kind in PACKAGES or kind is FileKind.XLS:
        return kind
    raise FileRefused(REFUSALS.get(kind, "file-no-workbook"), file=path.name, found=kind.term)


def sheets_of(lines: tuple[Any, ...]) -> list[RawSheet]:
    """The sheets from the lines of the child."""
    sheets: list[RawSheet] = []
    name, visibility, started = "", "", False
    rows: list[RawRow] = []
    merged: list[str] = []
    for line in (*lines, ["sheet", "", ""]):
        if line[0] == "row":
            cells = MappingProxyType({cell[0]: cell_of(cell) for cell in line[2]})
            rows.append(RawRow(line[1], cells, len(line) > 3 and line[3]))
        elif line[0] == "merged":
            merged.append(line[1])
        elif line[0] == "merged-at":
            merged.append(f"{reference(line[1], line[2])}:{reference(line[3], line[4])}")
        else:
            if started:
                by_number = MappingProxyType({row.number: row for row in rows})
                sheets.append(RawSheet(name, visibility, tuple(rows), tuple(merged), by_number))
            name, visibility, started, rows, merged = line[1], line[2], True, [], []
    return sheets


def cell_of(cell: list[Any]) -> RawCell:
    """One cell from its line."""
    _, kind, text, number, form, has_formula, formula = cell
    value: str | Decimal | bool | None = text
    if kind == "number":
        value = Decimal(text)
    elif kind == "bool":
        value = text == "1"
    return RawCell(
        kind=kind,
        value=value,
        number=Decimal(number) if number is not None else None,
        percent=kind == "number" and form == "percent",
        has_formula=has_formula,
        formula=formula,
    )
