"""Money against work: all spent and only a stage built, outputs full and money unspent, money spent and outputs short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.view import Mention, Sentence
from jixiao.figures import FigureKind
from jixiao.figures.reading.figure import Bound

_MONEY = re.compile(r"执行率|支出率|支出进度|支付率|支付进度|资金使用率|预算完成率|投资完成率")
_WORK = re.compile(r"形象进度|工程进度|施工进度|建设进度|总体进度|实物进度|工程完成")
_OUTPUT = re.compile(r"产出|目标完成|任务完成|指标完成|数量完成|完成率|完成比例")
_SEVERAL_YEARS = re.compile(r"总投资|累计(?:支付|完成投资|投资|支出)")
_STAGE = re.compile(
    r"正在(?:施工|建设|推进)|按计划推进|有序推进|施工阶段|建设阶段|尚未(?:完工|竣工|封顶)|[层段]\S{0,6}(?:浇筑|施工)|完成基坑|处于|在建"
)
_BUILT = re.compile(r"(?<!未)(?:竣工|完工|交付使用|投入使用|验收合格|通过验收|通过终验|建成)")


@rule("RSN-02")
def money_and_building_go_together(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Printed progress more than so many points from the rate of execution; or nearly all spent in the midst of building."""
    building = one_of(declared.words("building"))
    for _, sentences in paragraphs(paper):
        money = _first(sentences, _MONEY)
        if money is None:
            continue
        text = "".join(sentence.text for sentence in sentences)
        work = _first(sentences, _WORK)
        if work is not None and _SEVERAL_YEARS.search(text):
            continue  # the year's money and the progress of the whole are told apart
        rate = money.figure.number or Fraction(0)
        values: dict[str, object] = {"money": quoted(money.written)}
        if work is not None:
            apart = abs(rate - (work.figure.number or Fraction(0)))
            if apart > declared.figure("points"):
                values["work"] = quoted(work.written)
                yield tell(paper, declared, [money.span, work.span], "claim-progress", values)
        elif declared.figure("spent") <= rate <= 1:
            stage = next((found for sentence in sentences if (found := _stage(sentence))), None)
            if stage and building.search(text) and not _BUILT.search(text):
                sentence, start, end = stage
                span = sentence.passage.span(start, end)
                values["work"] = quoted(sentence.passage.text[start:end])
                yield tell(paper, declared, [money.span, span], "claim-progress-stage", values, Severity.NOTE)


def _stage(sentence: Sentence) -> tuple[Sentence, int, int] | None:
    match = _STAGE.search(sentence.text)
    if not match:
        return None
    start = max(sentence.text.rfind(mark, 0, match.start()) for mark in "，。；：")
    return sentence, sentence.start + start + 1, sentence.start + match.end()


def _first(
    sentences: Sequence[Sentence], words: re.Pattern[str], *, but: re.Pattern[str] | None = None
) -> Mention | None:
    for sentence in sentences:
        for mention in sentence.mentions:
            figure = mention.figure
            if figure.kind is not FigureKind.PERCENT or figure.bound is not Bound.NONE or figure.number is None:
                continue
            label = mention.label[-14:]
            if words.search(label) and not (but and but.search(label)) and "目标" not in label[-6:]:
                return mention
    return None


@rule("RSN-05")
def full_output_needs_money(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Outputs are full although much of the money was not spent: target or budget may have been padded."""
    for _, sentences in paragraphs(paper):
        money, output = _first(sentences, _MONEY), _first(sentences, _OUTPUT, but=_MONEY)
        if money is None or output is None:
            continue
        if (money.figure.number or 0) < declared.figure("spent") and (output.figure.number or 0) >= 1:
            values = {"money": quoted(money.written), "output": quoted(output.written)}
            yield tell(paper, declared, [money.span, output.span], "claim-output-full", values)


@rule("RSN-06")
def spent_money_shows_output(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """All the money was spent and outputs stayed well below their target."""
    for _, sentences in paragraphs(paper):
        money, output = _first(sentences, _MONEY), _first(sentences, _OUTPUT, but=_MONEY)
        if money is None or output is None:
            continue
        if (money.figure.number or 0) >= 1 and (output.figure.number or 0) < declared.figure("output"):
            values = {"money": quoted(money.written), "output": quoted(output.written)}
            yield tell(paper, declared, [money.span, output.span], "claim-output-short", values)
