"""How wide the columns of a table are: by their shares, but never so narrow that a figure or a code would break."""

from __future__ import annotations

import itertools
import re

from jixiao.reports.model import Live, Spans, Table, Text, text_of
from jixiao.reports.theme import width_in_halves

HALF = 120  # twips of half a character in a table, set in 12 pt
AIR = 160  # twips of the two margins inside a cell
SHORT_CELL = 12  # half characters: ≥60000人次 stays on one line
CODE = re.compile(r"[!-~]+、?")  # B-04-03, Z12: what no line may break either, with a mark that cannot start a line
SHORTEST_HEAD = 6  # half characters: a heading breaks into lines of three characters or more


def column_widths(table: Table, total: int) -> tuple[int, ...]:
    """Widths in twips that add up to the total exactly.

    A column that its share would make narrower than its longest figure takes the room from those that have some to spare;
    if there is not enough for all, the shares stand as they are.

    Example:
        >>> from jixiao.reports.model import Column
        >>> column_widths(Table("", (Column("甲", share=1), Column("乙", share=2)), ()), 9000)
        (3000, 6000)
    """
    shares = [column.share for column in table.columns]
    plain = [total * share // sum(shares) for share in shares]
    needs = [_need(table, place) for place in range(len(shares))]
    if sum(needs) > total:
        return _exact(plain, total)
    lacking = [max(0, need - width) for need, width in zip(needs, plain, strict=True)]
    spare = [max(0, width - need) for need, width in zip(needs, plain, strict=True)]
    given = [sum(lacking) * part // max(1, sum(spare)) for part in spare]
    return _exact([width + more - less for width, more, less in zip(plain, lacking, given, strict=True)], total)


def _need(table: Table, place: int) -> int:
    """What the heading and the longest figure of a column take."""
    figures = (_longest(row[place]) for row in table.rows if place < len(row))
    head = min(SHORTEST_HEAD, width_in_halves(table.columns[place].title))
    return max(head, *figures, 0) * HALF + AIR


def _longest(cell: Spans) -> int:
    """In half characters: the longest figure, with its sign and unit where all of them are short, or the longest code."""
    figures = [len(span.text) for span in cell if isinstance(span, Live)]
    if not figures:
        codes = (width_in_halves(code) for span in cell if isinstance(span, Text) for code in CODE.findall(span.text))
        return max((size for size in codes if size <= SHORT_CELL), default=0)
    whole = width_in_halves(text_of(cell))
    return whole if whole <= SHORT_CELL else max(figures)


def _exact(sizes: list[int], total: int) -> tuple[int, ...]:
    """The sizes with the remainder of rounding spread so that their edges fall where their sum says."""
    whole = max(1, sum(sizes))
    edges = [total * edge // whole for edge in itertools.accumulate(sizes, initial=0)]
    return tuple(right - left for left, right in itertools.pairwise(edges))
