"""Handing out and gathering in: split, merge, compare, roll forward."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.facts.department import LINES, STAFF, facts

from jixiao.exchange import read, write_workbook
from jixiao.exchange.compare import changes
from jixiao.exchange.merge import Part, YearsDiffer, merge
from jixiao.exchange.roll import roll_forward
from jixiao.exchange.split import split, split_by_division
from jixiao.facts import DepartmentYear, Facts, Origin
from jixiao.facts.building import CellProblem
from jixiao.figures import MISSING, Count, Money, Ratio
from jixiao.rules.registry import registry


def whole() -> DepartmentYear:
    """The invented department with rows that belong to units directly, through a project, through a line, and to nobody."""
    return facts(
        milestone=[{"project": "P1", "name": "开工", "done": "2024-03"}],
        quota=[{"quota": "Q1", "line": "B1", "amount": "20.00"}],
        indicator=[
            {
                "no": "D1",
                "owner": "部门",
                "lv1": "产出指标",
                "lv2": "数量指标",
                "name": "清淤长度",
                "operator": "≥",
                "target": "12",
                "weight": "1",
                "actual": "12.5",
            },
            {
                "no": "P1-1",
                "owner": "P1",
                "lv1": "产出指标",
                "lv2": "数量指标",
                "name": "清淤长度",
                "operator": "≥",
                "target": "12",
                "weight": "50",
                "actual": "12.5",
            },
        ],
        problem=[{"no": "W1", "title": "清淤项目支出慢"}],
        management=[{"contracts": "3"}],
    ).year


def test_every_row_goes_to_exactly_one_part():
    """Shared lists apart, the parts hold each row once."""
    parts = split(whole(), registry())

    assert list(parts) == ["部门", "HQ", "RV"]
    assert [line.line for line in parts["HQ"].budget] == ["B1"]
    assert [line.line for line in parts["RV"].budget] == ["B2", "B3"]
    assert [item.no for item in parts["RV"].indicator] == ["P1-1"]
    assert [item.no for item in parts["部门"].indicator] == ["D1"]
    assert [item.quota for item in parts["HQ"].quota] == ["Q1"]
    assert [item.name for item in parts["RV"].milestone] == ["开工"]
    assert parts["部门"].problem
    assert parts["RV"].management.contracts is MISSING


def test_merging_the_parts_gives_the_whole_again():
    """Whatever order they come in, nothing is lost and nothing counts twice."""
    year = whole()
    parts = [Part(f"{name}.xlsx", part) for name, part in split(year, registry()).items()]
    merged = merge(parts, registry())

    assert merged.conflicts == ()
    assert merged.missing_units == ()
    for subject in registry().subjects:
        assert sorted(map(repr, merged.year.records(subject.id))) == sorted(map(repr, year.records(subject.id)))
    assert Facts(merged.year, registry()).value("2024/department/total/spent") == Money.of("544.40")


def test_divisions_get_their_projects_their_words_and_their_sheets():
    """What a division carries goes to it with all that hangs on it; the rest stays with the department."""
    year = replace(
        whole(),
        division=facts(division=[{"division": "工程股"}, {"division": "财务股"}]).year.division,
        project=(replace(whole().project[0], division="工程股"),),
        assignment=facts(
            assignment=[{"sheet": "管理数据", "division": "财务股"}, {"sheet": "问题", "division": "财务股"}]
        ).year.assignment,
    )
    parts = split_by_division(year, registry())

    assert list(parts) == ["部门", "工程股", "财务股"]
    assert [line.line for line in parts["工程股"].budget] == ["B3"]
    assert [item.no for item in parts["工程股"].indicator] == ["P1-1"]
    assert [item.no for item in parts["财务股"].problem] == ["W1"]
    assert parts["财务股"].management == year.management
    assert [line.line for line in parts["部门"].budget] == ["B1", "B2"]
    merged = merge([Part(name, part) for name, part in parts.items()], registry())
    assert merged.conflicts == ()
    for subject in registry().subjects:
        assert sorted(map(repr, merged.year.records(subject.id))) == sorted(map(repr, year.records(subject.id)))


def test_a_unit_whose_part_did_not_come_is_named():
    """Without the river station's part its lines are missing, and somebody must ask for them."""
    parts = split(whole(), registry())
    merged = merge([Part("部门.xlsx", parts["部门"]), Part("HQ.xlsx", parts["HQ"])], registry())

    assert merged.missing_units == ("青溪县河道管理所",)


def test_two_parts_that_differ_are_reported_and_the_first_stands():
    """Nobody's figure is changed in silence."""
    year = whole()
    other = replace(year, budget=(replace(year.budget[0], spent=Money.of("317.00")), *year.budget[1:]))
    merged = merge([Part("甲.xlsx", year), Part("乙.xlsx", other)], registry())

    assert merged.year.budget[0].spent == Money.of("318.00")
    assert [conflict.sentence() for conflict in merged.conflicts] == [
        (
            "“预算执行”表“B1”的“支出决算数”两份材料不一致：甲.xlsx 填 318.00 万元，乙.xlsx 填 317.00 万元。"
            "合并结果暂用 318.00 万元，请与填报人核对后改正。"
        )
    ]


def test_three_parts_against_one_are_one_conflict():
    """A shared list stands in every part; one slip in the first is told once, with all who say otherwise."""
    year = whole()
    slip = replace(year, unit=(replace(year.unit[0], name="清溪县水务局"), *year.unit[1:]))
    merged = merge([Part("甲.xlsx", slip), *(Part(f"{name}.xlsx", year) for name in "乙丙丁")], registry())

    assert [(item.first, item.kept, item.second, item.found) for item in merged.conflicts] == [
        ("甲.xlsx", "清溪县水务局", "乙.xlsx、丙.xlsx、丁.xlsx", "青溪县水务局（本级）")
    ]


def test_references_are_judged_in_the_whole(tmp_path: Path):
    """A division's part has no row of another division's project; merged, only what leads nowhere at all is left."""
    year = replace(
        whole(),
        division=facts(division=[{"division": "工程股"}]).year.division,
        project=(replace(whole().project[0], division="工程股"),),
        task=facts(task=[{"no": "T1", "name": "清淤"}]).year.task,
        contract=facts(
            contract=[{"no": "C1", "unit": "HQ", "project": "P1"}, {"no": "C2", "unit": "HQ", "project": "P1"}]
        ).year.contract,
    )
    parts = []
    handed_out = dict(split_by_division(year, registry()))
    astray = (year.contract[0], replace(year.contract[1], project="P9"))
    handed_out["部门"] = replace(handed_out["部门"], contract=astray)
    for name, part in handed_out.items():
        write_workbook(tmp_path / f"{name}.xlsx", registry(), part)
        built = read(tmp_path / f"{name}.xlsx", registry())
        parts.append(Part(f"{name}.xlsx", built.year, built.problems))
    before = [problem.values["found"] for part in parts for problem in part.problems if "such" in problem.message_id]
    merged = merge(parts, registry())
    after = [problem.values["found"] for problem in merged.problems if "such" in problem.message_id]

    assert before == ["P1", "P9"]
    assert after == ["P9"]


def test_what_was_left_out_is_still_told():
    """A part's own sheet does not come into the whole, and the whole says so."""
    note = CellProblem("exchange-unknown-sheet", {"sheet": "草稿"}, Origin("甲.xlsx", "草稿"), "", severity="note")
    merged = merge([Part("甲.xlsx", whole(), (note,)), Part("乙.xlsx", whole())], registry())

    assert merged.problems == (note,)


def test_what_no_part_could_read_stays_unread():
    """A cell that one part lost and another fills is known; rows that were lost stay lost."""
    year = whole()
    spent, initial = year.at("budget", "B1", "spent"), year.at("budget", "B1", "initial")
    blank = replace(year.budget[0], spent=MISSING, initial=MISSING)
    first = replace(
        year, budget=(blank, *year.budget[1:]), unread=frozenset({spent, initial}), unread_rows={"staff": 2}
    )
    second = replace(first, budget=(replace(blank, spent=Money.of(3)), *year.budget[1:]), unread=frozenset({initial}))
    merged = merge([Part("甲.xlsx", first), Part("乙.xlsx", second)], registry())

    assert merged.year.unread == {initial}
    assert merged.year.unread_rows == {"staff": 4}


def test_a_value_beats_a_blank():
    """One part left the head-count of last year open, the other filled it in."""
    year = whole()
    blank = replace(year, staff=(replace(year.staff[0], last_year=MISSING), *year.staff[1:]))
    merged = merge([Part("甲.xlsx", blank), Part("乙.xlsx", year)], registry())

    assert merged.year.staff[0].last_year == Count(19)
    assert merged.conflicts == ()


def test_parts_of_two_years_are_no_parts_of_one_whole():
    """The sentence names both files and both years."""
    year = whole()
    with pytest.raises(YearsDiffer) as caught:
        merge([Part("甲.xlsx", year), Part("乙.xlsx", replace(year, cover=replace(year.cover, year=2023)))], registry())

    assert "“甲.xlsx”是 2024 年度的，“乙.xlsx”是 2023 年度的" in caught.value.sentence()


def test_one_changed_figure_lists_every_place_it_changes():
    """Entered change first, then all that follows from it."""
    before, after = facts(), facts(budget=[{**LINES[0], "spent": "317.00"}, *LINES[1:]])
    found = changes(before, after)

    assert (found[0].address, found[0].before, found[0].after) == (
        "2024/budget/B1/spent",
        Money.of("318.00"),
        Money.of("317.00"),
    )
    assert [change.address for change in found[1:]] == [
        "2024/budget/B1/rate",
        "2024/department/total/spent",
        "2024/department/total/rate",
        "2024/department/total/initial_rate",
        "2024/department/total/unspent",
        "2024/department/basic/spent",
        "2024/department/basic/rate",
        "2024/department/basic/unspent",
        "2024/department/personnel/spent",
        "2024/department/personnel/rate",
        "2024/fund/一般公共预算/spent",
        "2024/fund/一般公共预算/rate",
        "2024/unit/HQ/spent",
        "2024/unit/HQ/rate",
        "2024/unit/HQ/basic_spent",
        "2024/unit/HQ/basic_rate",
    ]


def test_rows_that_came_and_went_are_changes_too():
    """A dropped line is a change from its value to nothing."""
    found = changes(facts(), facts(budget=LINES[:2]))
    gone = {change.address: change.after for change in found if change.address.startswith("2024/budget/B3/")}

    assert gone["2024/budget/B3/spent"] is MISSING


def test_equal_workbooks_have_no_changes():
    """Reading the same data twice tells nothing new."""
    assert changes(facts(), facts()) == ()


def test_next_year_starts_from_last_years_results():
    """Head-counts, totals and problems move to where last year's belong; this year's figures are blank."""
    last = facts(staff=STAFF, problem=[{"no": "W1", "title": "清淤项目支出慢"}]).year
    year = roll_forward(last, registry())
    found = Facts(year, registry())

    assert year.year == 2025
    assert [row.last_year for row in year.staff] == [Count(18), Count(31)]
    assert [row.actual for row in year.staff] == [MISSING, MISSING]
    assert [line.spent for line in year.budget] == [MISSING] * 3
    assert [item.text for item in year.followup] == ["清淤项目支出慢"]
    assert found.value("2024/department/total/spent") == Money.of("544.40")
    assert found.value("2024/department/total/rate") == Ratio.from_percent("90.73")
