"""TXT-14: what will be done, told among the results; the word 将 in the sense of 把 is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Passage, Sort

_CLAUSE = re.compile(r"[^。！？；]+[。！？；]?")


@rule("TXT-14")
def promises_are_no_results(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """将于, 将继续, 拟于 under a heading that tells results. A sentence that says 今后 or 下一步 promises openly."""
    words = re.compile(rf"(?<![模虚比草])(?:{'|'.join(map(re.escape, declared.words('words')))})")
    results = re.compile("|".join(map(re.escape, declared.words("results"))))
    others = re.compile("|".join(map(re.escape, declared.words("others"))))
    openly = declared.words("openly")
    hits: list[Hit] = []
    for above, block in paper.document.sections():
        if not isinstance(block, Passage) or block.sort is Sort.HEADING or not above:
            continue
        heading = above[-1].text
        if not results.search(heading) or others.search(heading):
            continue
        for clause in _CLAUSE.finditer(block.text):
            match = words.search(clause[0])
            if match and not any(word in clause[0] for word in openly):
                start = clause.start() + match.start()
                span = block.span(start, clause.start() + match.end())
                hits.append(Hit(span, block.text[start : start + 12]))
    yield from gathered(paper, declared, hits)
