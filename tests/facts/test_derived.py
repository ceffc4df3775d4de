"""Derived figures: sums, rates and differences with their passports."""

from __future__ import annotations

import pytest
from tests.facts.department import LINES, facts

from jixiao.facts import Provenance, UnknownAddress
from jixiao.figures import MISSING, Count, Missing, Money, Ratio


@pytest.mark.parametrize(
    "where, expected",
    [
        ("2024/budget/B3/full", "200.00"),
        ("2024/department/total/initial", "580.00"),
        ("2024/department/total/full", "600.00"),
        ("2024/department/total/spent", "544.40"),
        ("2024/department/total/unspent", "55.60"),
        ("2024/department/basic/full", "400.00"),
        ("2024/department/project/full", "200.00"),
        ("2024/department/other/full", "0.00"),
        ("2024/department/added", "20.00"),
        ("2024/department/key/full", "200.00"),
        ("2024/unit/RV/full", "280.00"),
        ("2024/unit/HQ/project_full", "0.00"),
        ("2024/project/P1/spent", "150.00"),
        ("2024/fund/政府性基金预算/spent", "150.00"),
    ],
)
def test_money_adds_up_by_department_unit_project_and_fund(where: str, expected: str):
    """Every total is the exact sum of the rows it names; where no row matches, the sum of rows is zero."""
    value = facts().value(where)

    assert isinstance(value, Money)
    assert value.text() == expected


@pytest.mark.parametrize(
    "where, expected",
    [
        ("2024/department/total/rate", "90.73%"),
        ("2024/department/basic/rate", "98.60%"),
        ("2024/budget/B1/rate", "99.38%"),
        ("2024/project/P1/rate", "75.00%"),
        ("2024/staffing/in_service/control_rate", "98.00%"),
    ],
)
def test_rates_are_kept_as_fractions_until_they_are_shown(where: str, expected: str):
    """A rate is spending over the full-year budget, people over authorised posts."""
    value = facts().value(where)

    assert isinstance(value, Ratio)
    assert value.percent() == expected


def test_changes_against_last_year_keep_their_sign():
    """One administrator fewer than last year is −1."""
    assert facts().value("2024/staffing/administrative/change") == Count(-1)


def test_a_total_with_a_missing_part_is_missing_and_says_which():
    """A partial sum would be read as the whole, so there is none; the passport counts what lacks."""
    lines = [dict(LINES[0], carried_out="12.00"), *LINES[1:]]
    fact = facts(budget=lines).fact("2024/department/total/carried_out")

    assert fact.value is MISSING
    assert fact.missing == ("2024/budget/B2/carried_out", "2024/budget/B3/carried_out")
    assert fact.passport.note == "缺 2 项"


def test_a_rate_on_a_zero_budget_is_missing_not_zero():
    """Nought over nought is no execution rate; the form prints a dash."""
    lines = [dict(LINES[0], initial="0", adjust="0", spent="0")]
    fact = facts(budget=lines).fact("2024/budget/B1/rate")

    assert isinstance(fact.value, Missing)
    assert fact.missing == ()


def test_what_a_computed_cell_says_stands_beside_what_the_rule_computes():
    """Somebody typed 319 where 300 + 20 + 0 belongs: both are kept, and the computed one counts."""
    lines = [dict(LINES[0], full="319.00"), *LINES[1:]]
    fact = facts(budget=lines).fact("2024/budget/B1/full")

    assert fact.value == Money.of("320.00")
    assert fact.stated == Money.of("319.00")
    assert fact.passport.provenance is Provenance.DERIVED
    assert fact.passport.rule == "年初预算数 ＋ 预算调整数 ＋ 上年结转"


@pytest.mark.parametrize(
    "asked",
    ["2024/project/P1/spent", "project/P1/spent", "项目/P1/全年执行数"],
)
def test_a_fact_is_called_by_address_or_by_its_chinese_names(asked: str):
    """Officers leave the year out and write Chinese."""
    assert facts().resolve(asked) == "2024/project/P1/spent"


def test_department_figures_are_called_by_name_alone():
    """部门支出决算数 needs no path."""
    assert facts().resolve("部门支出决算数") == "2024/department/total/spent"


def test_an_unknown_name_is_an_error_that_carries_it():
    """Nothing is guessed."""
    with pytest.raises(UnknownAddress) as caught:
        facts().resolve("部门支出总数")

    assert caught.value.asked == "部门支出总数"


def test_the_passport_of_a_sum_tells_the_rule_in_words():
    """A reader learns which sheet, which column, which rows."""
    rule = facts().fact("2024/department/key/full").passport.rule

    assert rule == "“预算执行”表“全年预算数”合计（项目支出，是）"


def test_an_indicator_that_repeats_a_result_tells_the_fact_once():
    """The number stands with the result; the indicator takes it from there, with its passport."""
    found = facts(
        result=[{"no": "R1", "name": "清淤河道长度", "value": "12.5", "measure": "公里", "source": "公开"}],
        indicator=[
            {
                "no": "P1-1",
                "owner": "P1",
                "lv1": "产出指标",
                "lv2": "数量指标",
                "name": "清淤长度",
                "operator": "≥",
                "target": "12",
                "unit": "公里",
                "weight": "50",
                "same_as": "R1",
            }
        ],
    )
    fact = found.fact("2024/indicator/P1-1/actual")

    assert fact.value == found.value("2024/result/R1/value")
    assert fact.passport.provenance is Provenance.PUBLISHED
