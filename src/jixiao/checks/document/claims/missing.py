"""What a self-evaluation report has to hold: its parts in order, scores, money, reasons, figures, last year's problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.outline import Kind, Outline
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Span
from jixiao.figures import FigureKind
from jixiao.files.messages import Term

_MANDATORY = ("基本情况", "结论", "完成", "问题", "措施")
_EXECUTION = re.compile(r"执行率|支出率|支出进度|支付进度|预算完成率")
_SLOW = re.compile(r"进度[^，。]{0,4}[慢缓滞]|未支出|未能支付|结转")
_AIM = re.compile(r"目标|指标值|不低于|要求|低于|超过")
_REASON = re.compile(r"原因|由于|因(?!地|此)|受[^，。]{1,24}影响|主要是|未达到?付款|跨年|尚未结算|待验收|结余|节约")
_TOTAL = re.compile(r"(?:总分|得分|总得分|评分|自评分)\D{0,8}$")
_MONEY = {
    "budget": "预算",
    "spending": "决算|支出",
    "rate": "完成率|执行率|支出率|支出进度",
    "basic": "基本支出|人员经费|公用经费",
    "project": "项目支出",
}


def _called(part: str) -> Term:
    return Term(f"claim-part-{_MANDATORY.index(part) + 1}")


def _first_span(paper: Paper, outline: Outline) -> list[Span]:
    heading = next((section.heading for section in outline.sections if section.heading is not None), None)
    passage = heading or next(iter(paper.passages), None)
    return [passage.span(0, len(passage.text))] if passage else []


@rule("CMP-01")
def parts_stand_in_order(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Every part has a heading, and the headings follow one another. How each is called is not asked."""
    outline = paper.outline
    if not outline.is_report:
        return
    named = {name for section in outline.sections for name in section.parts}
    missing = [name for name in _MANDATORY if name not in named]
    if missing:
        values = {"names": tuple(_called(name) for name in missing)}
        yield tell(paper, declared, _first_span(paper, outline), "claim-parts-missing", values)
    order = [(name, outline.order[name]) for name in ("基本情况", "问题", "措施") if name in outline.order]
    for (first, one), (second, other) in pairwise(order):
        if one > other:
            heading = outline.sections[other].above[-1]
            names = {"first": _called(first), "second": _called(second)}
            yield tell(paper, declared, [heading.span(0, len(heading.text))], "claim-parts-order", names)


@rule("CMP-02")
def scores_are_told(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A total score; and for a whole department the scores of its parts beside it."""
    outline = paper.outline
    if not outline.is_report:
        return
    scores = [mention for mention in paper.view.everywhere() if mention.figure.unit == "分"]
    total = next((mention for mention in scores if _TOTAL.search(mention.label)), None)
    tables = any("得分" in cell.text for table in paper.document.tables for cell in table.cells)
    if total is None and not tables:
        yield tell(paper, declared, _first_span(paper, outline), "claim-no-score")
    elif total is not None and outline.kind is Kind.WHOLE and not tables and len(scores) < 3:
        yield tell(paper, declared, [total.span], "claim-no-part-scores", {"total": quoted(total.written)})


@rule("CMP-03")
def money_is_told(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Budget, spending and rate; for a whole department basic and project spending too. Told once."""
    outline = paper.outline
    if not outline.is_report:
        return
    labels = "\n".join(mention.before for mention in paper.view.mentions)
    tables = "\n".join(cell.text for table in paper.document.tables for cell in table.cells)
    asked = [name for name in _MONEY if outline.kind is Kind.WHOLE or name not in ("basic", "project")]
    missing = [name for name in asked if not re.search(_MONEY[name], f"{labels}\n{tables}")]
    if missing:
        values = {"names": tuple(Term(f"claim-money-{name}") for name in missing)}
        yield tell(paper, declared, _first_span(paper, outline), "claim-no-money", values)


@rule("CMP-08")
def low_execution_has_a_reason(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Low rates of execution, and no paragraph that speaks of execution gives a reason; told once."""
    if not paper.outline.is_report:
        return
    low = []
    spoken = False
    for passage, sentences in paragraphs(paper):
        before, spoken = spoken, bool(_EXECUTION.search(passage.text) or _SLOW.search(passage.text))
        if _REASON.search(passage.text) and (spoken or before):
            return
        for mention in (mention for sentence in sentences for mention in sentence.mentions):
            number = mention.figure.number
            if mention.kind is not FigureKind.PERCENT or number is None or number >= declared.figure("rate"):
                continue
            if _EXECUTION.search(mention.label[-10:]) and not _AIM.search(mention.before[-16:]):
                low.append(mention)
    if low:
        values = {"number": len(low), "found": quoted(f"{low[0].label}{low[0].written}")}
        yield tell(paper, declared, [mention.span for mention in low], "claim-low-unexplained", values)


@rule("CMP-10")
def results_have_figures(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """The part on results tells activities only: no figure in any of its paragraphs and tables; told once."""
    outline = paper.outline
    sections = [section for section in outline.part("完成") if section.blocks] if outline.is_report else []
    own = {id(passage) for section in sections for passage in section.passages}
    counted = [mention for mention in paper.view.mentions if id(mention.passage) in own and mention.figure.is_quantity]
    if own and not counted and len(own) == sum(len(section.blocks) for section in sections):
        heading = sections[0].above[-1]
        yield tell(
            paper, declared, [heading.span(0, len(heading.text))], "claim-no-figures", {"heading": quoted(heading.text)}
        )


@rule("CMP-12")
def last_years_problems_are_followed(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Off by default: few outlines ask for it. The report says nothing of last year's problems or of rectification."""
    outline = paper.outline
    if outline.is_report and not re.search("|".join(declared.words("words")), paper.plain):
        yield tell(paper, declared, _first_span(paper, outline), "claim-no-follow-up")
