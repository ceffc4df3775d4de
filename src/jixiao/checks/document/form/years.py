"""TIM-20: years that no report speaks of: 1020年底, 8020年度."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_YEAR = re.compile(r"(?<![\d.,第])(\d{4})\s{0,2}年(?=\s{0,2}(?:\d{1,2}\s{0,2}月|底|末|初|度))")


@rule("TIM-20")
def years_are_possible(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Four digits before 年底, 年度, 年5月 that lie outside the years a report can speak of."""
    first, last = int(declared.figure("first")), int(declared.figure("last"))
    hits = [
        Hit(passage.span(match.start(), match.end()), "".join(match[0].split()))
        for passage in paper.passages
        for match in _YEAR.finditer(passage.text)
        if not first <= int(match[1]) <= last
    ]
    yield from gathered(paper, declared, hits)
