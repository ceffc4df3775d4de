"""Rows are called as people call them, and only what somebody entered leads to a cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from tests.web.cycle.test_flow import LINE, client, type_in

from jixiao_web.cycle.models import Form
from jixiao_web.evaluation.links import cells_of
from jixiao_web.filling import passports
from jixiao_web.filling.models import Row
from jixiao_web.review import findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(world):
    """HQ has a project that was spent beyond what there was."""
    project = type_in(
        world, "handler", "HQ", "project", {"project": "P21", "name": "劳模津贴", "category": "特定目标类"}
    )
    money = {
        "line": "L7",
        "project": "P21",
        "expenditure": "项目支出",
        "initial": "100",
        "adjust": "0",
        "carried_in": "0",
    }
    line = type_in(world, "handler", "HQ", "budget", LINE | money | {"spent": "250"})
    return world, Row.objects.get(pk=project), Row.objects.get(pk=line)


def form_of(world: Any) -> Form:
    return Form.objects.select_related("task__year__department", "unit").get(pk=world.forms["HQ"].pk)


def test_a_finding_names_the_row_it_leads_to(filled):
    """By its number and its name; the key of the database stands in the address alone."""
    world, project, line = filled
    page = (
        client(world, "handler")
        .get(reverse("findings", args=[2022, "HQ", "evaluation"]), HTTP_HX_REQUEST="true")
        .content.decode()
    )

    assert f'#r{line.pk}-spent">' in page
    assert '<span lang="zh-CN">L7</span>' in page
    assert f"#r{project.pk}-" in page
    assert '<span lang="zh-CN">P21 劳模津贴</span>' in page


def test_the_ledger_names_rows_too(filled):
    """Who reads what was changed reads which row, not which number it has in a table."""
    world, project, _line = filled
    page = client(world, "handler").get(reverse("form_history", args=[2022, "HQ", "evaluation"])).content.decode()

    assert '<span lang="zh-CN">P21 劳模津贴</span>' in page
    assert f">{project.pk}<" not in page


SHARED = [
    ("budget/L7/spent", True),
    ("budget/L7/full", False),  # a rule computes it in the same row
    ("budget/L7/rate", False),
    ("project/P21/name", True),
    ("project/P21/spent", False),  # a sum of other rows under the project's address
    ("project/P21/full", False),
]


@pytest.mark.parametrize(("address", "entered"), SHARED)
def test_a_computed_figure_is_nobodys_cell(filled, address: str, entered: bool):
    """It may share the address of a row; there is nothing to type there, nobody who typed it, and no link to it."""
    world, _project, _line = filled
    form = form_of(world)
    gathered = findings.gathered_of(form)
    where = gathered.facts.resolve(address)

    assert (gathered.row_of(where) is not None) is entered
    assert (passports.of_address(form, address).last is not None) is entered
    assert (where in cells_of(form.task, gathered, [where])) is entered
    assert gathered.near(where) is not None


def test_a_finding_about_a_computed_figure_leads_to_what_it_is_computed_from(filled):
    """The officer lands in a cell that can be typed in."""
    world, _project, line = filled
    found = findings.of(form_of(world))
    gathered = findings.gathered_of(form_of(world))
    where = gathered.facts.resolve("budget/L7/rate")
    finding = next(item for item in found.all if item.spots)
    about = replace(finding, spots=(replace(finding.spots[0], at=where),))

    fields = {place.field for place in findings.places_of(gathered, about) if place.row == line.pk}
    assert {"initial", "spent"} <= fields
    assert not fields & {"rate", "full"}
