"""What somebody wrote elsewhere stands beside what the rules compute."""

from __future__ import annotations

import pytest
from tests.facts.department import facts

from jixiao.figures import Money, Ratio


@pytest.mark.parametrize(
    "value, unit, expected",
    [
        ("544.40", "万元", "544.40"),
        ("5444000", "元", "544.40"),
        ("0.05444", "亿元", "544.40"),
        ("544.4", None, "544.40"),
    ],
)
def test_a_stated_amount_is_read_in_its_own_unit(value: str, unit: str | None, expected: str):
    """元, 万元 and 亿元 mean the same sum."""
    (stated,), lost = facts(
        stated=[{"item": "部门支出决算数", "where": "决算表", "value": value, "unit": unit}]
    ).statements

    assert isinstance(stated.value, Money)
    assert stated.value.text() == expected
    assert stated.fact.address == "2024/department/total/spent"
    assert lost == ()


def test_a_statement_about_nothing_known_is_kept_apart():
    """A misspelt item is no statement, and is not lost either."""
    found, lost = facts(stated=[{"item": "部门支出总数", "where": "决算表", "value": "1"}]).statements

    assert found == ()
    assert [row.item for row in lost] == ["部门支出总数"]


def test_last_years_figures_become_facts_of_last_year():
    """A comparison with last year has something to compare with."""
    given = facts(
        stated=[{"item": "部门预算完成率", "year": "2023", "where": "上年报告", "value": "88.20", "unit": "%"}]
    )

    assert given.value("2023/department/total/rate") == Ratio.from_percent("88.20")
    assert given.fact("2023/department/total/rate").passport.period == "2023年度"
    assert given.statements == ((), ())
