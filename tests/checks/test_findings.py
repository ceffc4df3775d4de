"""What an officer reads: the whole block, in both languages, and where the eye should go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.checks.desk import edited, example, findings, new_ones, through_workbook

from jixiao.checks import Finding, Severity, Waiver, apply_waivers, catalogue, leading
from jixiao.checks.finding import Points, in_words
from jixiao.facts import Address, PartialDate
from jixiao.figures import Count, Money, Ratio, Score

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


def test_a_blank_cell_is_told_by_row_and_heading(tmp_path: Path):
    """A cell with nothing in it has no address of its own: its row and column say where it is."""
    blank = edited(example(), [{"sheet": "问题", "key": "W2", "set": {"原因": None}}])
    (found,) = new_ones(through_workbook(blank, tmp_path / "部门.xlsx", ()))

    assert found.place() == "部门.xlsx › 问题 › 第6行“原因”"


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
        (("甲", "乙"), "甲、乙", "甲, 乙"),
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
