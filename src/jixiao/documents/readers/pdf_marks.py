"""Where characters of a document stand on the pages of its PDF, for whoever wants to mark them."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdfium2 import PdfiumError, raw

from jixiao.documents.model import Document
from jixiao.documents.readers.pdf import opened
from jixiao.files.limits import Limits


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle over characters.

    Attributes:
        span: the number of the span, in the order in which they were given.
        left, bottom, right, top: in points of the page's own space, y counted from below, as annotations have it.
    """

    span: int
    left: float
    bottom: float
    right: float
    top: float


def boxes(
    path: Path, document: Document, spans: Sequence[tuple[int, int]], limits: Limits | None = None
) -> Mapping[int, tuple[Mark, ...]]:
    """The rectangles over spans of a document that `read_pdf` read.

    Args:
        path: the PDF.
        document: what `read_pdf` made of it.
        spans: half-open character offsets in `document.text`.
        limits: bounds on the file.

    Returns:
        For each page that has some, counted from 0, its rectangles, one for each line that a span runs over. Pages
        whose text came from OCR have none: their characters are not in the file.

    Raises:
        FileRefused: the file cannot be read.
    """
    wanted: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    ends = [*document.pages[1:], len(document.text)]
    for index, (start, end) in enumerate(spans):
        for page in range(max(bisect_right(document.pages, start) - 1, 0), len(ends)):
            first = document.pages[page]
            if first >= end:
                break
            wanted[page].append((index, max(start, first) - first, min(end, ends[page]) - first))
    found: dict[int, tuple[Mark, ...]] = {}
    with opened(path, limits or Limits()) as pdf:
        for page in sorted(wanted):
            marks = _on_page(pdf, page, ends[page] - document.pages[page], wanted[page]) if page < len(pdf) else ()
            if marks:
                found[page] = marks
    return found


def _on_page(pdf: Any, number: int, size: int, spans: Sequence[tuple[int, int, int]]) -> tuple[Mark, ...]:
    try:
        page = pdf[number]
        words = page.get_textpage()
    except PdfiumError:
        return ()
    try:
        if words.count_chars() != size:
            return ()
        return tuple(mark for index, start, end in spans for mark in _rectangles(words, index, start, end))
    finally:
        words.close()
        page.close()


def _rectangles(words: Any, index: int, start: int, end: int) -> Iterator[Mark]:
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for rectangle in range(max(raw.FPDFText_CountRects(words, start, end - start), 0)):
        if raw.FPDFText_GetRect(words, rectangle, left, top, right, bottom):
            yield Mark(index, left.value, bottom.value, right.value, top.value)
