"""What could not be read is unknown, not zero: no sum is made without it, and the passport says why."""

from __future__ import annotations

import pytest
from tests.exchange.books import changed, made

from jixiao.exchange import read
from jixiao.facts import Facts
from jixiao.figures import MISSING, Money
from jixiao.rules.registry import registry

UNITS = {"单位": [["单位编号", "单位名称", "单位类型"], ["HQ", "本级", "本级"], ["RV", "河道所", "其他单位"]]}
PROJECTS = [["项目编号", "项目名称", "单位编号", "项目类别", "重点任务项目"]]
HEADINGS = [
    "行号",
    "单位编号",
    "支出类型",
    "项目编号",
    "资金来源",
    "年初预算数",
    "预算调整数",
    "上年结转",
    "支出决算数",
]
LINES = [
    ["B1", "HQ", "基本支出", None, "一般公共预算", 100, 0, 0, 90],
    ["B2", "RV", "项目支出", "P1", "一般公共预算", 50, 0, 0, 40],
]


def facts_of(tmp_path, lines, projects=()) -> Facts:
    """The facts of a small workbook with those budget lines."""
    projects = projects or [["P1", "清淤", "RV", "特定目标类", "是"]]
    sheets = {**UNITS, "项目": [*PROJECTS, *projects], "预算执行": [HEADINGS, *lines]}
    found = read(made(tmp_path / "x.xlsx", sheets), registry())
    assert found.year is not None
    return Facts(found.year, registry())


def note(facts: Facts, name: str) -> str:
    """Why a figure is missing."""
    fact = facts.fact(facts.resolve(name))
    assert fact.value is MISSING
    return fact.passport.note


def test_a_clean_workbook_has_nothing_unread(tmp_path):
    """Then every sum is made."""
    facts = facts_of(tmp_path, LINES)

    assert (facts.year.unread, facts.year.unread_rows) == (frozenset(), {})
    assert facts.value(facts.resolve("部门支出决算数")) == Money.of(130)


@pytest.mark.parametrize("line", [[None, *LINES[1][1:]], ["B1", *LINES[1][1:]]], ids=["no key", "key twice"])
def test_a_row_that_was_left_out_leaves_no_sum(tmp_path, line):
    """Nobody knows what the row would have added, so nobody knows the sum."""
    facts = facts_of(tmp_path, [LINES[0], line])

    assert facts.year.unread_rows == {"budget": 1}
    for name in ("部门支出决算数", "基本支出决算数", "unit/HQ/spent"):
        assert note(facts, name) == "“预算执行”表有 1 行没有读入"


def test_an_unreadable_amount_leaves_no_sum_of_its_kind(tmp_path):
    """The sum over the cell is unknown; sums that do not take it in are made."""
    facts = facts_of(tmp_path, [LINES[0], [*LINES[1][:-1], "约四十"]])

    assert facts.year.unread == {"2024/budget/B2/spent"}
    assert note(facts, "部门支出决算数") == "缺 1 项"
    assert facts.value(facts.resolve("基本支出决算数")) == Money.of(90)


def test_an_unreadable_word_leaves_no_sum_that_it_decides(tmp_path):
    """财政拨款 is no source of funds: the sums by source are unknown, those by type of expenditure are not."""
    facts = facts_of(tmp_path, [LINES[0], [*LINES[1][:4], "财政拨款", *LINES[1][5:]]])

    assert facts.value(facts.resolve("项目支出决算数")) == Money.of(40)
    assert note(facts, "fund/一般公共预算/spent") == "“预算执行”表“B2”的“资金来源”没有读入"


def test_an_unreadable_mark_of_a_project_leaves_no_sum_of_marked_projects(tmp_path):
    """“Y” for 是: whether the project is a key task, and what key projects spent, is unknown and not nothing."""
    facts = facts_of(tmp_path, LINES, [["P1", "清淤", "RV", "特定目标类", "Y"]])

    assert note(facts, "重点项目支出数") == "“项目”表“P1”的“重点任务项目”没有读入"
    assert facts.value(facts.resolve("部门支出决算数")) == Money.of(130)


def test_a_lost_project_leaves_no_sum_of_marked_projects(tmp_path):
    """The line names a project whose row was not read."""
    projects = [["P2", "护岸", "RV", "特定目标类", "是"], [None, "清淤", "RV", "特定目标类", "是"]]
    facts = facts_of(tmp_path, LINES, projects)

    assert note(facts, "重点项目支出数") == "“项目”表有 1 行没有读入"


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (lambda book: book["三公经费"].__setitem__("B6", "公车"), {"sangong": 1}),
        (lambda book: book["单位"].__setitem__("C4", "真的单位"), {"unit": 1}),
        (lambda book: book["预算执行"].__setitem__("B6", " 合 计 "), {}),
        (lambda book: book["预算执行"].__setitem__("C60", "本页小计"), {}),
    ],
    ids=["a key that is no choice", "data over the example", "a sum", "a sum without a key"],
)
def test_rows_are_counted_that_held_data(tmp_path, change, lost):
    """A typed sum is no row of data: leaving it out loses nothing."""
    found = read(changed(tmp_path, change), registry())

    assert found.year is not None
    assert found.year.unread_rows == lost


def test_a_sheet_without_headings_is_wholly_lost(tmp_path):
    """No row of it was read, so its sums are unknown."""
    sheets = {**UNITS, "项目": [*PROJECTS, ["P1", "清淤", "RV", "特定目标类", "是"]], "预算执行": LINES}
    found = read(made(tmp_path / "x.xlsx", sheets), registry())

    assert found.year is not None
    assert found.year.unread_rows == {"budget": 2}
