"""Declared relations: what is stated is compared within its document; missing figures are no zeros."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.department import rows

from jixiao.facts import Facts
from jixiao.facts.building import build_year
from jixiao.relations import Declared, Outcome, Relation, judge, read_identities
from jixiao.rules.registry import registry

TIES = """
T-1:
  ties:
    - {relation: 部门全年预算数 = 基本支出预算数 + 项目支出预算数 + 其他类型支出预算数, mode: printed, of: stated}
T-2:
  ties:
    - {each: budget, relation: 支出决算数 <= 全年预算数, where: {fund: [政府性基金预算]}}
T-3:
  ties:
    - {each: project, relation: 全年预算数 >= ∑采购合同.合同金额}
T-4:
  ties:
    - {relation: 部门上年结转 = 部门结转下年（上年）, mode: printed}
T-5:
  restated: ["department/*"]
  ties:
    - {relation: 部门预算完成率 = 部门支出决算数 / 部门全年预算数, mode: printed, of: stated}
"""


def relations(tmp_path: Path, code: str, **subjects: list[dict[str, object]]) -> list[Relation]:
    """The relations of one code over the small department, with some subjects added."""
    (tmp_path / "ties.yaml").write_text(TIES, encoding="utf-8")
    identity = next(item for item in read_identities(tmp_path, registry()) if item.code == code)
    year = build_year(rows(**subjects), registry()).year
    assert year is not None
    return list(Declared(Facts(year, registry())).relations(identity))


def stated(item: str, value: str, where: str = "报告", **more: str) -> dict[str, object]:
    return {"item": item, "where": where, "value": value, "unit": "万元", **more}


@pytest.mark.parametrize(
    ("statements", "outcomes"),
    [
        ([], []),
        ([stated("部门全年预算数", "600.00")], []),
        ([stated("部门全年预算数", "600.00"), stated("基本支出预算数", "400.00")], [Outcome.HOLDS]),
        ([stated("部门全年预算数", "600.00"), stated("基本支出预算数", "410.00")], [Outcome.FAILS]),
        ([stated("部门全年预算数", "600.00"), stated("基本支出预算数", "410.00", "另一份")], []),
        ([stated("部门全年预算数", "0.06", unit="亿元"), stated("基本支出预算数", "400.00")], [Outcome.HOLDS]),
    ],
)
def test_stated_figures_are_compared_within_their_document(tmp_path, statements, outcomes):
    """A document is held against itself; what it does not state counts as computed; two documents are not mixed."""
    found = relations(tmp_path, "T-1", stated=statements)

    assert [judge(relation).outcome for relation in found] == outcomes


def test_rows_outside_the_scope_are_left_alone(tmp_path):
    """Only the rows that `where` names are compared."""
    (relation,) = relations(tmp_path, "T-2")

    assert relation.left.at == "2024/budget/B3/spent"
    assert judge(relation).outcome is Outcome.HOLDS


@pytest.mark.parametrize(
    ("amounts", "outcomes"),
    [([], []), (["90.00", "110.00"], [Outcome.HOLDS]), (["90.00", "110.01"], [Outcome.FAILS]), (["90.00", None], [])],
)
def test_rows_that_name_this_one_are_added(tmp_path, amounts, outcomes):
    """∑ within a row adds the rows that refer to it; one of them missing, nothing is said."""
    contracts = [{"no": f"C{place}", "project": "P1", "amount": amount} for place, amount in enumerate(amounts)]
    found = relations(tmp_path, "T-3", contract=contracts)

    assert [judge(relation).outcome for relation in found] == outcomes


@pytest.mark.parametrize(
    ("value", "outcome"), [("10.00", Outcome.HOLDS), ("10", Outcome.HOLDS), ("12.00", Outcome.FAILS)]
)
def test_last_years_figure_is_taken_from_its_statement(tmp_path, value, outcome):
    """（上年） is what somebody stated about the year before."""
    (relation,) = relations(tmp_path, "T-4", stated=[stated("部门结转下年", value, year="2023")])

    assert judge(relation).outcome is outcome


def test_without_last_years_statement_nothing_is_said(tmp_path):
    """Missing is not zero."""
    assert relations(tmp_path, "T-4") == []


def test_a_statement_is_held_against_the_derived_figure(tmp_path):
    """What somebody wrote is never used in place of what a rule computes; the two are compared."""
    (tmp_path / "ties.yaml").write_text(TIES, encoding="utf-8")
    year = build_year(
        rows(stated=[stated("部门支出决算数", "544.04"), stated("部门全年预算数", "600")]), registry()
    ).year
    declared = Declared(Facts(year, registry()))
    spent = declared.facts.at("department", "total/spent")
    (relation,) = declared.restatements("T-5", spent)

    assert judge(relation).outcome is Outcome.FAILS
    assert relation.left.show() == "544.04 万元"
    assert relation.terms[0].quantity.show() == "544.40 万元"
