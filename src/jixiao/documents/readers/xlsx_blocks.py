"""The rows of a sheet as titles, tables and notes: what stands alone in its row is a line, what stands in columns a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.documents.model import Cell, Passage, Place, Sort, Table
from jixiao.documents.readers.headings import may_head
from jixiao.documents.readers.reflow import Line, Origin, width_of
from jixiao.documents.readers.text_tables import unit_in
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.references import reference

_BREAKS = re.compile(r"\s*[\n\r\u2028\v\f]\s*|\t")
_UNNAMED = re.compile(r"(?i:sheet|工作表) ?\d*")
_LEADING = 4  # lines that may stand over a table
_Corners = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its column from one, and the text that it shows."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: tuple[tuple[int, str, int], ...]  # column, text, where the text begins


@dataclass(slots=True)
class Written:
    """Gathers the text, the lines and the tables of the sheets of a workbook."""

    limits: Limits
    file: str
    text: list[str] = field(default_factory=list)
    items: list[Line | Table] = field(default_factory=list)
    length: int = 0
    tables: int = 0
    spent: int = 0

    def say(self, words: str) -> int:
        """Write words; where they begin."""
        start = self.length
        self.text.append(words)
        self.length += len(words)
        return start

    def sheet(self, name: str, rows: Sequence[tuple[int, Sequence[Shown]]], merged: Sequence[_Corners]) -> None:
        """Write one sheet. Raises FileRefused: more cells than the limit."""
        start = self.say(f"{name}\n")
        sort = Sort.PARAGRAPH if _UNNAMED.fullmatch(name) else Sort.HEADING
        origin = Origin(Place(sheet=name), sort, fresh=True)
        self.items += [Line(start, name, 0, 0, width_of(name), 0, origin)] if name.strip() == name and name else []
        block: list[_Row] = []
        for number, cells in rows:
            row = self.row(number, cells)
            if block and (not row.cells or number > block[-1].number + 1):
                self.block(name, block, merged)
                block = []
            if row.cells:
                block.append(row)
        if block:
            self.block(name, block, merged)

    def row(self, number: int, cells: Sequence[Shown]) -> _Row:
        """Write one row as a line."""
        told: list[tuple[int, str, int]] = []
        for cell in cells:
            words = _BREAKS.sub(" ", cell.text).strip()
            if words:
                self.say("\t" if told else "")
                told.append((cell.column, words, self.say(words)))
        self.say("\n" if told else "")
        return _Row(number, tuple(told))

    def block(self, sheet: str, rows: Sequence[_Row], merged: Sequence[_Corners]) -> None:
        """Rows without a blank row between: lines above, a table, lines below."""
        first, stop = 0, len(rows)
        while first < min(stop, _LEADING) and _alone(rows[first]):
            first += 1
        while stop > first and len(rows[stop - 1].cells) == 1:
            stop -= 1
        if stop - first < 2 and not any(len(row.cells) > 2 for row in rows[first:stop]):
            first = stop = len(rows)
        titled = stop > first > 0 and len(rows[0].cells) == 1 and may_head(rows[0].cells[0][1])
        for index, row in enumerate(rows[:first]):
            self.line(sheet, row, Sort.HEADING if titled and not index else Sort.PARAGRAPH)
        if stop > first:
            self.table(sheet, rows[first:stop], merged)
        for row in rows[stop:]:
            self.line(sheet, row)

    def line(self, sheet: str, row: _Row, sort: Sort = Sort.PARAGRAPH) -> None:
        """A row whose cells are lines of their own."""
        for column, words, start in row.cells:
            place = Place(sheet=sheet, cell=reference(row.number, column))
            self.items.append(Line(start, words, 0, 0, width_of(words), 0, Origin(place, sort, fresh=True)))

    def table(self, sheet: str, rows: Sequence[_Row], merged: Sequence[_Corners]) -> None:
        """Rows in columns; places inside them that hold nothing are blank cells."""
        top, bottom = rows[0].number, rows[-1].number
        inside = [corners for corners in merged if top <= corners[0] <= bottom]
        left = min(cell[0] for row in rows for cell in row.cells)
        filled = max(cell[0] for row in rows for cell in row.cells)
        right = max([filled, *(corners[3] for corners in inside if corners[1] <= filled)])
        height, width = len(rows), min(right, self.limits.columns) - left + 1
        self.spent += height * width
        if self.spent > self.limits.cells:
            raise FileRefused("file-too-many-cells", file=self.file, limit=self.limits.cells)
        self.tables += 1
        begun, covered = _spread(inside, top, left, height, width)
        cells: list[Cell] = []
        unit = ""
        for index, row in enumerate(rows):
            told = {column: (words, start) for column, words, start in row.cells}
            end = row.cells[0][2]
            for column in range(width):
                if (index, column) in covered:
                    continue
                words, end = told.get(left + column, ("", end))
                where = reference(row.number, left + column)
                place = Place(table=self.tables, row=index + 1, column=column + 1, sheet=sheet, cell=where)
                down, across = begun.get((index, column), (1, 1))
                cells.append(Cell(Passage(words, ((0, end),), Sort.CELL, place=place), index, column, down, across))
                unit = unit or (unit_in(words) if index < 2 and words else "")
                end += len(words)
        place = Place(table=self.tables, sheet=sheet)
        self.items.append(Table(tuple(cells), height, width, place, "", unit))


def _alone(row: _Row) -> bool:
    """Whether a row stands over the table: one cell, or a few that tell who, when and in which unit."""
    return len(row.cells) == 1 or (len(row.cells) < 4 and all(re.search("[:：]", words) for _, words, _ in row.cells))


def _spread(
    merged: Sequence[_Corners], top: int, left: int, height: int, width: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Where merged cells begin and how far they reach, and the places that they cover, all counted from zero."""
    begun: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for first_row, first_column, last_row, last_column in merged:
        row, column = first_row - top, first_column - left
        if not (0 <= row < height and 0 <= column < width) or (row, column) in covered or (row, column) in begun:
            continue
        down, across = min(last_row - first_row + 1, height - row), min(last_column - first_column + 1, width - column)
        under = [(row + y, column + x) for y in range(down) for x in range(across) if (y, x) != (0, 0)]
        if any(place in covered or place in begun for place in under):
            continue
        begun[row, column] = (down, across)
        covered.update(under)
    return begun, covered
