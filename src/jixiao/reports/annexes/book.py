"""The annex workbook as paper: A4 pages, a few cell styles, numbers that stay exact and formulas with cached values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell_fast

from jixiao.figures import WAN, Missing, Money, Ratio, Score, half_up
from jixiao.files.digits import plain
from jixiao.reports.model import Spans, text_of

NO_BASE = "—"
WAITING = "待填"
MONEY_PLACES = 6
"""A 分 is the sixth decimal of 万元: rounded there, sums of floating-point cells are exact again."""

_LOOK: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {"font_size": 9, "align": "left", "valign": "vcenter", "text_wrap": True},
    "section": {"bold": True, "border": 1, "bg_color": "#e8eef7", "valign": "vcenter"},
    "head": {
        "bold": True,
        "border": 1,
        "bg_color": "#f2f2f2",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "text": {"border": 1, "align": "left", "valign": "vcenter", "text_wrap": True},
    "centre": {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True},
    "number": {"border": 1, "align": "right", "valign": "vcenter", "num_format": "0.00"},
    "count": {"border": 1, "align": "right", "valign": "vcenter", "num_format": "0"},
    "sum": {"border": 1, "bold": True, "align": "right", "valign": "vcenter", "num_format": "0.00"},
    "sumtext": {"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
    "link": {"border": 1, "align": "center", "valign": "vcenter", "font_color": "#1f5fbf", "underline": 1},
}


class Book:
    """A workbook in memory; `bytes` closes it. The same facts give the same bytes on any day."""

    def __init__(self, year: int, title: str) -> None:
        self._buffer = BytesIO()
        self.workbook = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        # A clock would make every file differ; the first day after the fiscal year says when the figures are of.
        self.workbook.set_properties({"title": title, "created": datetime(year + 1, 1, 1, tzinfo=UTC)})
        self.looks = {
            name: self.workbook.add_format({"font_name": "宋体", "font_size": 10, **look})
            for name, look in _LOOK.items()
        }

    def sheet(self, name: str, title: str, widths: Sequence[int], *, wide: bool = False) -> Sheet:
        """A new sheet with its merged title in the first row."""
        return Sheet(self, self.workbook.add_worksheet(name), title, widths, wide=wide)

    @cached_property
    def bytes(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._buffer.getvalue()


class Sheet:
    """One page written from top to bottom; `row` is the next free row. Rows and columns count from zero inside."""

    def __init__(self, book: Book, sheet: Any, title: str, widths: Sequence[int], *, wide: bool) -> None:
        self.book = book
        self.sheet = sheet
        self.last = len(widths) - 1
        self.widths = tuple(widths)
        self.row = 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        self.merge(0, self.last, title, "title")
        self.row = 1

    def merge(self, first: int, last: int, words: str, look: str, rows: int = 1) -> None:
        """Words over several columns of the next rows; a single cell is not merged."""
        style = self.book.looks[look]
        if first == last and rows == 1:
            self.sheet.write_string(self.row, first, words, style)
        else:
            self.sheet.merge_range(self.row, first, self.row + rows - 1, last, words, style)

    def wide_text(self, words: str, look: str = "text") -> None:
        """Words over the whole width, as high as they need."""
        self.merge(0, self.last, words, look)
        self.fit([words], [sum(self.widths)])
        self.row += 1

    def heads(self, titles: Sequence[str], spans: Sequence[int] = (), *, repeat: bool = False) -> None:
        """A row of column headings; `spans` says how many columns each covers. With `repeat` it heads every printed page."""
        if repeat:
            self.sheet.repeat_rows(0, self.row)
            self.sheet.freeze_panes(self.row + 1, 0)
        self.cells([(title, "head") for title in titles], spans)

    def cells(self, cells: Sequence[tuple[object, str]], spans: Sequence[int] = ()) -> list[str]:
        """One row of (value, look); gives back the references of the cells."""
        column = 0
        places: list[str] = []
        words: list[str] = []
        room: list[int] = []
        for number, (value, look) in enumerate(cells):
            span = spans[number] if spans else 1
            if span > 1:
                self.merge(column, column + span - 1, "", look)
            self.put(column, value, look)
            places.append(xl_rowcol_to_cell_fast(self.row, column))
            words.append(value if isinstance(value, str) else "")
            room.append(sum(self.widths[column : column + span]))
            column += span
        self.fit(words, room)
        self.row += 1
        return places

    def fit(self, words: Sequence[str], room: Sequence[int]) -> None:
        """Make the row as high as its longest text: merged cells do not grow by themselves."""
        lines = 1
        for text, width in zip(words, room, strict=True):
            if 2 * len(text) < width and "\n" not in text:
                continue  # most cells: shorter than one line even if every character is a wide one
            halves = [sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in text.split("\n")]
            lines = max(lines, sum(max(1, -(-length // max(width - 1, 1))) for length in halves))
        self.sheet.set_row(self.row, min(18 if lines == 1 else 14 * lines + 6, 400))

    def put(self, column: int, value: object, look: str) -> None:
        """One value: exact numbers as numbers, formulas with what they come to, everything else as words."""
        style = self.book.looks[look]
        if isinstance(value, Formula):
            self.sheet.write_formula(self.row, column, value.text, style, value.value)
        elif isinstance(value, (Decimal, int)):
            self.sheet.write_number(self.row, column, value, style)
        else:
            self.sheet.write_string(self.row, column, str(value), style)


class Formula:
    """A formula and the value that it comes to, as we computed it exactly."""

    __slots__ = ("text", "value")

    def __init__(self, text: str, value: Decimal | int | str) -> None:
        self.text = text
        self.value = value

    def __repr__(self) -> str:
        return f"Formula({self.text!r}, {self.value!r})"


def number(value: object) -> Decimal | int | str:
    """A figure as a cell holds it: money in 万元, rates in percent points with two places, a blank where it is missing."""
    match value:
        case Money():
            return plain(value.in_unit(WAN))
        case Ratio():
            return half_up(value.value * 100, 2)
        case Score():
            return plain(value.points)
        case Decimal() | int():
            return value
        case Missing():
            return WAITING
        case _:
            return str(value)


def rate(spent: str, full: str, exact: object) -> Formula:
    """执行率（%）of two cells; — without a base, as the form prints it."""
    cached = number(exact) if isinstance(exact, Ratio) else NO_BASE
    return Formula(f'=IF(N({full})=0,"{NO_BASE}",ROUND({spent}/{full}*100,2))', cached)


def total(cells: str, exact: object, places: int = MONEY_PLACES) -> Formula | str:
    """The sum of a range, or 待填 while an addend is missing: a partial sum is no sum."""
    cached = number(exact)
    return WAITING if isinstance(exact, Missing) else Formula(f"=ROUND(SUM({cells}),{places})", cached)


def words(spans: Spans) -> str:
    """A run of spans as the words of a cell."""
    return text_of(spans)
