"""The reader of workbooks that runs inside the guard: a file in, JSON-able lines out."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine
from lxml import etree

from jixiao.files.digits import digits15, plain
from jixiao.files.errors import FileRefused
from jixiao.files.package import Skeleton, elements, read_skeleton, read_strings, rich_text, unescaped
from jixiao.files.references import split_reference
from jixiao.files.styles import Format, iso_moment, read_formats, whole

Line = list[object]
Cell = tuple[str, str | None, str | None]  # kind, value as text, the number behind a date


def read_xlsx(path: str, file: str) -> Iterator[Line]:
    """Read an xlsx or xlsm.

    Yields:
        `["sheet", name, visibility]`, then for each row that holds something
        `["row", number, [[column, kind, value, number, format, has formula, formula], …], hidden]`, then
        `["merged", range]`.

    Raises:
        FileRefused: the package is no workbook, or a part of it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            skeleton = read_skeleton(package, file)
            strings = read_strings(package, skeleton.strings)
            formats: list[Format] = []
            if skeleton.styles in package.namelist():
                with package.open(skeleton.styles) as styles:
                    formats = read_formats(styles)
            for sheet in skeleton.sheets:
                yield ["sheet", sheet.name, sheet.visibility]
                if sheet.part not in package.namelist():
                    raise FileRefused("file-broken-part", file=file, part=sheet.part)
                yield from read_sheet(package, sheet.part, strings, formats, skeleton)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, IndexError) as error:
        raise FileRefused("file-broken", file=file, detail=repr(error)) from error


def read_sheet(
    package: zipfile.ZipFile, part: str, strings: list[str], formats: list[Format], skeleton: Skeleton
) -> Iterator[Line]:
    """The rows of one sheet, then its merged ranges."""
    number = 0
    with package.open(part) as source:
        for element in elements(source, "row", "mergeCell"):
            if etree.QName(element).localname == "mergeCell":
                yield ["merged", element.get("ref", "")]
                continue
            number = whole(element.get("r")) or number + 1
            cells = list(read_row(element, strings, formats, skeleton))
            if cells:
                yield ["row", number, cells, element.get("hidden") in {"1", "true"}]
            element.clear()
            while element.getprevious() is not None:  # rows already told would pile up in memory
                del element.getparent()[0]


def read_row(row: Any, strings: list[str], formats: list[Format], skeleton: Skeleton) -> Iterator[Line]:
    """The cells of a row that hold something."""
    column = 0
    for cell in row:
        if local_name(cell) != "c":
            continue
        place = split_reference(cell.get("r") or "")
        column = place[1] if place else column + 1
        found = {local_name(child): child for child in cell}
        formula = found.get("f")
        style = whole(cell.get("s"))
        form = formats[style] if style < len(formats) else Format.PLAIN
        kind, value, number = read_cell(cell.get("t", "n"), found, strings, form, since_1904=skeleton.since_1904)
        if kind == "empty" and formula is None:
            continue
        kind = "uncached" if kind == "empty" else kind
        text = (formula.text or None) if formula is not None else None
        yield [column, kind, value, number, form.value, formula is not None, text]


def local_name(element: Any) -> str:
    """A tag without its namespace; comments have none. Searching with a wildcard takes three times as long."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def read_cell(kind: str, found: dict[str, Any], strings: list[str], form: Format, *, since_1904: bool) -> Cell:
    """Kind, value and number of one cell, its formula aside."""
    if kind == "inlineStr":
        return filled(rich_text(found["is"]) if "is" in found else "")
    value = (found["v"].text or "") if "v" in found else ""
    if kind == "str" and "v" in found:
        return "text", unescaped(value), None  # a formula may well answer with an empty text
    value = value.strip()
    if not value:
        return "empty", None, None
    if kind == "s":
        return filled(strings[int(value)] if value.isdecimal() else "")
    if kind == "b":
        return "bool", "1" if value in {"1", "true"} else "0", None
    if kind == "e":
        return "error", value, None
    if kind == "d":
        return "date", value.removesuffix("T00:00:00"), None
    return read_number(value, form, since_1904=since_1904)


def filled(text: str) -> Cell:
    """A text cell; one without any character is as empty as no cell."""
    return ("text", text, None) if text else ("empty", None, None)


def read_number(text: str, form: Format, *, since_1904: bool) -> Cell:
    """A number, as the decimal that was typed; under a date format, the day."""
    try:
        number = digits15(float(text))
    except ValueError:
        return "error", text, None
    if form in {Format.DATE, Format.TIME}:
        moment = iso_moment(number, form, since_1904=since_1904)
        if moment is not None:
            return ("time" if ":" in moment and "-" not in moment else "date"), moment, str(number)
    return "number", str(number), None


def read_other(path: str, file: str) -> Iterator[Line]:
    """Read an xls, xlsb or ods through calamine: the same lines, without formulas and formats.

    Raises:
        FileRefused: the file cannot be read, or is protected by a password.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(Path(path))
        for sheet in book.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            yield ["sheet", sheet.name, visibility_of(sheet.visible)]
            content = book.get_sheet_by_name(sheet.name)
            for offset, values in enumerate(content.iter_rows()):
                # iter_rows begins at the first row of the sheet, whatever `start` says of the first filled one
                cells = [cell for column, value in enumerate(values, 1) if (cell := other_cell(column, value))]
                if cells:
                    yield ["row", offset + 1, cells]
            for first, last in content.merged_cell_ranges or []:
                yield ["merged-at", first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1]
    except python_calamine.PasswordError as error:
        raise FileRefused("file-encrypted", file=file) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise FileRefused("file-broken", file=file, detail=repr(error)) from error


def visibility_of(visible: python_calamine.SheetVisibleEnum) -> str:
    """The visibility as xlsx writes it."""
    if visible == python_calamine.SheetVisibleEnum.Hidden:
        return "hidden"
    return "veryHidden" if visible == python_calamine.SheetVisibleEnum.VeryHidden else "visible"


def other_cell(column: int, value: object) -> Line | None:
    """One cell of calamine's as ours, or None for an empty one."""
    kind, text = "text", str(value)
    if isinstance(value, bool):
        kind, text = "bool", "1" if value else "0"
    elif isinstance(value, (int, float)):
        kind, text = "number", str(digits15(value))
    elif isinstance(value, datetime):
        kind, text = "date", value.isoformat().removesuffix("T00:00:00")
    elif isinstance(value, date):
        kind, text = "date", value.isoformat()
    elif isinstance(value, time):
        kind, text = "time", value.isoformat()
    elif isinstance(value, timedelta):
        kind, text = "number", str(plain(Decimal(str(value.total_seconds())) / 86400))
    elif not text:
        return None
    return [column, kind, text, None, Format.PLAIN.value, False, None]
