"""Cells found in lines of text, and short rows moved under the columns that their cells are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总数|汇总|全[省市区县州镇]|.{0,6}(?:合计|总计|小计))(?:[（(].{0,8}[)）])?[:：]?"
)
NUMBER = re.compile(
    r"[≥≤＞＜><=＝≧≦]?\s?[-+—–]?\d[\d.,]*\s?[%％‰]?|[-—–/]+|[≥≤＞＜><=＝≧≦]?[-+]?\d[\d.,]*(?:[一-龥]{1,2}|个工作日)"
)
_YEAR = re.compile(r"(?:19|20)\d{2}年度?")
_PERCENT = re.compile(r".*[%％]")
_EMPTY = re.compile(r"[-—–/\s]*")
_MOST_SHORT = 3  # cells that a row may lack


class Piece(NamedTuple):
    """The words of a cell and where they begin in the text."""

    text: str
    start: int


Cells = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table found in lines: index of the first line, index after the last, its cells row by row."""

    first: int
    stop: int
    cells: tuple[Cells, ...]
    certain: bool


def is_number(text: str) -> bool:
    """Whether a cell holds a number or stands for none; a year heads a column."""
    return NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def sort_of(text: str) -> str:
    """What a cell holds: "" nothing, "%" a percent, "n" a number, "t" words."""
    if _EMPTY.fullmatch(text):
        return ""
    if not is_number(text):
        return "t"
    return "%" if _PERCENT.fullmatch(text) else "n"


def shifted(rows: Sequence[Cells]) -> tuple[Cells, ...]:
    """Rows of one width: cells that a merged cell took from a row are put back where the columns show that they are missing.

    Example:
        Under 序号 | 单位 | 预算数 the row 合计 | 80.00 becomes 合计 | (blank) | 80.00.
    """
    width = max(len(row) for row in rows)
    full = [row for row in rows[1:] if len(row) == width]
    if not full:
        return tuple(rows)
    sorts = [_usual(row[column].text for row in full) for column in range(width)]
    found = [rows[0]]
    for row in rows[1:]:
        lacking = width - len(row)
        found.append(_fitted(row, sorts, lacking) if 0 < lacking <= _MOST_SHORT and len(row) > 1 else row)
    return tuple(found)


def _usual(texts: Iterable[str]) -> str:
    counted = Counter(sort for text in texts if (sort := sort_of(text)))
    return counted.most_common(1)[0][0] if counted else ""


def _fitted(row: Cells, sorts: Sequence[str], lacking: int) -> Cells:
    blank = (Piece("", row[0].start),) * lacking
    ways = [(*row, *blank)]
    if TOTAL.fullmatch(row[0].text):
        ways.insert(0, (row[0], *blank, *row[1:]))
    elif sorts[: lacking + 1] == ["t"] * (lacking + 1):  # the label that they share stands in a row above
        ways.append((*blank, *row))
    return max(ways, key=lambda way: _fit(way, sorts))


def _fit(row: Cells, sorts: Sequence[str]) -> int:
    told = [(sort_of(cell.text), sort) for cell, sort in zip(row, sorts, strict=True)]
    return sum((2 if own == sort else -1 if "t" in (own, sort) else 0) for own, sort in told if own and sort)
