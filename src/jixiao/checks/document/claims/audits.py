"""“No problem was found” in a paper that tells elsewhere what audit or inspection found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Passage

_CLEAN = re.compile(
    r"(?:未发现|没有发现|不存在|无)[^，。；]{0,24}?(?:违规|违纪|违法|截留|挪用|挤占|虚列|审计)[^，。；]{0,16}?(?:问题|情况|现象|行为)"
    r"|(?:审计|检查|巡察|巡视)[^，。；]{0,12}(?:未发现|没有发现)(?:任何)?问题"
)
_FOUND = re.compile(
    r"(?:审计|巡察|巡视|财会监督|专项检查|财政监督)[^。；]{0,20}?(?<!未)(?<!没有)(?<!是否)(?:发现|指出|查出|反映|提出|反馈)"
    r"[^。；]{0,30}?(?:问题|不规范|违规|不符|整改意见)"
)
_OTHER_YEAR = re.compile(r"以前年度|往年|上年|去年|历年")


@rule("XSC-23")
def clean_means_clean(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """One question: the claim and the findings of an audit may be of other matters or another year."""
    clean = found = None
    for passage, _ in paragraphs(paper):
        clean = clean or _at(passage, _CLEAN)
        match = _FOUND.search(passage.text)
        if (
            match
            and not _CLEAN.search(match.group())
            and not _OTHER_YEAR.search(passage.text[max(0, match.start() - 12) : match.end()])
        ):
            found = found or (passage, match)
    if clean and found:
        spans = [passage.span(*match.span()) for passage, match in (clean, found)]
        values = {"claim": quoted(clean[1].group()), "found": quoted(found[1].group())}
        yield tell(paper, declared, spans, "claim-audit", values)


def _at(passage: Passage, words: re.Pattern[str]) -> tuple[Passage, re.Match[str]] | None:
    match = words.search(passage.text)
    return (passage, match) if match else None
