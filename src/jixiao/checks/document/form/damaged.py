"""TXT-17: figures that lost digits in copying: 3,.83万元, a comma before three digits, a bracket lost in 〔202465号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Document, Span
from jixiao.documents.view import View

_UNIT = r"[ 　]?(?:[万亿]?元|[%％])"
_DAMAGED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})*(?:[,，]\.|\.[,，]|\.\.)\d+"  # 3,.83 · 3.,83 · 3..83
    rf"|(?<![\d.,])\d{{1,3}},\d{{1,2}}(?:\.\d+)?(?={_UNIT})"  # a group of three with fewer digits
    rf"|(?<=[一-龥])\.\d+(?={_UNIT})"  # nothing before the point
    rf"|(?<![\d.])\d+\.(?={_UNIT})"  # nothing behind the point
    r"|(?<![\d.])\d{1,6}\.\d{1,2}\.\d{1,2}(?=[ 　]?[万亿]?元)"  # two points; with more digits between them two cells are glued
    r"|〔(?:19|20)\d{3,7}(?!\d|[〕\]）)])"  # 〔202465号
    r"|(?<![\d.])(?:19|20)\d{2}[01]\d[0-3]\d日"  # 20211228日
    r"|\d[\ufffd□■][\d\ufffd□■]*[\d.]*"  # a sign that the font did not have
    r"|(?<![A-Za-z\d.])\d+[OoIl](?:[\d.]+)?(?=[ 　]?(?:[万亿]?元|[%％]|人|个|家|户))"  # a letter for a digit
)
# What stood before the thousands mark is gone; in a text that has all its commas like that it is an ordinary comma.
_HEADLESS = re.compile(rf"(?<=[一-龥：:（(]),\d{{3}}(?:,\d{{3}})*(?:\.\d+|(?={_UNIT}))")
_COMMA = re.compile(r"(?<=[一-龥]),(?=[一-龥])")
_OFTEN = 3  # half-width commas that are no slip
_WHOLE = re.compile(r"[ 　]?(?:[万亿]元|元|[%％])")


def damaged_in(text: str, *, commas: bool = False) -> list[tuple[int, int]]:
    """Start and end of every damaged figure of a passage, its unit included.

    Args:
        text: of the passage.
        commas: whether its document has half-width commas throughout.
    """
    found = []
    for pattern in (_DAMAGED,) if commas else (_DAMAGED, _HEADLESS):
        for match in pattern.finditer(text):
            unit = _WHOLE.match(text, match.end())
            found.append((match.start(), unit.end() if unit else match.end()))
    return sorted(found)


def has_half_commas(document: Document) -> bool:
    """Whether a program made the commas of a text half-width: more of them than of the full-width ones."""
    half = full = 0
    for passage in document.passages():
        half += len(_COMMA.findall(passage.text))
        full += passage.text.count("，")
    return half >= _OFTEN and half > full


def damaged_spans(view: View) -> list[Span]:
    """Every damaged figure of a document, tables included: a relation that takes one of them proves nothing.

    Example:
        >>> from jixiao.documents.reading import from_text
        >>> damaged_spans(View(from_text("涉及资金3,.83万元。")))
        [Span(start=4, end=10)]
    """
    commas = has_half_commas(view.document)
    return [
        passage.span(start, end)
        for passage in view.document.passages()
        for start, end in damaged_in(passage.text, commas=commas)
    ]


@rule("TXT-17")
def digits_are_whole(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Figures that cannot have been written like that. What they take part in is not judged."""
    hits = [
        Hit(span, "".join(paper.document.text[span.start : span.end].split())) for span in damaged_spans(paper.view)
    ]
    yield from gathered(paper, declared, hits)
