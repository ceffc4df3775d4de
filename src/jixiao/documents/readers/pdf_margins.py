"""Headers, footers and page numbers: lines that stand at the same place of many pages, whatever their digits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from jixiao.documents.readers.headings import mark_of
from jixiao.documents.readers.pdf_lines import Line
from jixiao.documents.readers.pdf_sheet import Run, Sheet
from jixiao.documents.readers.text_tables import unit_in

EDGE = 0.14  # of the height of a page
OUTERMOST = 3  # lines at each edge that may belong to the margin
SAME_PLACE = 9.0  # points
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(
    r"[-—–－‐―~·•]+ ?(?:第 ?)?\d{1,4}(?: ?页)? ?[-—–－‐―~·•]+|第 ?\d{1,4} ?页(?: ?[，,/]? ?共 ?\d{1,4} ?页)?|"
    r"\d{1,4} ?/ ?(?:共 ?)?\d{1,4} ?页?|(?i:page ?\d{1,4}(?: of \d{1,4})?)|"
    # what a browser prints above and below a web page
    r"(?:https?|file)://\S+(?: \d{1,4} ?/ ?\d{1,4})?|\d{1,4}/\d{1,2}/\d{1,4}[,，]? \d{1,2}:\d{2}(?: ?[AP]M)?(?: .{1,60})?"
)
_ASIDE = re.compile(r"[-—–－‐―]\d{1,4}[-—–－‐―]")
_PART = re.compile(r"[-—–－‐―]|\d{1,4}")
SIDE = 0.12  # of the width: where a page that was turned has its number
_SENTENCE = re.compile(r"[。；]|，.*，")  # two pages may well begin with the same words of running text
_TITLE = re.compile(r"(?:表|目录|清单)(?:[（(][^）)]{1,12}[）)])?$")
_TELLING = re.compile(r"[附表图续]")


def margins(found: Sequence[Line], sheets: Sequence[Sheet]) -> set[int]:
    """The indices of lines that belong to the margins of their pages.

    Args:
        found: the lines of all pages that stand in no table.
        sheets: the pages.
    """
    outermost = _outermost(found, sheets)
    outermost = {index: upper for index, upper in outermost.items() if not _SENTENCE.search(found[index].text)}
    alike: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for index, upper in outermost.items():
        alike[upper, _DIGITS.sub("#", found[index].text.replace(" ", ""))].append(index)
    pages = len({line.sheet for line in found})
    away = {index for index in outermost if _PAGE.fullmatch(found[index].text)}
    for (_, words), indices in alike.items():
        if unit_in(words) or _TITLE.search(words):
            continue  # a long table says on every page what it is and what it counts in
        own = bool(_TELLING.match(words) or mark_of(found[indices[0]].text))
        least = max(3, pages * 0.6) if own else max(2, min(4, pages * 0.2))
        tops = sorted((found[index].top, found[index].sheet, index) for index in indices)
        for group in _places(tops):
            if len({sheet for _, sheet, _ in group}) >= least:
                away |= {index for _, _, index in group}
    return away


def without_side(sheet: Sheet, found: Sequence[Run]) -> list[Run]:
    """The runs of a page without the number beside the text of one that was turned, which stands there digit by digit."""
    if sheet.scanned:
        return _within(sheet, found)
    beside = [
        run
        for run in found
        if (run.left > (1 - SIDE) * sheet.width or run.right < SIDE * sheet.width)
        and _PART.fullmatch(sheet.text, run.start, run.end)
    ]
    left, right = ([run for run in beside if (run.left > sheet.width / 2) is far] for far in (False, True))
    for side in (left, right):
        for ordered in (side, sorted(side, key=lambda run: run.middle), sorted(side, key=lambda run: -run.middle)):
            if _ASIDE.fullmatch("".join(sheet.text[run.start : run.end] for run in ordered)):
                return [run for run in found if run not in ordered]
    return list(found)


def _within(sheet: Sheet, found: Sequence[Run]) -> list[Run]:
    """The same for a scan, where a turned number is read as whatever it looks like: single characters beside everything."""
    small = [run for run in found if run.end - run.start <= 2]
    edges = [(run.left, run.right) for run in found if run not in small] + [(box[0], box[2]) for box in sheet.rules]
    left, right = min((edge[0] for edge in edges), default=0.0), max((edge[1] for edge in edges), default=sheet.width)
    away = [run for run in small if run.right < left or run.left > right]
    return [run for run in found if run not in away]


def _outermost(found: Sequence[Line], sheets: Sequence[Sheet]) -> dict[int, bool]:
    """The lines near an edge of their page, each with whether that is the upper one."""
    by_sheet: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(found):
        by_sheet[line.sheet].append(index)
    near: dict[int, bool] = {}
    for number, indices in by_sheet.items():
        height = sheets[number].height
        ordered = sorted(indices, key=lambda index: found[index].top)
        near |= {index: True for index in ordered[:OUTERMOST] if found[index].bottom < EDGE * height}
        near |= {index: False for index in ordered[-OUTERMOST:] if found[index].top > (1 - EDGE) * height}
    return near


def _places(tops: list[tuple[float, int, int]]) -> list[list[tuple[float, int, int]]]:
    """Lines with the same words, those at about the same height together."""
    groups: list[list[tuple[float, int, int]]] = []
    for entry in tops:
        if groups and entry[0] - groups[-1][0][0] < SAME_PLACE:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups
