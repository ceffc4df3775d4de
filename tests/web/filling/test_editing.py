"""Deeds from the browser: what is answered, what is refused and how, what others are told, and how quick one edit is."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web.filling.conftest import Browser, fill, row_of

from jixiao_web.filling.models import Deed, Row

pytestmark = pytest.mark.django_db


def test_an_edit_is_answered_with_what_is_shown_and_what_is_computed(filled):
    """The full-year budget and the rate of the row follow a change of one cell, as the core computes them."""
    row = row_of(filled.forms["HQ"], "budget")
    told = Browser(filled, "handler").send("budget", (row.pk, "adjust", "0", "-20 万元")).json()

    assert told["written"] == [
        [row.pk, "adjust", "-20 万元", "-20.00", ""],
        [row.pk, "full", "", "80.00", ""],
        [row.pk, "rate", "", "123.05%", ""],
    ]
    assert told["conflicts"] == []
    assert told["revision"] == 2


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [("spent", "约一百", "支出决算数"), ("fund", "彩票", "资金来源"), ("spent", "无", "支出决算数")],
)
def test_what_cannot_be_read_is_kept_and_said(filled, field, text, sentence):
    """A slip is saved as typed, so that nothing is lost, with a whole sentence that names the field."""
    row = row_of(filled.forms["HQ"], "budget")
    told = Browser(filled, "handler").send("budget", (row.pk, field, row.cells[field], text)).json()

    assert told["written"][0][:4] == [row.pk, field, text, text]
    assert sentence in told["written"][0][4]
    assert Row.objects.get(pk=row.pk).cells[field] == text


def test_rows_whose_key_is_missing_or_told_twice_are_computed_all_the_same(filled):
    """A pasted row without a number has its rate at once."""
    told = (
        Browser(filled, "handler")
        .send(
            "budget",
            ("n1", "", "", "1"),
            ("n1", "initial", "", "50"),
            ("n1", "adjust", "", "0"),
            ("n1", "carried_in", "", "0"),
            ("n1", "spent", "", "25"),
            ("n2", "line", "", "B0000"),
            ("n2", "initial", "", "1"),
            ("n2", "adjust", "", "0"),
            ("n2", "carried_in", "", "0"),
            kind="paste",
        )
        .json()
    )

    one, two = told["rows"]["n1"], told["rows"]["n2"]
    assert [one, "rate", "", "50.00%", ""] in told["written"]
    assert [two, "full", "", "1.00", ""] in told["written"]
    assert Deed.objects.first().kind == Deed.Kind.PASTE


def test_a_conflict_shows_both_values_and_who(filled):
    """The second of two people who saw the same value is told what the first one wrote."""
    row = row_of(filled.forms["HQ"], "project")
    Browser(filled, "handler").send("project", (row.pk, "name", "项目0", "甲"))
    told = Browser(filled, "handler").send("project", (row.pk, "name", "项目0", "乙")).json()

    assert [(c["mine"], c["theirs"], c["by"]) for c in told["conflicts"]] == [("乙", "甲", "人员-handler")]
    assert told["written"] == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"client": "x", "kind": "typing", "changes": []},
        {"client": str(uuid.uuid4()), "kind": "import", "changes": []},
        {
            "client": str(uuid.uuid4()),
            "kind": "typing",
            "changes": [{"row": True, "field": "name", "before": "", "after": "x"}],
        },
        {
            "client": str(uuid.uuid4()),
            "kind": "typing",
            "changes": [{"row": 1, "field": "name", "before": None, "after": "x"}],
        },
        {
            "client": str(uuid.uuid4()),
            "kind": "typing",
            "changes": [{"row": "n1", "field": "rate", "before": "", "after": "1"}],
        },
    ],
)
def test_what_no_page_sends_is_refused_with_a_sentence(filled, body):
    """400 and a sentence, and nothing is written."""
    before = Deed.objects.count()
    answer = Browser(filled, "handler").post("sheet/budget/edits", body)

    assert answer.status_code == 400
    assert answer.json()["sentence"].endswith("。")
    assert Deed.objects.count() == before


@pytest.mark.parametrize("who", ["approver", "finance", "bureau", "auditor"])
def test_who_may_look_may_not_write(filled, who):
    """Readers see the sheet, and their deed is answered 403 with a sentence."""
    browser = Browser(filled, who)
    assert browser.get("sheet/project/").status_code == 200
    answer = browser.send("project", ("n1", "project", "", "P9"))
    assert (answer.status_code, answer.json()["sentence"][-1]) == (403, "。")


@pytest.mark.parametrize("who", ["school_handler", "other_handler", "other_finance", "system"])
def test_strangers_see_nothing(filled, who):
    """No page, no polling, no passport of a form elsewhere."""
    browser = Browser(filled, who)
    row = row_of(filled.forms["HQ"], "project").pk
    for path in (
        "",
        "sheet/project/",
        "sheet/project/changes",
        "history/",
        "print/",
        f"cell/?row={row}&field=name",
        "facts/?q=x",
    ):
        assert browser.get(path).status_code == 403, path
    assert browser.send("project", ("n1", "project", "", "P9")).status_code == 403


@pytest.mark.parametrize(
    ("state", "late"), [("at_unit", False), ("approved", False), ("final", False), ("draft", True)]
)
def test_a_closed_form_is_read_only(filled, state, late):
    """Once submitted, or after the last day, the sheet has no writable column and a deed is refused."""
    form = filled.forms["HQ"]
    type(form).objects.filter(pk=form.pk).update(state=state)
    if late:
        filled.task.due_on = timezone.localdate() - timedelta(days=1)
        filled.task.save()
    browser = Browser(filled, "handler")
    page = browser.get("sheet/project/")

    assert page.context["data"]["editable"] is False
    assert all(column["readonly"] for column in page.context["data"]["columns"])
    assert browser.send("project", ("n1", "project", "", "P9")).status_code == 403


def test_others_learn_of_a_deed_and_who_is_here(filled):
    """A page that asks again gets what was written since, by whom, under the number that its writer knows it by."""
    row = row_of(filled.forms["HQ"], "budget")
    business, handler = Browser(filled, "business"), Browser(filled, "handler")
    since = business.get("sheet/budget/changes").json()["last"]
    client = str(uuid.uuid4())
    handler.send("budget", (row.pk, "spent", "98.44", "50"), client=client)
    handler.get("sheet/budget/changes")
    told = business.get(f"sheet/budget/changes?since={since}").json()

    assert [(deed["client"], deed["by"]) for deed in told["deeds"]] == [(client, "人员-handler")]
    assert told["deeds"][0]["written"] == [
        [row.pk, "spent", "50", "50.00", ""],
        [row.pk, "full", "", "100.00", ""],
        [row.pk, "rate", "", "50.00%", ""],
    ]
    assert told["here"] == ["人员-handler"]
    assert business.get(f"sheet/budget/changes?since={told['last']}").json()["deeds"] == []
    assert business.get(f"sheet/project/changes?since={since}").json()["deeds"] == []


def test_ones_own_last_deed_is_taken_back_and_done_again_from_the_ledger(filled):
    """After a reload the page remembers nothing, and the ledger does."""
    row = row_of(filled.forms["HQ"], "project")
    browser = Browser(filled, "handler")
    browser.send("project", (row.pk, "name", "项目0", "甲"))
    undone = browser.post("sheet/project/undo").json()
    assert undone["written"] == [[row.pk, "name", "项目0", "项目0", ""]]
    redone = browser.post("sheet/project/redo").json()
    assert redone["written"] == [[row.pk, "name", "甲", "甲", ""]]
    assert Browser(filled, "business").post("sheet/project/undo").status_code == 400  # has done nothing here


def test_a_deleted_row_is_told_as_gone_and_comes_back(filled):
    """Field "" with nothing after takes the row away; undo brings it back."""
    row = row_of(filled.forms["HQ"], "project")
    browser = Browser(filled, "handler")
    assert browser.send("project", (row.pk, "", "1", "")).json()["written"] == [[row.pk, "", "", "", ""]]
    assert browser.post("sheet/project/undo").json()["written"] == [[row.pk, "", "1", "", ""]]
    assert Row.objects.get(pk=row.pk).alive


def test_one_edit_takes_less_than_a_tenth_of_a_second(world, record_property):
    """Of a form with twenty projects, with what is computed in the row; the middle one of nine."""
    fill(world, 20)
    row = row_of(world.forms["HQ"], "budget", 10)
    browser, before, took = Browser(world, "handler"), "98.44", []
    for number in range(9):
        after = f"{number + 1}.5"
        start = time.perf_counter()
        answer = browser.send("budget", (row.pk, "spent", before, after))
        took.append(time.perf_counter() - start)
        assert [row.pk, "rate", "", f"{number + 1}.50%", ""] in answer.json()["written"]
        before = after
    record_property("milliseconds", [round(one * 1000) for one in sorted(took)])
    assert sorted(took)[4] < 0.1
