"""Tables that were flattened into lines: cells between bars, tabs or blanks under a header line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.model import Cell, Passage, Place, Sort, Table
from jixiao.documents.readers.cell_lines import cells_in_line, cells_in_lines
from jixiao.documents.readers.reflow import Line
from jixiao.documents.readers.text_cells import TOTAL, Cells, Piece, Rows, is_number, shifted

_BAR = re.compile(r"[|｜│┃]")
_TAB = re.compile(r"\t")
_WIDE = re.compile(r"(?:[ 　]{2,}|　)")
_BLANK = re.compile(r"[ 　]+")
_RULE = re.compile(r"[-:=+|｜│┃─━┼\s]+")
_BOUND = re.compile(r"[≥≤＞＜><≧≦]|不[低高少多]于|不超过")
_PROSE = re.compile(r"[。；！？]|，(?!\d{3})|：.")
_UNIT = re.compile(r"(?<![一-龥])(?:金额)?单位 ?[:：] ?(?:人民币)?([^\s）)，,；;。|]{1,8})")
_TOLD = re.compile(r"[一-龥]{0,4}(?:单位|部门|日期|时间) ?[:：][^ 　）)]*")
_LONGEST_CELL = 30
_ABOVE = 4  # lines over a table that may tell caption and unit
_MOST_LEADING = 20  # blank cells before the first filled one of a row


def unit_in(text: str) -> str:
    """The unit that a caption tells.

    Example:
        >>> unit_in("填报单位：青柏市信息中心 单位：万元"), unit_in("附表（单位：批次）"), unit_in("填报单位：本级")
        ('万元', '批次', '')
    """
    match = _UNIT.search(text)
    return match[1] if match else ""


def rows_at(lines: Sequence[Line], index: int, gap: int) -> Rows | None:
    """The table that begins at a line, None where none begins.

    Args:
        lines: of the text, page numbers left out.
        index: of the line to look at.
        gap: blank lines that stand between any two lines of this text.
    """
    for separator in (_BAR, _TAB):
        if separator.search(lines[index].text):
            rows = _taken(lines, index, gap, separator)
            kept = [row for row in rows if row]
            if len(kept) > 1:
                return Rows(index, index + len(rows), shifted(_unframed(kept, separator)), certain=True)
    blanks = _blank_rows(lines, index, gap, _WIDE, 2, 3) or _blank_rows(lines, index, gap, _BLANK, 3, 2)
    found = blanks or cells_in_lines(lines, index, gap)
    if found is None and (cells := cells_in_line(lines[index])):
        return Rows(index, index + 1, cells, certain=False)
    return found


def _unframed(rows: Sequence[Cells], separator: re.Pattern[str]) -> Sequence[Cells]:
    """Rows without the blank cells that a bar before or behind every line leaves; a bar before some lines bounds a cell."""
    if separator is _BAR and all(len(row) > 2 and not row[0].text for row in rows):
        rows = [row[1:] for row in rows]
    if separator is _BAR and all(len(row) > 2 and not row[-1].text for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _taken(lines: Sequence[Line], index: int, gap: int, separator: re.Pattern[str]) -> list[Cells]:
    rows: list[Cells] = []
    for place in range(index, len(lines)):
        line = lines[place]
        if not separator.search(line.text) or (rows and line.gap > gap + 1):
            break
        if separator is _TAB:
            rows.append((*(Piece("", line.start),) * min(line.lead, _MOST_LEADING), *cut(line, separator)))
        elif not _RULE.fullmatch(line.text):
            rows.append(cut(line, separator))
        elif any(rows) or len(rows) < 2:
            rows.append(())
        else:
            break  # a field of bars is a drawing
    return rows


def cut(line: Line, separator: re.Pattern[str]) -> Cells:
    """The cells of a line, blank ones included."""
    cells: list[Piece] = []
    start = 0
    for left, right in [*((match.start(), match.end()) for match in separator.finditer(line.text)), (None, 0)]:
        words = line.text[start:left]
        bare = words.strip()
        cells.append(Piece(bare, line.start + start + (words.index(bare) if bare else len(words))))
        start = right
    return tuple(cells)


def _blank_rows(
    lines: Sequence[Line], index: int, gap: int, separator: re.Pattern[str], width: int, height: int
) -> Rows | None:
    """A header of equally many short words as the rows below it have; every row below has a figure."""
    header = _short(lines[index], separator, width)
    if header is None or any(is_number(cell.text) for cell in header):
        return None
    rows = [header]
    for place in range(index + 1, len(lines)):
        line = lines[place]
        row = _short(line, separator, 2)
        if row is None or line.gap > gap + 1 or not any(is_number(cell.text) for cell in row[1:]):
            break
        if len(rows) == 1 and _untold_target(header, row):
            rows[0] = header = (header[0], Piece("", header[0].start), *header[1:])
        short = TOTAL.fullmatch(row[0].text) is not None and len(row) < len(header) and len(rows) > 1
        if len(row) != len(header) and not short:
            break
        rows.append(row)
    if len(rows) < height:
        return None
    return Rows(index, index + len(rows), shifted(rows), certain=False)


def _untold_target(header: Cells, row: Cells) -> bool:
    """Whether the header of an indicator table has lost the word over its targets: 指标 完成值 得分 over 里程 ≥5 6 10."""
    scored = any("得分" in cell.text or "分值" in cell.text for cell in header)
    return scored and len(row) == len(header) + 1 and _BOUND.match(row[1].text) is not None


def _short(line: Line, separator: re.Pattern[str], width: int) -> Cells | None:
    if len(line.text) > 200 or _PROSE.search(line.text):
        return None
    cells = cut(line, separator)
    if len(cells) < width or any(not 0 < len(cell.text) <= _LONGEST_CELL for cell in cells):
        return None
    return cells


def table_of(rows: Rows, above: Sequence[str], place: Place) -> Table:
    """The table of those rows, its caption and unit taken from the lines above it or from its corner."""
    width = max(len(row) for row in rows.cells)
    cells = []
    for number, row in enumerate(rows.cells):
        for column in range(width):
            text, start = row[column] if column < len(row) else Piece("", row[-1].start + len(row[-1].text))
            where = Place(page=place.page, table=place.table, row=number + 1, column=column + 1)
            passage = Passage(text, ((0, start),), Sort.CELL, place=where)
            cells.append(Cell(passage, number, column))
    caption, unit = caption_of(above)
    unit = unit or next((found for cell in cells[: 2 * width] if (found := unit_in(cell.text))), "")
    return Table(tuple(cells), len(rows.cells), width, place, caption, unit, rows.certain)


def caption_of(above: Sequence[str]) -> tuple[str, str]:
    """Caption and unit from the lines above a table, the nearest last."""
    unit = ""
    for text in reversed(above[-_ABOVE:]):
        if len(text) > 80 or text.endswith(("。", "；", "！")):
            break
        unit = unit or unit_in(text)
        if len(_TOLD.sub("", text).strip(" 　()（）")) > 2:
            return text, unit
    return "", unit
