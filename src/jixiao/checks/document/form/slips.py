"""TXT-18 and TXT-19: words and marks typed twice, and sentences that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered, is_prose, running
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Sort

_TWICE = re.compile(
    r"(?:的确确|不了了之|了了解|是是非非|和和气气|共和和)"  # right ones are stepped over
    r"|((?<!的的)的的(?!确)|了了(?!解)|是是|和和|与与(?!会)|及及(?!时|早|其)|于于"
    r"|，，|。。(?!。)(?<!。。。)|、、|；；|：："
    r"|(?<![一-龥])(?:年年年)|([一-龥]{2,6})\2)"
)
# Words that are said twice on purpose, and syllables that meet by chance.
_ON_PURPOSE = re.compile(
    r"^(?:一.|逐.|研究|讨论|学习|常常|往往|层层|处处|慢慢|稳稳|实实|点点|件件|项项|家家|户户|人人|天天|年年|月月)"
)
_STOPPED = re.compile(r"[。！？!?；;：:…—”’》）)】〕\]|]$")
_LONG = 40
_QUOTED = 16


@rule("TXT-18")
def nothing_is_typed_twice(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """的的, 了了, ，，, 预算预算 in running text; half-width marks side by side come from extraction."""
    hits: list[Hit] = []
    for passage in running(paper):
        if not is_prose(passage):
            continue
        for match in _TWICE.finditer(passage.text):
            if match[1] is None or (match[2] and _ON_PURPOSE.match(match[2])):
                continue
            hits.append(Hit(passage.span(match.start(1), match.end(1)), match[1]))
    yield from gathered(paper, declared, hits)


@rule("TXT-19")
def sentences_have_an_end(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A paragraph of whole sentences whose last has no stop. Nothing is said of a text whose lines are broken by a page."""
    blocks = [passage for passage in running(paper) if passage.sort in (Sort.PARAGRAPH, Sort.ITEM)]
    if any(len(passage.pieces) > 1 for passage in blocks):
        return
    hits = []
    for passage in blocks:
        text = passage.text.rstrip()
        if len(text) >= _LONG and "。" in text and not _STOPPED.search(text):
            start = max(text.rfind("。"), text.rfind("，")) + 1
            hits.append(Hit(passage.span(start, len(text)), f"…{text[max(start, len(text) - _QUOTED) :]}"))
    yield from gathered(paper, declared, hits)
