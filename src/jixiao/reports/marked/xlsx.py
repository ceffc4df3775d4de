"""The findings of many files as one workbook: a line for each file, a line for each finding, and what could not be read.

Every cell of text is written as text: a report that says =HYPERLINK(…) runs nothing on the desk of whoever reviews it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

import xlsxwriter

from jixiao.checks.severity import Severity
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.reports.theme import clean

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  # the same findings give the same bytes; the format knows no zones
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_000  # characters of a cell; the format ends at 32,767
_LONGEST_LINK = 2_000  # characters; Excel ends at 2,079
_LINKS = 30_000  # of one sheet; Excel ends at 65,530
_ROWS = 1_000_000  # of one sheet; Excel ends at 1,048,576
_COLOURS = {"block": ("f3c9c6", "7a0f0a"), "error": ("fbdcd9", "9c1c15"), "warning": ("fff0c2", "7a4d00")}
_COLOURS["note"] = ("e3edfb", "1f4f99")
_CELL = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#d9dde3"}

_COUNTS = ("block", "error", "warning", "note", "waived", "relations", "verified")
_SUMMARY = (("file", 44), ("worst", 10), *((name, 9) for name in _COUNTS), ("pages", 7), ("remarks", 50))
_FINDINGS = (
    *(("file", 20), ("severity", 7), ("code", 9), ("problem", 18), ("place", 14), ("words", 32)),
    *(("found", 36), ("expected", 18), ("remedy", 36), ("suspect", 13), ("proposal", 13)),
)
_REFUSED = (("file", 44), ("reason", 110))
_BORROWED = {name: f"marked-severity-{name}" for name in ("block", "error", "warning", "note")} | {
    name: f"marked-{name}" for name in ("found", "expected", "remedy")
}


def write(results: Sequence[Mapping[str, Any]], target: Path, lang: str) -> None:
    """Write the workbook, whole or not at all; the same results give the same bytes.

    Args:
        results: the plain data of each file (`checks.document.telling.as_data`), or `file` and `refused`.
        target: an .xlsx.
        lang: zh or en.

    Raises:
        FileRefused: the folder cannot be written to.
    """
    with atomic_path(target) as path, xlsxwriter.Workbook(path, _OPTIONS) as workbook:
        title = text("marked-xlsx-title", lang)
        workbook.set_properties({"title": title, "author": text("marked-author", lang), "created": CREATED})
        book = _Book(workbook, target.parent, lang)
        read = [told for told in results if "refused" not in told]
        book.summary(read)
        book.findings(read)
        book.refused([told for told in results if "refused" in told])


class _Book:
    """Writes the sheets of one workbook."""

    def __init__(self, workbook: Any, home: Path, lang: str) -> None:
        self.workbook, self.home, self.lang = workbook, home, lang
        self.head = workbook.add_format({**_CELL, "bold": True, "bg_color": "#f0f3f7", "text_wrap": True})
        self.cell = workbook.add_format({**_CELL, "text_wrap": True})
        self.number = workbook.add_format({**_CELL, "num_format": "0"})
        self.total = workbook.add_format({**_CELL, "num_format": "0", "bold": True, "top": 2})
        self.link = workbook.add_format({**_CELL, "text_wrap": True, "font_color": "#1f5fbf", "underline": 1})
        self.looks = {
            name: workbook.add_format({"bg_color": f"#{ground}", "font_color": f"#{ink}"})
            for name, (ground, ink) in _COLOURS.items()
        }

    def word(self, name: str) -> str:
        return text(_BORROWED.get(name, f"marked-xlsx-{name}"), self.lang)

    def severity(self, name: str) -> str:
        return text(f"marked-severity-{name}", self.lang)

    def summary(self, read: Sequence[Mapping[str, Any]]) -> None:
        """One row for each file that was read, and one for all of them."""
        sheet = self._sheet("summary", _SUMMARY, max(len(read), 1), severities=1)
        sums: Counter[str] = Counter()
        for row, told in enumerate(read, 1):
            counts = told["summary"]
            worst = next((item.value for item in Severity if counts[item.value]), "")
            self._file(sheet, row, told["file"], linked=row <= _LINKS)
            self._text(sheet, row, 1, self.severity(worst) if worst else self.word("clean"))
            for column, name in enumerate(_COUNTS, 2):
                sheet.write_number(row, column, counts[name], self.number)
                sums[name] += counts[name]
            sheet.write_number(row, 9, told["pages"], self.number)
            self._text(sheet, row, 10, "\n".join(told["remarks"]))
        last = len(read) + 1
        sheet.write_string(last, 0, self.word("total"), self.total)
        sheet.write_blank(last, 1, None, self.total)
        for column, name in enumerate(_COUNTS, 2):
            sheet.write_number(last, column, sums[name], self.total)

    def findings(self, read: Sequence[Mapping[str, Any]]) -> None:
        """One row for each finding, file after file, the gravest first."""
        rows = [(told["file"], finding) for told in read for finding in told["findings"]]
        for number, begin in enumerate(range(0, max(len(rows), 1), _ROWS), 1):
            part = rows[begin : begin + _ROWS]
            sheet = self._sheet("findings", _FINDINGS, max(len(part), 1), number=number, severities=1)
            for row, (file, finding) in enumerate(part, 1):
                self._file(sheet, row, file, linked=row <= _LINKS)
                suspect = [item for item in finding["candidates"] if item["span"] == finding["suspect"]]
                told = (
                    *(self.severity(finding["severity"]), finding["code"], finding["title"], finding["place"]),
                    "\n".join(excerpt["text"] for excerpt in finding["excerpts"]),
                    *(finding["found"], finding["expected"], finding["remedy"]),
                    suspect[0]["found"] if suspect else "",
                    suspect[0]["proposed"] if suspect else "",
                )
                for column, words in enumerate(told, 1):
                    self._text(sheet, row, column, words)

    def refused(self, refused: Sequence[Mapping[str, Any]]) -> None:
        """One row for each file that could not be read."""
        sheet = self._sheet("refused", _REFUSED, max(len(refused), 1))
        for row, told in enumerate(refused, 1):
            self._file(sheet, row, told["file"], linked=row <= _LINKS)
            self._text(sheet, row, 1, told["refused"])

    def _sheet(
        self, name: str, columns: Sequence[tuple[str, int]], last: int, *, number: int = 1, severities: int = 0
    ) -> Any:
        """A sheet with its header, frozen, filtered, and ready to be printed on wide A4."""
        sheet = self.workbook.add_worksheet(self.word(name) + (f" {number}" if number > 1 else ""))
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self.word(title), self.head)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        if severities:
            for severity, look in self.looks.items():
                sheet.conditional_format(
                    *(1, severities, last, severities),
                    {"type": "cell", "criteria": "==", "value": f'"{self.severity(severity)}"', "format": look},
                )
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _text(self, sheet: Any, row: int, column: int, words: str) -> None:
        plain = clean(words)
        sheet.write_string(row, column, plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…", self.cell)

    def _file(self, sheet: Any, row: int, file: str, *, linked: bool) -> None:
        """The name of a file, linked to it from where the workbook stands."""
        address = f"external:{_address(self.home, file)}"
        if linked and clean(file) == file and len(address) <= _LONGEST_LINK:
            sheet.write_url(row, 0, address, self.link, string=file)
        else:
            self._text(sheet, row, 0, file)


def _address(home: Path, file: str) -> str:
    """A file as a link finds it: beside the workbook where both have relative or both have whole names."""
    path, told = PurePath(file), file
    if path.is_absolute() == home.is_absolute() and path.anchor == home.anchor:
        told = os.path.relpath(path, home)
    return told.replace("%", "%25").replace("#", "%23").replace(" ", "%20")
