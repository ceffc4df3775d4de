"""Tables that were flattened into lines: cells between bars, tabs or blanks under a header line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.documents.model import Cell, Passage, Place, Sort, Table
from jixiao.documents.readers.reflow import Line

_BAR = re.compile(r"[|｜│┃]")
_TAB = re.compile(r"\t")
_WIDE = re.compile(r"(?:[ 　]{2,}|　)")
_BLANK = re.compile(r"[ 　]+")
_RULE = re.compile(r"[-:=+|｜│┃─━┼\s]+")
_NUMBER = re.compile(r"[-+—–]?\d[\d.,]*\s?[%％‰]?|[-—–/]+|[-+]?\d[\d.,]*[一-龥]{1,2}")
_PROSE = re.compile(r"[。；！？]|，(?!\d{3})|：.")
_UNIT = re.compile(r"(?<![一-龥])(?:金额)?单位 ?[:：] ?(?:人民币)?([^\s）)，,；;。|]{1,8})")
_TOLD = re.compile(r"[一-龥]{0,4}(?:单位|部门|日期|时间) ?[:：][^ 　）)]*")
_LONGEST_CELL = 30
_ABOVE = 4  # lines over a table that may tell caption and unit
_MOST_LEADING = 20  # blank cells before the first filled one of a row


@dataclass(frozen=True, slots=True)
class Rows:
    """A table found in lines: index of the first line, index after the last, its cells as (start, end) in the line."""

    first: int
    stop: int
    cells: tuple[tuple[tuple[int, int], ...], ...]
    certain: bool


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
            kept = tuple(row for row in rows if row)
            if len(kept) > 1:
                return Rows(index, index + len(rows), kept, certain=True)
    return _blank_rows(lines, index, gap, _WIDE, 2, 3) or _blank_rows(lines, index, gap, _BLANK, 3, 2)


def _taken(
    lines: Sequence[Line], index: int, gap: int, separator: re.Pattern[str]
) -> list[tuple[tuple[int, int], ...]]:
    rows: list[tuple[tuple[int, int], ...]] = []
    for place in range(index, len(lines)):
        line = lines[place]
        if not separator.search(line.text) or (rows and line.gap > gap + 1):
            break
        if separator is _TAB:
            rows.append((*((0, 0),) * min(line.lead, _MOST_LEADING), *cut(line.text, separator)))
        elif not _RULE.fullmatch(line.text):
            rows.append(cut(line.text, separator))
        elif any(rows) or len(rows) < 2:
            rows.append(())
        else:
            break  # a field of bars is a drawing
    return rows


def cut(text: str, separator: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Where the cells of a line begin and end, blank ones included; bars around the line bound no cell."""
    cells: list[tuple[int, int]] = []
    start = 0
    for match in separator.finditer(text):
        cells.append((start, match.start()))
        start = match.end()
    cells.append((start, len(text)))
    trimmed = []
    for left, right in cells:
        words = text[left:right]
        begin = left + len(words) - len(words.lstrip())
        trimmed.append((begin, max(begin, left + len(words.rstrip()))))
    if separator is _BAR and len(trimmed) > 2 and trimmed[0][0] == trimmed[0][1]:
        trimmed = trimmed[1:-1] if trimmed[-1][0] == trimmed[-1][1] else trimmed[1:]
    return tuple(trimmed)


def _blank_rows(
    lines: Sequence[Line], index: int, gap: int, separator: re.Pattern[str], width: int, height: int
) -> Rows | None:
    """A header of equally many short words as the rows below it have; every row below has a figure."""
    header = _short(lines[index].text, separator, width)
    if header is None or any(_NUMBER.fullmatch(lines[index].text[start:end]) for start, end in header):
        return None
    rows = [header]
    for place in range(index + 1, len(lines)):
        line = lines[place]
        row = _short(line.text, separator, width)
        if row is None or len(row) != len(header) or line.gap > gap + 1:
            break
        if not any(_NUMBER.fullmatch(line.text[start:end]) for start, end in row[1:]):
            break
        rows.append(row)
    if len(rows) < height:
        return None
    return Rows(index, index + len(rows), tuple(rows), certain=False)


def _short(text: str, separator: re.Pattern[str], width: int) -> tuple[tuple[int, int], ...] | None:
    if len(text) > 200 or _PROSE.search(text):
        return None
    cells = cut(text, separator)
    if len(cells) < width or any(not 0 < end - start <= _LONGEST_CELL for start, end in cells):
        return None
    return cells


def table_of(lines: Sequence[Line], rows: Rows, above: Sequence[str], place: Place) -> Table:
    """The table of those rows, its caption and unit taken from the lines above it or from its corner."""
    width = max(len(row) for row in rows.cells)
    source = [line for line in lines[rows.first : rows.stop] if not (_RULE.fullmatch(line.text))]
    cells = []
    for number, (line, row) in enumerate(zip(source, rows.cells, strict=True)):
        for column in range(width):
            start, end = row[column] if column < len(row) else (len(line.text), len(line.text))
            where = Place(page=place.page, table=place.table, row=number + 1, column=column + 1)
            passage = Passage(line.text[start:end], ((0, line.start + start),), Sort.CELL, place=where)
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
