"""Tables of a Word document: merged cells stand once, where they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jixiao.documents.model import Cell, Passage, Place, Sort, Table
from jixiao.documents.readers.docx_text import W
from jixiao.documents.readers.reflow import Line
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.styles import whole

_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"


def grid_of(
    element: Any,
    lines: Mapping[Any, Sequence[Line]],
    starts: Mapping[Any, int],
    number: int,
    limits: Limits,
    file: str,
) -> Table | None:
    """The table of a `w:tbl`, None where it has no cell.

    Args:
        element: the `w:tbl`.
        lines: of each paragraph.
        starts: where each paragraph begins in the document's text.
        number: of the table in the document, from one.
        limits: columns and cells at most.
        file: the name for messages.

    Raises:
        FileRefused: more cells than the limit.
    """
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}  # column → index of the cell that goes on below
    height = width = 0
    for row in _inside(element, _TR):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        column = min(_number(properties, "gridBefore", 0), limits.columns)
        below: dict[int, int] = {}
        for part in _inside(row, _TC):
            told = part.find(f"{W}tcPr")
            span = max(1, min(_number(told, "gridSpan", 1), limits.columns - column))
            merge = None if told is None else told.find(f"{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_cells:
                index = open_cells[column]
                cells[index] = replace(cells[index], rows=height - cells[index].row + 1)
                below[column] = index
            elif column < limits.columns:
                if merge is not None:
                    below[column] = len(cells)
                place = Place(table=number, row=height + 1, column=column + 1)
                cells.append(Cell(_passage(part, lines, starts, place), height, column, 1, span))
            column += span
        width, height, open_cells = max(width, min(column, limits.columns)), height + 1, below
        if height * width > limits.cells:
            raise FileRefused("file-too-many-cells", file=file, limit=limits.cells)
    return Table(tuple(cells), height, width, Place(table=number)) if cells else None


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those inside content controls included, deleted ones left out."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == tag:
            yield element
        elif element.tag not in _GONE and element.tag not in {_P, _TBL, _TR, _TC}:
            stack.append(iter(element))


def _passage(part: Any, lines: Mapping[Any, Sequence[Line]], starts: Mapping[Any, int], place: Place) -> Passage:
    paragraphs = list(_inside(part, _P))
    told = [line for paragraph in paragraphs for line in lines.get(paragraph, ())]
    if told and told[0].origin is not None:
        place = replace(place, paragraph=told[0].origin.place.paragraph)
    return cell_passage(told, place, starts.get(paragraphs[0], 0) if paragraphs else 0)


def cell_passage(lines: Sequence[Line], place: Place, start: int) -> Passage:
    """The lines of a cell that begins at `start` as one passage; a blank stands between two figures or Latin words."""
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    offset = 0
    for line in lines:
        if parts and _plain(parts[-1][-1]) and _plain(line.text[0]):
            parts.append(" ")  # the line break
            offset += 1
        if line.origin is not None and line.origin.mark:
            pieces.append((offset, line.origin.marked_at))
            parts.append(line.origin.mark)
            offset += len(line.origin.mark)
        pieces.append((offset, line.start))
        parts.append(line.text)
        offset += len(line.text)
    return Passage("".join(parts), tuple(pieces) or ((0, start),), Sort.CELL, place=place)


def _plain(letter: str) -> bool:
    return (letter.isascii() and letter.isalnum()) or letter in "%％"


def _number(properties: Any | None, name: str, usual: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    return usual if found is None else whole(found.get(f"{W}val"))
