"""“All completed” beside a rate below one hundred, a count below its plan, or words that say the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence
from jixiao.figures import FigureKind
from jixiao.figures.reading.figure import Bound

_CLAUSE = re.compile(r"[，,；;。：:]")
_TAIL = re.compile(r"(?:仅|只)?(?:达到?|为|是|有)$")
_NOT_CLAIMED = re.compile(r"除|其余|未|尚|将|争取|力争|确保|计划[于在年]|要求|目标是|如期|若|预计")
_AIM = re.compile(r"目标|指标值|计划|要求|应|标准")
_WHOLE_AIM = re.compile(r"(?:目标值?|指标值|计划值?|要求)[为是：:达到]{0,3}100(?:\.0+)?[%％]|应达(?:到)?100[%％]")
_OPEN = re.compile(
    r"(?<!无)(?<!没有)(?:尚未|未能|仍未|没有)(?:按期|如期|全部|全面)?(?:完成|达到|实现|达标)|(?<!无)未完成"
)
_PLANNED = re.compile(r"(?:计划|应|目标|任务)[^，。；]{0,12}$")
_DONE = re.compile(r"(?:实际|完成|已)[^，。；]{0,12}$")


@rule("XSC-10")
def all_completed(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """One finding a paragraph. Without a printed target of one hundred a rate below it is a question only."""
    claims, rates = one_of(declared.words("words")), one_of(declared.words("rates"))
    for _, sentences in paragraphs(paper):
        claimed = _claim(sentences, claims)
        if claimed is None:
            continue
        span, words = claimed
        openly = _open(sentences, claims)
        short = _short(sentences)
        below = next((mention for sentence in sentences for mention in sentence.mentions if _low(mention, rates)), None)
        if openly is not None:
            yield tell(paper, declared, [span, openly[0]], "claim-completed-open", {"claim": words, "found": openly[1]})
        elif short is not None:
            plan, done = short
            values = {"claim": words, "plan": quoted(plan.written), "done": quoted(done.written)}
            yield tell(paper, declared, [span, plan.span, done.span], "claim-completed-short", values)
        elif below is not None:
            aimed = any(_WHOLE_AIM.search(sentence.text) for sentence in sentences)
            values = {
                "claim": words,
                "title": quoted(_TAIL.sub("", _CLAUSE.split(below.label)[-1])),
                "found": quoted(below.written),
            }
            grave = declared.severity if aimed else Severity.NOTE
            yield tell(paper, declared, [span, below.span], "claim-completed", values, grave)


def _claim(sentences: Sequence[Sentence], claims: re.Pattern[str]) -> tuple[Span, str] | None:
    for sentence in sentences:
        for match in claims.finditer(sentence.text):
            if not _NOT_CLAIMED.search(sentence.text[max(0, match.start() - 24) : match.start()]):
                at = sentence.start + match.start()
                return sentence.passage.span(at, at + len(match.group())), match.group()
    return None


def _open(sentences: Sequence[Sentence], claims: re.Pattern[str]) -> tuple[Span, str] | None:
    """Words that say something was not completed. 因…未完成 of last year and conditions (未完成的扣分) are not meant."""
    for sentence in sentences:
        for match in _OPEN.finditer(sentence.text):
            near = sentence.text[max(0, match.start() - 16) : match.end() + 8]
            if claims.search(match.group()) or re.search(r"上年|去年|扣|如|若|对|问题", near):
                continue
            at = sentence.start + match.start()
            return sentence.passage.span(at, at + len(match.group())), match.group()
    return None


def _low(mention: Mention, rates: re.Pattern[str]) -> bool:
    figure = mention.figure
    if figure.kind is not FigureKind.PERCENT or figure.bound is not Bound.NONE or figure.number is None:
        return False
    label = mention.label[-12:]
    return figure.number < 1 and bool(rates.search(label)) and not _AIM.search(label)


def _short(sentences: Sequence[Sentence]) -> tuple[Mention, Mention] | None:
    """A planned count and a smaller completed one in one sentence."""
    for sentence in sentences:
        for plan, done in zip(sentence.mentions, sentence.mentions[1:], strict=False):
            same = plan.kind is FigureKind.COUNT is done.kind and plan.figure.unit == done.figure.unit
            if not same or done.figure.bound is not Bound.NONE or plan.figure.number is None:
                continue
            planned, completed = _PLANNED.search(plan.before.rstrip()), _DONE.search(done.before.rstrip())
            if planned and completed and done.figure.number is not None and done.figure.number < plan.figure.number:
                return plan, done
    return None
