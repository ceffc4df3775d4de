"""Tables that a page break cut in two: joined again, the repeated head left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jixiao.documents.model import Cell
from jixiao.documents.readers.pdf_lines import Line
from jixiao.documents.readers.pdf_sheet import Sheet
from jixiao.documents.readers.pdf_tables import Draft
from jixiao.documents.readers.text_tables import unit_in

HEAD = 4  # rows that may be repeated
DOWN = 0.6  # of the height of the page: the next row may have been a high one
SAME = 4.0  # points between two places of the same column
_WORDS = re.compile(r"[一-龥]{2}")
_CONTINUED = re.compile(r"[（(]?(?:接上表|续上?表?)[^。，]{0,20}[）)]?|[^。，]{1,30}[（(]续[）)]")


def joined(flow: Sequence[Line | Draft], sheets: Sequence[Sheet]) -> list[Line | Draft]:
    """The same flow of lines and tables with every table in one piece."""
    found: list[Line | Draft] = []
    for item in flow:
        if isinstance(item, Draft):
            between = _between(found, item)
            before = found[-1 - between] if len(found) > between else None
            if isinstance(before, Draft) and before.last + 1 == item.sheet and _reaches_down(before, sheets):
                whole = _whole(before, item, headed=between > 0)
                if whole is not None:
                    del found[len(found) - between - 1 :]
                    found.append(whole)
                    continue
        found.append(item)
    return found


def _reaches_down(table: Draft, sheets: Sequence[Sheet]) -> bool:
    """Whether a table ends low on its page; one that has room below it goes on nowhere."""
    return table.bottom >= DOWN * sheets[table.last].height


def _between(found: Sequence[Line | Draft], table: Draft) -> int:
    """How many lines above the second part of a table only say once more what it is, that it goes on, or its unit."""
    count = 0
    while count < min(3, len(found)) and isinstance(found[-1 - count], Line):
        count += 1
    first = len(found) - 1 - count
    titles = {item.text for item in found[max(first - 3, 0) : first] if isinstance(item, Line)} if first >= 0 else set()
    for item in found[len(found) - count :]:
        if not isinstance(item, Line) or item.sheet != table.sheet:
            return 0
        again = item.text in titles or _CONTINUED.fullmatch(item.text) or (unit_in(item.text) and len(item.text) < 30)
        if not again:
            return 0
    return count


def _whole(first: Draft, then: Draft, *, headed: bool) -> Draft | None:
    """Both parts as one table, None where they are two: other columns, or a caption between them and a new head."""
    xs = _common(first.xs, then.xs)
    if xs is None:
        return None
    upper, lower = _moved(first, xs), _moved(then, xs)
    repeated = _repeated(upper, lower)
    # A form that begins once more is filled in for something else.
    anew = bool(upper[0].text) and upper[0].text == lower[0].text
    if not repeated and (headed or anew):
        return None
    rest = [cell for cell in lower if cell.row >= repeated]
    tail = _tail(upper, [cell for cell in rest if cell.row == repeated], first.height)
    if tail:
        upper = [_with_tail(cell, tail.get((cell.row, cell.column))) for cell in upper]
        rest = [cell for cell in rest if cell.row > repeated]
        repeated += 1
    shift = first.height - repeated
    grown, rest = _grown(upper, rest, repeated, first.height)
    cells = [*grown, *(_at_row(cell, cell.row + shift) for cell in rest)]
    return replace(
        first,
        xs=xs,
        height=first.height + then.height - repeated,
        cells=tuple(cells),
        last=then.last,
        bottom=then.bottom,
    )


def _common(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...] | None:
    """The finer of two sets of columns if the coarser one fits into it; binding margins may shift one against the other."""
    shift = first[0] - then[0]
    moved = tuple(x + shift for x in then)
    fine, coarse = (first, moved) if len(first) >= len(moved) else (moved, first)
    if abs(fine[-1] - coarse[-1]) > SAME or len(coarse) * 2 < len(fine):
        return None
    index = 0
    for x in coarse:
        while index < len(fine) and fine[index] < x - SAME:
            index += 1
        if index == len(fine) or fine[index] > x + SAME:
            return None
    return fine


def _moved(draft: Draft, xs: tuple[float, ...]) -> list[Cell]:
    """The cells of a table in columns that are finer than its own."""
    if len(draft.xs) == len(xs):
        return list(draft.cells)
    shift = xs[0] - draft.xs[0]
    index = [min(range(len(xs)), key=lambda at, x=x: abs(xs[at] - x - shift)) for x in draft.xs]  # type: ignore[misc]  # a lambda keeps its x
    return [
        replace(cell, column=index[cell.column], columns=index[cell.column + cell.columns] - index[cell.column])
        for cell in draft.cells
    ]


def _repeated(upper: list[Cell], lower: list[Cell]) -> int:
    """How many rows at the top of the second part repeat those of the first."""
    heads = [{(cell.row, cell.column): cell.text for cell in part if cell.row < HEAD} for part in (upper, lower)]
    count = 0
    while count < HEAD:
        rows = [{column: text for (row, column), text in head.items() if row == count} for head in heads]
        if rows[0] != rows[1] or not any(rows[0].values()):
            break
        count += 1
    last = max((cell.row for cell in lower), default=0)
    return count if count <= last else 0


def _tail(upper: list[Cell], row: list[Cell], height: int) -> dict[tuple[int, int], Cell]:
    """The cells of a row that is the rest of the last row before the break, by the place of the cell that each goes on.

    Such a row has no name in its first column and is blank under most of the others; what it has goes on a cell that stops
    in the middle of a sentence or is text beside text, never a figure.
    """
    last = {cell.column: cell for cell in upper if cell.row == height - 1 and cell.rows == 1}
    said = [cell for cell in row if cell.text]
    if not said or not row or row[0].text or len(said) * 2 > len(row) or any(cell.rows > 1 for cell in row):
        return {}
    if any(cell.column not in last or last[cell.column].columns != cell.columns for cell in row):
        return {}
    if any(not last[cell.column].text or not _WORDS.search(cell.text) for cell in said):
        return {}
    return {(height - 1, cell.column): cell for cell in said}


def _with_tail(cell: Cell, tail: Cell | None) -> Cell:
    if tail is None:
        return cell
    here, then = cell.passage, tail.passage
    pieces = (*here.pieces, *((len(here.text) + offset, place) for offset, place in then.pieces))
    return replace(cell, passage=replace(here, text=here.text + then.text, pieces=pieces))


def _grown(upper: list[Cell], rest: list[Cell], first: int, height: int) -> tuple[list[Cell], list[Cell]]:
    """Merged cells that go on over the break: the blank at the top of the second part belongs to the cell above it."""
    blanks = {(cell.column, cell.columns): cell for cell in rest if cell.row == first and not cell.text}
    grown: list[Cell] = []
    gone: set[tuple[int, int]] = set()
    for cell in upper:
        blank = blanks.get((cell.column, cell.columns))
        if blank is not None and cell.text and cell.rows > 1 and cell.row + cell.rows == height:
            grown.append(replace(cell, rows=cell.rows + blank.rows))
            gone.add((blank.column, blank.columns))
        else:
            grown.append(cell)
    return grown, [cell for cell in rest if cell.row != first or (cell.column, cell.columns) not in gone]


def _at_row(cell: Cell, row: int) -> Cell:
    place = replace(cell.passage.place, row=row + 1, column=cell.column + 1)
    return replace(cell, row=row, passage=replace(cell.passage, place=place))
