"""All hits of one rule of form as one finding: notes that come singly would drown the errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import Candidate, PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.severity import Severity
from jixiao.documents.model import Passage, Sort, Span

MOST_HITS = 2000  # a text with more of them is none
MOST_SPANS = 50  # a text in which every comma is wrong is told once, not marked black all over


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: its characters, the words to quote, what should stand there ("" where nothing can be proposed)."""

    span: Span
    words: str
    proposed: str = ""


def running(paper: Paper) -> Iterator[Passage]:
    """The passages of the running text: what stands in table cells is worded more shortly and left alone."""
    return (passage for passage in paper.passages if passage.sort is not Sort.CELL)


def is_prose(passage: Passage) -> bool:
    """Whether a passage has the marks of a sentence: rows of flattened tables and captions do not."""
    return "。" in passage.text or "，" in passage.text


def gathered(
    paper: Paper,
    declared: Declaration,
    hits: Iterable[Hit],
    severity: Severity | None = None,
    message: str = "",
    **values: object,
) -> Iterator[PaperFinding]:
    """One finding for all hits, none for none.

    Args:
        paper: under review.
        declared: the rule.
        hits: in any order.
        severity: milder than declared, where less is certain.
        message: message id; `form-CODE` in small letters where left out. What was expected is `…-expected`.
        values: for both, beside `number` and the quoted `words`.
    """
    found = sorted(islice(hits, MOST_HITS), key=lambda hit: hit.span)
    if not found:
        return
    message = message or f"form-{declared.code.lower()}"
    words = tuple(dict.fromkeys(f"“{hit.words}”" for hit in found))
    spans = [hit.span for hit in found[:MOST_SPANS]]
    finding = paper.finding(declared, spans, message, severity, number=len(found), words=words, **values)
    first = {(hit.words, hit.proposed): hit for hit in reversed(found) if hit.proposed}
    yield replace(
        finding,
        expectation=f"{message}-expected",
        expected_values=finding.values,
        candidates=tuple(
            Candidate(hit.span, hit.words, hit.proposed, "cause-write") for hit in sorted(first.values(), key=_place)
        ),
    )


def _place(hit: Hit) -> Span:
    return hit.span
