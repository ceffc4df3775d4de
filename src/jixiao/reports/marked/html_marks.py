"""Which characters of which passage a web page marks: spans of the document become offsets in its passages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.severity import Severity
from jixiao.documents.model import Document, Passage, Span
from jixiao.reports.marked import anchor, proposal


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a passage that a finding concerns, half-open.

    Attributes:
        finding: its number on the page, from one.
        suspect: whether this is the figure most likely wrong.
    """

    start: int
    end: int
    finding: int
    severity: Severity
    suspect: bool


@dataclass(slots=True)
class Drawn:
    """What is drawn on one passage.

    Attributes:
        marks: in the order of their beginnings.
        numbers: (offset, finding) of every number to stand before a character.
        proposals: (offset, words) of every proposed figure to stand behind one.
        ticks: (offset, relation) of every tick to stand behind a figure.
    """

    marks: list[Mark] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    proposals: list[tuple[int, str]] = field(default_factory=list)
    ticks: list[tuple[int, int]] = field(default_factory=list)


class Passages:
    """Finds the passages over characters of a document, in logarithmic time."""

    def __init__(self, document: Document) -> None:
        self.passages = [passage for passage in document.passages() if passage.pieces]
        self.pieces = sorted(
            (there, index) for index, passage in enumerate(self.passages) for _, there in passage.pieces
        )

    def over(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Number of a passage, first and last character in it, for each passage that holds some of a span."""
        first = max(bisect_right(self.pieces, (span.start, 1 << 62)) - 1, 0)
        seen: set[int] = set()
        for there, index in self.pieces[first:]:
            if there >= span.end:
                return
            if index not in seen and (found := self.passages[index].offsets(span)) is not None:
                seen.add(index)
                yield index, *found


def drawn(
    document: Document, findings: Sequence[PaperFinding], ticked: Iterable[Span]
) -> tuple[list[Passage], dict[int, Drawn], set[int]]:
    """The passages of a document, what is drawn on which of them, and the numbers of findings that stand on the page.

    Args:
        document: what was reviewed.
        findings: in the order of their numbers.
        ticked: for each relation that holds, the figure that gets its tick.
    """
    passages, told, placed = Passages(document), dict[int, Drawn](), set[int]()

    def on(index: int) -> Drawn:
        return told.setdefault(index, Drawn())

    for number, finding in enumerate(findings, 1):
        main = anchor(finding)
        for span in dict.fromkeys(finding.spans if main is None else (main, *finding.spans)):
            for index, start, end in passages.over(span):
                suspect = span == finding.suspect
                on(index).marks.append(Mark(start, end, number, finding.severity, suspect))
                if span == main and number not in placed:
                    placed.add(number)
                    on(index).numbers.append((start, number))
                    if suspect and proposal(finding):
                        on(index).proposals.append((end, proposal(finding)))
    for relation, span in enumerate(ticked, 1):
        for index, _, end in passages.over(span):
            on(index).ticks.append((end, relation))
            break
    for drawing in told.values():
        drawing.marks.sort(key=lambda mark: (mark.start, mark.end, mark.finding))
    return passages.passages, told, placed
