"""From rows to facts: a web form and a workbook that say the same come to the same figures, scores and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.cli.evaluation import evaluate, in_force
from jixiao.scoring import score
from jixiao_web.cycle.models import Kind, Task
from jixiao_web.demo import making
from jixiao_web.filling.facts import of_form, of_task
from jixiao_web.filling.models import Row

EXAMPLE = Path(__file__).parents[3] / "examples" / "gz-union-2022.xlsx"
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return making.make(EXAMPLE)


def test_the_example_filled_in_by_hand_scores_as_its_workbook(stage, django_assert_max_num_queries):
    """The half-way department, with the sheets that one unit has not come to, has the workbook's money."""
    task = Task.objects.get(kind=Kind.EVALUATION)
    with django_assert_max_num_queries(5):
        gathered = of_task(task)
    book = evaluate(EXAMPLE)
    assert not gathered.problems
    for name in ("部门全年预算数", "部门支出决算数", "部门预算完成率"):
        assert gathered.facts.value(gathered.facts.resolve(name)) == book.facts.value(book.facts.resolve(name)), name


def test_with_every_sheet_the_score_is_the_published_one(stage, monkeypatch):
    """97.48, line by line as from the workbook."""
    form = stage.forms[Kind.EVALUATION, "CP3"]
    for subject in making.story()["evaluation"]["CP3"]["blank"]:
        for position, cells in enumerate(stage.rows["CP3"].get(subject, []), 1):
            own = {name: value for name, value in cells.items() if name != "unit"}
            Row.objects.create(form=form, subject=subject, position=position, cells=own)
    gathered = of_task(Task.objects.get(kind=Kind.EVALUATION))
    scheme, _none = in_force(gathered.year, None, None)
    card = score(gathered.facts, scheme)
    book = evaluate(EXAMPLE).card
    assert str(card.total.points) == "97.48"
    assert [(line.code, line.score) for line in card.lines] == [(line.code, line.score) for line in book.lines]


def test_an_address_leads_back_to_the_row_that_holds_it(stage):
    """Every entered figure of a project opens the row it stands in; a derived one has no row."""
    gathered = of_task(Task.objects.get(kind=Kind.EVALUATION))
    row, subject, field = gathered.row_of("2022/budget/B-HQ-1/spent")
    assert (subject, field) == ("budget", "spent")
    assert Row.objects.get(pk=row).cells["line"] == "B-HQ-1"
    assert gathered.row_of("2022/department/total/spent") is None


def test_a_unit_alone_is_a_part_with_the_cover_of_its_department(stage):
    """A unit's facts know the department, all its units, and only their own money."""
    gathered = of_form(stage.forms[Kind.EVALUATION, "FLS"])
    assert gathered.year.cover.department == "广州市总工会"
    assert gathered.year.cover.region == "440100"
    assert {line.unit for line in gathered.year.budget} == {"FLS"}
    assert {unit.unit for unit in gathered.year.unit} == {"HQ", "FLS", "ENG", "CP3", "CP2", "VOC"}
