"""Header rows of a table: where they are, what stands above each column, and rows that only number the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jixiao.documents.finders._headers import heading_words
from jixiao.documents.model import Cell
from jixiao.documents.view import Mention

Grid = list[list[Cell | None]]
Figures = list[dict[int, Mention]]
_FEW = 2
_COUNTING = ("栏次", "列次", "行次", "序号", "栏目")
_NUMBER = re.compile(r"\d{1,3}")
_RULE_ONLY = re.compile(r"[\d=+\-*/÷×()（）%]+")


def words_of(row: Sequence[Cell | None]) -> list[str]:
    """The texts of a row without blanks."""
    return [squeezed(cell.text) for cell in row if cell is not None and cell.text.strip()]


def squeezed(text: str) -> str:
    """Without blanks and line breaks."""
    return "".join(text.split())


def is_head(row: Sequence[Cell | None], figures: dict[int, Mention]) -> bool:
    """Whether a row reads like a header: several header words and no figure."""
    words = words_of(row)
    return not figures and len(words) > 1 and sum(heading_words(word) for word in words) >= _FEW


def head_rows(grid: Grid, figures: Figures, start: int) -> list[int]:
    """The rows of the next header: a row of header words, the rows of the same header above and under it."""
    for index in range(start, len(grid)):
        if figures[index] and not counts_columns(grid[index], figures[index]):
            before = [row for row in range(start, index) if len(words_of(grid[row])) > 1 and not figures[row]]
            return before[-1:] if before else []
        if is_head(grid[index], figures[index]):
            break
    else:
        return []
    found = [index]
    if index > start and not figures[index - 1] and _spans_over(grid[index - 1], grid[index]):
        found.insert(0, index - 1)
    while found[-1] + 1 < len(grid):
        following = found[-1] + 1
        under = not figures[following] and _spans_over(grid[found[-1]], grid[following])
        if not under and not counts_columns(grid[following], figures[following]):
            break
        found.append(following)
    return found


def _spans_over(upper: Sequence[Cell | None], lower: Sequence[Cell | None]) -> bool:
    """Whether the upper row heads groups of columns that the lower row names."""
    if not any(cell is None or not cell.text.strip() for cell in upper[1:]):
        return False
    first, words = lower[0], words_of(lower)
    same = upper[0] is not None and first is not None and first.text == upper[0].text  # merged cells written out
    finer = len(words) > len(words_of(upper)) and sum(map(heading_words, words)) >= _FEW
    begins = first is None or not first.text.strip() or same or finer
    return len(words) > 1 and begins and any(map(heading_words, words))


def counts_columns(row: Sequence[Cell | None], figures: dict[int, Mention]) -> bool:
    """栏次 1 2 3 …: numbers of columns."""
    values = [mention.figure.value for _, mention in sorted(figures.items())]
    told = [word for word in words_of(row) if not _RULE_ONLY.fullmatch(word)]
    if len(values) < _FEW or any(word not in _COUNTING for word in told):
        return False
    return all(later - earlier == 1 for earlier, later in pairwise(values)) or bool(told)  # type: ignore[operator]  # is_quantity without a fraction


def header_cells(grid: Grid, heads: Sequence[int], index: int) -> list[Cell]:
    """The header cells above a column, merged ones included, outermost first."""
    found: list[Cell] = []
    for number, row in enumerate(heads):
        named = any(_told(grid[lower][index]) for lower in heads[number + 1 :])
        cell = _over(grid[row], index, fill=named)
        again = found and cell is not None and cell.text == found[-1].text  # a merged cell written out
        if cell is not None and _told(cell) and not again and not _NUMBER.fullmatch(cell.text.strip()):
            found.append(cell)
    return found


def _over(row: Sequence[Cell | None], index: int, *, fill: bool) -> Cell | None:
    """The cell of a row that stands over a column: its own, a merged one, or with `fill` the one left of blanks."""
    at = index
    while at > 0 and row[at] is None:
        at -= 1
    cell = row[at]
    if cell is None or (at < index and at + cell.columns <= index):
        return None
    while fill and at > 0 and not _told(cell):
        at -= 1
        cell = row[at] or cell
    return cell


def _told(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())
