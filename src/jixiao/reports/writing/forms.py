"""The forms as annexes of the report: the department's self-evaluation form, the score table, the summary of projects."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.facts.money import Project
from jixiao.figures import Missing, Money
from jixiao.reports.model import Align, Block, Column, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.writing.indicators import actual, owned, target
from jixiao.reports.writing.losses import earned, evidence_of, why
from jixiao.reports.writing.pen import NO_BASE, Pen, bare, first_or
from jixiao.reports.writing.records import cell
from jixiao.reports.writing.scores import DEPARTMENT, has_lost, indicator_score, project_score
from jixiao.reports.writing.spot import Spot

MONEY = tuple(Column(title, Align.RIGHT, 3) for title in ("年初预算数", "全年预算数", "支出决算数", "执行率（%）"))
Row = tuple[Spans, ...]


def department_form(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """附件：部门整体支出绩效自评表 — money by type, fund and unit; objectives; key tasks; indicators."""
    return (
        *_who(pen),
        Table(
            "一、年度部门整体支出规模", (Column("支出类型、资金来源和单位", share=5), *MONEY), _money(pen), unit="万元"
        ),
        _objectives(pen),
        _tasks(pen),
        Table("四、绩效指标", INDICATORS, indicator_rows(pen, [DEPARTMENT])),
    )


def _who(pen: Pen) -> tuple[Block, ...]:
    names = (
        ("department", "单位名称"),
        ("head", "单位负责人"),
        ("finance_head", "财务负责人"),
        ("contact", "填报人"),
        ("phone", "联系电话"),
        ("filled_on", "填报日期"),
    )
    rows: list[Row] = [((Text(title),), (pen.at("cover", name),)) for name, title in names]
    return (Table("", (Column("项目", share=2), Column("内容", share=6)), tuple(rows)),)


def _money(pen: Pen) -> tuple[Row, ...]:
    def row(title: str, *base: str, prefix: str = "") -> Row:
        places = [pen.facts.at(*base, f"{prefix}{name}") for name in ("initial", "full", "spent", "rate")]
        forms = ("", "", "", "points")
        return ((Text(title),), *((pen.figure(where, form),) for where, form in zip(places, forms, strict=True)))

    rows = [row("合计", "department", prefix="total/")]
    rows.append(row("其中：基本支出", "department", prefix="basic/"))
    rows.append(row("项目支出", "department", prefix="project/"))
    other = pen.value("department", "other/full")
    if isinstance(other, Money) and other != Money.zero():
        rows.append(row("其他类型支出", "department", prefix="other/"))
    funds = dict.fromkeys(line.fund for line in pen.year.budget if isinstance(line.fund, str))
    rows.extend(row(f"资金来源：{fund}", "fund", fund) for fund in funds)
    units = pen.spending_units
    rows.extend(row(f"单位：{pen.unit_name(key)}", "unit", key) for key in units)
    return tuple(rows)


def _objectives(pen: Pen) -> Block:
    columns = (Column("预期目标", share=1), Column("实际完成情况", share=1))
    rows = [
        (pen.written("objective", item.no, "text"), pen.written("objective", item.no, "result"))
        for item in pen.year.objective
    ]
    return Table("二、年度整体绩效目标", columns, tuple(rows) or (((Pending("部门整体绩效目标"),), ()),))


def _tasks(pen: Pen) -> Block:
    columns = (
        Column("任务名称", share=4),
        Column("主要实施内容", share=5),
        Column("拟投入资金", Align.RIGHT, 3),
        Column("期望达到的目标", share=5),
        Column("完成情况", share=6),
    )
    rows = [
        (
            (Text(first_or(item.name, item.no)),),
            cell(pen, "task", item.no, "content"),
            cell(pen, "task", item.no, "money"),
            cell(pen, "task", item.no, "expected"),
            pen.written("task", item.no, "result"),
        )
        for item in pen.year.task
    ]
    return Table("三、年度重点工作任务", columns, tuple(rows), unit="万元")


INDICATORS = (
    Column("一级指标", share=3),
    Column("二级指标", share=3),
    Column("三级指标", share=5),
    Column("指标值", Align.RIGHT, 3),
    Column("实际完成值", Align.RIGHT, 3),
    Column("分值", Align.RIGHT, 2),
    Column("得分", Align.RIGHT, 2),
    Column("偏差原因及改进措施", share=5),
)


def indicator_rows(pen: Pen, owners: Sequence[str]) -> tuple[Row, ...]:
    """The indicator block of a form."""
    return tuple(
        (
            (Text(first_or(item.lv1)),),
            (Text(first_or(item.lv2)),),
            (Text(first_or(item.name)),),
            target(pen, item),
            actual(pen, item),
            (pen.at("indicator", item.no, "weight"),),
            indicator_score(pen, item.no),
            deviation(pen, item.no),
        )
        for item in owned(pen, owners)
    )


def deviation(pen: Pen, key: str) -> Spans:
    """Cause and measure of an indicator in one cell, a dash where there is neither."""
    told = [
        pen.written("indicator", key, name) for name in ("deviation", "remedy") if pen.known(name, "indicator", key)
    ]
    if not told:
        return (Text(NO_BASE),)
    return told[0] if len(told) == 1 else pen.say("{cause}；{measure}", cause=bare(told[0]), measure=told[1])


def score_table(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """自评指标评分表: every line with its points, score, loss, reason and evidence."""
    lines = () if pen.card is None else pen.card.lines
    if not lines:
        return (Paragraph((Pending("评分表", pen.facts.at("score", "total")),)),)
    columns = (
        Column("一级指标", share=4),
        Column("二级指标", share=4),
        Column("编号", share=4),
        Column("三级指标", share=8),
        Column("分值", Align.RIGHT, 3),
        Column("得分", Align.RIGHT, 3),
        Column("扣分", Align.RIGHT, 3),
        Column("得分说明或扣分原因", share=14),
        Column("佐证", share=3),
    )
    rows: list[Row] = [
        (
            (Text(line.path[0] if line.path else ""),),
            (Text(line.path[1] if len(line.path) > 1 else ""),),
            (Text(line.code),),
            (Text(line.name),),
            (pen.at("points", line.code),),
            (pen.at("score", line.code),),
            (pen.at("lost", line.code),),
            why(pen, line) if has_lost(line) else earned(pen, line),
            (Text(evidence_of(pen, line.code)),),
        )
        for line in lines
    ]
    total = tuple((pen.at(name, "total"),) for name in ("points", "score", "lost"))
    rows.append(((Text("合计"),), (), (), (), *total, (), ()))
    return (Table(spot.option("title", "自评指标评分表"), columns, tuple(rows), unit="分", total=True),)


def project_summary(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """项目自评汇总表: every project with its money, rate and score; how many there are and how much of them is covered."""
    said = pen.say(
        "项目共{项目个数}个，全年预算{项目支出预算数}万元；已开展自评{已自评项目个数}个，个数覆盖率{项目自评覆盖率}，"
        "涉及资金{已自评项目预算数}万元，金额覆盖率{项目自评金额覆盖率}。"
    )
    columns = (
        Column("编号", share=2),
        Column("项目名称", share=7),
        Column("实施单位", share=4),
        *MONEY[1:],
        Column("自评得分", Align.RIGHT, 2),
        Column("已自评", Align.CENTRE, 2),
    )
    rows: list[Row] = [
        (
            (Text(item.project),),
            (Text(first_or(item.name)),),
            (Text(pen.unit_name(item.unit)),),
            (pen.at("project", item.project, "full"),),
            (pen.at("project", item.project, "spent"),),
            (pen.at("project", item.project, "rate", form="points"),),
            project_score(pen, item.project),
            (Text(_yes(item)),),
        )
        for item in pen.year.project
    ]
    whole = ("project/full", "project/spent")
    total = ((Text("合计"),), (), (), *((pen.at("department", name),) for name in whole))
    rows.append(
        (*total, (pen.at("department", "project/rate", form="points"),), (), (pen.at("department", "count/evaluated"),))
    )
    return (
        Paragraph(said),
        Table(spot.option("title", "项目自评汇总表"), columns, tuple(rows), unit="万元", total=True),
    )


def _yes(item: Project) -> str:
    return NO_BASE if isinstance(item.evaluated, Missing) else "是" if item.evaluated else "否"
