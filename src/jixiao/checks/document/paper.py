"""A paper under review: the document, its figures and relations, and what kind of document it is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.outline import Outline, outline_of
from jixiao.checks.severity import Severity
from jixiao.documents.found import Found
from jixiao.documents.model import NOWHERE, Document, Passage, Place, Span
from jixiao.documents.view import Mention, View
from jixiao.relations import Verdict


@dataclass(frozen=True)
class Paper:
    """What a rule looks at.

    Attributes:
        view: the document with its sentences and figures.
        judged: every relation found, with its verdict.
    """

    view: View
    judged: Sequence[tuple[Found, Verdict]] = ()

    @property
    def document(self) -> Document:
        """The document."""
        return self.view.document

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, those of table cells included."""
        return tuple(self.document.passages())

    @cached_property
    def plain(self) -> str:
        """The whole text as a person reads it, one passage a line: for a quick look whether a word occurs at all."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def _told(self) -> Counter[tuple[object, str]]:
        """How often a figure of four digits or more stands in the document."""
        return Counter(
            (mention.figure.value, mention.figure.unit)
            for mention in self.view.everywhere()
            if sum(sign.isdigit() for sign in mention.written) > 3
        )

    def is_repeated(self, mention: Mention) -> bool:
        """Whether the same long figure stands elsewhere too."""
        return self._told[mention.figure.value, mention.figure.unit] > 1

    @cached_property
    def _places(self) -> tuple[list[int], list[Place]]:
        """Where each passage begins in the text, ascending, and its place."""
        begun = sorted(
            ((passage.pieces[0][1], passage.place) for passage in self.passages if passage.pieces),
            key=lambda pair: pair[0],
        )
        return [start for start, _ in begun], [place for _, place in begun]

    def place(self, span: Span) -> Place:
        """The place of the passage that holds these characters."""
        starts, places = self._places
        index = bisect_right(starts, span.start) - 1
        return places[index] if index >= 0 else Place(page=self.document.page_of(span.start))

    @cached_property
    def outline(self) -> Outline:
        """What kind of document it is, and its parts."""
        return outline_of(self.document)

    def finding(
        self,
        declared: Declaration,
        spans: Sequence[Span],
        message: str,
        severity: Severity | None = None,
        **values: object,
    ) -> PaperFinding:
        """A finding of a rule on words: its spans, and the message id and values of what was found there."""
        place = self.place(spans[0]) if spans else NOWHERE
        return PaperFinding(declared, severity or declared.severity, tuple(spans), message, values, place=place)
