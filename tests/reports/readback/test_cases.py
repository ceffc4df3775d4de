"""What comes back of an edited report: tests/cases/readback.yaml, which tells how its cases are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.architecture.layers import ROOT
from tests.reports.readback.word import Word

from jixiao.cli.evaluation import Evaluation
from jixiao.reports.readback.changes import Change
from jixiao.reports.readback.reading import readback

pytestmark = pytest.mark.long

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "readback.yaml").read_text(encoding="utf-8"))
LONG = 16  # characters of a paragraph that a case writes


def shown(change: Change) -> str:
    """A change as a case writes it."""
    before, after = (words if len(words) <= 2 * LONG else f"{words[:LONG]}…" for words in (change.before, change.after))
    parts = [f"{change.sort} {change.title}{' ' if change.title else ''}{before} → {after}: {change.degree}"]
    if change.stale:
        parts.append(f"未改 {len(change.stale)} 处")
    if change.echoed:
        parts.append("嵌入数据已随之改变")
    if change.breaks:
        parts.append(" ".join(one.code for one in change.breaks))
    return "; ".join(parts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_comes_back(case: dict[str, Any], report: Path, evaluated: Evaluation, tmp_path: Path):
    """Exactly the differences that somebody made, and the relations that they break."""
    assert set(case) <= {"why", "edits", "finds", "workbook", "unbound"}
    word = Word(report)
    word.do(case["edits"])
    edited = word.save(tmp_path / "edited.docx")
    known = {"original": report, "facts": evaluated.facts} if case.get("workbook") else {}

    back = readback(edited, **known)

    assert [shown(change) for change in back.changes] == case["finds"]
    assert len(back.unbound) == case.get("unbound", 0)
