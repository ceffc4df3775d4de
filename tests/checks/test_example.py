"""The example itself: nothing above a note, and the notes are known."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.checks.desk import CASES, example, example_findings, findings, through_workbook
from tests.facts.department import rows

from jixiao.checks import Severity
from jixiao.facts.building import build_year
from jixiao.rules.registry import registry


def test_the_example_raises_nothing_above_a_note():
    """A published report, told honestly, is not returned."""
    assert [finding.sentence() for finding in example_findings() if finding.severity is not Severity.NOTE] == []


def test_the_notes_of_the_example_are_known():
    """Each of them is worth knowing: what is open, what was late, what nobody explained."""
    known = yaml.safe_load((CASES / "example-notes.yaml").read_text(encoding="utf-8"))

    assert [(finding.code, finding.found()) for finding in example_findings()] == [
        (note["code"], note["found"]) for note in known
    ]


def test_a_workbook_says_what_the_source_says(tmp_path: Path):
    """Writing the workbook and reading it again changes places, not findings."""
    again = through_workbook(example(), tmp_path / "部门.xlsx", ())

    assert [finding.sentence().split("\n")[2] for finding in again] == [
        finding.sentence().split("\n")[2] for finding in example_findings()
    ]


@pytest.mark.parametrize("keep", [("cover",), ("cover", "unit", "project", "budget", "staff")])
def test_a_half_filled_form_is_told_what_is_missing(keep: tuple[str, ...]):
    """Whatever is not there yet is a finding or silence, never a failure of ours; every sentence can be told."""
    whole = rows()
    year = build_year({subject: whole[subject] for subject in keep}, registry()).year
    assert year is not None

    found = findings(year)

    assert {"CMP-05", "CMP-06", "CMP-19", "CMP-20"} <= {finding.code for finding in found}
    assert ("CMP-03" in {finding.code for finding in found}) == ("budget" not in keep)
    assert all(finding.sentence(lang) for finding in found for lang in ("zh", "en"))
