"""Consolidation: all units at once, each total opened to its rows, several forms accepted together."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.cycle.test_flow import LINE, WHO, client, go, state, type_in
from tests.web.review.conftest import client_of, text_of

from jixiao.figures import Money
from jixiao_web import policies
from jixiao_web.cycle.models import Form, Move
from jixiao_web.evaluation import cards
from jixiao_web.notices.models import Notice
from jixiao_web.organisation.models import Unit, UnitPeriod
from jixiao_web.review import consolidation, totals

pytestmark = pytest.mark.django_db
PAGE = "/2022/GZ-UNION/consolidation/"


def test_the_department_sees_its_units_with_their_money(example, finance):
    """State, days, budget, spending and rate of each, and the department's total, as the core computed them."""
    page = text_of(finance.get(PAGE))

    for told in ("广州市总工会本级", "46,886.75", "46,154.11", "98.44%", "/2022/HQ/evaluation/sheet/budget/"):
        assert told in page, told
    assert f"{PAGE}totals/total/spent/" in page


@pytest.mark.parametrize(
    ("who", "status"), [("zhou", 200), ("fang", 200), ("auditor", 200), ("handler-HQ", 403), ("system", 403)]
)
@pytest.mark.parametrize("path", ["", "totals/", "totals/total/spent/"])
def test_a_unit_does_not_see_the_others(example, who, status, path):
    """Consolidated figures are for the department, the bureau and the auditor."""
    assert client_of(who).get(f"{PAGE}{path}").status_code == status


def test_a_total_opens_to_the_rows_that_make_it_each_once(example, finance):
    """Every row of a form that is consolidated stands there once, with its own form behind the link, and they are the total."""
    computed = cards.of(example.task)
    fact, parts = totals.opened(example.task, computed, "total/spent")
    rows = [part for unit in parts for part in unit.parts]

    assert len({part.fact.address for part in rows}) == len(rows) == len(fact.inputs) == 38
    together = Money.zero()
    for part in rows:
        together += part.fact.value
    assert together == fact.value == Money.of("46154.11")
    assert {unit.unit for unit in parts} == {"HQ", "FLS", "ENG", "CP3"}
    assert all(unit.sum.value == computed.facts.value(f"2022/unit/{unit.unit}/spent") for unit in parts)
    assert all(f"/2022/{unit.unit}/evaluation/sheet/budget/#r" in part.link for unit in parts for part in unit.parts)
    page = text_of(finance.get(f"{PAGE}totals/total/spent/"))
    assert page.count("/evaluation/sheet/budget/#r") == 38


def test_a_total_that_is_none_is_not_found(example, finance):
    """Only the department's own totals are opened."""
    assert finance.get(f"{PAGE}totals/total/nothing/").status_code == 404
    assert finance.get(f"{PAGE}totals/score/A/").status_code == 404


def test_totals_stand_beside_what_was_published(example, finance):
    """What the forms come to agrees with the published report, until somebody changes a row."""
    found = {item.name: item for item in totals.compared(example.task, cards.of(example.task))}
    assert [told.agrees for told in found["total/spent"].stated] == [True]
    assert [told.agrees for told in found["total/rate"].stated] == [True, True]
    assert found["total/spent"].stated[0].value == found["total/spent"].fact.value
    assert "不一致" not in text_of(finance.get(f"{PAGE}totals/"))

    example.type_in(example.row("HQ", "budget", line="B-HQ-1"), "spent", "1.00")
    after = {item.name: item for item in totals.compared(example.task, cards.of(example.task))}
    assert [told.agrees for told in after["total/spent"].stated] == [False]
    page = text_of(finance.get(f"{PAGE}totals/", HTTP_HX_REQUEST="true"))
    assert "不一致" in page
    assert "<html" not in page


@pytest.fixture
def at_department(world):
    """Both units' forms wait for the department; SCHOOL's has an error."""
    for code, (handler, approver) in WHO.items():
        spent = "98.44" if code == "HQ" else "250"
        line = LINE | {"line": f"L-{code}", "adjust": "0", "carried_in": "0", "spent": spent, "purpose": "人员经费"}
        type_in(world, handler, code, "budget", line)
        go(world, handler, code, "submit")
        go(world, approver, code, "approve")
    return world


def test_clean_forms_are_accepted_together(at_department):
    """Those without errors are chosen already; each is its own move, and a form that cannot be accepted is told."""
    world = at_department
    who = client(world, "finance")
    page = text_of(who.get("/2022/UNION/consolidation/"))
    boxes = dict(re.findall(r'name="form" value="(\d+)" aria-label="[^"]*"( checked)?>', page))
    assert boxes == {str(world.forms["HQ"].pk): " checked", str(world.forms["SCHOOL"].pk): ""}

    sent = {"form": [form.pk for form in world.forms.values()], "kind": "evaluation"}
    told = text_of(who.post("/2022/UNION/consolidation/accept/", sent, follow=True))
    assert "已审核通过 2 个单位" in told
    assert "UNION：" in told
    assert Move.objects.filter(deed="accept").count() == 2
    assert (state(world, "HQ"), state(world, "UNION")) == ("approved", "issued")
    assert 'name="form"' not in text_of(who.get("/2022/UNION/consolidation/"))


@pytest.mark.parametrize("name", ["bureau", "auditor"])
def test_whoever_may_not_accept_sees_no_boxes(at_department, name):
    """And a forged post changes nothing."""
    world = at_department
    who = client(world, name)
    assert 'name="form"' not in text_of(who.get("/2022/UNION/consolidation/"))
    who.post("/2022/UNION/consolidation/accept/", {"form": [world.forms["HQ"].pk], "kind": "evaluation"})
    assert state(world, "HQ") == "at_department"


def test_who_is_late_is_named_in_a_text_ready_to_send(world):
    """With the day it was due; sending it reaches those who fill in."""
    world.task.due_on = policies.today() - timedelta(days=4)
    world.task.save()
    who = client(world, "finance")
    page = text_of(who.get("/2022/UNION/consolidation/"))
    assert "某市总工会本级、某市工人业余大学：" in page
    assert "2 个已逾期" in page
    assert "已逾期 4 天" in page
    who.post(f"/tasks/{world.task.pk}/remind/")
    assert {"handler", "school_handler"} <= set(Notice.objects.values_list("user__username", flat=True))


def more_units(world: Any, places: range) -> None:
    for place in places:
        unit = Unit.objects.create(code=f"X{place:03}", kind=Unit.Kind.UNIT, core_kind="公益一类事业单位")
        UnitPeriod.objects.create(
            unit=unit, name=f"单位{place}", short=f"单位{place}", parent=world.units["UNION"], valid_from="2015-01-01"
        )
        Form.objects.create(task=world.task, unit=unit, state="at_department")


@pytest.mark.parametrize("path", ["", "totals/", "totals/total/spent/"])
def test_sixty_units_ask_no_more_than_five(world, path):
    """The number of questions does not grow with the units."""
    who = client(world, "finance")

    def asked() -> int:
        who.get(f"/2022/UNION/consolidation/{path}")  # what is kept is computed now
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert who.get(f"/2022/UNION/consolidation/{path}").status_code in {200, 404}
        return len(queries)

    type_in(world, "handler", "HQ", "budget", LINE)
    more_units(world, range(3))
    few = asked()
    more_units(world, range(3, 58))

    assert asked() <= few
    assert few <= 32


def test_a_unit_that_is_not_consolidated_is_marked(world):
    """And when it has a line of budget all the same, a finding says that this is counted wrongly."""
    UnitPeriod.objects.filter(unit=world.units["SCHOOL"]).update(consolidated=False)
    who = client(world, "finance")
    assert "XSC-08" not in {item.code for item in cards.of(world.task).findings}
    type_in(world, "school_handler", "SCHOOL", "budget", LINE)

    assert "不并入汇总" in text_of(who.get("/2022/UNION/consolidation/"))
    assert "XSC-08" in {item.code for item in cards.of(world.task).findings}


def test_units_without_figures_have_dashes(world):
    """Before anything was computed or entered."""
    found = consolidation.of(world.fresh("finance"), world.task, policies.today())
    assert [line.figures.rate for line in found.lines] == ["", ""]
    assert "—" in text_of(client(world, "finance").get("/2022/UNION/consolidation/"))
