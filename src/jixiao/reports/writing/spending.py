"""Money beyond the headline: by source, by unit, slow projects."""

from __future__ import annotations

from jixiao.figures import Missing, Money
from jixiao.reports.model import Align, Block, Column, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.writing.changes import against
from jixiao.reports.writing.pen import Pen, joined
from jixiao.reports.writing.spot import Spot


def sources(pen: Pen, _spot: Spot) -> Spans:
    """Budget, spending and rate of each funding source."""
    funds = list(dict.fromkeys(line.fund for line in pen.year.budget if isinstance(line.fund, str)))
    if not funds:
        return (Pending("资金来源"),)
    told = [pen.say("{fund}安排{full}万元、支出{spent}万元、执行率{rate}", "fund", fund, fund=fund) for fund in funds]
    return pen.say("按资金来源分，{told}。", told=joined(told, "；"))


def other_types(pen: Pen, _spot: Spot) -> Spans:
    """Expenditure that is neither basic nor project, where there is any: without it the parts would not add up."""
    full, spent = (pen.value("department", f"other/{name}") for name in ("full", "spent"))
    if not any(isinstance(value, Money) and value != Money.zero() for value in (full, spent)):
        return ()
    return pen.say(
        "上缴上级、经营和对附属单位补助等支出预算{其他类型支出预算数}万元，支出决算{其他类型支出决算数}万元。"
    )


_MONEY = (
    Column("单位", share=7),
    Column("基本支出预算数", Align.RIGHT, 6),
    Column("基本支出决算数", Align.RIGHT, 6),
    Column("项目支出预算数", Align.RIGHT, 6),
    Column("项目支出决算数", Align.RIGHT, 6),
    Column("预算合计", Align.RIGHT, 6),
    Column("决算合计", Align.RIGHT, 6),
    Column("执行率（%）", Align.RIGHT, 5),
)


def unit_table(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """Budget and spending by unit, basic and project, with the department's totals."""
    keys = pen.spending_units
    if not keys:
        return (Paragraph((Pending("分单位预算与支出"),)),)
    names = ("basic_full", "basic_spent", "project_full", "project_spent", "full", "spent")
    rows: list[tuple[Spans, ...]] = [
        (
            (Text(pen.unit_name(key)),),
            *((pen.at("unit", key, name),) for name in names),
            (pen.at("unit", key, "rate", form="points"),),
        )
        for key in keys
    ]
    whole = ("basic/full", "basic/spent", "project/full", "project/spent", "total/full", "total/spent")
    rows.append(
        (
            (Text("合计"),),
            *((pen.at("department", name),) for name in whole),
            (pen.at("department", "total/rate", form="points"),),
        )
    )
    return (Table(spot.option("title", "分单位预算执行情况"), _MONEY, tuple(rows), unit="万元", total=True),)


def three_public(pen: Pen, _spot: Spot) -> Spans:
    """三公经费 in one sentence, where it was told at all."""
    if isinstance(pen.value("department", "sangong/actual"), Missing):
        return ()
    change = against(pen, "department", "sangong/actual")
    beside = pen.say("；支出比上年{change}", change=change) if change else ()
    return pen.say(
        "“三公”经费预算{三公经费预算数}万元，支出{三公经费支出数}万元，控制率{三公经费控制率}{beside}。", beside=beside
    )
