"""What pdfium knows of a page, as a sheet: characters, their boxes, ruled lines, whether it is a picture of text."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any

import pypdfium2
from pypdfium2 import raw

from jixiao.documents.readers.pdf_rules import rules_of
from jixiao.documents.readers.pdf_sheet import NO_BOX, Box, Sheet
from jixiao.files.errors import FileRefused

FEW = 24  # characters: a page with more is no bare picture, whatever images it has
COVERED = 0.25  # of a page: an image this large may be a scan
SAMPLES = 24
SLANT = 0.06  # of a right angle: about five degrees
# pdfium marks a hyphen at the end of a line in its own way; other control characters mean nothing to a reader.
_PLAIN = {mark: " " for mark in range(32) if mark not in {10, 13}} | {2: "-", 0xFFFE: "-", 0xFFFF: " ", 127: " "}
_PLAIN |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def sheet_of(pdf: Any, number: int, most: int, file: str) -> tuple[Sheet, bool]:
    """One page of a PDF, and whether its text is in a picture.

    Args:
        pdf: the open document.
        number: of the page, from 0.
        most: how many characters it may have.
        file: the name by which the person knows the file.

    Returns:
        The page as its text runs: a page with its text turned is laid straight. A page that cannot be read is blank.

    Raises:
        FileRefused: it has more characters.
    """
    try:
        page = pdf[number]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Sheet("", [], 0.0, 0.0), False  # one page is broken; the others can be read
    try:
        count = words.count_chars()
        if count > most:
            raise FileRefused("pdf-too-much-text", file=file, page=number + 1)
        text = characters(words, count)
        x0, y0, x1, y1 = page.get_bbox()
        turn = turned(words, text) if count else 0
        found = without_watermark(words, boxes(words, count))
        rules, pictured = rules_of(page)
    finally:
        words.close()
        page.close()
    area = (x0, y0, x1, y1)
    width, height = (x1 - x0, y1 - y0) if turn in {0, 180} else (y1 - y0, x1 - x0)
    sheet = Sheet(text, placed(found, area, turn), width, height, tuple(placed(rules, area, turn)))
    return sheet, pictured >= COVERED * width * height and is_bare(text)


def is_bare(text: str) -> bool:
    """Whether a page has hardly any text, or only codes of a font that does not tell its characters."""
    letters = [letter for letter in text if not letter.isspace()]
    if len(letters) <= FEW:
        return True
    return sum(1 for letter in letters if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff") * 3 > len(letters)


def characters(words: Any, count: int) -> str:
    """The text of a page, one character for each of pdfium's, so that indices agree."""
    text: str = words.get_text_range() if count else ""
    if len(text) != count:  # pdfium leaves some out of its texts, or takes two for one
        text = "".join(_letter(raw.FPDFText_GetUnicode(words, index)) for index in range(count))
    return text.translate(_PLAIN)


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 else " "


def turned(words: Any, text: str) -> int:
    """How far most of the text of a page is turned against the clock: 0, 90, 180 or 270 degrees."""
    marks = [index for index, letter in enumerate(text) if not letter.isspace()]
    angles = Counter(
        -round(raw.FPDFText_GetCharAngle(words, index) * 2 / math.pi) % 4 * 90  # pdfium counts clockwise
        for index in marks[:: max(1, len(marks) // SAMPLES)]
    )
    return angles.most_common(1)[0][0] if angles else 0


def boxes(words: Any, count: int) -> list[Box]:
    """The box of every character in the page's own space: left, bottom, right, top."""
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    ask = raw.FPDFText_GetLooseCharBox
    return [
        (box.left, box.bottom, box.right, box.top) if ask(words, index, pointer) else NO_BOX for index in range(count)
    ]


def without_watermark(words: Any, found: list[Box]) -> list[Box]:
    """The boxes, those of large slanting characters emptied: a stamp across the page is nothing that anybody wrote there."""
    heights = sorted(top - bottom for _, bottom, _, top in found if top > bottom)
    if not heights:
        return found
    large = 1.8 * heights[len(heights) // 2]
    kept = list(found)
    for index, (_, bottom, _, top) in enumerate(found):
        if top - bottom > large:
            quarter = raw.FPDFText_GetCharAngle(words, index) * 2 / math.pi
            if abs(quarter - round(quarter)) > SLANT:
                kept[index] = NO_BOX
    return kept


def placed(found: list[Box], area: Box, turn: int) -> list[Box]:
    """Boxes of the page's own space, as they stand from the upper left corner of the page laid straight."""
    x0, y0, x1, y1 = area
    if turn == 90:
        moved = [(bottom - y0, left - x0, top - y0, right - x0) for left, bottom, right, top in found]
    elif turn == 180:
        moved = [(x1 - right, bottom - y0, x1 - left, top - y0) for left, bottom, right, top in found]
    elif turn == 270:
        moved = [(y1 - top, x1 - right, y1 - bottom, x1 - left) for left, bottom, right, top in found]
    else:
        moved = [(left - x0, y1 - top, right - x0, y1 - bottom) for left, bottom, right, top in found]
    return (
        moved if NO_BOX not in found else [box if own != NO_BOX else own for box, own in zip(moved, found, strict=True)]
    )
