"""Lost points explained: how many, by which rule, and what stands behind them in the officers' own words."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.facts import Address
from jixiao.figures import MISSING, Missing, Score
from jixiao.reports.model import Align, Block, Column, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.writing.indicators import reached
from jixiao.reports.writing.lists import NAMED, TOLD, named
from jixiao.reports.writing.pen import NO_BASE, Pen, bare, joined, listed, tidy
from jixiao.reports.writing.reasons import reason_words
from jixiao.reports.writing.scores import has_lost, lost_lines
from jixiao.reports.writing.spot import Spot
from jixiao.scoring import Line
from jixiao.scoring.because import ByRow, BySentence
from jixiao.scoring.gathering import NO_ROWS


def lost_words(pen: Pen, line: Line) -> Spans:
    """Why a line lost points, in one paragraph."""
    lead = pen.say(
        "{code}“{name}”满分{full}分，得{score}分，扣{lost}分。",
        code=line.code,
        name=line.name,
        full=pen.at("points", line.code),
        score=pen.at("score", line.code),
        lost=pen.at("lost", line.code),
    )
    return tidy((*lead, *pen.say("扣分原因：{why}。", why=bare(why(pen, line)))))


def why(pen: Pen, line: Line) -> Spans:
    """The reason: the indicators behind the line, or the words of the rule that fired with the figures that it read."""
    told = [part.lost for part in line.details if isinstance(part.lost, Score)]
    alike = Score.sum(told) == line.lost  # indicators may have points of their own scale, which would not add up here
    parts = [part for part in line.details if has_lost(part)]
    if parts:
        whole = (pen.facts.at("lost", line.code, "count"), "项")
        return named(pen, parts, lambda part: _detail(pen, part, alike=alike), whole, "；")
    if line.kind == "manual":
        return _judged(pen, line)
    return reason_words(pen, line) or (Pending("扣分原因", pen.facts.at("lost", line.code)),)


def _judged(pen: Pen, line: Line) -> Spans:
    """Why a person gave less than full marks: the cause of the problem that names the line, or nobody said."""
    causes = [
        bare(pen.written("problem", item.no, "cause"))
        for item in pen.year.problem
        if line.code in listed(item.lines) and pen.known("cause", "problem", item.no)
    ]
    return joined(causes, "；") or (Pending("扣分原因", pen.facts.at("lost", line.code)),)


def wanted(pen: Pen, line: Line) -> Spans:
    """What a line without a score waits for: rows, the figures that its rule lacks, or a person's judgement."""
    told = list(dict.fromkeys(_lacking(pen, line, pen.facts.at("score", line.code))))
    more = pen.say("等") if len(told) > NAMED else ()
    return joined([(one,) for one in told[:NAMED]]) + more


def _lacking(pen: Pen, line: Line, where: Address) -> Iterator[Pending]:
    """Everything that is missing; behind a line that gathers others, what each of those lacks."""
    waiting = [part for part in line.details if isinstance(part.score, Missing)]
    for part in waiting:
        judged = pen.facts.at("indicator", part.code, "judged")
        yield from _lacking(pen, part, judged if judged in pen.facts else where)
    if waiting:
        return
    if isinstance(line.because, BySentence) and line.because.message_id == NO_ROWS:
        yield Pending(str(line.because.values["what"]), where)
    elif line.kind == "manual":
        yield Pending(f"{line.name}的评定得分", where)
    else:
        asked_of = line.because.wanted if isinstance(line.because, ByRow) else line.facts
        figures = [pen.figure(at) for at in asked_of if at in pen.facts and pen.facts.value(at) is MISSING]
        asked = [span for span in figures if isinstance(span, Pending)]
        yield from asked or [Pending(f"{line.name}可以计分的数", where)]


def earned(pen: Pen, line: Line) -> Spans:
    """Why a line lost nothing, or why it has no score yet."""
    if isinstance(line.lost, Missing):
        return wanted(pen, line)
    if line.details:
        return pen.say("所列指标均得满分")
    if line.kind == "manual":
        return pen.say("由评价人评定，得满分")
    return reason_words(pen, line) or (Text(NO_BASE),)


def _detail(pen: Pen, line: Line, *, alike: bool) -> Spans:
    """What one gathered line lost: an indicator in words, a project by the first of its own indicators."""
    item = pen.facts.rows.named("indicator", line.code)
    if item is None:
        parts = [part for part in line.details if has_lost(part)]
        inside = joined([_detail(pen, part, alike=False) for part in parts[:TOLD]], "，")
        more = pen.say("等") if len(parts) > TOLD else ()
        return (
            pen.say("{name}：{inside}{more}", name=line.name, inside=inside, more=more) if parts else (Text(line.name),)
        )
    said = reached(pen, item)
    where = pen.facts.at("indicator", item.no, "lost")
    if alike and where in pen.facts:
        said += pen.say("，扣{lost}分", lost=pen.figure(where))
    return said + pen.say("（{cause}）", cause=bare(pen.written("indicator", item.no, "deviation")))


def lost_table(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """扣分明细: line, points, score, lost, reason, and the evidence that was named for it."""
    lines = lost_lines(pen)
    if not lines:
        return (Paragraph(pen.say("没有扣分的评分项。")),)
    columns = (
        Column("编号", share=3),
        Column("评分项", share=5),
        Column("分值", Align.RIGHT, 2),
        Column("得分", Align.RIGHT, 2),
        Column("扣分", Align.RIGHT, 2),
        Column("扣分原因", share=11),
        Column("佐证", share=2),
    )
    rows: list[tuple[Spans, ...]] = [
        (
            (Text(line.code),),
            (Text(line.name),),
            (pen.at("points", line.code),),
            (pen.at("score", line.code),),
            (pen.at("lost", line.code),),
            why(pen, line),
            (Text(evidence_of(pen, line.code)),),
        )
        for line in lines
    ]
    rows.append(((Text("合计"),), (), (), (), (pen.at("lost", "total"),), (), ()))
    return (Table(spot.option("title", "扣分明细表"), columns, tuple(rows), unit="分", total=True),)


def evidence_of(pen: Pen, code: str) -> str:
    """The numbers of the evidence for a score line or indicator."""
    return "、".join(item.no for item in pen.year.evidence if code in listed(item.lines)) or NO_BASE
