"""Special years and rows: no scheme, the part of one unit, ranges, days, surveys that nobody held, coarse figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests.checks.desk import edited, example, findings, new_ones

from jixiao.checks import Finding, Severity, check
from jixiao.facts import Facts
from jixiao.rules.registry import registry


def raised(*edits: dict[str, Any]) -> list[Finding]:
    """What the example raises anew after some edits."""
    return new_ones(findings(edited(example(), edits)))


def codes(found: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in found}


def test_arithmetic_needs_no_scheme():
    """Without a scorecard everything is checked that needs none, and no stated score is called unknown."""
    slip = {"sheet": "填报数", "key": ["部门支出决算数"], "set": {"数值": "46145.11"}}
    found = check(Facts(edited(example(), [slip]), registry()), None)

    assert {"ART-02", "ART-13", "PCT-01"} <= codes(found)
    assert codes(found).isdisjoint({"XSC-25", "CMP-27"})


@pytest.mark.parametrize(
    ("region", "told"), [("620521", "行政区划代码 620521、2022 年度"), (None, "封面没有填行政区划代码")]
)
def test_a_missing_scheme_is_told_with_the_names_of_others(region: str | None, told: str):
    """Place and year are named as they are on the cover, and every scheme by id and title."""
    year = edited(example(), [{"sheet": "封面", "set": {"行政区划代码": region}}])
    (found,) = [
        one for one in check(Facts(year, registry()), None, schemes={"x-1": "某省方案"}) if one.code == "CMP-27"
    ]

    assert told in found.found()
    assert "x-1（某省方案）" in found.found()
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("more", "is_part"),
    [
        ([], True),
        ([{"sheet": "绩效目标", "add": {"目标编号": "G9", "预期目标": "目标", "实际完成情况": "完成 1 项"}}], False),
        ([{"sheet": "人员", "add": {"单位编号": "HQ", "人员类别": "行政编制", "年末实有数": "3"}}], False),
    ],
)
def test_the_part_of_one_unit_is_known_as_one(more: list[dict[str, Any]], is_part: bool):
    """Rows of one unit alone and nothing of the department's own: objectives, problems and other units are not missed."""
    found = codes(findings(edited(example(), [{"part": "CP3"}, *more])))

    assert ("CMP-28" in found) == is_part
    assert found.isdisjoint({"CMP-06", "CMP-25", "EVD-09", "CMP-20"}) == is_part


RANGE = {"计算符号": "＝", "年度指标值": "30", "指标值上限": "40"}


@pytest.mark.parametrize(
    ("actual", "new"), [("30", set()), ("40", set()), ("41", {"IND-16", "SCR-10"}), ("29", {"IND-16", "SCR-10"})]
)
def test_a_range_is_kept_or_missed(actual: str, new: set[str]):
    """Inside its range nothing was exceeded; outside it was missed, on either side."""
    found = raised({"sheet": "绩效指标", "key": "P07-1", "set": {**RANGE, "实际完成值": actual}})

    assert codes(found) & {"IND-15", "IND-16", "IND-07", "IND-14"} == new & {"IND-16"}
    assert all("指标值 30—40项" in one.found() or "30—40" in one.found() for one in found if one.code == "IND-16")


DAY = {"计算符号": "≤", "年度指标值": None, "计量单位": None, "实际完成值": None, "目标日期": "2022-06-30"}


@pytest.mark.parametrize(
    ("done", "new"),
    [
        ({"完成日期": "2022-06-30"}, set()),
        ({"完成日期": "2022-07-01"}, {"IND-16"}),
        ({}, {"IND-04"}),
        ({"定性完成情况": "未达成年度指标且效果较差", "评定得分": "0"}, set()),
    ],
)
def test_a_day_is_kept_or_missed(done: dict[str, str], new: set[str]):
    """An indicator of time needs neither target figure nor unit, and is missed when it was done later."""
    found = raised({"sheet": "绩效指标", "key": "P07-1", "set": {**DAY, **done}})

    assert {code for code in codes(found) if code.startswith("IND")} == new


@pytest.mark.parametrize(("actual", "new"), [("93.00", {"PCT-05"}), (None, set())])
def test_a_survey_that_was_not_held_has_no_result(actual: str | None, new: set[str]):
    """A sample of zero says that nobody was asked: nothing is missing then, and no figure can stand there."""
    found = raised({"sheet": "绩效指标", "key": "P30-6", "set": {"调查样本数": "0", "实际完成值": actual}})

    assert codes(found) & {"PCT-05", "CMP-11", "IND-04"} == new


@pytest.mark.parametrize(
    ("item", "value", "severity"),
    [
        ("部门全年预算数", "46886.8", Severity.WARNING),
        ("部门全年预算数", "46886.9", Severity.ERROR),
        ("项目支出完成率", "98.8", Severity.NOTE),
        ("项目支出完成率", "98.9", Severity.ERROR),
    ],
)
def test_a_figure_with_few_decimals_is_told_with_two(item: str, value: str, severity: Severity):
    """46886.8 in a cell is 46886.80 on paper; whether it was rounded there is asked, what neither explains is wrong."""
    found = raised({"sheet": "填报数", "key": [item], "set": {"数值": value}})

    assert {one.severity for one in found} == {severity}
    assert all(f"{value}0" in one.found() for one in found)


def test_no_other_score_is_ever_suggested():
    """One digit would make it fit; saying so would be advice to write what fits."""
    found = raised({"sheet": "填报数", "key": ["score/total"], "set": {"数值": "96.48"}})

    assert codes(found) == {"SCR-01", "SCR-10"}
    assert all("若为" not in one.remedy() for one in found)
    assert all("自评总分" in one.place() for one in found)


YUAN = {"预算调整数": "0.00", "调整原因": None, "支出决算数": None, "财政收回": None}


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ({"P29": "8000000.00"}, {"P29": "800.00 万元"}),
        ({"P29": "8000000.00", "P30": "2300000.00"}, {"P29": "800.00 万元", "P30": "230.00 万元"}),
        ({"P29": "400000.00"}, {"P29": "40.00 万元"}),
        ({"P29": "90000.00"}, {}),
        ({"P29": "400000.00", "P30": "60000.00", "P28": "55000.00"}, {}),
    ],
)
def test_a_row_in_yuan_stands_apart(amounts: dict[str, str], told: dict[str, str]):
    """Thousands of times the middle row with nothing near it; a large row with others between is just large."""
    edits = [{"sheet": "预算执行", "key": key, "set": {**YUAN, "年初预算数": much}} for key, much in amounts.items()]
    found = {one.values["row"]: one.remedy() for one in raised(*edits) if one.code == "ART-31"}

    assert found.keys() == told.keys()
    assert all(told[row] in remedy for row, remedy in found.items())
