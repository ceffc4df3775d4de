"""The broken copies: every code is raised by some slip and silent on a near miss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.checks.desk import Case, cases, edited, example, findings, new_ones, through_workbook

from jixiao.checks import Finding, catalogue

CASES = cases()
FIRING = [case for case in CASES if case.raises]
SILENT = [case for case in CASES if not case.raises]


def codes(found: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in found}


def told(found: Sequence[Finding]) -> str:
    """What a failing case should show."""
    return "\n".join(finding.sentence() for finding in found)


@pytest.mark.parametrize("case", FIRING, ids=repr)
def test_a_broken_workbook_raises_exactly_what_it_should(case: Case, tmp_path: Path):
    """The slip is typed into the example, the workbook written and read again: these codes are new and no others."""
    new = new_ones(through_workbook(edited(example(), case.edits), tmp_path / "部门.xlsx", case.cells))

    assert codes(new) == case.raises, told(new)


@pytest.mark.parametrize("case", SILENT, ids=repr)
def test_a_near_miss_raises_nothing(case: Case):
    """What is just right, just explained or just not asked for is left alone."""
    new = new_ones(findings(edited(example(), case.edits)))

    assert codes(new) == set(), told(new)


def test_every_code_fires_and_stays_silent():
    """A code that no workbook can raise does not ship, nor one that nobody saw keep still."""
    assert {case.code for case in FIRING} == set(catalogue())
    assert {case.code for case in SILENT} == set(catalogue())
