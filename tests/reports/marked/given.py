"""Findings to be drawn: the ones that a text gives, and one on every stretch of words that a test names."""

from __future__ import annotations

from typing import Any

from jixiao.checks.catalogue import review_catalogue
from jixiao.checks.document.finding import Candidate, PaperFinding
from jixiao.checks.document.review import Review, review
from jixiao.checks.document.settings import Sifted
from jixiao.checks.document.telling import as_data
from jixiao.checks.severity import Severity
from jixiao.documents.model import Document, Span

WRONG = "一、收支\n预算 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。\n"
RIGHT = "决算 100.00 万元，其中基本支出 60.00 万元，项目支出 40.00 万元。\n"


def on(document: Document, *words: str, severity: Severity = Severity.ERROR, proposed: str = "") -> PaperFinding:
    """A finding on those words of a document, the first of them suspect; on the whole of it without words."""
    starts = [document.text.index(word) for word in words]
    spans = tuple(Span(start, start + len(word)) for start, word in zip(starts, words, strict=True))
    return PaperFinding(
        rule=review_catalogue()["REL-01"],
        severity=severity,
        spans=spans,
        message="review-expected",
        values={"expected": "110.00 万元"},
        suspect=spans[0] if spans else None,
        candidates=(Candidate(spans[0], words[0], proposed, "cause-digit"),) if proposed else (),
    )


def found(document: Document) -> Review:
    """A review that found nothing."""
    return Review(document, (), ())


def data(text: str, file: str = "报告.txt") -> dict[str, Any]:
    """The review of a text as plain data."""
    result = review(text)
    return as_data(result, Sifted(result.findings), file)
