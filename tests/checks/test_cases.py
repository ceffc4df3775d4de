"""The broken copies: every code is raised by some slip and silent on a near miss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.checks.desk import Case, cases, edited, entered, example, findings, groups, new_ones, through_workbook

from jixiao import exchange
from jixiao.checks import Finding, catalogue
from jixiao.rules.registry import registry

pytestmark = pytest.mark.long

CASES = cases()
FIRING = [case for case in CASES if case.raises]
SILENT = [case for case in CASES if not case.raises]
ONE_OF_A_KIND = {case.code.partition("-")[0]: case for case in FIRING if not case.cells}
TYPED = [case for case in FIRING if case.cells or case in ONE_OF_A_KIND.values()]
"""What goes through a workbook of its own: what can be typed only there, and of every kind of rule one."""
GROUPS = groups([case for case in FIRING if not case.cells])


def codes(found: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in found}


def told(found: Sequence[Finding]) -> str:
    """What a failing case should show."""
    return "\n".join(finding.sentence() for finding in found)


@pytest.mark.parametrize("case", [case for case in FIRING if not case.cells], ids=repr)
def test_a_slip_raises_exactly_what_it_should(case: Case):
    """The slip is made in the example's records: these codes are new and no others."""
    new = new_ones(findings(edited(example(), case.edits)))

    assert codes(new) == case.raises, told(new)


@pytest.mark.parametrize("case", TYPED, ids=repr)
def test_a_broken_workbook_raises_exactly_what_it_should(case: Case, tmp_path: Path):
    """The slip is typed into the example, the workbook written and read again: these codes are new and no others."""
    new = new_ones(through_workbook(edited(example(), case.edits), tmp_path / "部门.xlsx", case.cells))

    assert codes(new) == case.raises, told(new)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0]!r}+{len(group) - 1}")
def test_a_workbook_keeps_every_slip(group: Sequence[Case], tmp_path: Path):
    """Every slip stands in a workbook as it was made, beside others that touch other cells: so it is found there as well."""
    year = edited(example(), [edit for case in group for edit in case.edits])
    exchange.write_workbook(tmp_path / "部门.xlsx", registry(), year)
    built = exchange.read(tmp_path / "部门.xlsx", registry())

    assert built.problems == ()
    assert built.year is not None
    for subject in registry().by_sheet.values():
        assert entered(built.year, subject) == entered(year, subject), subject.sheet


@pytest.mark.parametrize("case", SILENT, ids=repr)
def test_a_near_miss_raises_nothing(case: Case):
    """What is just right, just explained or just not asked for is left alone."""
    new = new_ones(findings(edited(example(), case.edits)))

    assert codes(new) == set(), told(new)


def test_every_code_fires_and_stays_silent():
    """A code that no workbook can raise does not ship, nor one that nobody saw keep still."""
    assert {case.code for case in FIRING} == set(catalogue())
    assert {case.code for case in SILENT} == set(catalogue())
