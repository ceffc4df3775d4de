"""Findings beside forms: each leads to its cell, is waived for a time, or is a reason to give a form back."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.web.cycle.test_flow import LINE, client, go, state, type_in
from tests.web.filling.conftest import fill
from tests.web.review.conftest import client_of, text_of

from jixiao_web import policies
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Comment, Form, Move
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Row
from jixiao_web.review import findings, services
from jixiao_web.review.models import WaiverRecord
from jixiao_web.review.showing import groups, returns_of

pytestmark = pytest.mark.django_db


def form_of(world: Any, code: str) -> Form:
    return Form.objects.select_related("task__year__department", "unit").get(pk=world.forms[code].pk)


@pytest.fixture
def wrong(world):
    """HQ has a line of budget that was spent beyond what there was."""
    row = type_in(
        world, "handler", "HQ", "budget", LINE | {"initial": "100", "adjust": "0", "carried_in": "0", "spent": "250"}
    )
    return world, Row.objects.get(pk=row)


def codes(world: Any, code: str) -> set[str]:
    return {item.code for item in findings.of(form_of(world, code)).all}


def panel(who: Any, unit: str) -> str:
    return text_of(who.get(f"/2022/{unit}/evaluation/findings/", HTTP_HX_REQUEST="true"))


def test_a_finding_leads_to_the_cell(wrong):
    """The row and field where it can be mended."""
    world, row = wrong
    found = findings.of(form_of(world, "HQ"))
    places = {where for item in found.all for where in found.places(item)}

    assert findings.Where(row.pk, "budget", "spent") in places
    page = panel(client(world, "handler"), "HQ")
    assert f"/2022/HQ/evaluation/sheet/budget/#r{row.pk}-spent" in page
    assert "<html" not in page
    told = client(world, "handler").get("/2022/HQ/evaluation/findings/json/").json()
    assert {"row": row.pk, "sheet": "budget", "field": "spent"} in [c for f in told["findings"] for c in f["cells"]]


def test_a_mended_cell_has_no_finding_any_more(wrong):
    """The next question is answered from the form as it is then."""
    world, row = wrong
    before = codes(world, "HQ")
    change = CellChange(row.pk, "budget", "spent", "250", "98.44")
    filling.apply(world.fresh("handler"), world.forms["HQ"], DeedRequest("typing", (change,)))

    assert codes(world, "HQ") < before


def test_a_unit_is_not_asked_for_what_the_department_answers(world):
    """A unit's findings are about its own rows: not the cover, not the department's problems, not the organisation."""
    type_in(world, "handler", "HQ", "budget", LINE)
    found = findings.of(form_of(world, "HQ"))

    assert not any(item.rule.whole for item in found.all)
    assert {item.code for item in found.all}.isdisjoint({"CMP-05", "CMP-06", "CMP-07", "CMP-12", "CMP-19", "CMP-28"})
    assert [item.sentence() + str(item.at) for item in found.all if item.at and not found.places(item)] == []


def test_the_department_sees_findings_of_all_its_units(example):
    """The consolidated year's findings lead into the units' forms."""
    form = Form.objects.select_related("task__year__department", "unit").get(pk=example.forms[""].pk)
    found = findings.of(form)
    rows = {where.row for item in found.all for where in found.places(item)}
    units = set(Row.objects.filter(pk__in=rows).order_by().values_list("form__unit__code", flat=True))

    assert len(units) > 2
    assert "/2022/ENG/evaluation/sheet/contract/#r" in panel(client_of("zhou"), "GZ-UNION")


def test_asking_again_costs_next_to_nothing(example, django_assert_max_num_queries):
    """A form that did not change is not checked again; four small questions tell that it did not."""
    form = Form.objects.select_related("task__year__department", "unit").get(pk=example.forms["ENG"].pk)
    first = findings.of(form)
    with django_assert_max_num_queries(4):
        assert findings.of(form) is first


def test_the_departments_cover_is_part_of_the_question(world):
    """A unit's rows are judged by the place on the department's cover: when that changes, they are judged again."""
    type_in(world, "handler", "HQ", "budget", LINE)
    first = findings.of(form_of(world, "HQ"))
    type_in(world, "finance", "UNION", "cover", {"region": "440100"})

    second = findings.of(form_of(world, "HQ"))
    assert second is not first
    assert findings.gathered_of(form_of(world, "HQ")).year.cover.region == "440100"


def test_one_edit_is_checked_in_a_tenth_of_a_second(world):
    """A form of twenty projects, checked after an edit: the best of three.

    On two cores at rest it is under a tenth of a second; the busy machine of a test run is given three times that.
    """
    fill(world, 20)
    spent = []
    for _ in range(3):
        findings.forget_all()
        start = time.perf_counter()
        findings.of(form_of(world, "HQ"))
        spent.append(time.perf_counter() - start)

    assert min(spent) < 0.3


def test_every_finding_says_where_what_and_what_to_do(wrong):
    """In both languages, with its ground and, at a field, an example; the gravest first."""
    world, _row = wrong
    form = form_of(world, "HQ")
    found = findings.of(form)
    for lang in ("zh", "en"):
        told = [item for _name, items in groups(form, found, found.all, "", lang) for item in items]
        assert len(told) == len(found.all)
        assert all(item.title and item.found and item.remedy and item.basis for item in told)
    assert any(item.example for item in told)
    order = ["block", "error", "warning", "note"]
    present = [name for name, _items in groups(form, found, found.all, "", "zh")]
    assert present == sorted({item.severity.value for item in found.all}, key=order.index)


# -------------------------------------------------------------------------------------------------------------- waivers


def waivable(world: Any) -> Any:
    return next(item for item in findings.of(form_of(world, "HQ")).all if item.at and item.severity.value != "block")


def test_a_waiver_sets_one_finding_aside_until_its_day(wrong):
    """It counts again the day after, or when the waiver is withdrawn; each step stands in the trail."""
    world, _row = wrong
    form, item, today = form_of(world, "HQ"), waivable(world), policies.today()
    made = services.waive(world.fresh("finance"), form, item.code, item.at[0], "已说明原因", today + timedelta(days=3))

    assert item in findings.of(form).all
    assert item not in findings.standing(form, today)
    assert item not in findings.standing(form, today + timedelta(days=3))
    assert item in findings.standing(form, today + timedelta(days=4))
    assert Entry.objects.get(deed="finding.waive").after["code"] == item.code
    with pytest.raises(services.Refused, match="已经豁免"):
        services.waive(world.fresh("finance"), form, item.code, item.at[0], "再一次", today)
    services.withdraw(world.fresh("finance"), made)
    services.withdraw(world.fresh("finance"), made)
    assert item in findings.standing(form, today)
    assert Entry.objects.filter(deed="waiver.withdraw").count() == 1


@pytest.mark.parametrize(
    ("reason", "days", "code", "refused"),
    [
        (" ", 3, None, "理由"),
        ("x" * 301, 3, None, "300"),
        ("已说明", -1, None, "有效期"),
        ("已说明", None, None, "有效期"),
        ("已说明", 3, "XXX-01", "已经不在"),
    ],
)
def test_a_waiver_says_why_and_until_when(wrong, reason, days, code, refused):
    """Nothing is waived for ever, without a reason, or that is not there."""
    world, _row = wrong
    item = waivable(world)
    until = None if days is None else policies.today() + timedelta(days=days)
    with pytest.raises(services.Refused, match=refused):
        services.waive(world.fresh("finance"), form_of(world, "HQ"), code or item.code, item.at[0], reason, until)
    assert not WaiverRecord.objects.exists()


@pytest.mark.parametrize("who", ["handler", "approver", "auditor", "other_finance", "business"])
def test_only_finance_and_the_bureau_waive(wrong, who):
    """Whoever fills in a form cannot set its findings aside."""
    world, _row = wrong
    item = waivable(world)
    with pytest.raises(PermissionDenied):
        services.waive(world.fresh(who), form_of(world, "HQ"), item.code, item.at[0], "x", policies.today())


def test_waivers_are_given_and_listed_on_the_page(wrong):
    """With name, reason and day; whoever may not waive sees them too."""
    world, _row = wrong
    item = waivable(world)
    day = (policies.today() + timedelta(days=2)).isoformat()
    told = {"code": item.code, "address": item.at[0], "reason": "审计已说明", "until": day}
    client(world, "finance").post(reverse("waive", args=[2022, "HQ", "evaluation"]), told)

    page = panel(client(world, "handler"), "HQ")
    assert "审计已说明" in page
    assert day in page
    assert "撤回豁免" not in page
    assert "撤回豁免" in panel(client(world, "finance"), "HQ")


# ----------------------------------------------------------------------------------------------- a finding as the reason


def test_a_form_comes_back_with_the_finding_as_the_reason(wrong):
    """One button: the code is the reason, the sentence a remark at the cell."""
    world, row = wrong
    form = form_of(world, "HQ")
    assert returns_of(world.fresh("approver"), form) == {}
    Form.objects.filter(pk=form.pk).update(state="at_unit")
    form = form_of(world, "HQ")
    assert returns_of(world.fresh("approver"), form) == {"HQ": "return"}
    assert returns_of(world.fresh("handler"), form) == {}
    assert "以此条退回 某市总工会本级" in panel(client(world, "approver"), "HQ")

    found = findings.of(form)
    shown = [one for _name, items in groups(form, found, found.all, "", "zh", {"HQ": "return"}) for one in items]
    item = next(one for one in shown if any(jump.field == "spent" for jump in one.jumps))
    back = item.returns[0]
    told = {"reasons": item.code, "note": item.found, "at_text": item.found}
    told |= {"at_subject": back.at.subject, "at_row": back.at.row, "at_field": back.at.field}
    client(world, "approver").post(reverse("move", args=[2022, back.unit, "evaluation", back.deed]), told)

    assert state(world, "HQ") == "returned_by_unit"
    assert Move.objects.get(deed="return").reasons == [item.code]
    assert Comment.objects.get().row == row.pk


def test_units_cannot_be_sent_back_while_the_department_is_with_the_bureau(wrong):
    """The buttons go away with the right."""
    world, _row = wrong
    Form.objects.filter(pk=world.forms["HQ"].pk).update(state="approved")
    assert returns_of(world.fresh("finance"), form_of(world, "UNION")) == {"HQ": "send_back"}
    Form.objects.filter(pk=world.forms["UNION"].pk).update(state="at_finance")
    assert returns_of(world.fresh("finance"), form_of(world, "UNION")) == {}
    assert returns_of(world.fresh("bureau"), form_of(world, "UNION")) == {"UNION": "return"}


def test_department_finance_gives_a_form_back_from_the_list_of_all_findings(world):
    """A finding of the consolidated year that lies in a unit's form returns that form."""
    type_in(
        world, "handler", "HQ", "budget", LINE | {"initial": "100", "carried_in": "0", "adjust": "0", "spent": "120"}
    )
    go(world, "handler", "HQ", "submit")
    go(world, "approver", "HQ", "approve")

    assert "以此条退回 某市总工会本级" in panel(client(world, "finance"), "UNION")


def test_a_scheme_that_does_not_exist_is_told_and_not_an_error(world):
    """The department's page says what is wrong with the year; handing in says the same."""
    world.year.scheme = "no-such-scheme"
    world.year.save()
    assert "no-such-scheme" in panel(client(world, "finance"), "UNION")
    assert client(world, "finance").get("/2022/UNION/evaluation/flow/").status_code == 200
    assert client(world, "finance").get("/2022/UNION/evaluation/findings/json/").json()["findings"] == []


# ---------------------------------------------------------------------------------------------------- where a figure goes


def test_a_changed_figure_lists_every_place_that_changes(example, finance):
    """From one cell of a unit to the department's sum, the lines of its card, and the sentence that prints it."""
    row = example.row("HQ", "budget", line="B-HQ-1")
    page = text_of(finance.get(f"/2022/GZ-UNION/evaluation/findings/places/?row={row.pk}&field=spent"))

    for told in ("部门支出决算数", "46,154.11", "部门预算完成率", "98.44%"):
        assert told in page, told
    assert "<mark>46154.11</mark>" in page
    assert "/2022/GZ-UNION/scores/" in page
    assert f"/2022/HQ/evaluation/sheet/budget/#r{row.pk}-spent" in page


def test_a_unit_sees_where_its_figure_goes_within_its_own_form(example):
    """Not the department's scores and report, nor a figure of another unit."""
    row = example.row("HQ", "budget", line="B-HQ-1")
    page = text_of(client_of("handler-HQ").get(f"/2022/HQ/evaluation/findings/places/?row={row.pk}&field=spent"))
    assert "46,154.11" not in page
    assert "报告中的句子" not in page
    other = example.row("ENG", "budget", line="B-ENG-1")
    answer = client_of("handler-HQ").get(f"/2022/HQ/evaluation/findings/places/?row={other.pk}&field=spent")
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["", "?row=999999&field=spent", "?address=2022/nothing", "?row=x"])
def test_a_figure_that_is_not_there_is_told(example, finance, query):
    """With a sentence, not with an error."""
    answer = finance.get(f"/2022/GZ-UNION/evaluation/findings/places/{query}")
    assert answer.status_code == 404
    assert "没有这个数" in answer.content.decode()
