"""What an officer reads: the whole block, in both languages, and where the eye should go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple
from tests.checks.desk import edited, example, example_findings, findings, new_ones, through_workbook

from jixiao import exchange
from jixiao.checks import Finding, Severity, Waiver, apply_waivers, catalogue, leading
from jixiao.checks.finding import Points, in_words
from jixiao.checks.gathering import FEW, gathered
from jixiao.checks.spots import Places, position_among
from jixiao.facts import Address, Facts, PartialDate, Subject
from jixiao.facts.rows import key_of
from jixiao.figures import Count, Missing, Money, Ratio, Score
from jixiao.rules.registry import registry

pytestmark = pytest.mark.long

TRANSPOSED = [{"sheet": "填报数", "key": ["部门支出决算数"], "set": {"数值": "46145.11"}}]
LATE = [{"sheet": "信息公开", "key": ["ENG", "单位决算"], "set": {"公开日期": "2022-10-20"}}]


@pytest.fixture(scope="module")
def transposed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    """The findings of a total with two digits exchanged, by code."""
    path = tmp_path_factory.mktemp("book") / "部门.xlsx"
    return {finding.code: finding for finding in new_ones(through_workbook(edited(example(), TRANSPOSED), path, ()))}


def test_a_tie_reads_as_the_officer_needs_it(transposed: dict[str, Finding]):
    """Where, what is there, what should be, what to do, on what ground."""
    assert transposed["ART-13"].sentence() == (
        "【ART-13】支出数与别处填报的不一致\n"
        "位置：部门.xlsx › 填报数 › E6（部门支出决算数·2022·公开报告一（三）部门整体收支情况 · 数值）\n"
        "填报：46145.11 万元　应为：46154.11 万元　少 9.00 万元（部门支出决算数）\n"
        "处理：差额能被 9 整除，常见于数字录入颠倒：“公开报告一（三）部门整体收支情况 · 部门支出决算数”的 46145.11 万元 若为 46154.11 万元 就相符。"
        "请核对哪一处写错；两处口径不同的，在口径说明里写明。\n"
        "依据：与决算报表、批复等材料的表间勾稽关系"
    )


def test_the_same_finding_in_english(transposed: dict[str, Finding]):
    """Another language changes the words, not the figures."""
    assert transposed["PCT-01"].sentence("en").split("\n")[2] == (
        "Stated: 98.44%; expected: 98.42%; above by 0.02 points (部门预算完成率 = 部门支出决算数 / 部门全年预算数)"
    )


def test_a_blank_cell_is_told_as_a_filled_one(tmp_path: Path):
    """A cell with nothing in it is a cell all the same: its row and its column are known from its neighbours."""
    blank = edited(example(), [{"sheet": "问题", "key": "W2", "set": {"原因": None}}])
    (found,) = new_ones(through_workbook(blank, tmp_path / "部门.xlsx", ()))

    assert found.place() == "部门.xlsx › 问题 › E6（W2 · 原因）"
    assert [(origin.sheet, origin.cell) for origin in found.cells] == [("问题", "E6")]


def test_a_blank_cell_of_a_source_file_is_told_by_row_and_heading():
    """A file of text has rows and no columns."""
    (found,) = [finding for finding in example_findings() if finding.code == "CMP-18"]

    assert re.match(r"11-narrative\.yaml › 措施 › 第\d+行“责任人”；", found.place())
    assert found.cells == ()


def test_the_cell_of_a_blank_is_below_its_heading(tmp_path: Path):
    """Whatever is blank in the example's workbook, its place is in the row of its record and under its own heading."""
    path = tmp_path / "部门.xlsx"
    exchange.write_workbook(path, registry(), example())
    year = exchange.read(path, registry()).year
    assert year is not None
    facts, book = Facts(year, registry()), openpyxl.load_workbook(path)
    places, seen = Places(facts), 0
    for subject in registry().subjects:
        for record in year.records(subject.id):
            for field in subject.fields:
                where = facts.at(subject.id, *key_of(subject, record), field.id)
                blank = isinstance(getattr(record, field.id), Missing) and where not in year.passports
                if not blank or facts.fact(where).inputs:  # what a rule or a reference brings stands elsewhere
                    continue
                spot, seen = places.spot(where), seen + 1
                sheet, (row, column) = book[subject.sheet], coordinate_to_tuple(spot.origin.cell)
                label = sheet.cell(row, 2) if subject.is_form else sheet.cell(_header(sheet, subject), column)
                assert str(label.value).strip("＊").split("（")[0] == field.zh, spot

    assert seen > 500


def _header(sheet: Any, subject: Subject) -> int:
    """The row of headings: the one that names the first column."""
    rows = range(1, 7)
    return next(row for row in rows if any(str(cell.value).strip("＊") == subject.fields[0].zh for cell in sheet[row]))


@pytest.mark.parametrize(
    ("known", "wanted", "position"),
    [
        ({0: 2, 4: 6}, 1, 3),
        ({0: 2, 4: 7}, 1, None),
        ({0: 2, 1: 3}, 5, 7),
        ({0: 2, 1: 9}, 5, None),
        ({0: 2, 1: 9}, 1, 9),
        ({}, 1, None),
    ],
)
def test_a_column_is_known_only_without_doubt(known: dict[int, int], wanted: int, position: int | None):
    """Between two columns in step, or in step with all; where somebody inserted or moved one, nothing is guessed."""
    assert position_among(known, wanted) == position


def test_a_computed_figure_is_told_by_its_name():
    """What a rule computed stands in no cell."""
    (found,) = [finding for finding in findings(example()) if finding.code == "SCR-11"]

    assert found.place().startswith("采购意向公开合规性得分（系统计算）；")


def test_many_places_are_counted():
    """Three places are told, the others are counted."""
    (found,) = [finding for finding in findings(example()) if finding.code == "CMP-07"]

    assert found.place().endswith("等 6 处")


def test_findings_come_gravest_first():
    """What blocks comes before what is wrong, what is wrong before what is worth knowing."""
    broken = edited(example(), [{"sheet": "绩效指标", "key": "P05-5", "set": {"计量单位": None}}, *TRANSPOSED, *LATE])
    ranks = [finding.severity.rank for finding in findings(broken)]

    assert ranks == sorted(ranks)
    assert ranks[0] == Severity.BLOCK.rank


def test_cells_of_one_column_are_told_together(tmp_path: Path):
    """Two bad cells of one kind in one column are one finding with two places; good rows stay."""
    cells = [{"sheet": "预算执行", "key": key, "column": "三月末累计支出", "value": "不详"} for key in ("P28", "P29")]
    (found,) = new_ones(through_workbook(example(), tmp_path / "部门.xlsx", cells))

    assert (found.code, len(found.spots)) == ("CEL-01", 2)
    assert (
        found.found()
        == "发现：“三月末累计支出”填写有误：“不详”不是一个数，应为形如 1,234.56 的数字（可带单位）。请改填数字。同类问题共 2 处。"
    )


def test_each_cell_says_what_stands_in_it(tmp_path: Path):
    """Told together on the screen, each cell has its own place, value and likely cause in its comment."""
    cells = [
        {"sheet": "采购合同", "key": "C013", "column": "项目编号", "value": "P99"},
        {"sheet": "采购合同", "key": "C014", "column": "项目编号", "value": "教学设备购置"},
    ]
    (found,) = new_ones(through_workbook(example(), tmp_path / "部门.xlsx", cells))

    assert found.sentence_at(found.spots[1]) == (
        "【CEL-04】引用的编号不存在\n"
        "位置：部门.xlsx › 采购合同 › D19（项目编号）\n"
        "发现：“项目编号”填的是“教学设备购置”，“项目”表里没有它。请核对编号，或先在“项目”表里登记。\n"
        "处理：“教学设备购置”是 P27（教学设备购置）的名称或代码，这里应填编号 P27。请按提示改正这些单元格。\n"
        "依据：填报模板的填写要求"
    )
    assert "“P99”，" in found.sentence_at(found.spots[0])


def test_a_finding_of_one_sort_says_the_same_at_each_of_its_places():
    """Where nothing is gathered, only the place differs."""
    (found,) = [finding for finding in example_findings() if finding.code == "CMP-07"]
    told = found.sentence_at(found.spots[1]).split("\n")

    assert "财务负责人" in told[1]
    assert told[2] == found.found()


def test_one_slip_in_many_rows_is_one_finding():
    """More than ten rows with the same slip are counted in one finding; ten are told one by one."""
    keys = [line.line for line in example().budget if isinstance(line.adjust_reason, str)]
    clear = [{"sheet": "预算执行", "key": key, "set": {"调整原因": None}} for key in keys]
    quotas = [{"sheet": "指标文", "clear": True}]
    many = [one for one in findings(edited(example(), [*quotas, *clear])) if one.code == "CMP-09"]

    assert len(keys) > FEW
    assert [len(finding.spots) for finding in many] == [len(keys)]
    assert many[0].found().endswith(f"没有写原因。同类问题共 {len(keys)} 处。")
    assert keys[-1] in many[0].sentence_at(many[0].spots[-1])
    few = [*gathered([replace(many[0], spots=many[0].spots[:1])] * FEW)]
    assert len(few) == FEW


def test_findings_of_one_code_follow_the_rows(tmp_path: Path):
    """Row 9 comes before row 16, whatever their keys are called."""
    clear = [{"sheet": "预算执行", "key": key, "set": {"调整原因": None}} for key in ("P15", "P02", "P10", "B-ENG-1")]
    known = {line.line for line in example().budget}
    found = through_workbook(
        edited(example(), [one for one in clear if one["key"] in known]), tmp_path / "部门.xlsx", ()
    )
    rows = [finding.spots[0].row for finding in found if finding.code in {"CMP-08", "CMP-09"}]

    assert rows == sorted(rows)


def test_a_bad_cell_is_told_by_the_name_of_its_column(tmp_path: Path):
    """Nobody has to know what the system calls a column."""
    cells = [{"sheet": "预算执行", "key": "P29", "column": "三月末累计支出", "value": "不详"}]
    (found,) = new_ones(through_workbook(example(), tmp_path / "部门.xlsx", cells))

    assert found.place().endswith("（三月末累计支出）")


@pytest.mark.parametrize(
    ("edit", "code", "hint"),
    [
        ({"sheet": "绩效指标", "key": "E7", "set": {"所属": "P3"}}, "IND-25", "“P3”是否应为：P30（场馆设施设备维护）"),
        (
            {"sheet": "绩效指标", "key": "E7", "set": {"所属": "教学设备购置"}},
            "IND-25",
            "“教学设备购置”是 P27（教学设备购置）的名称或代码，这里应填编号 P27。",
        ),
        (
            {"sheet": "绩效指标", "key": "P04-5", "set": {"一级指标": "产出指标", "二级指标": "数量指标"}},
            "IND-08",
            "“劳模健康档案建档率”应归入质量指标。",
        ),
        ({"sheet": "绩效指标", "key": "P04-5", "set": {"一级指标": "产出指标"}}, "IND-08", "应归入效益指标。"),
        ({"sheet": "重点任务", "key": "T1", "set": {"对应项目": "P2"}}, "XSC-26", "“P2”是否应为：P2"),
        ({"sheet": "绩效指标", "key": "P05-5", "set": {"佐证编号": "Z032"}}, "EVD-09", "“Z032”是否应为：Z32"),
        (
            {"sheet": "填报数", "add": {"数据项": "部门支出决算", "写在哪里": "决算", "数值": "1"}},
            "XSC-25",
            "“部门支出决算”是否应为：部门支出决算数",
        ),
    ],
)
def test_a_remedy_says_what_is_meant(edit: dict[str, Any], code: str, hint: str):
    """What is nearly right, or right under another name, is offered."""
    (found,) = [finding for finding in new_ones(findings(edited(example(), [edit]))) if finding.code == code]

    assert hint in found.remedy()


@pytest.mark.parametrize(
    ("blank", "told"),
    [
        ({"项目代码": None}, "场馆设施设备维护"),
        ({"项目代码": None, "项目名称": None}, "P30"),
    ],
)
def test_a_project_without_a_name_is_called_by_its_number(blank: dict[str, Any], told: str):
    """Who reads that a code is missing knows of which project, also where nobody has typed its name."""
    year = edited(example(), [{"sheet": "项目", "key": "P30", "set": blank}])
    (found,) = [finding for finding in new_ones(findings(year)) if finding.code == "CMP-23"]

    assert found.found() == f"发现：{told}没有填项目代码。"
    assert not [finding for finding in findings(year) if "MISSING" in finding.sentence() + finding.sentence("en")]


def test_a_line_without_data_names_the_cell():
    """“Fill it in” says where."""
    blank = edited(example(), [{"sheet": "管理数据", "set": {"采购合同数": None}}])
    (found,) = [finding for finding in new_ones(findings(blank)) if finding.code == "CMP-20"]

    assert found.spots[0].at == "2022/management/contracts"
    assert "缺：采购合同数。" in found.found()


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (Money.of("46154.11"), "46154.11 万元", "46154.11 万元"),
        (Ratio(Fraction(2, 3)), "66.67%", "66.67%"),
        (Score.of("48.5"), "48.50 分", "48.50 分"),
        (Count(3), "3", "3"),
        (Decimal("1E+2"), "100", "100"),
        (PartialDate(2022, 6), "2022-06", "2022-06"),
        (Points("0.09"), "0.09 个百分点", "0.09 points"),
        (Missing.MISSING, "—", "—"),
        (("甲", "乙"), "甲、乙", "甲, 乙"),
        (("甲", Missing.MISSING), "甲、—", "甲, —"),
        (
            tuple("甲乙丙丁戊己庚辛壬"),
            "甲、乙、丙、丁、戊、己、庚、辛等 9 项",
            "甲, 乙, 丙, 丁, 戊, 己, 庚, 辛 and more, 9 in all",
        ),
    ],
)
def test_values_in_sentences(value: object, zh: str, en: str):
    """Each kind of value has its way of being told."""
    assert (in_words(value, "zh"), in_words(value, "en")) == (zh, en)


# --- waivers and the short list ---------------------------------------------------------------------------------------


def waiver(finding: Finding, until: date) -> Waiver:
    return Waiver(finding.code, finding.at[0], "王五", "公开网站迁移，已报财政局备案", until)


@pytest.mark.parametrize(
    ("until", "left"), [(date(2023, 4, 19), True), (date(2023, 4, 20), False), (date(2023, 5, 1), False)]
)
def test_a_waiver_ends(until: date, left: bool):
    """A waiver counts on its last day and no longer."""
    found = findings(edited(example(), LATE))
    late = next(finding for finding in found if finding.code == "TIM-07")

    assert (late in apply_waivers(found, [waiver(late, until)], on=date(2023, 4, 20))) == left


def test_what_blocks_cannot_be_waived():
    """Nobody signs away a form that cannot be scored."""
    found = findings(edited(example(), [{"sheet": "绩效指标", "key": "P05-5", "set": {"计量单位": None}}]))
    block = next(finding for finding in found if finding.severity is Severity.BLOCK)

    assert block in apply_waivers(found, [waiver(block, date(2099, 1, 1))], on=date(2023, 4, 20))


@pytest.mark.parametrize(("person", "reason"), [("", "已备案"), ("王五", " ")])
def test_a_waiver_has_a_person_and_a_reason(person: str, reason: str):
    """Somebody answers for it, and says why."""
    with pytest.raises(ValueError, match="person and a reason"):
        Waiver("TIM-07", Address("2022/disclosure/ENG/单位决算/published_on"), person, reason, date(2023, 5, 1))


def test_the_short_list_keeps_what_is_grave():
    """However many notes there are, the first ten are told and the others counted; nothing grave is left off."""
    grave = Finding(catalogue()["ART-06"], Severity.ERROR, (), "check-CMP-03")
    note = Finding(catalogue()["TIM-06"], Severity.NOTE, (), "check-CMP-21")
    told, left = leading([note] * 9 + [grave] * 12 + [note] * 4)

    assert [finding.severity for finding in told] == [Severity.ERROR] * 12 + [Severity.NOTE] * 10
    assert left == 3


def test_what_is_missing_claims_no_full_marks():
    """A missed indicator with neither points nor a stated score claims nothing; its points are another finding's matter."""
    blank = {"sheet": "绩效指标", "key": "P15-2", "set": {"分值": None, "填报得分": None}}

    assert "SCR-18" not in {finding.code for finding in findings(edited(example(), [blank]))}
