"""TXT-01: wrong characters and words that official prose writes otherwise, and measure words told twice."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.form.wording import wrong_words
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule


@rule("TXT-01")
def words_are_right(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A word of the dictionary, with what should be written. Table cells are looked at too."""
    dictionary = wrong_words()
    hits = [
        Hit(passage.span(start, end), passage.text[start:end], right)
        for passage in paper.passages
        for start, end, right in dictionary.found(passage.text)
    ]
    rights = tuple(dict.fromkeys(f"“{hit.proposed}”" for hit in sorted(hits, key=lambda hit: hit.span)))
    yield from gathered(paper, declared, hits, rights=rights)
