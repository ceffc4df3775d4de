"""A table whose every cell was copied into a line of its own: header words, then rows that repeat in cycles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.readers.reflow import Line
from jixiao.documents.readers.text_cells import TOTAL, Cells, Piece, Rows, sort_of

_PROSE = re.compile(r"[。；！？|｜\t]|，(?!\d{3})|：.")
_HEAD = re.compile(
    r"预算|决算|指标|完成|执行|支出|收入|金额|率|合计|本年|上年|增减|增长|数量|[数额量值分比]$|占比|比重|序号|项目|单位|名称|类别|科目|批次|人数|户数|件数|%$"
    r"|(?:19|20)\d{2}年"
)
_COUNTING = re.compile(r"序号|行次|编号")
_LONGEST = 24
_WIDEST = 14
_MOST_LABELS = 3
_FEWEST = 3
_STARTS = frozenset("0123456789０１２３４５６７８９-+—–≥≤＞＜><=＝≧≦")
_LONGEST_LINE = 20_000
_WORD = re.compile(r"[^ 　]+")


def cells_in_lines(lines: Sequence[Line], index: int, gap: int) -> Rows | None:
    """The table whose first header cell is a line, None where none begins."""
    head = lines[index].text
    if head[0] in _STARTS or not _short(head):
        return None
    end = min(len(lines), index + _WIDEST + _MOST_LABELS)
    figure = next((at for at in range(index + 1, end) if lines[at].text[0] in _STARTS), None)
    if figure is None or not all(_short(line.text) for line in lines[index:figure]):
        return None
    counted = _COUNTING.fullmatch(head) is not None
    for labels in (0,) if counted else range(1, _MOST_LABELS + 1):
        width = figure - index - labels
        if width < 2 or width > _WIDEST or sum(1 for at in range(width) if _HEAD.search(lines[index + at].text)) < 2:
            continue
        rows, stop = _rows(lines, index, width, gap)
        if len(rows) > _FEWEST:
            return Rows(index, stop, tuple(rows), certain=True)
    return None


def cells_in_line(line: Line) -> tuple[Cells, ...]:
    """The rows of a table that was copied into one line, cell after cell with blanks between; empty for any other line."""
    if len(line.text) > _LONGEST_LINE or _PROSE.search(line.text):
        return ()
    words = [Line(line.start + match.start(), match[0], 0, 0, 0) for match in _WORD.finditer(line.text)]
    for first in range(min(_MOST_LABELS, len(words) // _FEWEST)):
        rows = cells_in_lines(words, first, 0) if len(words) > _FEWEST * _FEWEST else None
        if rows is not None and rows.stop == len(words):
            return rows.cells
    return ()


def _short(text: str) -> bool:
    return len(text) <= _LONGEST and _PROSE.search(text) is None


def _rows(lines: Sequence[Line], index: int, width: int, gap: int) -> tuple[list[Cells], int]:
    """The header and the rows under it; a row whose cells are of other sorts than those of the first one ends them."""
    rows = [_cells(lines[index : index + width])]
    at = index + width
    sorts = ""
    while at < len(lines):
        row = _row(lines, at, width, sorts, gap)
        if row is None:
            break
        cells, taken = row
        sorts = sorts or "".join("t" if sort_of(cell.text) == "t" else "n" for cell in cells)
        rows.append(cells)
        at += taken
    return rows, at


def _row(lines: Sequence[Line], at: int, width: int, sorts: str, gap: int) -> tuple[Cells, int] | None:
    total = TOTAL.fullmatch(lines[at].text) is not None
    for lacking in (0, 1, 2) if total else (0,):
        run = lines[at : at + width - lacking]
        if len(run) < max(width - lacking, 2) or not all(_short(line.text) and line.gap <= gap + 1 for line in run):
            continue
        cells = _cells(run)
        cells = (cells[0], *(Piece("", run[0].start),) * lacking, *cells[1:])
        own = "".join({"t": "t", "": "-"}.get(sort_of(cell.text), "n") for cell in cells)
        if not sorts and own.rstrip("n-").strip("t") in ("", "n") and "n" in own:
            return cells, len(run)
        fits = all(
            one in (kind, "-") or (total and not place)
            for place, (one, kind) in enumerate(zip(own, sorts, strict=False))
        )
        if sorts and fits and "n" in own[1:]:
            return cells, len(run)
    return None


def _cells(lines: Sequence[Line]) -> Cells:
    return tuple(Piece(line.text, line.start) for line in lines)
