"""What is kept of a computed task is what the core says, and is kept once for each state of the forms."""

from __future__ import annotations

import pytest
from tests.web.evaluation.example import WORKBOOK, Example

from jixiao.cli.evaluation import evaluate
from jixiao.figures import Missing, Money, Score
from jixiao_web.evaluation import cards, services
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures


def test_forms_score_as_the_workbook_they_were_filled_from(example: Example):
    """The department gets the score that `jixiao evaluate` gives its workbook, line by line."""
    told = evaluate(WORKBOOK)

    record = services.refresh(example.task)

    assert record.total == told.card.total == Score.of("97.48")
    kept = {row["code"]: (row["score"], row["lost"]) for row in record.lines if row["kind"] != "part"}
    assert kept == {line.code: (line.score.text(), line.lost.text()) for line in told.card.lines}
    assert record.grade == told.card.grade
    assert record.rules == told.card.scheme.digest


def test_lists_hold_the_totals_of_the_core(example: Example):
    """The department's own row holds the department's totals, and each project what the workbook's project came to."""
    told = evaluate(WORKBOOK)

    services.refresh(example.task)

    whole = UnitFigures.objects.get(unit=example.units[""])
    assert (whole.budget, whole.spent, whole.rate) == (
        told.facts.value("2022/department/total/full"),
        told.facts.value("2022/department/total/spent"),
        "98.44%",
    )
    assert whole.spent == Money.of("46154.11")
    kept = {one.key: (one.spent, one.score, one.grade) for one in ProjectFigures.objects.all()}
    assert kept == {
        key: (told.facts.value(f"2022/project/{key}/spent"), card.total, card.grade)
        for key, card in told.projects.items()
    }


@pytest.mark.parametrize("code", ["HQ", "FLS", "ENG", "CP3"])
def test_a_unit_has_its_own_figures(example: Example, code: str):
    """A unit's row holds the unit's derived figures."""
    services.refresh(example.task)

    row = UnitFigures.objects.get(unit__code=code)
    facts = cards.of(example.task).facts
    assert row.spent == facts.value(f"2022/unit/{code}/spent") != Missing.MISSING
    assert row.budget == facts.value(f"2022/unit/{code}/full")
    assert row.rate == facts.value(f"2022/unit/{code}/rate").percent()
