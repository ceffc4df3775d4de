"""TXT-07 and TXT-08, asked for by name only: praise without a figure, and sentences that nobody reads to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule


@rule("TXT-07")
def praise_has_a_figure(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """显著, 极大, 圆满 in a sentence that holds no figure."""
    praise = re.compile("|".join(map(re.escape, declared.words("words"))))
    hits = []
    for sentence in paper.view.sentences:
        match = praise.search(sentence.text)
        if match and not any(mention.figure.is_quantity for mention in sentence.mentions):
            start = sentence.start + match.start()
            hits.append(Hit(sentence.passage.span(start, sentence.start + match.end()), match[0]))
    yield from gathered(paper, declared, hits)


@rule("TXT-08")
def sentences_end(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Sentences longer than the limit."""
    limit = int(declared.figure("length"))
    hits = [
        Hit(sentence.passage.span(sentence.start, sentence.end), f"{sentence.text.strip()[:12]}…")
        for sentence in paper.view.sentences
        if len(sentence.text) > limit
    ]
    yield from gathered(paper, declared, hits, limit=limit)
