"""项目支出绩效自评表 of the key projects: whose it is, its money with the points, its goal, its indicators."""

from __future__ import annotations

from jixiao.facts.money import Project
from jixiao.reports.model import Align, Block, Column, Heading, Pending, Spans, Table, Text
from jixiao.reports.writing.forms import INDICATORS, Row, indicator_rows
from jixiao.reports.writing.funding import FundRow, fund_rows
from jixiao.reports.writing.pen import NO_POINTS, Pen, first_or
from jixiao.reports.writing.scores import execution_line, project_score
from jixiao.reports.writing.spot import Spot


def key_project_forms(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """项目支出绩效自评表 of the key projects; those of all projects stand in the workbook."""
    blocks: list[Block] = []
    for item in pen.year.project:
        if item.key_task is True and item.evaluated is not False:
            blocks.extend(_project_form(pen, item))
    return tuple(blocks)


_WHOSE = (Column("主管部门", share=3), Column("实施单位", share=3), Column("自评得分（分）", Align.RIGHT, 2))
_FUNDING = (
    Column("资金", share=4),
    *(Column(title, Align.RIGHT, 3) for title in ("年初预算数", "全年预算数（A）", "全年执行数（B）")),
    Column("分值", Align.RIGHT, 2),
    Column("执行率（B/A，%）", Align.RIGHT, 3),
    Column("得分", Align.RIGHT, 2),
)


def _funding(pen: Pen, key: str) -> tuple[Row, ...]:
    """The money block as the ministry draws it: only the total scores; below it where the money came from."""
    line = execution_line(pen.project_cards.get(key))
    marks: Row = ((Text(NO_POINTS),), (Text(NO_POINTS),))
    if line is not None:
        marks = ((pen.at("project-points", key, line.code),), (pen.at("project-score", key, line.code),))
    whole = tuple((pen.at("project", key, part),) for part in ("initial", "full", "spent"))
    rate = (pen.at("project", key, "rate", form="points"),)
    first: Row = ((Text("年度资金总额"),), *whole, marks[0], rate, marks[1])
    return (first, *(_fund(pen, key, row) for row in fund_rows(pen.lines.get(key, ()))))


def _fund(pen: Pen, key: str, row: FundRow) -> Row:
    def cell_of(name: str, form: str = "") -> Spans:
        return (pen.at("project", key, f"funding/{row.name}/{name}", form=form),)

    initial: Spans = (Text(NO_POINTS),) if row.initial is None else cell_of("initial")
    rate: Spans = cell_of("rate", "points") if row.known else (Pending("执行率"),)
    none: Spans = (Text(NO_POINTS),)
    return ((Text(row.title),), initial, cell_of("full"), cell_of("spent"), none, rate, none)


def _project_form(pen: Pen, item: Project) -> tuple[Block, ...]:
    key = item.project
    name = first_or(item.name, key)
    whose = ((pen.at("cover", "department"),), (Text(pen.unit_name(item.unit)),), project_score(pen, key))
    goals = ((pen.written("project", key, "objective"), pen.written("project", key, "result")),)
    indicators = indicator_rows(pen, [key])
    return (
        Heading(3, f"项目支出绩效自评表：{name}"),
        Table("", _WHOSE, (whose,)),
        Table("项目资金", _FUNDING, _funding(pen, key), unit="万元"),
        Table("年度总体目标", (Column("预期目标"), Column("实际完成情况")), goals),
        Table("绩效指标", INDICATORS, indicators),
    )
