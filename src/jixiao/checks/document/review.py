"""Reviewing a document that somebody else wrote: its relations judged, its claims and form looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from jixiao.checks.document.broken import broken
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.damaged import damaged_spans
from jixiao.checks.document.labels import called
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import judge_words
from jixiao.documents.finders import find_all
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Document, Span
from jixiao.documents.reading import from_text, read
from jixiao.documents.view import View
from jixiao.files.messages import Term
from jixiao.relations import Outcome, Verdict, judge

_FORM = "TXT"
_LONGEST_NAME = 1024
_ENDINGS = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".html", ".htm", ".xlsx", ".txt", ".png", ".jpg", ".jpeg")


class Judged(NamedTuple):
    """A relation and what became of it."""

    found: Found
    verdict: Verdict


@dataclass(frozen=True, repr=False)
class Review:
    """A reviewed document.

    Attributes:
        relations: every relation found, in reading order, with its verdict.
        findings: the gravest first, within one severity in reading order.
    """

    document: Document
    relations: tuple[Judged, ...]
    findings: tuple[PaperFinding, ...]

    def __repr__(self) -> str:
        name = self.document.name or "text"
        return f"Review({name!r}: {len(self.findings)} findings, {len(self.verified)}/{len(self.relations)} relations hold)"

    @property
    def verified(self) -> tuple[Judged, ...]:
        """The relations that hold."""
        return tuple(judged for judged in self.relations if judged.verdict.outcome is Outcome.HOLDS)


def review(what: str | PathLike[str] | Document) -> Review:
    """Review a text, a file or a document that was read.

    Args:
        what: the text itself, or a file (docx, pdf, html, xlsx, ofd, picture, text): its Path, or its name as a text
            of one line without 。 and ， that ends like a document.

    Raises:
        FileRefused: the file cannot be read; its sentence says why and what to do.

    Example:
        >>> finding = review("预算 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。").findings[0]
        >>> finding.code, finding.severity.value
        ('REL-01', 'error')
    """
    match what:
        case Document():
            document = what
        case str() if not _names_a_file(what):
            document = from_text(what)
        case _:
            document = read(Path(what))
    return reviewed(document)


def _names_a_file(text: str) -> bool:
    """Whether a text is the name of a file: no report is one line that ends in .docx."""
    return len(text) < _LONGEST_NAME and text.endswith(_ENDINGS) and not any(mark in text for mark in "\n。，")


def reviewed(document: Document) -> Review:
    """Review a document that was read."""
    view = View(document)
    scanned = Term("ocr-used") in document.remarks  # its punctuation is the recogniser's, not the writer's
    lost = damaged_spans(view)
    founds = sorted((called(found) for found in find_all(view) if _is_whole(found, lost)), key=_place)
    judged = tuple(Judged(found, judge(found.relation)) for found in founds)
    paper = Paper(view, judged)
    findings = [*broken(paper), *(item for item in judge_words(paper) if not (scanned and item.rule.chapter == _FORM))]
    findings.sort(key=lambda finding: (finding.severity.rank, finding.spans[0] if finding.spans else (0, 0)))
    return Review(document, judged, tuple(findings))


def _place(found: Found) -> Span:
    return found.spans[0]


def _is_whole(found: Found, lost: Sequence[Span]) -> bool:
    """Whether no figure of a relation lost digits when the text was copied: what is left of it proves nothing.

    One case is clear: a sum that fails surely by the leading digits of the one addend that lost them.
    """
    broken = [one for one in found.spans for other in lost if one.start < other.end and other.start < one.end]
    return not broken or (found.tie is Tie.SUM and found.sure and len(broken) == 1)
