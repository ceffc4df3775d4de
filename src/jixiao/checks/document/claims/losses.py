"""Points that were lost and nobody says where; full marks for what is said not to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.view import Mention
from jixiao.figures import FigureKind, half_up

_TOTAL = re.compile(
    r"(?:自评|综合|评价|考评|整体支出|合计|最终)[^，。；]{0,8}(?:总分|得分|总得分|分数|评分)|总得分|自评总?分|总分"
)
_PARTLY = re.compile(r"管理|履职|效能|效率|产出|效益|过程|投入|满意|部分|项目支出得分|执行率")
_FULL = re.compile(r"满分|总分值|分值")
_LOST = re.compile(
    r"(?<!每)(?<!加)(?:扣减|扣除|扣掉|扣|失|丢)(?:了|去)?\s*(?:分|(?P<points>\d+(?:\.\d+)?)\s*分)|未得满分|未得分|不得分"
)
_CRITERION = re.compile(r"每|少于|低于|高于|超过|不足|扣完为止|的[，,]?$|酌情|否则|如")
_NONE_LOST = re.compile(r"(?:无|没有|未|不)(?:其他|其它|被)?$")
_UNDONE = re.compile(r"未完成|未达标|未达到|没有完成|未能完成|未实现|没有达到")
_FULL_MARKS = re.compile(r"(?<!不)(?<!不能)(?<!未)(?:得|计|给予|评为|自评)满分|(?<!应)不扣分")
_OUT_OF = re.compile(
    r"(?:满分|分值|权重)\D{0,3}(\d+(?:\.\d+)?)\s*分?[，,、（(]{0,2}(?:自评)?(?:实际)?得分?\D{0,2}(\d+(?:\.\d+)?)\s*分?"
)
_EXECUTION = re.compile(r"执行率|支出进度|支出率|完成率")
_RULE = re.compile(r"[的者](?:不|扣)|每|则|评分标准")


@rule("SCR-11")
def lost_points_are_explained(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Said once: the total is below the full score and no sentence or table tells a deduction, or not enough of them."""
    outline = paper.outline
    if not outline.is_report and not outline.part("结论"):
        return
    total = next((mention for mention in paper.view.mentions if _is_total(mention)), None)
    if total is None:
        return
    full = _full(paper, total)
    lost = (full.figure.number if full and full.figure.number else Fraction(100)) - (total.figure.number or 0)
    if lost <= 0:
        return
    told = list(_deductions(paper))
    explained = sum((points for points in told if points is not None), Fraction(0))
    spans = [total.span, *([full.span] if full else [])]
    values: dict[str, object] = {"total": quoted(total.written), "lost": _points(lost)}
    if not told:
        yield tell(paper, declared, spans, "claim-lost", values)
    elif None not in told and explained < lost:
        values |= {"told": _points(explained), "rest": _points(lost - explained)}
        yield tell(paper, declared, spans, "claim-lost-partly", values, Severity.NOTE)


def _is_total(mention: Mention) -> bool:
    figure = mention.figure
    if figure.unit != "分" or figure.number is None or not 40 < figure.number <= 100:
        return False
    label = mention.label[-20:]
    return bool(_TOTAL.search(label)) and not _PARTLY.search(label.replace("整体支出", ""))


def _full(paper: Paper, total: Mention) -> Mention | None:
    own = paper.view.sentences[total.sentence].mentions
    return next((mention for mention in own if mention.figure.unit == "分" and _FULL.search(mention.label)), None)


def _deductions(paper: Paper) -> Iterator[Fraction | None]:
    """Every deduction that is told, with its points where they are printed; scoring rules are not deductions."""
    for passage in paper.passages:
        for match in _LOST.finditer(passage.text):
            before = re.split(r"[。；;]", passage.text[max(0, match.start() - 24) : match.start()])[-1]
            after = passage.text[match.end() : match.end() + 8]
            if not _CRITERION.search(before) and not _NONE_LOST.search(before) and "扣完为止" not in after:
                yield Fraction(Decimal(match["points"])) if match["points"] else None


def _points(value: Fraction) -> str:
    return f"{half_up(value, 2)}"


@rule("SCR-18")
def no_full_marks_for_what_was_not_done(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A sentence says that something was not reached and that it got full marks."""
    for passage, sentences in paragraphs(paper):
        for sentence in sentences:
            undone = _UNDONE.search(sentence.text)
            if not undone or _RULE.search(sentence.text):
                continue
            full = _FULL_MARKS.search(sentence.text)
            scored = next((match for match in _OUT_OF.finditer(sentence.text) if match[1] == match[2]), None)
            marks = full or scored
            if marks:
                at = [sentence.start + offset for offset in (*undone.span(), *marks.span())]
                spans = [passage.span(at[0], at[1]), passage.span(at[2], at[3])]
                values = {"undone": undone.group(), "marks": quoted(marks.group())}
                yield tell(paper, declared, spans, "claim-full-marks", values, Severity.WARNING)


@rule("SCR-12")
def near_full_score_beside_low_execution(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Off by default: a high total beside a low rate of execution or many problems is common and proves nothing."""
    total = next((mention for mention in paper.view.mentions if _is_total(mention)), None)
    if total is None or (total.figure.number or 0) < declared.figure("total"):
        return
    rates = [m for m in paper.view.mentions if m.kind is FigureKind.PERCENT and _EXECUTION.search(m.label[-10:])]
    low = next((m for m in rates if m.figure.number is not None and m.figure.number < declared.figure("rate")), None)
    if low is not None:
        values = {"total": quoted(total.written), "rate": quoted(low.written)}
        yield tell(paper, declared, [total.span, low.span], "claim-high-score", values)
