"""Filled official forms, as officers keep them, read into the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from tests.facts.department import facts

from jixiao.exchange.official_form import import_forms
from jixiao.facts import Facts, Origin
from jixiao.figures import Money, Score
from jixiao.rules.registry import registry

INDICATORS = [
    ("产出指标", "数量指标", "清淤长度", "≥12公里", "12.5公里", 25, 25, ""),
    ("", "时效指标", "按期完工率", "＝100%", "80%", 25, 20, "汛期停工，工期顺延"),
    ("效益指标", "社会效益指标", "受益村数", "不少于8个", 8, 30, 30, ""),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", 0.925, 10, 10, ""),
]


def form(path: Path, *, name: str = "河道清淤", full: float = 200, target: str = "≥12公里") -> Path:
    """A form as the finance ministry draws it, with merged level-1 cells, and a percentage typed as a percentage."""
    book = xlsxwriter.Workbook(str(path))
    sheet, percent = book.add_worksheet("自评表"), book.add_format({"num_format": "0.00%"})
    sheet.merge_range("A1:H1", "项目支出绩效自评表（2024年度）")
    sheet.merge_range("A2:B2", "项目名称")
    sheet.merge_range("C2:H2", name)
    sheet.write_row("A3", ["主管部门", "", "青溪县水务局", "", "实施单位", "", "青溪县河道管理所"])
    sheet.write_row(
        "A4",
        ["项目资金（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    )
    sheet.write_row("B5", ["年度资金总额", 200, full, 150, 10, "75%", 7.5])
    sheet.write_row("B6", ["其中：当年财政拨款", 200, 190, 140, "/", "73.68%", "/"])
    sheet.write_row("B7", ["上年结转资金", 0, 10, 10, "/", "100%", "/"])
    sheet.merge_range("A8:D8", "预期目标")
    sheet.merge_range("E8:H8", "实际完成情况")
    sheet.merge_range("A9:D9", "完成十二公里河道清淤。")
    sheet.merge_range("E9:H9", "清淤已完成。")
    sheet.write_row(
        "A10",
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    )
    for number, row in enumerate([(*INDICATORS[0][:3], target, *INDICATORS[0][4:]), *INDICATORS[1:]]):
        sheet.write_row(10 + number, 1, row[1:])
        if isinstance(row[4], float) and row[4] < 1:
            sheet.write_number(10 + number, 4, row[4], percent)
    sheet.merge_range("A11:A12", "产出指标")
    sheet.write("A13", "效益指标")
    sheet.write("A14", "满意度指标")
    sheet.merge_range("A15:E15", "总分")
    sheet.write_row("F15", [100, 92.5])
    book.close()
    return path


def test_a_form_fills_in_its_project(tmp_path: Path):
    """Goal, result, total and all indicators arrive with the cells they came from."""
    found = import_forms([form(tmp_path / "清淤.xlsx")], facts().year, registry())
    read = Facts(found.year, registry())

    assert found.problems == ()
    assert found.year.project[0].result == "清淤已完成。"
    assert found.year.project[0].self_score == Score.of("92.5")
    assert [
        (item.lv1, item.lv2, item.name, item.operator, str(item.target), item.unit, str(item.actual), item.self_score)
        for item in found.year.indicator
    ] == [
        ("产出指标", "数量指标", "清淤长度", "≥", "12", "公里", "12.5", Score.of(25)),
        ("产出指标", "时效指标", "按期完工率", "＝", "100", "%", "80", Score.of(20)),
        ("效益指标", "社会效益指标", "受益村数", "≥", "8", "个", "8", Score.of(30)),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", "92.5", Score.of(10)),
    ]
    assert read.fact("2024/indicator/P1-2/actual").passport.origin == Origin("清淤.xlsx", "自评表", "E12")
    assert found.values == 40


def test_the_forms_money_is_compared_and_never_taken(tmp_path: Path):
    """The form says 210, the budget lines say 200: the lines stay, and somebody must look."""
    found = import_forms([form(tmp_path / "清淤.xlsx", full=210)], facts().year, registry())

    assert Facts(found.year, registry()).value("2024/project/P1/full") == Money.of("200")
    assert [problem.sentence() for problem in found.problems] == [
        (
            "清淤.xlsx › 自评表 › D5：自评表的“全年预算数”是 210.00 万元，工作簿“预算执行”表合计是 200.00 万元。"
            "预算执行表保持不变，请核对哪一个对。"
        ),
    ]


@pytest.mark.parametrize("name", ["44010024T000000000001-河道清淤", "河道 清淤", "44010024T000000000001河道清淤"])
def test_a_project_is_found_by_its_name(tmp_path: Path, name: str):
    """A code in front and stray spaces do not hide it."""
    assert import_forms([form(tmp_path / "清淤.xlsx", name=name)], facts().year, registry()).problems == ()


def test_an_unknown_project_is_said_and_not_guessed(tmp_path: Path):
    """Nothing is read for a project that the workbook does not have."""
    found = import_forms([form(tmp_path / "清淤.xlsx", name="水库除险")], facts().year, registry())

    assert [problem.message_id for problem in found.problems] == ["form-no-project"]
    assert found.year.indicator == ()


def test_a_target_in_words_is_qualitative(tmp_path: Path):
    """“明显改善” is no number: the indicator becomes a qualitative one, without a target."""
    found = import_forms([form(tmp_path / "清淤.xlsx", target="明显改善")], facts().year, registry())

    assert found.year.indicator[0].operator == "定性"


def test_a_file_that_is_no_form_says_what_a_form_looks_like(tmp_path: Path):
    """An empty workbook holds no form."""
    path = tmp_path / "空.xlsx"
    xlsxwriter.Workbook(str(path)).close()

    assert [problem.message_id for problem in import_forms([path], facts().year, registry()).problems] == ["form-none"]
