"""Better or worse than last year, without last year's figure and without the change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.model import Span
from jixiao.documents.view import Sentence
from jixiao.figures import FigureKind

_LAST = r"\s*(?:上年|去年|上一年|前一年|往年|以往|20\d\d\s*年)(?:度|同期|全年)?"
_DEGREE = r"(?:有所|有了|明显|显著|大幅|稳步|进一步|较大|不断|持续|略有|均有|又有|普遍)(?:较大|明显|大幅|所|了)?"
_CHANGE = r"(?:提升|提高|增长|增加|改善|下降|减少|降低|好转|加快|上升|优化|进步|缩短|回升|压减|增强)"
_BARE = re.compile(
    rf"(?:较|比|与|同|和){_LAST}(?:相比|比)?[，,]?[^，。；：:]{{0,10}}?(?:{_DEGREE}{_CHANGE}|更[好高快优低])"
)
_LAST_FIGURE = re.compile(
    rf"{_LAST}[^，。；较比]{{0,12}}?\d+(?:\.\d+)?\s*(?:[%％]|万元|亿元|元|分|个|人|次|项|件|家|户)"
)
_CHANGED_BY = re.compile(rf"{_CHANGE}(?:了|幅度|率)?(?:为|达)?(?:约|近)?$")
_CHANGES = (FigureKind.PP, FigureKind.MULTIPLE)


@rule("PCT-08")
def comparisons_have_a_base(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Told once for the whole paper. A change or last year's value in the paragraph is enough."""
    spans: list[Span] = []
    words: list[str] = []
    for passage, sentences in paragraphs(paper):
        if _LAST_FIGURE.search(passage.text):
            continue
        for sentence in sentences:
            told = _last_change(sentence)
            for match in _BARE.finditer(sentence.text):
                if sentence.start + match.start() >= told:
                    spans.append(passage.span(sentence.start + match.start(), sentence.start + match.end()))
                    words.append(match.group())
    if spans:
        grave = declared.severity if paper.outline.is_report else Severity.NOTE
        yield tell(paper, declared, spans, "claim-comparison", {"number": len(spans), "words": quoted(words[0])}, grave)


def _last_change(sentence: Sentence) -> int:
    """Where the last figure stands that tells a change: 提高2个百分点, 增长5%, 减少3人. Comparisons before it have one."""
    return max(
        (
            mention.figure.start
            for mention in sentence.mentions
            if mention.kind in _CHANGES or _CHANGED_BY.search(mention.before.rstrip())
        ),
        default=-1,
    )
