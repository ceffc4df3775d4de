"""Every figure that the public report prints stands in our Word report, live, under its own address."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.cli.evaluation import evaluate
from jixiao.facts import Provenance
from jixiao.reports import docx
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for
from jixiao.rules import load

EXAMPLES = Path(__file__).parents[2] / "examples"
PUBLISHED = [(entry["address"].text(), entry["text"].text()) for entry in load(EXAMPLES / "gz-union-2022.figures.yaml")]


@pytest.fixture(scope="module")
def found():
    """The evaluated example workbook."""
    return evaluate(EXAMPLES / "gz-union-2022.xlsx")


@pytest.fixture(scope="module")
def controls(found, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """(address, text) of every content control of the Word report."""
    path = tmp_path_factory.mktemp("report") / "report.docx"
    report = compose(
        found.facts, found.card, outline_for(found.year, found.card.scheme.id), tuple(found.projects.values())
    )
    docx.write(report, path)
    return set(docx.read_controls(path))


@pytest.mark.parametrize(
    ("address", "text"), PUBLISHED, ids=[f"{number}-{text}" for number, (_, text) in enumerate(PUBLISHED, 1)]
)
def test_a_published_figure_is_a_live_figure_of_the_report(controls: set[tuple[str, str]], address: str, text: str):
    """Somebody holding the public report finds each of its figures, as printed, bound to its fact."""
    assert (address, text) in controls


def test_the_score_is_computed_from_the_workbook(found):
    """97.48 = 48.51 + 48.97, and every lost point has a reason and a step to redo."""
    parts = {part.code: part.score.text() for part in found.card.nodes}

    assert (found.card.total.text(), parts) == ("97.48", {"B": "48.51", "A": "48.97"})
    for line in found.card.lines:
        assert not line.lost.points or (line.reason and line.step and line.facts)


def test_no_score_is_entered_anywhere(found):
    """Leave out what somebody stated, and the score stays: nothing feeds on its own result."""
    for where in found.card.line("A-03").facts:
        assert found.facts.fact(where).passport.provenance in (Provenance.DERIVED, Provenance.PUBLISHED)
        assert "/stated/" not in where
