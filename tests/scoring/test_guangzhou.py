"""The published year: 48.51 + 48.97 = 97.48, with every lost point in its place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.scoring.desk import EXAMPLE

from jixiao.exchange.source import read_source
from jixiao.facts import Facts
from jixiao.figures import Money, Score
from jixiao.rules.registry import registry
from jixiao.rules.schemes import choose_scheme, load_scheme, recorded_scheme
from jixiao.scoring import Scorecard, project_cards, score, scorecard_facts

LOST = {
    "A-01": "0.50", "A-02": "0.45", "A-03": "0.08",
    "B-04-03": "0.50", "B-05-01": "0.09", "B-05-04": "0.24", "B-05-05": "0.06", "B-06-06": "0.60",
}  # fmt: skip


@cache
def year() -> Facts:
    built = read_source(EXAMPLE, registry())
    assert built.year is not None
    return Facts(built.year, registry())


@cache
def card() -> Scorecard:
    return score(year(), load_scheme("gd-2022-reconstructed"))


def test_the_total_is_the_published_one():
    """Two parts and no plus or minus items make the published total, which is 优."""
    parts = {node.code: node.score for node in card().nodes}

    assert parts == {"B": Score.of("48.51"), "A": Score.of("48.97")}
    assert (card().total, card().adjusted, card().grade) == (Score.of("97.48"), Score.zero(), "优")
    assert card().complete


def test_management_is_printed_first():
    """Guangzhou's table begins with management efficiency."""
    assert [node.name for node in card().nodes] == ["管理效率", "履职效能"]


def test_every_lost_point_has_its_line():
    """The other lines have full marks."""
    lost = {line.code: line.lost.text() for line in card().lines if line.points != line.score}

    assert lost == LOST


@pytest.mark.parametrize(
    ("code", "reason", "step"),
    [
        ("A-01", "扣分：科研项目按期结题率0.20分、职教提升计划建设任务按期完成率0.20分、大学生科技创新项目按期结题数0.10分", "10 × 9.50 ÷ 10.00 = 9.50"),
        ("A-03", "支出率98.44%，未支出732.64万元（基本支出538.94万元、项目支出193.70万元）", "5 × 46154.11 ÷ 46886.75 = 4.92"),
        ("A-04", "1 个项目指标均完成", "20 × (8826 × 100.00) ÷ (8826 × 100) = 20.00"),
        ("B-04-03", "报送90份，其中9份被退回补正", "5 × (90 - 9) ÷ 90 = 4.50"),
        ("B-05-05", "合同50份，3份未按期备案公告", "1 × 47 ÷ 50 = 0.94"),
        ("B-06-06", "固定资产利用率88.00%", "2 × 70% = 1.40"),
    ],
)  # fmt: skip
def test_a_reviewer_can_redo_the_step(code: str, reason: str, step: str):
    """The line says why, and shows the calculation with its figures."""
    line = card().line(code)

    assert (line.reason, line.step) == (reason, step)


def test_a_line_names_its_ground_and_its_facts():
    """Document and article, from when, whether reconstructed, and the addresses behind it."""
    line = card().line("B-05-04")

    assert line.reference == "政府采购法 第四十六条（中标、成交通知书发出之日起三十日内）"
    assert (line.provenance, line.since) == ("reconstructed", "2022-01-01")
    assert line.facts == ("2022/management/contracts", "2022/management/contracts_in_time")
    assert line.path == ("管理效率", "采购管理")
    assert line.rule[-1] == "其余情形：分值 × 按期签订合同数 ÷ 采购合同数"


def test_the_scheme_is_found_by_place_and_year():
    """A city of the province in 2022, without naming a scheme."""
    assert choose_scheme("440100", "department", 2022).id == card().scheme.id


def test_the_card_recomputes_with_its_own_rules():
    """Scheme, version and digest on the card find the rules again, and they give the same card."""
    ref = card().scheme

    assert score(year(), recorded_scheme(ref.id, ref.version, ref.digest)).total == card().total


def test_every_project_has_a_card():
    """Thirty projects, each with weights that close to one hundred; the slow ones lose their execution points."""
    cards = project_cards(year())

    assert len(cards) == 30
    assert {one.points for one in cards.values()} == {Score.of(100)}
    assert all(one.complete for one in cards.values())
    assert cards["P13"].line("P-01").score == Score.of("4.65")
    assert cards["P02"].line("P-01").reason == "执行率99.73%，未执行2.00万元"


def test_scores_become_facts():
    """A report or a check reads a score under its address or by its name, like any other figure."""
    cards = project_cards(year())
    facts = year().extended(scorecard_facts(card(), year(), cards.values()))

    assert facts.value("2022/score/total") == Score.of("97.48")
    assert facts.value(facts.resolve("自评总分")) == Score.of("97.48")
    assert facts.value(facts.resolve("管理效率得分")) == Score.of("48.51")
    assert facts.value("2022/score/grade") == "优"
    assert facts.value("2022/lost/B-06-06") == Score.of("0.60")
    assert facts.value("2022/project-score/P13/total") == cards["P13"].total
    assert facts.value(facts.resolve("项目/P13/自评总分")) == cards["P13"].total
    assert facts.value("2022/indicator-score/O8/score") == Score.of("0.80")
    assert facts.value(facts.resolve("绩效指标/P13-1/得分")) == Score.of("18")
    assert facts.fact("2022/indicator-score/O8/score").passport.rule.endswith(
        "：其余情形：分值 × 实际完成值 ÷ 年度指标值"
    )
    fact = facts.fact("2022/score/A-03")
    assert fact.inputs[:2] == ("2022/department/total/full", "2022/department/total/spent")
    assert fact.passport.note.endswith("5 × 46154.11 ÷ 46886.75 = 4.92")
    assert "其余情形：分值 × 部门支出决算数 ÷ 部门全年预算数" in fact.passport.rule


def test_the_change_of_the_tutorial_moves_the_score():
    """Four million less spent on staff: the rate falls below 98 % and one line loses four hundredths."""
    lines = tuple(
        replace(line, spent=Money.of("5031.06")) if line.line == "B-HQ-1" else line for line in year().year.budget
    )

    changed = score(Facts(replace(year().year, budget=lines), registry()), load_scheme("gd-2022-reconstructed"))

    assert (card().total, changed.total) == (Score.of("97.48"), Score.of("97.44"))
    assert [line.code for line in changed.lines if line.score != card().line(line.code).score] == ["A-03"]
