"""Tables without rules: lines whose words stand in the same columns, figures among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from jixiao.documents.model import Cell, Passage, Place, Sort
from jixiao.documents.readers.pdf_lines import Line
from jixiao.documents.readers.pdf_paragraphs import passage
from jixiao.documents.readers.pdf_sheet import Run, Sheet, said
from jixiao.documents.readers.pdf_tables import Draft

LEAST = 3  # rows
GAP = 0.45  # times the size of the type: a gap that could divide two columns
MOST = 40  # columns
LABEL = 30  # characters of a line that may stand in one column alone
LONGEST = 60  # rows looked at as one table; a longer one is judged piece by piece
_FIGURE = re.compile(r"[-+—≥≤＝=<>]?[\d][\d,，. ]*(?:\.\d+)?[%％‰]?[一-龥]{0,2}|[-—–/]+")
_PROSE = re.compile(r"[，。；！？]")


def with_columns(
    flow: Sequence[Line | Draft], sheets: Sequence[Sheet], offsets: Mapping[int, int]
) -> Iterator[Line | Draft]:
    """The same flow with every stretch of lines that is a table as one.

    Args:
        flow: lines and ruled tables in reading order.
        sheets: the pages.
        offsets: where they begin in `Document.text`, by number.
    """
    for place, group in groupby(flow, key=lambda item: (item.sheet, item.column) if isinstance(item, Line) else None):
        items = list(group)
        if place is None:
            yield from items
            continue
        lines = [item for item in items if isinstance(item, Line)]
        sheet = sheets[place[0]]
        split = [_split(sheet, line) for line in lines]
        index = 0
        while index < len(lines):
            stop = _stretch(split, index)
            draft = _draft(split[index:stop], sheet, offsets) if stop - index >= LEAST else None
            if draft is None:
                yield from lines[index : max(stop, index + 1)]
            else:
                yield draft
            index = max(stop, index + 1)


def _split(sheet: Sheet, line: Line) -> Line:
    """A line cut at every gap that could divide two columns; a line of prose is left as it is."""
    if (len(line.runs) == 1 and " " not in line.text) or _PROSE.search(line.text):
        return line
    parts: list[Run] = []
    for run in line.runs:
        first = last = run.start
        for index in range(run.start + 1, run.end):
            if sheet.text[index].isspace():
                continue
            if sheet.boxes[index][0] - sheet.boxes[last][2] > GAP * run.em:
                parts.append(_part(sheet, run, first, last + 1))
                first = index
            last = index
        parts.append(_part(sheet, run, first, last + 1))
    return replace(line, runs=tuple(parts))


def _part(sheet: Sheet, run: Run, start: int, end: int) -> Run:
    return replace(run, start=start, end=end, left=sheet.boxes[start][0], right=sheet.boxes[end - 1][2])


def _stretch(lines: Sequence[Line], start: int) -> int:
    """Where the lines end that could be rows of a table beginning at `start`."""
    stop = index = start
    while index < min(len(lines), start + LONGEST) and not _PROSE.search(lines[index].text):
        if len(lines[index].runs) > 1:
            stop = index + 1
        elif index == start or index - stop >= 2 or len(lines[index].text) > LABEL:
            break
        index += 1
    return stop


def _draft(rows: Sequence[Line], sheet: Sheet, offsets: Mapping[int, int]) -> Draft | None:
    """The table of those lines, None where their words stand in no columns or hardly any is a figure."""
    spans = _spans([run for line in rows[1:] if len(line.runs) > 1 for run in line.runs])
    if not 2 <= len(spans) <= MOST:
        return None
    xs = [spans[0][0] - 1.0, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1] + 1.0]
    xs[0], xs[-1] = min(xs[0], rows[0].left), max(xs[-1], rows[0].right)
    placed: list[dict[tuple[int, int], list[Line]]] = []
    for number, line in enumerate(rows):
        cells: dict[tuple[int, int], list[Line]] = {}
        for run in line.runs:
            place = _covered(run, spans)
            if place[0] < place[1]:
                if number > 0:
                    return None
                for part in _cut(sheet, run, xs[place[0] + 1 : place[1] + 1]):
                    _put(cells, _covered(part, spans), line, part, sheet)
                continue
            _put(cells, place, line, run, sheet)
        above = placed[-1] if placed else {}
        if len(cells) == 1 and placed and (only := next(iter(cells))) in above and only != (0, 0):
            above[only].extend(cells[only])  # a cell of two lines
        else:
            placed.append(cells)
    return _built(rows, placed, xs, sheet, offsets) if _is_table(placed, len(spans)) else None


def _put(cells: dict[tuple[int, int], list[Line]], place: tuple[int, int], line: Line, run: Run, sheet: Sheet) -> None:
    """Put a run into its cell; two of them in one cell are one line with a gap."""
    held = cells.get(place)
    runs = (*held[0].runs, run) if held else (run,)
    cells[place] = [Line(line.sheet, runs, " ".join(said(sheet.text, one) for one in runs))]


def _cut(sheet: Sheet, run: Run, borders: Sequence[float]) -> list[Run]:
    """A run of a head cut where columns end, if a column ends between two of its words; a head over them stays whole."""
    parts: list[Run] = []
    start = run.start
    for index in range(run.start + 1, run.end):
        left, right = sheet.boxes[index - 1], sheet.boxes[index]
        border = next((x for x in borders if left[2] - 0.2 * run.em <= x <= right[0] + 0.2 * run.em), None)
        if border is not None and not sheet.text[index].isspace():
            parts.append(_part(sheet, run, start, index))
            start = index
    parts.append(_part(sheet, run, start, run.end))
    return parts if len(parts) == len(borders) + 1 else [run]


def _is_table(placed: Sequence[Mapping[tuple[int, int], Sequence[Line]]], width: int) -> bool:
    """Whether rows and columns are filled as a table is, and one of the columns holds figures."""
    figures: list[list[bool]] = [[] for _ in range(width)]
    for cells in placed[1:]:
        for (first, _), held in cells.items():
            figures[first].append(bool(_FIGURE.fullmatch(held[0].text)))
    filled = sum(map(len, figures))
    return (
        len(placed) >= LEAST
        and filled * 10 >= 6 * width * (len(placed) - 1)
        and any(len(column) >= 2 and sum(column) * 10 >= 7 * len(column) for column in figures)
    )


def _spans(found: Sequence[Run]) -> list[tuple[float, float]]:
    """The stretches of the width over which something stands, from the left."""
    spans: list[tuple[float, float]] = []
    for run in sorted(found, key=lambda run: run.left):
        if spans and run.left <= spans[-1][1] + 0.3 * run.em:
            spans[-1] = (spans[-1][0], max(spans[-1][1], run.right))
        else:
            spans.append((run.left, run.right))
    return spans


def _covered(run: Run, spans: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and the last column that a run stands in; the nearest where it stands between two."""
    over = [index for index, (left, right) in enumerate(spans) if run.left < right and run.right > left]
    if over:
        return over[0], over[-1]
    middle = (run.left + run.right) / 2
    nearest = min(range(len(spans)), key=lambda index: abs((spans[index][0] + spans[index][1]) / 2 - middle))
    return nearest, nearest


def _built(
    rows: Sequence[Line],
    placed: Sequence[Mapping[tuple[int, int], Sequence[Line]]],
    xs: Sequence[float],
    sheet: Sheet,
    offsets: Mapping[int, int],
) -> Draft:
    number = rows[0].sheet
    cells: list[Cell] = []
    for row, held in enumerate(placed):
        taken = {column for first, last in held for column in range(first, last + 1)}
        blank: dict[tuple[int, int], Sequence[Line]] = {
            (column, column): () for column in range(len(xs) - 1) if column not in taken
        }
        for (first, last), lines in sorted({**held, **blank}.items()):
            told = passage(lines, {number: sheet.text}, offsets) if lines else Passage("", ((0, offsets[number]),))
            place = Place(page=number + 1, row=row + 1, column=first + 1)
            cell = replace(told, sort=Sort.CELL, place=place)
            cells.append(Cell(cell, row, first, 1, last - first + 1))
    bottom = max(line.bottom for line in rows)
    return Draft(tuple(xs), len(placed), tuple(cells), number, number, rows[0].top, bottom, certain=False)
