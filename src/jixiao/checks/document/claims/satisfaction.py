"""Satisfaction: a hundred per cent of a small sample, and a rate without the survey that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.view import Mention
from jixiao.figures import FigureKind

_SATISFIED = re.compile(r"满意(?:度|率)")
_AIM = re.compile(r"目标|指标值|计划|不低于|≥|要求")
_SAMPLE = re.compile(r"问卷|样本|抽样|受访|被调查|调查对象|抽查|访谈|随机")
_EVERYBODY = re.compile(r"全部|全体|全覆盖|所有|逐一|普查|共有?服务对象|总数")
_SURVEY = re.compile(r"问卷|样本|抽样|受访|满意度调查|调查问卷|访谈|回访|评价器|测评")


def _is_result(mention: Mention) -> bool:
    satisfied = mention.kind is FigureKind.PERCENT and _SATISFIED.search(mention.label)
    return bool(satisfied) and not _AIM.search(mention.before[-16:])


def _is_sample(mention: Mention) -> bool:
    return mention.kind is FigureKind.COUNT and bool(_SAMPLE.search(f"{mention.label}{mention.after[:6]}"))


@rule("PCT-05")
def full_satisfaction_of_few(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """All of a small sample were satisfied. Where the passage says that everybody was asked, the sample is the whole."""
    most = declared.figure("sample")
    for passage, sentences in paragraphs(paper):
        mentions = [mention for sentence in sentences for mention in sentence.mentions]
        full = next((mention for mention in mentions if _is_result(mention) and mention.figure.number == 1), None)
        asked = [mention for mention in mentions if _is_sample(mention)] if full else []
        sizes = [mention.figure.number for mention in asked if mention.figure.number]
        if full and sizes and max(sizes) < most and not _EVERYBODY.search(passage.text):
            values = {"found": quoted(full.written), "sample": quoted(asked[0].written)}
            yield tell(paper, declared, [full.span, asked[0].span], "claim-few-asked", values)


@rule("CMP-11")
def satisfaction_comes_from_a_survey(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A report prints satisfaction and says nowhere how, whom and when it asked; told once."""
    results = [mention for mention in paper.view.mentions if _is_result(mention)]
    if results and paper.outline.is_report and not _SURVEY.search(paper.plain):
        values = {"found": quoted(results[0].written), "number": len(results)}
        yield tell(paper, declared, [mention.span for mention in results], "claim-no-survey", values)
