"""The words around a finding: the sentences that hold its figures, with the figures marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.checks.document.finding import PaperFinding
from jixiao.documents.model import Document, Passage, Place

_STOP = re.compile(r"[。！？]")
LONGEST = 160  # characters; of a longer stretch only what stands near the marks is shown
NEAR = 24
GAP = "…"


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of an excerpt that a finding concerns; `suspect` for the figure most likely wrong."""

    start: int
    end: int
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of one passage with its marks, offsets counted in `text`."""

    text: str
    marks: tuple[Mark, ...]
    place: Place


def excerpts(document: Document, finding: PaperFinding) -> Iterator[Excerpt]:
    """One excerpt for every passage that a finding touches, in reading order."""
    spans = dict.fromkeys(finding.spans)
    suspect = finding.suspect
    low, high = min((span.start for span in spans), default=0), max((span.end for span in spans), default=0)
    for passage in document.passages():
        if not passage.pieces or passage.pieces[0][1] >= high or passage.span(0, len(passage.text)).end <= low:
            continue
        marks = [
            Mark(*found, suspect=span == suspect) for span in spans if (found := passage.offsets(span)) is not None
        ]
        if marks:
            yield _cut(passage, sorted(marks, key=lambda mark: mark.start))


def _cut(passage: Passage, marks: list[Mark]) -> Excerpt:
    """The sentences from the first mark to the last; the middle of a long stretch is left out."""
    text = passage.text
    start = max((stop.end() for stop in _STOP.finditer(text, 0, marks[0].start)), default=0)
    after = _STOP.search(text, max(marks[-1].end - 1, 0))
    end = after.end() if after else len(text)
    if end - start <= LONGEST:
        moved = tuple(Mark(mark.start - start, mark.end - start, mark.suspect) for mark in marks)
        return Excerpt(text[start:end], moved, passage.place)
    windows: list[list[int]] = []
    for mark in marks:
        low, high = max(start, mark.start - NEAR), min(end, mark.end + NEAR)
        if windows and low <= windows[-1][1]:
            windows[-1][1] = max(windows[-1][1], high)
        else:
            windows.append([low, high])
    shown, placed, rest = "", [], list(marks)
    for low, high in windows:
        shown += GAP if low > start else ""
        while rest and rest[0].start < high:
            mark = rest.pop(0)
            placed.append(Mark(len(shown) + mark.start - low, len(shown) + mark.end - low, mark.suspect))
        shown += text[low:high]
    return Excerpt(shown + (GAP if windows[-1][1] < end else ""), tuple(placed), passage.place)
