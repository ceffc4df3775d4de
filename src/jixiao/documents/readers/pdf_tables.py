"""The ruled tables of a page: which characters lie in which cell, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jixiao.documents.model import Cell, Passage, Place, Sort
from jixiao.documents.readers.pdf_grid import Grid, grids
from jixiao.documents.readers.pdf_lines import line_of, rows_of
from jixiao.documents.readers.pdf_paragraphs import passage, token_width
from jixiao.documents.readers.pdf_sheet import Sheet, runs


@dataclass(frozen=True, slots=True)
class Draft:
    """A table on its way: the places of its columns, the number of its rows, its cells, where it stands.

    Attributes:
        sheet: the page on which it begins, from 0; `last` the one on which it ends.
        top, bottom: its edges on those pages.
    """

    xs: tuple[float, ...]
    height: int
    cells: tuple[Cell, ...]
    sheet: int
    last: int
    top: float
    bottom: float
    certain: bool = True

    @property
    def width(self) -> int:
        """Its columns."""
        return len(self.xs) - 1


def drafts(sheet: Sheet, number: int, offset: int) -> tuple[list[Draft], bytearray]:
    """The ruled tables of a page, and for each of its characters whether a table has it.

    Args:
        sheet: the page.
        number: of the page, from 0.
        offset: where the page begins in `Document.text`.
    """
    taken = bytearray(len(sheet.text))
    found: list[Draft] = []
    for grid in grids(sheet.rules):
        held = _held(sheet, grid, taken)
        if not held or (len(held) == 1 and len(grid.areas) < 3):  # a frame around text, an empty form: nothing to read
            continue
        for stretches in held.values():
            for start, end in stretches:
                taken[start:end] = b"\1" * (end - start)
        cells = tuple(
            _cell(sheet, number, offset, grid, index, held.get(index, [])) for index in range(len(grid.areas))
        )
        found.append(Draft(grid.xs, len(grid.ys) - 1, cells, number, number, grid.ys[0], grid.ys[-1]))
    return found, taken


def _held(sheet: Sheet, grid: Grid, taken: bytearray) -> dict[int, list[tuple[int, int]]]:
    """For each cell that holds something the stretches of characters in it."""
    held: dict[int, list[tuple[int, int]]] = {}
    left, top, right, bottom = grid.box
    text, current, start, last = sheet.text, -1, 0, 0
    for index, (x0, y0, x1, y1) in enumerate(sheet.boxes):
        if y1 < top or y0 > bottom or x1 < left or x0 > right or text[index].isspace() or taken[index]:
            continue
        cell = grid.at((x0 + x1) / 2, (y0 + y1) / 2)
        if cell is None:
            continue
        if cell == current and not text[last + 1 : index].strip():
            last = index
            continue
        if current >= 0:
            held.setdefault(current, []).append((start, last + 1))
        current, start, last = cell, index, index
    if current >= 0:
        held.setdefault(current, []).append((start, last + 1))
    return held


def _cell(sheet: Sheet, number: int, offset: int, grid: Grid, index: int, stretches: list[tuple[int, int]]) -> Cell:
    area = grid.areas[index]
    room = grid.xs[area.column + area.columns] - grid.xs[area.column]
    place = Place(page=number + 1, row=area.row + 1, column=area.column + 1)
    said = cell_passage(sheet, number, offset, stretches, room, place)
    return Cell(said, area.row, area.column, area.rows, area.columns)


def cell_passage(
    sheet: Sheet, number: int, offset: int, stretches: Sequence[tuple[int, int]], room: float, place: Place
) -> Passage:
    """What a cell says: lines that its width broke are joined, lines that somebody ended stay lines.

    Args:
        sheet: the page.
        number: of the page, from 0.
        offset: where it begins in `Document.text`.
        stretches: the characters of the cell.
        room: how wide it is.
        place: of the cell.
    """
    found = [run for start, end in stretches for run in runs(sheet, start, end)]
    if not found:
        return Passage("", ((0, offset + (stretches[0][0] if stretches else 0)),), Sort.CELL, place=place)
    lines = [line_of(sheet, number, row) for row in rows_of(found)]
    groups = [[lines[0]]]
    for line, after in pairwise(lines):
        spare = room - (line.right - line.left)
        if spare > min(token_width(after), room / 2) + 1.1 * line.em:
            groups.append([after])
        else:
            groups[-1].append(after)
    parts = [passage(group, {number: sheet.text}, {number: offset}) for group in groups]
    text, pieces = "", list[tuple[int, int]]()
    for part in parts:
        text = f"{text}\n" if text else text
        pieces.extend((len(text) + here, there) for here, there in part.pieces)
        text += part.text
    return Passage(text, tuple(pieces), Sort.CELL, place=place)
