"""A department's card: open lines, judged lines, gathered lines, plus and minus items."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.scoring.desk import department, indicator, project

from jixiao.facts.accounting import BonusItem, StatedFigure
from jixiao.facts.managing import Management
from jixiao.facts.organisation import Cover
from jixiao.figures import MISSING, Count, Missing, Money, Ratio, Score
from jixiao.rules.errors import RuleError
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Scorecard, score, scorecard_facts

GD = load_scheme("gd-2022-reconstructed")


def scored(scheme: str = "gd-2022-reconstructed", **records: Any) -> Scorecard:
    return score(department(**records), load_scheme(scheme))


def with_projects(*made: tuple[Any, Any]) -> dict[str, Any]:
    return {"project": [one for one, _ in made], "budget": [line for _, line in made]}


def test_an_empty_year_is_open_and_not_zero():
    """Before anything was entered nothing is lost, nothing is reached, and there is no total."""
    card = scored()

    assert (card.total, card.lost, card.grade, card.complete) == (MISSING, MISSING, "", False)
    assert (card.reached, card.open, card.points) == (Score.zero(), Score.of(100), Score.of(100))
    assert {line.kind for line in card.lines} == {"missing"}
    assert card.line("B-05-04").reason == "缺少“采购合同数”、“按期签订合同数”，暂不计分"
    assert card.line("A-01").reason == "没有填报部门的产出指标、成本指标，暂不计分"


def test_half_a_year_gives_a_preview():
    """What is certain is counted, what is not stays open, and the parts above an open line have no score."""
    card = scored(management=Management(contracts=Count(50), contracts_in_time=Count(46)))

    assert (card.reached, card.open) == (Score.of("2.76"), Score.of("97"))
    part = next(part for part in card.parts if part.code == "B-05")
    assert (part.score, part.lost, part.reached, part.open) == (MISSING, MISSING, Score.of("2.76"), Score.of("7"))


@pytest.mark.parametrize(
    ("management", "code", "reason"),
    [
        (Management(assets_total=Money.of("200000000"), assets_in_use=Money.of("1")), "B-06-06",
         "“固定资产原值”填的是 200000000，应在 0 至 100000000 之间。请核对数字和单位。"),
        (Management(sme_reserved=Ratio.from_percent("41.23456"), sme_required=Ratio.from_percent(40)), "B-05-06",
         "“中小企业预留比例”填的是 41.23456%，最多保留 4 位小数。请核对后改正。"),
    ],
)  # fmt: skip
def test_a_figure_that_no_rule_can_carry_leaves_its_line_open(management: Management, code: str, reason: str):
    """A slip of units or a figure finer than its field is told; it neither crashes nor is cut to fit."""
    line = scored(management=management).line(code)

    assert (line.kind, line.score, line.reason) == ("missing", MISSING, reason)


# --- judged lines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "value", "kept", "reason"),
    [
        ("H-10", "7.5", "7.5", "人工评定得7.50分（预算、财务、资产、采购等制度是否健全合规并有效执行）"),
        ("管理制度健全性", "8", "8", "人工评定得8.00分（预算、财务、资产、采购等制度是否健全合规并有效执行）"),
        ("score/H-10", "0", "0", "人工评定得0.00分（预算、财务、资产、采购等制度是否健全合规并有效执行）"),
        ("2022/score/H-10", "1", "1", "人工评定得1.00分（预算、财务、资产、采购等制度是否健全合规并有效执行）"),
        ("H-10", "8.01", None, "人工评定的得分 8.01 不在 0 至 8 分之间，须重新评定"),
        ("H-10", "-0.01", None, "人工评定的得分 -0.01 不在 0 至 8 分之间，须重新评定"),
        ("H-11", "6", None, "待人工评定：预算、财务、资产、采购等制度是否健全合规并有效执行"),
    ],
)
def test_a_person_judges_what_no_formula_can(item: str, value: str, kept: str | None, reason: str):
    """The judged score is a stated figure under the line's code, name or address; it stays within the line's points."""
    stated = [StatedFigure(item=item, where="评定表", value=Decimal(value), unit="分")]
    line = scored("hunan-2020-reconstructed", stated=stated).line("H-10")

    assert (line.kind, line.reason) == ("manual", reason)
    assert line.score == (MISSING if kept is None else Score.of(kept))


def test_last_year_is_not_judged_again():
    """A figure stated for another year, or in another unit, is no judgement of this line."""
    stated = [
        StatedFigure(item="H-10", where="上年表", year=2021, value=Decimal(8), unit="分"),
        StatedFigure(item="H-11", where="表", value=Decimal(6), unit="万元"),
    ]
    card = scored("hunan-2020-reconstructed", stated=stated)

    assert (card.line("H-10").score, card.line("H-11").score) == (MISSING, MISSING)


def test_a_rule_that_cannot_decide_asks_a_person():
    """A computed line whose row says manual takes the judged score, too."""
    management = Management(
        contracts=Count(0), contracts_in_time=Count(0), asset_ties=Count(0), asset_ties_passed=Count(0)
    )
    stated = [StatedFigure(item="B-06-04", where="评定表", value=Decimal("1.5"), unit="分")]

    assert scored(management=management).line("B-06-04").reason == "没有核对资产报表、账和系统，须人工核实"
    line = scored(management=management, stated=stated).line("B-06-04")
    assert (line.score, line.reason) == (Score.of("1.5"), "人工评定得1.50分（没有核对资产报表、账和系统，须人工核实）")
    assert line.facts[-1] == "2022/stated/B-06-04//评定表/value"


# --- gathered lines --------------------------------------------------------------------------------------------------


def test_indicators_without_points_share_evenly():
    """Three indicators share ten points hundredth by hundredth; each is scored and rounded before they are gathered."""
    rows = [indicator("O1"), indicator("O2", actual=Decimal(50)), indicator("O3")]
    line = scored(indicator=rows).line("A-01")

    assert [detail.points.text() for detail in line.details] == ["3.34", "3.33", "3.33"]
    assert [detail.score for detail in line.details] == [Score.of("3.34"), Score.of("1.67"), Score.of("3.33")]
    assert (line.score, line.step, line.reason) == (Score.of("8.34"), "10 × 8.34 ÷ 10.00 = 8.34", "扣分：O21.66分")


def test_indicators_with_points_count_by_them():
    """The approved points of 30 and 10 weigh three to one."""
    rows = [indicator("O1", weight=Score.of(30), actual=Decimal(80)), indicator("O2", weight=Score.of(10))]
    line = scored(indicator=rows).line("A-01")

    assert (line.score, line.step) == (Score.of("8.50"), "10 × 34.00 ÷ 40.00 = 8.50")


def test_one_open_indicator_opens_the_line():
    """An indicator without an actual value is no zero, and neither is the line."""
    rows = [indicator("O1"), indicator("O2", actual=MISSING)]
    line = scored(indicator=rows).line("A-01")

    assert (line.kind, line.score, line.reason) == ("missing", MISSING, "1 项待补齐：O2")
    assert line.details[1].reason == "缺少“实际完成值”，暂不计分"


def test_one_indicator_without_points_among_others_is_asked_for():
    """Points are approved for all or for none; nobody guesses the one that is missing."""
    rows = [indicator("O1", weight=Score.of(5)), indicator("O2")]
    line = scored(indicator=rows).line("A-01")

    assert (line.kind, line.details[1].reason) == ("missing", "缺少分值，暂不计分")


def test_a_qualitative_indicator_waits_for_its_judge():
    """When only judgements are missing, the line is one for people."""
    rows = [indicator("O1", operator="定性", target=MISSING, actual=MISSING, state="达成年度指标")]

    assert scored(indicator=rows).line("A-01").kind == "manual"


def test_an_inapplicable_indicator_leaves_the_sum():
    """With the consent of finance it is dropped and the others stand for the whole; if none is left a person decides."""
    rows = [indicator("O1", actual=Decimal(90)), indicator("O2", operator="不适用", consent="某财绩〔2022〕5号")]
    line = scored(indicator=rows).line("A-01")

    assert (line.score, line.details[1].kind) == (Score.of("9"), "excluded")
    assert scored(indicator=rows[1:]).line("A-01").kind == "manual"


def test_without_consent_an_inapplicable_indicator_scores_nothing():
    """The weights were approved: a department does not drop an indicator on its own word."""
    rows = [indicator("O1", actual=Decimal(90)), indicator("O2", operator="不适用")]

    assert scored(indicator=rows).line("A-01").score == Score.of("4.50")


def test_the_same_fact_is_told_once():
    """An indicator that names another takes its actual value from there."""
    rows = [indicator("O1", same_as="P01-1", actual=MISSING), indicator("P01-1", owner="P01", actual=Decimal(72))]

    assert scored(indicator=rows).line("A-01").score == Score.of("7.2")


def test_key_projects_weigh_by_their_money():
    """Three quarters of the money at full completion and one quarter at half make 17.50 of 20."""
    records = with_projects(project("P01", budget="300", key_task=True), project("P02", key_task=True), project("P03"))
    rows = [
        indicator("a", owner="P01"),
        indicator("b", owner="P02", actual=Decimal(50)),
        indicator("c", owner="P03", actual=Decimal(0)),
    ]
    line = scored(indicator=rows, **records).line("A-04")

    assert (line.score, line.reason) == (Score.of("17.5"), "扣分：P02项目完成率50.00%")
    assert line.step == "20 × (300 × 100.00 + 100 × 50.00) ÷ (400 × 100) = 17.50"
    assert "2022/project/P01/full" in line.facts


def test_key_projects_without_money_are_judged():
    """No money, no weights: a person decides."""
    records = with_projects(project("P01", budget="0", spent="0", key_task=True))

    line = scored(indicator=[indicator("a", owner="P01")], **records).line("A-04")
    assert (line.kind, line.reason) == ("manual", "各项目全年预算数合计为零，不能按资金加权，须人工评定")


def test_without_key_projects_their_points_go_to_the_whole():
    """The 25 points of the special part are shared out as 20, 20 and 10; the card says so."""
    card = scored(**with_projects(project("P01", key_task=False)))

    assert [line.code for line in card.lines if line.code.startswith("A")] == ["A-01", "A-02", "A-03"]
    assert [line.points.text() for line in card.lines if line.code.startswith("A")] == ["20.00", "20.00", "10.00"]
    assert (card.points, card.notes) == (Score.of(100), ("本部门没有专项资金和重点任务项目，专项效能25分并入整体效能",))


# --- plus and minus items --------------------------------------------------------------------------------------------


def full_marks(**more: Any) -> dict[str, Any]:
    """A scheme's year in which every line is judged at its full points."""
    scheme = load_scheme("sichuan-dazhou")
    return {
        "indicator": [indicator("O1")],
        "stated": [
            StatedFigure(item=leaf.code, where="评定表", value=leaf.points - (leaf.code == "D-01"), unit="分")
            for leaf in scheme.leaves.values()
        ],
        **more,
    }


@pytest.mark.parametrize(
    ("given", "counted", "total"),
    [(["1"], "1", "100"), (["3", "3"], "5", "100"), (["-2.5"], "-2.5", "96.5"), (["-4", "-4"], "-5", "94"), ([], "0", "99"), (["0.5"], "0.5", "99.5")],
)  # fmt: skip
def test_plus_and_minus_items_keep_within_their_limits(tmp_path, given: list[str], counted: str, total: str):
    """Together at most five up or down, and never past one hundred."""
    scheme = tmp_path / "schemes"
    scheme.mkdir()
    (scheme / "local.yaml").write_text(
        'scheme: local\nextends: sichuan-dazhou\ntitle: 加减分试验\nversion: "1"\nadjustments: {min: "-5", max: "5"}\n',
        encoding="utf-8",
    )
    bonus = [BonusItem(no=str(place), name="事项", points=Score.of(points)) for place, points in enumerate(given)]
    card = score(department(**full_marks(bonus=bonus)), load_scheme("local", rulebook=tmp_path))

    assert (card.adjusted, card.total) == (Score.of(counted), Score.of(total))


def test_a_scheme_without_plus_items_counts_none():
    """Items in the workbook do not change a total whose scheme does not know them."""
    card = scored("sichuan-dazhou", **full_marks(bonus=[BonusItem(no="1", name="奖", points=Score.of(1))]))

    assert (card.total, card.adjustments, card.grade) == (Score.of(99), (), "优")


def test_a_plus_item_without_points_keeps_the_total_open():
    """Nobody knows the total while an item has no points."""
    card = scored(bonus=[BonusItem(no="1", name="奖")])

    assert (card.adjusted, card.total) == (MISSING, MISSING)
    assert card.adjustments[0].points is MISSING


@pytest.mark.parametrize(("points", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("70", "中"), ("69.99", "低"), ("60", "低"), ("59.99", "差"), ("0", "差")])  # fmt: skip
def test_grades_begin_at_their_lower_bound(points: str, grade: str):
    """Guangdong has five grades."""
    assert GD.grade(Decimal(points)) == grade


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("70", "中"),
        ("69.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_the_country_has_four_grades(points: str, grade: str):
    """Elsewhere there is nothing between 中 and 差."""
    assert load_scheme("national-project-2020").grade(Decimal(points)) == grade


def test_a_project_scheme_scores_no_department():
    """The form is part of the scheme."""
    with pytest.raises(RuleError) as told:
        score(department(), load_scheme("national-project-2020"))
    assert told.value.text() == "评分方案“national-project-2020”不是这一类表（department）用的。请换一个方案。"


def test_open_lines_are_open_facts():
    """A score that is not there yet is a missing fact with its reason."""
    facts = department(cover=Cover(year=2022))
    fact = scorecard_facts(score(facts, GD), facts)[facts.at("score", "B-05-04")]

    assert isinstance(fact.value, Missing)
    assert fact.passport.note == "缺少“采购合同数”、“按期签订合同数”，暂不计分"
    assert fact.inputs == ("2022/management/contracts", "2022/management/contracts_in_time")
