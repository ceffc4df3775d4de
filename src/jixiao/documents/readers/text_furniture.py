"""Page numbers and the like: lines that a page needs and a reader passes over."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jixiao.documents.readers.reflow import Line

_PAGE = re.compile(
    r"[-—–－‐―~·•]+ ?(?:第 ?)?\d{1,4}(?: ?页)? ?[-—–－‐―~·•]+|第 ?\d{1,4} ?页(?: ?[，,/]? ?共 ?\d{1,4} ?页)?|"
    r"\d{1,4} ?/ ?(?:共 ?)?\d{1,4} ?页|(?i:page ?\d{1,4}(?: of \d{1,4})?)"
)
_CONTENTS = re.compile(r"[.…·．]{4,} ?\d{1,4}$")  # a line of a table of contents
_BARE = re.compile(r"\d{1,3}")
_NUMERIC = re.compile(r"[-\d.,%％]+")
_OPEN = re.compile(r"[^。！？；：…”）)\d]$")
_FEWEST = 4  # lines between two page numbers


def without_page_numbers(lines: Sequence[Line], pages: Sequence[int] = ()) -> list[Line]:
    """The lines without page numbers and tables of contents; the blank lines around one count as before the line after it.

    A bare number is a page number only in a row of them that counts up by one through the text, or in the middle of a
    sentence, or at the end of a page: in a flattened table a bare number is a cell.
    """
    away = {
        index
        for index, line in enumerate(lines)
        if (len(line.text) < 24 and _PAGE.fullmatch(line.text))
        or (len(line.text) < 200 and _CONTENTS.search(line.text))
    }
    away |= _counting(
        lines, [index for index in range(len(lines)) if index not in away and _alone(lines, index)], pages
    )
    kept: list[Line] = []
    gap = 0
    for index, line in enumerate(lines):
        if index in away:
            gap += line.gap + 1
            continue
        kept.append(replace(line, gap=line.gap + gap) if gap else line)
        gap = 0
    return kept


def _alone(lines: Sequence[Line], index: int) -> bool:
    if not _BARE.fullmatch(lines[index].text):
        return False
    around = [lines[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)]
    return bool(around) and not any(_NUMERIC.fullmatch(line.text) for line in around)


def _counting(lines: Sequence[Line], alone: Sequence[int], pages: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for here, then in pairwise(alone):
        if then - here > _FEWEST and int(lines[then].text) == int(lines[here].text) + 1:
            found |= {here, then}
    for index in alone:
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        ends_page = after is None or bisect_right(pages, after.start) > bisect_right(pages, lines[index].start)
        splits = before is not None and before.width >= 40 and bool(_OPEN.search(before.text))
        blank = lines[index].gap > 0 and (after is None or after.gap > 0)
        if (ends_page and before is not None and before.width >= 40) or (splits and blank):
            found.add(index)
    return found
