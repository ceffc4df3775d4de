"""A result far above its target, without a word why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.figures import FigureKind
from jixiao.figures.reading.figure import Bound

_TARGET = re.compile(r"(?:目标值?|指标值|计划数?|年度任务)[^，。；：]{0,10}[为是：:]?$")
_ACTUAL = re.compile(r"(?:实际|完成值?|已完成|全年完成|达到?)[^，。；：]{0,8}$")
_WHY = re.compile(r"原因|由于|因[^此而]|主要是|受[^，。]{1,20}影响|追加|新增|增补|扩面|政策调整|超额完成是")
_LIMIT = re.compile(r"不超过|不高于|控制在|以内|≤|事故|投诉|成本")
_KINDS = (FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MEASURE, FigureKind.NUMBER)


@rule("IND-15")
def over_achievement_is_explained(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Target and result of one unit stand beside each other, and the passage gives no reason for so much more."""
    most = declared.figure("times")
    for passage, sentences in paragraphs(paper):
        if _WHY.search(passage.text):
            continue
        for sentence in sentences:
            for target, actual in zip(sentence.mentions, sentence.mentions[1:], strict=False):
                aim, got = target.figure.number, actual.figure.number
                alike = target.kind is actual.kind and target.figure.unit == actual.figure.unit
                if not alike or target.kind not in _KINDS or not aim or got is None:
                    continue
                if target.figure.bound in (Bound.MOST, Bound.LESS) or _LIMIT.search(target.before):
                    continue
                if (
                    _TARGET.search(target.before.rstrip())
                    and _ACTUAL.search(actual.before.rstrip())
                    and got >= aim * most
                ):
                    values = {"target": quoted(target.written), "found": quoted(actual.written)}
                    yield tell(paper, declared, [actual.span, target.span], "claim-overdone", values)
