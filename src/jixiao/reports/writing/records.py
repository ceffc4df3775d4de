"""The papers of the procedure: evidence, who filled in what, opinions sought and decisions taken."""

from __future__ import annotations

from jixiao.figures import Missing
from jixiao.reports.model import Align, Block, Column, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.writing.pen import NO_BASE, Pen, bare, first_or, tidy
from jixiao.reports.writing.spot import Spot


def cell(pen: Pen, *at: str) -> Spans:
    """A field as a cell; an optional one that is blank shows a dash."""
    value = pen.value(*at)
    if isinstance(value, Missing):
        return (Text(NO_BASE),)
    return pen.prose(value) if isinstance(value, str) else (pen.at(*at),)


def evidence(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """佐证材料目录: number, score line, material, file, page, date, seal."""
    if not pen.year.evidence:
        return (Paragraph((Pending("佐证材料目录"),)),)
    columns = (
        Column("编号", share=2),
        Column("对应评分行", share=4),
        Column("材料名称", share=6),
        Column("文件名", share=6),
        Column("页码", Align.CENTRE, 2),
        Column("材料日期", Align.CENTRE, 3),
        Column("盖章", Align.CENTRE, 2),
    )
    names = ("lines", "name", "file", "page")
    rows = tuple(
        (
            (Text(item.no),),
            *(cell(pen, "evidence", item.no, name) for name in names),
            (Text(NO_BASE),) if isinstance(item.date, Missing) else (pen.at("evidence", item.no, "date", form="iso"),),
            cell(pen, "evidence", item.no, "sealed"),
        )
        for item in pen.year.evidence
    )
    return (Table(spot.option("title", "佐证材料目录"), columns, rows),)


def process(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """Opinions sought, the leading group's decisions, finance's returns and the answers, one paragraph each."""
    blocks: list[Block] = []
    for item in pen.year.process:
        at = ("process", item.no)
        by = f"（{item.by}）" if isinstance(item.by, str) else ""
        said = pen.say("{date}{kind}{by}", *at, kind=first_or(item.kind), by=by)
        if isinstance(item.text, str):
            said += pen.say("：{words}", words=bare(pen.written(*at, "text")))
        said += pen.say("。")
        if isinstance(item.answer, str):
            said += pen.say("处理结果：{words}。", words=bare(pen.written(*at, "answer")))
        blocks.append(Paragraph(tidy(said)))
    return tuple(blocks)


def assignments(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """分工表: who filled in which sheet, until when."""
    if not pen.year.assignment:
        return ()
    columns = (
        Column("表名", share=4),
        Column("单位", share=4),
        Column("责任处室", share=4),
        Column("责任人", share=3),
        Column("截止日期", Align.CENTRE, 3),
    )
    rows = tuple(
        (
            (Text(sheet),),
            (Text(pen.unit_name(unit) or NO_BASE),),
            cell(pen, "assignment", sheet, unit, "division"),
            cell(pen, "assignment", sheet, unit, "person"),
            (pen.at("assignment", sheet, unit, "due", form="iso"),),
        )
        for sheet, unit in ((item.sheet, first_or(item.unit)) for item in pen.year.assignment)
    )
    return (Table(spot.option("title", "填报分工"), columns, rows),)
