"""The tables of a result: what a row is, and what each column holds; all figures are whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.bulk.schema import DEPT, OWNER_ROW, ROW, Storage


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column of a result.

    name: as it stands in the file. storage: its type. says: what it holds and in which unit, in the words of officers.
    """

    name: str
    storage: Storage
    says: str


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One table of a result: the file's name without its ending, what a row is, and the columns in their order."""

    name: str
    row: str
    columns: tuple[ResultColumn, ...]


_DEPT = ResultColumn(DEPT, "int32", "部门年度在这份数据里的编号")
_CODE = ResultColumn(
    "outcome", "int32", "命中的判定行 × 4 + 种类；种类：0 已计分，1 待人工评定（或已评定），2 缺数，3 不参加计分"
)
_LINE_POINTS = ResultColumn("points", "int64", "满分，百分之一分；不参加计分的为 0")
_TOTALS = (
    ResultColumn("points", "int64", "各指标满分之和，百分之一分"),
    ResultColumn("reached", "int64", "已经确定的得分之和，百万分之一分"),
    ResultColumn("open", "int64", "还没有得分的指标的满分之和，百分之一分"),
    ResultColumn("adjusted", "int64", "加减分，在方案的上下限之内，百万分之一分；有一项没有分值时为空"),
    ResultColumn("total", "int64", "总分，百万分之一分；有指标没有得分时为空"),
    ResultColumn("grade", "string", "等级；没有总分时为空文本"),
)

TABLES: Mapping[str, ResultTable] = {
    table.name: table
    for table in (
        ResultTable(
            "line",
            "一行是一条绩效指标在一个评分指标里的得分",
            (
                _DEPT,
                ResultColumn(ROW, "int32", "绩效指标在“绩效指标”表里的行号"),
                ResultColumn(OWNER_ROW, "int32", "所属项目在“项目”表里的行号；部门整体的指标为 0"),
                ResultColumn("leaf", "int32", "归到第几个按绩效指标汇总的评分指标，从 0 起；项目的指标为 -1"),
                _LINE_POINTS,
                ResultColumn("score", "int64", "得分，百分之一分；没有得分时为空"),
                _CODE,
            ),
        ),
        ResultTable(
            "completion",
            "一行是一个项目的完成情况，折成百分",
            (
                _DEPT,
                ResultColumn(ROW, "int32", "项目在“项目”表里的行号"),
                ResultColumn("budget_full", "int64", "全年预算数，百万分之一万元（分）；不知道时为空"),
                ResultColumn("score", "int64", "完成得分，满分 100，百分之一分；没有得分时为空"),
                _CODE,
            ),
        ),
        ResultTable(
            "unit",
            "一行是一个有项目的单位，由它的项目汇总",
            (
                _DEPT,
                ResultColumn(ROW, "int32", "单位在“单位”表里的行号"),
                ResultColumn("projects", "int64", "项目个数"),
                ResultColumn("budget_full", "int64", "各项目全年预算数之和，百万分之一万元（分）；有一个不知道时为空"),
                ResultColumn("score", "int64", "各项目完成得分按预算加权的平均，满分 100，百分之一分；没有得分时为空"),
                _CODE,
            ),
        ),
        ResultTable(
            "leaf",
            "一行是一个部门年度的一个评分指标",
            (
                _DEPT,
                ResultColumn("place", "int32", "在方案里的位置，从 0 起"),
                ResultColumn("leaf", "string", "评分指标的编号"),
                ResultColumn("points", "int64", "满分，百分之一分"),
                ResultColumn("score", "int64", "得分，百万分之一分（人工评定的可以比百分之一分更细）；没有得分时为空"),
                _CODE,
            ),
        ),
        ResultTable("total", "一行是一个部门年度的总分", (_DEPT, *_TOTALS)),
        ResultTable(
            "department",
            "一行是一个部门年度，连同名次；全部部分合在一起，只有一个文件",
            (
                _DEPT,
                ResultColumn("file", "string", "读自哪份工作簿"),
                ResultColumn("year", "int16", "年度"),
                ResultColumn("region", "string", "行政区划代码"),
                ResultColumn("department", "string", "部门名称"),
                *_TOTALS,
                ResultColumn("place", "int64", "在同一年度全部部门里的名次，从 1 起；没有总分时为空"),
                ResultColumn("place_in_region", "int64", "在同一年度、同一地区里的名次；没有总分时为空"),
            ),
        ),
    )
}
