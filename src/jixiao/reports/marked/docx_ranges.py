"""Comment ranges at exact characters of a Word paragraph: runs are split where a range begins or ends, looks kept.

Characters are counted as the reader counts them (`pieces_of`). What cannot be split is taken whole: a run inside ruby, a
plain-text control, which must hold one run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from jixiao.documents.readers.docx_text import W, pieces_of

_R, _T, _RPR, _SDT = f"{W}r", f"{W}t", f"{W}rPr", f"{W}sdt"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Range:
    """Characters of a paragraph that the comment of a number speaks of, half-open."""

    number: int
    low: int
    high: int


@dataclass(slots=True)
class _Stretch:
    """An element of a paragraph with the characters that it holds; split where it may be."""

    element: Any
    start: int
    end: int
    pieces: list[tuple[Any, str]]


def place(paragraph: Any, ranges: Sequence[Range]) -> None:
    """Put the marks of comments into a paragraph."""
    cuts = sorted({offset for item in ranges for offset in (item.low, item.high)})
    stretches = [part for whole in _stretches(paragraph) for part in _split(whole, cuts)]
    if not stretches:  # nothing to read in it: the comments stand at its end
        for item in ranges:
            paragraph.extend([_mark("commentRangeStart", item.number), *_end(item.number)])
        return
    begins = [part.start for part in stretches]
    ends = [part.end for part in stretches]
    behind: dict[int, list[int]] = defaultdict(list)
    for item in ranges:
        first = min(bisect_right(ends, item.low), len(stretches) - 1)
        last = min(max(bisect_left(begins, item.high) - 1, first), len(stretches) - 1)
        stretches[first].element.addprevious(_mark("commentRangeStart", item.number))
        behind[last].append(item.number)
    for index, numbers in behind.items():
        _follow(stretches[index].element, (mark for number in numbers for mark in _end(number)))


def around(element: Any, number: int) -> None:
    """Put the marks of a comment around an element of a paragraph."""
    element.addprevious(_mark("commentRangeStart", number))
    _follow(element, _end(number))


def _follow(element: Any, marks: Iterable[Any]) -> None:
    for mark in marks:
        element.addnext(mark)
        element = mark


def _mark(name: str, number: int) -> Any:
    return etree.Element(f"{W}{name}", {f"{W}id": str(number)})


def _end(number: int) -> list[Any]:
    run = etree.Element(_R)
    run.append(_mark("commentReference", number))
    return [_mark("commentRangeEnd", number), run]


def _stretches(paragraph: Any) -> list[_Stretch]:
    """The runs of a paragraph that hold characters; around what is sealed, the element that seals it."""
    found: list[_Stretch] = []
    offset = 0
    for element, words in pieces_of(paragraph):
        unit = _unit(element, paragraph)
        if not found or found[-1].element is not unit:
            found.append(_Stretch(unit, offset, offset, []))
        offset += len(words)
        found[-1].end = offset
        found[-1].pieces.append((element, words))
    return found


def _unit(element: Any, paragraph: Any) -> Any:
    """The outermost run that holds an element, or the plain-text control around it."""
    child, unit = element, None
    for parent in element.iterancestors():
        if parent is paragraph:
            break
        child = parent
        if parent.tag == _R or (parent.tag == _SDT and _sealed(parent)):
            unit = parent
    return child if unit is None else unit


def _sealed(control: Any) -> bool:
    properties = control.find(f"{W}sdtPr")
    return properties is not None and any(properties.find(f"{W}{name}") is not None for name in ("text", "dataBinding"))


def _split(stretch: _Stretch, cuts: Sequence[int]) -> list[_Stretch]:
    """A run as the runs between the cuts that fall inside it."""
    run = stretch.element
    inside = cuts[bisect_right(cuts, stretch.start) : bisect_left(cuts, stretch.end)]
    if not inside or run.tag != _R or any(element.getparent() is not run for element, _ in stretch.pieces):
        return [stretch]
    held, properties, turns = dict(stretch.pieces), run.find(_RPR), set(inside)
    parts, at = [_Stretch(run, stretch.start, stretch.start, [])], stretch.start
    for child in list(run):
        if child is properties:
            continue
        end = at + len(held.get(child, ""))
        bounds = [at, *inside[bisect_right(inside, at) : bisect_left(inside, end)], end]
        whole = child.text
        for low, high in pairwise(bounds):
            if low in turns and low == parts[-1].end and low < high:
                parts.append(_Stretch(_like(parts[-1].element, properties), low, low, []))
            piece = child if low == at else etree.Element(_T)
            if child.tag == _T and len(bounds) > 2:
                piece.text = whole[low - at : high - at]
                piece.set(_SPACE, "preserve")
            if piece.getparent() is not parts[-1].element:
                parts[-1].element.append(piece)
            parts[-1].end = high
        at = end
    return parts


def _like(run: Any, properties: Any | None) -> Any:
    """An empty run of the same look, put behind a run."""
    other = etree.Element(_R, dict(run.attrib))
    if properties is not None:
        other.append(deepcopy(properties))
    run.addnext(other)
    return other
