"""The grid of a web table: cells that reach over rows and columns push the others aside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jixiao.documents.model import Cell, Passage, Place, Table
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits


class Occupied:
    """A grid that is filled row by row."""

    def __init__(self, limits: Limits, file: str) -> None:
        self.limits, self.file = limits, file
        self.cells: list[Cell] = []
        self.taken: dict[int, int] = {}  # column → the first row in which it is free again
        self.height = self.width = self.column = 0

    def row(self) -> None:
        """Begin the next row. Raises FileRefused: more cells than the limit."""
        self.height += 1
        self.column = 0
        if self.height * max(self.width, 1) > self.limits.cells:
            raise FileRefused("file-too-many-cells", file=self.file, limit=self.limits.cells)

    def place(self, table: int) -> Place | None:
        """Where the next cell of the row stands, None beyond the last allowed column."""
        while self.taken.get(self.column, 0) > self.height - 1:
            self.column += 1
        return (
            Place(table=table, row=self.height, column=self.column + 1) if self.column < self.limits.columns else None
        )

    def put(self, element: Any, passage: Passage) -> None:
        """Put a cell at that place."""
        row = self.height - 1
        columns = min(_span(element, "colspan") or 1, self.limits.columns - self.column)
        rows = min(_span(element, "rowspan") or self.limits.rows, self.limits.rows)
        self.cells.append(Cell(passage, row, self.column, rows, columns))
        for column in range(self.column, self.column + columns):
            self.taken[column] = row + rows
        self.column += columns
        self.width = max(self.width, self.column)

    def table(self, number: int, caption: str) -> Table | None:
        """The table, None where no cell was put; a cell ends with the table at the latest."""
        if not self.cells:
            return None
        cells = tuple(replace(cell, rows=min(cell.rows, self.height - cell.row)) for cell in self.cells)
        return Table(cells, self.height, self.width, Place(table=number), caption)


def _span(element: Any, name: str) -> int:
    """How far a cell reaches: 1 where nothing sensible is said, 0 for "to the end"."""
    said = element.get(name, "1").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1
