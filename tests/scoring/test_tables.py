"""Shared tables: rows under an option, limits put in as figures, local tables beside those that ship."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.scoring.desk import cases, department, project

from jixiao.facts import Kind
from jixiao.figures import MISSING, Count, Money, Ratio, Score
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme
from jixiao.rules.tables import put_in
from jixiao.rules.vocabulary import NotCarried, carry, vocabularies
from jixiao.scoring import score_project

WORDS = vocabularies(registry())
TABLE = """table: local-execution
title: 本地执行率
scope: project
since: "2022-01-01"
reference: {document: 某市办法}
options:
  style: {title: 怎样计分, choices: {full: 满分, none: 零分}, default: full}
parameters:
  基准: {title: 基准, value: "0.9"}
rows:
  - {only: {style: full}, when: 全年预算数 > 0 and 全年执行数 >= 基准 × 全年预算数, points: 分值, reason: 达到基准}
  - {else: true, points: "0", reason: 没有达到基准}
"""
SCHEME = """scheme: local
extends: national-project-2020
title: 本地
version: "1"
exceptions: [{code: P-01, table: local-execution}]
"""


def rulebook(folder: Path, table: str = TABLE, scheme: str = SCHEME) -> Path:
    for part, name, text in (("tables", "local.yaml", table), ("schemes", "local.yaml", scheme)):
        (folder / part).mkdir(exist_ok=True)
        (folder / part / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("extra", "spent", "points"), [
    ("", "90", "10"), ("", "89.99", "0"),
    ("options: {style: none}\n", "100", "0"),
    ('parameters: {基准: "0.8"}\n', "80", "10"),
])  # fmt: skip
def test_a_local_table_has_its_own_options(tmp_path: Path, extra: str, spent: str, points: str):
    """A folder adds tables with options and limits, and a scheme chooses among them."""
    scheme = load_scheme("local", rulebook=rulebook(tmp_path, scheme=SCHEME + extra))
    one, line = project("P01", spent)
    found = score_project(department(project=[one], budget=[line]), "P01", scheme).line("P-01")

    assert (found.score, found.reference, found.since) == (Score.of(points), "某市办法", "2022-01-01")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "only: {style: full}",
            "only: {styles: full}",
            "local.yaml 第 11 行：“styles”不在可选值之内，可写：style。请改正。",
        ),
        (
            "only: {style: full}",
            "only: {style: half}",
            "local.yaml 第 11 行：“half”不在可选值之内，可写：full、none。请改正。",
        ),
        ("default: full", "default: half", "local.yaml 第 7 行：“half”不在可选值之内，可写：full、none。请改正。"),
        (
            "table: local-execution",
            "table: execution",
            "计分表“execution”出现了两次，第二次在“local.yaml”。请更换名称。",
        ),
        ("基准 × 全年预算数", "全年执行数 ÷ 全年预算", "local.yaml 第 11 行：第 1 条规则的条件（when）：公式"),
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, old: str, new: str, says: str):
    """With file and line, as everything in the rulebook."""
    with pytest.raises(RuleError) as told:
        load_scheme("local", rulebook=rulebook(tmp_path, table=TABLE.replace(old, new)))

    assert told.value.text().startswith(says)


def test_a_scheme_sets_only_limits_that_there_are(tmp_path: Path):
    """A limit nobody reads would look as if it counted."""
    with pytest.raises(RuleError) as told:
        load_scheme("local", rulebook=rulebook(tmp_path, scheme=SCHEME + 'parameters: {基线: "0.8"}\n'))

    assert "“基线”不在可选值之内" in told.value.text()


def test_limits_replace_whole_words_only():
    """最低线 is put in; 最低线数 is another word."""
    assert put_in("甲 < 最低线 × 最低线数", {"最低线": "0.6"}) == "甲 < 0.6 × 最低线数"


# --- words -----------------------------------------------------------------------------------------------------------


def test_rates_are_no_words():
    """A derived rate cannot be carried exactly, so formulas divide its amounts; a typed percentage can."""
    department_words = WORDS["department"].words

    assert "部门预算完成率" not in department_words
    assert department_words["中小企业预留比例"].kind is Kind.PERCENT


@pytest.mark.parametrize(
    ("scope", "word", "value", "found"),
    [
        ("department", "部门支出决算数", Money.of("46154.11"), 46154110000),
        ("department", "部门支出决算数", MISSING, None),
        ("department", "采购合同数", Count(50), 50),
        ("department", "采购内控制度健全", False, 0),
        ("department", "采购内控制度健全", True, 1),
        ("department", "中小企业预留比例", Ratio(Fraction(412, 1000)), 412000),
        ("indicator", "实际完成值", Decimal("99.73"), 997300),
        ("indicator", "评定得分", Score.of("9.5"), 950),
        ("indicator", "计算符号", "≤", 4),
        ("project", "全年执行数", Money.of("0.000001"), 1),
    ],
)
def test_values_are_carried_as_whole_numbers(scope: str, word: str, value: Any, found: int | None):
    """Scaled exactly, or coded; missing stays missing."""
    assert carry(WORDS[scope].words[word], value) == found


@pytest.mark.parametrize(
    ("scope", "word", "value", "message"),
    [
        ("department", "部门支出决算数", Money.of("0.0000001"), "score-too-fine"),
        ("department", "部门支出决算数", Money.of("100000000.01"), "score-out-of-bounds"),
        ("department", "中小企业预留比例", Ratio(Fraction(1, 3)), "score-too-fine"),
        ("indicator", "实际完成值", Decimal("10000000000.1"), "score-out-of-bounds"),
        ("indicator", "评定得分", Score.of("-1"), "score-out-of-bounds"),
        ("indicator", "计算符号", "约等于", "score-no-such-word"),
    ],
)
def test_what_cannot_be_carried_is_refused(scope: str, word: str, value: Any, message: str):
    """Nothing is cut or clamped to fit."""
    with pytest.raises(NotCarried) as told:
        carry(WORDS[scope].words[word], value)

    assert told.value.message_id == message


def test_text_is_no_figure():
    """A figure field that holds text is a slip of ours, not of an officer."""
    with pytest.raises(TypeError):
        carry(WORDS["department"].words["部门支出决算数"], "46154.11")


def test_case_files_are_not_empty():
    """A table of cases that lost its rows would pass for ever."""
    assert {name: len(cases(name)) > 10 for name in ("indicators", "lines", "broken_schemes")} == dict.fromkeys(
        ("indicators", "lines", "broken_schemes"), True
    )
