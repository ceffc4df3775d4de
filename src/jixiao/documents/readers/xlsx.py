"""Workbooks as a person reads them: titles, tables and notes of each sheet, numbers as their cells show them.

`Document.text` holds the name of each sheet on a line, then one line a row, its cells between tabs.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.model import Document
from jixiao.documents.readers.text import blocks_of
from jixiao.documents.readers.xlsx_blocks import Shown, Written
from jixiao.documents.readers.xlsx_shown import plain, read_codes, shown, shown_day
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.package import elements, read_skeleton, read_strings
from jixiao.files.precheck import precheck
from jixiao.files.references import split_range, split_reference
from jixiao.files.sniff import FileKind, sniff
from jixiao.files.styles import Format, read_formats, whole
from jixiao.files.workbook_child import local_name, read_row
from jixiao.files.workbook_child import read_other as other_lines

# A formula that no program has worked out yet: its value is missing, and missing is not zero.
UNCACHED = "（公式未计算）"


def read_xlsx(path: Path, limits: Limits) -> Document:
    """Read a workbook (xlsx, xlsm).

    Raises:
        FileRefused: the package is damaged, a bomb, or holds no sheet.
    """
    precheck(path, limits)
    written = Written(limits, path.name)
    try:
        with zipfile.ZipFile(path) as package:
            skeleton = read_skeleton(package, path.name)
            strings = read_strings(package, skeleton.strings)
            formats: list[Format] = []
            codes: list[str] = []
            if skeleton.styles in package.namelist():
                with package.open(skeleton.styles) as styles:
                    formats = read_formats(styles)
                with package.open(skeleton.styles) as styles:
                    codes = read_codes(styles)
            for sheet in skeleton.sheets:
                if sheet.part not in package.namelist():
                    raise FileRefused("file-broken-part", file=path.name, part=sheet.part)
                rows: list[tuple[int, list[Shown]]] = []
                merged: list[tuple[int, int, int, int]] = []
                with package.open(sheet.part) as source:
                    for element in elements(source, "row", "mergeCell"):
                        if local_name(element) == "mergeCell":
                            corners = split_range(element.get("ref", ""))
                            merged += [corners] if corners else []
                            continue
                        number = whole(element.get("r")) or (rows[-1][0] + 1 if rows else 1)
                        told = dict(_codes_of(element, codes))
                        lines: Iterator[list[Any]] = read_row(element, strings, formats, skeleton)
                        rows.append((number, [_cell(line, told.get(line[0], "")) for line in lines]))
                        element.clear()
                if sheet.visibility == "visible":
                    written.sheet(sheet.name, rows, merged)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, IndexError, KeyError) as error:
        raise FileRefused("document-broken", file=path.name, detail=repr(error)) from error
    return Document("".join(written.text), tuple(blocks_of(written.items)), "xlsx", path.name)


def read_other(path: Path, limits: Limits) -> Document:
    """Read an xls, xlsb or ods; these give numbers without their formats. Raises FileRefused."""
    if sniff(path) is not FileKind.XLS:
        precheck(path, limits)
    written = Written(limits, path.name)
    name, visible = "", False
    rows: list[tuple[int, list[Shown]]] = []
    merged: list[tuple[int, int, int, int]] = []
    end: list[Any] = ["sheet", "", ""]
    lines: Iterator[list[Any]] = other_lines(str(path), path.name)
    for values in chain(lines, [end]):
        if values[0] == "row":
            rows.append((values[1], [_cell(cell, "") for cell in values[2]]))
        elif values[0] == "merged-at":
            merged.append((values[1], values[2], values[3], values[4]))
        else:
            if visible:
                written.sheet(name, rows, merged)
            name, visible, rows, merged = str(values[1]), values[2] == "visible", [], []
    return Document("".join(written.text), tuple(blocks_of(written.items)), "xlsx", path.name)


def _codes_of(row: Any, codes: list[str]) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if local_name(cell) == "c":
            place = split_reference(cell.get("r") or "")
            column = place[1] if place else column + 1
            style = whole(cell.get("s"))
            yield column, codes[style] if style < len(codes) else ""


def _cell(line: list[Any], code: str) -> Shown:
    """One cell of the workbook reader as a person sees it."""
    column, kind, value = line[0], line[1], line[2]
    text = "" if value is None else str(value)
    if kind == "uncached":
        text = UNCACHED
    elif kind == "number":
        text = shown(Decimal(text), code) if code else plain(Decimal(text))
    elif kind == "date":
        text = shown_day(text, code)
    elif kind == "bool":
        text = "TRUE" if text == "1" else "FALSE"
    return Shown(column, text)
