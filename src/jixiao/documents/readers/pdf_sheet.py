"""A page as characters with boxes and ruled lines: the one form that PDF, OCR and OFD share before layout is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom in points; top is 0 at the upper edge
_BREAK = re.compile(
    r"[ \u00a0\t]*[\r\n][ \u00a0\t\r\n]*"
    r"|(?<=[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef])[ \u00a0\t]+(?=[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef])"
)
WIDE = 1.6  # times the size of the type: a gap that is no spacing
NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Attributes:
        text: its characters as the file orders them; `Document.text` is the texts of all sheets, one after the other.
        boxes: one for each character, from the ascender to the descender; white space has one without width, and what is
            not to be read (a stamp across the page) has `NO_BOX`.
        width, height: of the page, in points.
        rules: ruled lines, horizontal or vertical, each as a thin box.
        scanned: whether the text comes from OCR.
    """

    text: str
    boxes: Sequence[Box]
    width: float
    height: float
    rules: tuple[Box, ...] = ()
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start`…`end` of a sheet that stand on one line without a wide gap.

    Attributes:
        em: about the size of the type.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    em: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def runs(sheet: Sheet, start: int, end: int, skip: bytes | bytearray = b"") -> list[Run]:
    """The stretches of `sheet.text[start:end]` that belong on one line, in the order of the file.

    Args:
        sheet: the page.
        start: the first character to look at.
        end: behind the last.
        skip: for each character of the sheet, whether to leave it out (it belongs to a table); empty for none.
    """
    found: list[Run] = []
    text, boxes = sheet.text, sheet.boxes
    first = last = -1
    left = top = right = bottom = em = 0.0
    for index in range(start, end):
        mark = text[index]
        if mark.isspace():  # pdfium breaks lines where none are, so that only the places of characters tell
            continue
        if boxes[index] == NO_BOX:  # a character that nobody sees, or a stamp across the page
            continue
        if skip and skip[index]:
            if first >= 0:
                found.append(Run(first, last + 1, left, top, right, bottom, em))
                first = -1
            continue
        x0, y0, x1, y1 = boxes[index]
        size = max(y1 - y0, x1 - x0)
        middle = (y0 + y1) / 2
        if first >= 0:
            gap = x0 - right
            # The middle of a character of the same line lies within the line, of a mark such as 一 or 、 too.
            if -em * 0.6 <= gap <= WIDE * max(em, size) and top - em * 0.25 <= middle <= bottom + em * 0.25:
                last, right = index, max(right, x1)
                top, bottom, em = min(top, y0), max(bottom, y1), max(em, size)
                continue
            found.append(Run(first, last + 1, left, top, right, bottom, em))
        first = last = index
        left, top, right, bottom, em = x0, y0, x1, y1, size
        if x1 - x0 > 2 * (y1 - y0):  # a dash, or 一: as high as its type
            top, bottom = middle - size * 0.4, middle + size * 0.4
    if first >= 0:
        found.append(Run(first, last + 1, left, top, right, bottom, em))
    return found


def stretches(text: str, run: Run) -> list[tuple[int, int]]:
    """A run without line breaks inside it, and without the blanks that spaced setting leaves between Chinese characters."""
    found = []
    start = run.start
    for blank in _BREAK.finditer(text, run.start, run.end):
        found.append((start, blank.start()))
        start = blank.end()
    found.append((start, run.end))
    return found


def said(text: str, run: Run) -> str:
    """The words of a run."""
    return "".join(text[start:end] for start, end in stretches(text, run))
