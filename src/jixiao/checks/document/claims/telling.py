"""A finding of a claim: what was found and what was expected come as a pair of messages with the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.severity import Severity
from jixiao.documents.model import Passage, Sort, Span
from jixiao.documents.view import Sentence

LONGEST = 40
NO_VALUES: Mapping[str, object] = MappingProxyType({})
_BLANK = re.compile(r"\s+")


def tell(
    paper: Paper,
    declared: Declaration,
    spans: Sequence[Span],
    message: str,
    values: Mapping[str, object] = NO_VALUES,
    severity: Severity | None = None,
) -> PaperFinding:
    """A finding whose expectation is the message `<message>-expected` with the same values."""
    found = paper.finding(declared, spans, message, severity)
    return replace(found, values=values, expectation=f"{message}-expected", expected_values=values)


def quoted(text: str) -> str:
    """Words as a finding quotes them: without the blanks of a copy, and not longer than a line."""
    words = _BLANK.sub("", text)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def paragraphs(paper: Paper) -> Iterator[tuple[Passage, list[Sentence]]]:
    """Every passage of the running text with its sentences; headings are left out."""
    for _, group in groupby(paper.view.sentences, key=lambda sentence: id(sentence.passage)):
        sentences = list(group)
        if sentences[0].passage.sort is not Sort.HEADING:
            yield sentences[0].passage, sentences


def one_of(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of some words, written as they are; the longest is taken first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def whole(passage: Passage) -> Span:
    """The characters of a passage."""
    return passage.span(0, len(passage.text))
