"""What is filled in during the played year: the school's Excel, the palace's and the department's workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from jixiao.cli.commands import jixiao

EXAMPLE = Path(__file__).parents[3] / "examples" / "gz-union-2022.xlsx"

# What the school has in its Excel, and what the palace writes into the workbook.
SCHOOL_PROJECT = (
    ("Project", "P02"),
    ("Project code", "44010022T000000001002"),
    ("Name", "校舍修缮"),
    ("Self-evaluated", "是"),
)
SCHOOL_MONEY = ("Line", "Expenditure type", "Purpose", "Project", "Funding source", "Initial budget", "Adjustment",
                "Kind of adjustment", "Carried in", "Final spending", "Reason of adjustment")  # fmt: skip
SCHOOL_LINES = (
    ("B3", "项目支出", "", "P02", "一般公共预算", "120", "-20", "一般调剂", "0", "99.50", "压减维修范围"),
    ("B4", "基本支出", "公用经费", "", "一般公共预算", "300", "0", "", "0", "290", ""),
)
SCHOOL_INDICATOR = (
    "No.",
    "Owner",
    "Level 1",
    "Level 2",
    "Indicator",
    "Operator",
    "Target",
    "Unit of measure",
    "Points",
    "Actual",
)
PALACE = {
    "项目": [{"项目编号": "P03", "项目代码": "44010022T000000001003", "项目名称": "职工文化活动", "实施单位": "PALACE",
             "已填自评表": "是"}],
    "预算执行": [{"行号": "B5", "单位编号": "PALACE", "支出类型": "项目支出", "项目编号": "P03", "资金来源": "一般公共预算",
               "年初预算数": "80", "预算调整数": "0", "上年结转": "0", "支出决算数": "98"}],  # the slip: 78 was spent
    "绩效指标": [{"指标编号": "P03-1", "所属": "P03", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "举办活动场次",
               "计算符号": "≥", "年度指标值": "40", "计量单位": "场", "分值": "90", "实际完成值": "42"}],
}  # fmt: skip


def department_book(folder: Path) -> Path:
    """What the department itself knows: its indicators, management data, problems and measures."""
    book = blank_book(folder / "union.xlsx")
    told = openpyxl.load_workbook(EXAMPLE)["管理数据"]
    known = {bare(row[1].value): row[2].value for row in told.iter_rows(min_row=5) if row[2].value is not None}
    cover = {
        "年度": "2022",
        "部门名称": "某市总工会",
        "部门简称": "市总工会",
        "行政区划代码": "440100",
        "口径说明": "决算口径",
    }
    shared = {"所属": "部门", "计算符号": "≥", "计量单位": "%"}
    fill_book(
        book,
        {
            "封面": [cover],
            "管理数据": [known],
            "三公经费": [
                {"项目": item, "预算数": budget, "支出数": spent, "上年支出数": last}
                for item, budget, spent, last in (
                    ("因公出国（境）费", "0", "0", "0"),
                    ("公务用车购置费", "0", "0", "0"),
                    ("公务用车运行维护费", "32", "31.26", "33.10"),
                    ("公务接待费", "12", "7.20", "8.45"),
                )
            ],
            "绩效目标": [{"目标编号": "G1", "预期目标": "足额发放劳模津贴", "实际完成情况": "已完成"}],
            "绩效指标": [
                {"指标编号": "O1", "一级指标": "产出指标", "二级指标": "质量指标", "三级指标": "劳模津贴发放率",
                 "年度指标值": "98", "分值": "50", "实际完成值": "99.60", **shared},
                {"指标编号": "O2", "一级指标": "满意度指标", "二级指标": "服务对象满意度", "三级指标": "职工满意度",
                 "年度指标值": "90", "分值": "40", "实际完成值": "81", **shared},
            ],
            "问题": [{"问题编号": "W1", "问题概括": "校舍修缮进度偏慢", "问题说明": "招标流标一次"}],
            "措施": [{"措施编号": "C1", "针对问题": "W1", "措施概括": "提前开展采购"}],
        },
    )  # fmt: skip
    return book


def blank_book(path: Path) -> Path:
    """The empty workbook, as `jixiao template` makes it."""
    assert CliRunner().invoke(jixiao, ["template", "-o", str(path)]).exit_code == 0
    return path


def fill_book(path: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write rows into an empty workbook, as somebody does in Excel: under the headings, below the example.

    A sheet that is a list of fields takes its one row field by field.
    """
    book = openpyxl.load_workbook(path)
    for title, lines in rows.items():
        sheet = book[title]
        if sheet["C3"].value == "数值":
            places = {bare(sheet.cell(row, 2).value): row for row in range(4, sheet.max_row + 1)}
            for name, text in lines[0].items():
                sheet.cell(places[name], 3, text)
            continue
        head = next(
            row
            for row in sheet.iter_rows(max_row=6)
            if sum(bool(cell.value) for cell in row) > 2 and row[1].value != "已填合计"
        )
        columns = {bare(cell.value): cell.column for cell in head if cell.value}
        for number, line in enumerate(lines, start=head[0].row + 2):
            for name, text in line.items():
                sheet.cell(number, columns[name], text)
    book.save(path)


def bare(title: object) -> str:
    """A heading without its star and its unit."""
    return str(title or "").lstrip("＊").split("（")[0]
