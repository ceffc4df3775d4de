"""What was filled in and could not be read is unknown: no line is scored as if the cell were blank or the row not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.scoring.desk import department, indicator, project

from jixiao.facts import Address, Facts
from jixiao.facts.managing import Management
from jixiao.figures import MISSING, Count, Score
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Scorecard, project_cards, score

GD = load_scheme("gd-2022-reconstructed")
PROJECT, LINE = project("P01")
PLAIN = {"project": [PROJECT], "budget": [LINE], "indicator": [indicator("O1"), indicator("O2"), indicator("a", "P01")]}


def facts(cells: tuple[str, ...] = (), rows: Mapping[str, int] | None = None, **records: Any) -> Facts:
    year = department(**{**PLAIN, **records}).year
    unread = frozenset(Address(f"2022/{cell}") for cell in cells)
    return Facts(replace(year, unread=unread, unread_rows=rows or {}), registry())


def scored(*cells: str, rows: Mapping[str, int] | None = None, **records: Any) -> Scorecard:
    return score(facts(cells, rows, **records), GD)


def test_without_key_projects_their_points_go_elsewhere():
    """The usual case, against which the others stand: every project says that it is no key project."""
    card = scored()

    assert card.notes
    assert {line.code for line in card.lines}.isdisjoint({"A-04", "A-05"})
    assert card.line("A-01").score == Score.of(20)


def test_a_key_project_that_cannot_be_told_keeps_its_lines():
    """“Y” for 是 was refused: the part for key projects stays, its lines wait, and say for which cell."""
    card = scored("project/P01/key_task")

    assert card.notes == ()
    assert card.line("A-04").reason == (
        "“项目”表“P01项目”的“重点任务项目”没有读入，不能确定它算不算在内，暂不计分。请先改正这一格"
    )
    assert [card.line(code).score for code in ("A-04", "A-05")] == [MISSING, MISSING]
    assert card.line("A-04").facts == ("2022/project/P01/key_task",)


@pytest.mark.parametrize(
    ("subject", "code", "reason"),
    [
        ("project", "A-04", "“项目”表有 1 行没有读入，不能确定有哪些行，暂不计分。请先改正这些行"),
        ("indicator", "A-01", "“绩效指标”表有 1 行没有读入，不能确定有哪些行，暂不计分。请先改正这些行"),
        ("sangong", "B-07-02", "缺少“三公经费支出数”、“三公经费预算数”，暂不计分"),
    ],
)
def test_a_row_that_was_refused_leaves_its_lines_open(subject: str, code: str, reason: str):
    """Nobody knows what stood in the row, so what is gathered from its sheet is unknown, not less."""
    line = scored(rows={subject: 1}).line(code)

    assert (line.kind, line.score, line.reason) == ("missing", MISSING, reason)


def test_a_word_that_chooses_the_line_is_not_guessed():
    """An indicator whose level could not be read may belong to either line; a known other owner rules it out."""
    card = scored(
        "indicator/O1/lv1", "indicator/a/lv1", indicator=[indicator("O1", lv1=MISSING), indicator("a", "P01")]
    )

    assert [card.line(code).score for code in ("A-01", "A-02")] == [MISSING, MISSING]
    assert "“O1”的“一级指标”没有读入" in card.line("A-01").reason
    elsewhere = scored("indicator/a/lv1", indicator=[indicator("O1"), indicator("a", "P01", lv1=MISSING)])
    assert elsewhere.line("A-01").score == Score.of(20)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("due", "目标日期"),
        ("target_high", "指标值上限"),
        ("weight", "分值"),
        ("sample", "调查样本数"),
        ("same_as", "引用"),
    ],
)
def test_a_cell_that_may_be_blank_is_not_taken_for_blank(field: str, name: str):
    """Without a due date an indicator counts otherwise than with one: a date that could not be read decides nothing."""
    line = scored(f"indicator/O1/{field}").line("A-01")

    assert line.score is MISSING
    assert line.details[0].reason == f"填了“{name}”而没有读入，暂不计分。请先改正"


def test_a_figure_of_a_rule_that_could_not_be_read_is_told_as_such():
    """It is there, so it is not asked for as if it were missing."""
    line = scored("management/findings", management=Management(serious_findings=Count(0))).line("B-02-02")

    assert (line.kind, line.reason) == ("missing", "填了“财务一般问题数”而没有读入，暂不计分。请先改正")


def test_a_project_waits_for_indicators_of_an_unknown_owner():
    """An indicator whose owner could not be read may be any project's."""
    (card,) = project_cards(facts(("indicator/a/owner",), indicator=[indicator("a", owner=MISSING)])).values()

    assert "“a”的“所属”没有读入" in card.line("P-02").reason
