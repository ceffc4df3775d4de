"""The named operators, and what happens when a row under them cannot be scored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.scoring.desk import department, indicator, project

from jixiao.figures import MISSING, Money, Score
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Line, score

TREE = """scheme: operators
title: 算子
version: "1"
form: department
since: 2022
provenance: reconstructed
total: "100"
grades: four
tree:
  - {code: A, name: 指标平均, points: "30", lines: {operator: mean, over: indicators, where: {owner: [部门]}}}
  - {code: B, name: 项目平均, points: "30", lines: {operator: mean, over: projects}}
  - {code: C, name: 项目份额, points: "20", lines: {operator: share_of_points, over: projects}}
  - {code: D, name: 项目加权, points: "20", lines: {operator: money_weighted_mean, over: projects, where: {category: [特定目标类]}}}
"""


@pytest.fixture
def line(tmp_path: Path) -> Any:
    """Scores a department and gives one line."""
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "operators.yaml").write_text(TREE, encoding="utf-8")
    scheme = load_scheme("operators", rulebook=tmp_path)

    def scored(code: str, projects: list[Any] = (), **records: Any) -> Line:  # type: ignore[assignment]  # read only
        made = {"project": [one for one, _ in projects], "budget": [money for _, money in projects]}
        return score(department(**made, **records), scheme).line(code)

    return scored


def test_a_mean_weighs_every_indicator_alike(line):
    """Completions of 100 and 50 % make three quarters, whatever points the indicators have."""
    rows = [indicator("a", weight=Score.of(90)), indicator("b", weight=Score.of(10), actual=Decimal(50))]
    found = line("A", indicator=rows)

    assert (found.score, found.step) == (Score.of("22.5"), "30 × (100.00 + 50.00) ÷ (2 × 100) = 22.50")


def test_an_indicator_without_points_is_complete_in_a_mean(line):
    """An indicator approved with no points cannot lose any."""
    rows = [
        indicator("a", weight=Score.of(0), actual=Decimal(0)),
        indicator("b", weight=Score.of(10), actual=Decimal(50)),
    ]

    assert line("A", indicator=rows).score == Score.of("22.5")


def test_projects_by_mean_and_by_share(line):
    """A project is a line of one hundred points; mean and share of such lines agree."""
    rows = [indicator("a", owner="P01"), indicator("b", owner="P02", actual=Decimal(40))]
    projects = [project("P01"), project("P02", budget="9000")]

    assert line("B", projects, indicator=rows).score == Score.of(21)
    assert line("C", projects, indicator=rows).score == Score.of(14)


def test_many_terms_are_shown_by_their_sum(line):
    """Nobody redoes a step of thirty terms: the sum stands in their place."""
    projects = [project(f"P{place}", budget="10", category="特定目标类") for place in range(8)]
    rows = [indicator(f"i{place}", owner=f"P{place}", actual=Decimal(50 if place else 100)) for place in range(8)]

    assert line("D", projects, indicator=rows).step == "20 × 4500.00 ÷ (80 × 100) = 11.25"
    assert line("B", projects, indicator=rows).step == "30 × 450.00 ÷ (8 × 100) = 16.88"


def test_a_project_without_indicators_opens_the_line(line):
    """Nothing was promised, so nothing can be said about it yet."""
    found = line("D", [project("P01", category="特定目标类")])

    assert (found.kind, found.reason) == ("missing", "1 项待补齐：P01项目")


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (MISSING, "1 项待补齐：P01项目全年预算数"),
        (Money.of("100000001"), "“全年预算数”填的是 100000001，应在 -100000000 至 100000000 之间。请核对数字和单位。"),
    ],
)
def test_a_budget_that_cannot_weigh_opens_the_line(line, budget: Any, reason: str):
    """A missing or impossible budget is told; the project is not silently left out."""
    one, money = project("P01", category="特定目标类")
    found = line("D", [(one, replace(money, initial=budget))], indicator=[indicator("a", owner="P01")])

    assert (found.kind, found.reason) == ("missing", reason)


def test_a_figure_finer_than_four_places_is_told(line):
    """An actual value that the rules cannot carry exactly is not cut to fit."""
    found = line("A", indicator=[indicator("a", actual=Decimal("99.99999"))])

    assert found.details[0].reason == "“实际完成值”填的是 99.99999，最多保留 4 位小数。请核对后改正。"
    assert found.details[0].facts == ("2022/indicator/a/actual", "2022/indicator/a/target")


def test_a_word_that_is_not_on_the_list_is_told(line):
    """An operator nobody knows is no reason to guess."""
    found = line("A", indicator=[indicator("a", operator="约等于")])

    assert (
        found.details[0].reason
        == "“计算符号”填的是“约等于”，应为下列之一：＞、≥、＝、＜、≤、定性、定量（其他）、不适用。请改正后再计分。"
    )


def test_reasons_are_there_in_english(line):
    """The sentences of the system have both languages; those of a rule are the rule's own."""
    rows = [indicator("a", actual=Decimal(50))]

    assert line("A", indicator=rows).because.reason("en") == "points lost: a 15.00"
    assert line("A").because.reason("en") == "not scored yet; nothing was entered for 部门的绩效指标"
    assert (
        line("A", indicator=[indicator("a", actual=MISSING)]).details[0].because.reason("en")
        == "not scored yet; missing: “实际完成值”"
    )
