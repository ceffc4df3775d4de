"""The pages of a form: what they tell, and that they ask the database no more for a long form than for a short one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.filling.conftest import Browser, fill, row_of

from jixiao_web.cycle.models import Comment, Form, Task, Year
from jixiao_web.filling import passports, selectors, sheet_rows
from jixiao_web.filling.models import Row

pytestmark = pytest.mark.django_db
COUNTS = json.loads(Path(__file__).with_name("query_counts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", COUNTS)
def test_a_page_asks_no_more_for_a_long_form(world, path):
    """As many queries at three projects as at a hundred, and no more than is written down.

    Looks at the stamps of what is kept do not count: a page looks once, but inside a transaction, as here, every time anew.
    """
    found = []
    for projects in (1, 3, 97):  # the first time, the process reads what it keeps: who stands where
        fill(world, projects)
        cache.clear()
        browser = Browser(world, "handler")
        row = row_of(world.forms["HQ"], "budget").pk
        browser.get()
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path.replace("ROW", str(row))).status_code == 200
        found.append(sum(1 for query in asked if "jixiao_stamp" not in query["sql"]))
    assert found[1:] == [COUNTS[path], COUNTS[path]]


def test_progress_counts_what_must_be_filled_in(filled):
    """Of two projects with key and name four cells of four; a budget line that lacks its money lacks one."""
    row = row_of(filled.forms["HQ"], "budget")
    cells = {name: value for name, value in row.cells.items() if name != "spent"}
    Row.objects.filter(pk=row.pk).update(cells=cells)
    told = {item.url_name: item for item in selectors.overview(filled.forms["HQ"], False, who=True)}

    assert (told["project"].filled, told["project"].asked, told["project"].missing) == (4, 4, 0)
    assert told["budget"].missing == 1
    assert told["project"].last.by.name == "人员-handler"
    assert (told["quota"].rows, told["quota"].open) == (0, True)


def test_only_what_is_missing_is_asked_for(filled):
    """The sheet narrows to rows that lack something, and the overview to sheets that do."""
    row = row_of(filled.forms["HQ"], "budget")
    Row.objects.filter(pk=row.pk).update(cells={name: text for name, text in row.cells.items() if name != "spent"})
    browser = Browser(filled, "handler")

    assert [one["id"] for one in browser.get("sheet/budget/?missing=1").context["data"]["rows"]] == [row.pk]
    assert browser.get("?open=1").context["states"][0].open
    page = browser.get().content.decode()
    assert "sheet/budget/?missing=1" in page
    assert "全部还缺 1 格" in page


def test_references_are_chosen_from_what_is_there(filled):
    """A line of the budget names one of the form's projects; an indicator of a unit belongs to one of them."""
    columns = {one["field"]: one for one in Browser(filled, "handler").get("sheet/budget/").context["data"]["columns"]}
    assert columns["project"]["choices"] == ["P0000", "P0001"]
    columns = {
        one["field"]: one for one in Browser(filled, "handler").get("sheet/indicator/").context["data"]["columns"]
    }
    assert columns["owner"]["choices"] == ["P0000", "P0001"]
    finance = Browser(filled, "finance", "UNION").get("sheet/indicator/").context["data"]["columns"]
    assert {one["field"]: one for one in finance}["owner"]["choices"] == ["部门", "P0000", "P0001"]


def test_the_labels_are_english_for_who_reads_english(filled):
    """Titles come from the registry in the reader's language."""
    browser = Browser(filled, "handler")
    browser.client.cookies["django_language"] = "en"
    page = browser.get("sheet/budget/")
    assert "Final spending" in [one["title"] for one in page.context["data"]["columns"]]
    assert page.context["title"] == "Budget and execution"


def test_the_passport_of_a_cell_tells_value_writer_and_what_uses_it(filled):
    """Spending is told with its 元, its basis, who typed it, and the rate that is computed from it."""
    row = row_of(filled.forms["HQ"], "budget")
    told = passports.of_cell(filled.forms["HQ"], Row.objects.select_related("form__unit").get(pk=row.pk), "spent")
    assert told.address == "2022/budget/B0000/spent"
    assert "2022/budget/B0000/rate" in [one.address for one in told.used_by]
    page = Browser(filled, "handler").get(f"passport/?row={row.pk}&field=spent").content.decode()
    for word in ("98.44", "984400", "支出决算", "人员-handler", f"#r{row.pk}-spent"):
        assert word in page, word
    by_name = Browser(filled, "handler").get("passport/?address=部门支出决算数").content.decode()
    assert "196.88" in by_name


def test_a_handler_cannot_ask_for_cells_of_another_unit(filled):
    """The row must be the form's own; department finance may ask for those of its units."""
    school = filled.forms["SCHOOL"]
    fill(filled, 1, "school_handler", "SCHOOL")
    row = row_of(school, "project").pk
    for path in (
        f"passport/?row={row}&field=name",
        f"cell/?row={row}&field=name",
        f"cell/history/?row={row}&field=name",
    ):
        assert Browser(filled, "handler").get(path).status_code == 404, path
        assert Browser(filled, "finance", "UNION").get(path).status_code == 200, path


def test_beside_a_cell_stand_last_years_value_and_the_remarks(filled):
    """What the same line had spent the year before, and what a reviewer wrote at the field."""
    form, row = filled.forms["HQ"], row_of(filled.forms["HQ"], "budget")
    year = Year.objects.create(
        department=filled.units["UNION"], fiscal_year=2021, opened_by=form.task.issued_by, opened_at=form.task.issued_at
    )
    task = Task.objects.get(pk=form.task_id)
    task.pk, task.year, task._state.adding = None, year, True
    task.save()
    earlier = Form.objects.create(task=task, unit=form.unit)
    Row.objects.create(form=earlier, subject="budget", position=1, cells={"line": "B0000", "spent": "77"})
    Comment.objects.create(
        form=form,
        subject="budget",
        row=row.pk,
        field="spent",
        text="请附凭证",
        by=filled.people["finance"],
        at=task.issued_at,
    )
    page = Browser(filled, "handler").get(f"cell/?row={row.pk}&field=spent").content.decode()
    assert "77.00" in page
    assert "请附凭证" in page
    other = Browser(filled, "handler").get(f"cell/?row={row_of(form, 'budget', 1).pk}&field=spent").content.decode()
    assert "77.00" not in other


def test_a_text_is_shown_as_it_will_be_printed(filled):
    """A known address becomes its figure, an unknown one is marked, and markup is only text."""
    text = "支出{部门支出决算数}万元，{没有这个数}，<b>粗</b>"
    page = Browser(filled, "handler").client.post("/2022/HQ/evaluation/live/", {"text": text}).content.decode()
    assert ">196.88<" in page
    assert "<mark>" in page
    assert "&lt;b&gt;" in page
    found = Browser(filled, "handler").get("facts/?q=部门 支出决算").json()["facts"]
    assert {"quote": "{department/total/spent}", "title": "部门支出决算数", "value": "196.88"} in found


def test_the_history_takes_a_deed_back_and_goes_nowhere_else(filled):
    """The button undoes as one deed; an address of another site is not followed."""
    form, row = filled.forms["HQ"], row_of(filled.forms["HQ"], "project")
    browser = Browser(filled, "handler")
    deed = browser.send("project", (row.pk, "name", "项目0", "甲")).json()["deed"]
    answer = browser.client.post(f"{browser.base}history/{deed}/undo/", {"next": "https://example.test/"})
    assert answer.url == f"{browser.base}history/"
    assert Row.objects.get(pk=row.pk).cells["name"] == "项目0"
    assert "甲" in browser.get(f"history/?row={row.pk}").content.decode()
    assert [c.after for c in browser.get(f"cell/history/?row={row.pk}&field=name").context["changes"]] == [
        "项目0",
        "甲",
        "项目0",
    ]
    assert form.deeds.count() == 3


def test_every_row_is_printed(world, monkeypatch):
    """The print view holds all rows, however few come with a sheet's page."""
    monkeypatch.setattr(sheet_rows, "FIRST", 2)
    fill(world, 5)
    page = Browser(world, "handler").get("print/").content.decode()
    assert page.count("项目支出") == 5


def test_the_rows_of_a_long_sheet_come_part_by_part(world, monkeypatch):
    """The first with the page, the others after the last one that is there; rows made since are told as changes, not here."""
    monkeypatch.setattr(sheet_rows, "FIRST", 3)
    monkeypatch.setattr(sheet_rows.rows_for, "__defaults__", (2,))
    fill(world, 8)
    form, browser = world.forms["HQ"], Browser(world, "handler")
    pks = list(Row.objects.filter(form=form, subject="budget").order_by("position").values_list("pk", flat=True))
    data = browser.get("sheet/budget/").context["data"]
    assert ([row["id"] for row in data["rows"]], data["ahead"]) == (pks[:3], {"all": 8, "last": pks[-1]})

    browser.send("budget", ("n1", "", "", "1"), ("n1", "line", "", "B-neu"))
    Row.objects.filter(pk=pks[2]).update(alive=False)  # the row after which one asks may be gone by then
    parts, after, more = [], pks[2], True
    while more:
        told = browser.get(f"sheet/budget/rows?after={after}&until={data['ahead']['last']}").json()
        parts.append([row["id"] for row in told["rows"]])
        after, more = parts[-1][-1], told["more"]
    assert parts == [pks[3:5], pks[5:7], pks[7:]]
    assert browser.get("sheet/budget/rows?after=999999999&until=5").json() == {"rows": [], "more": False}


def test_rows_that_lack_something_come_part_by_part_too(world, monkeypatch):
    """Only what is missing is asked for in the later parts as in the first."""
    monkeypatch.setattr(sheet_rows, "FIRST", 1)
    fill(world, 4)
    form = world.forms["HQ"]
    rows = list(Row.objects.filter(form=form, subject="budget").order_by("position"))
    for row in rows[1:]:
        Row.objects.filter(pk=row.pk).update(cells={name: text for name, text in row.cells.items() if name != "spent"})
    browser = Browser(world, "handler")
    assert [row["id"] for row in browser.get("sheet/budget/?missing=1").context["data"]["rows"]] == [rows[1].pk]
    told = browser.get(f"sheet/budget/rows?missing=1&after={rows[1].pk}&until={rows[-1].pk}").json()
    assert ([row["id"] for row in told["rows"]], told["more"]) == ([rows[2].pk, rows[3].pk], False)


def test_remarks_that_nobody_answered_stand_at_their_cells(filled):
    """What a reviewer wrote comes with the sheet until it is answered."""
    form, row = filled.forms["HQ"], row_of(filled.forms["HQ"], "budget")
    told = {"form": form, "subject": "budget", "row": row.pk, "by": filled.people["finance"], "at": form.task.issued_at}
    Comment.objects.create(**told, field="spent", text="请附凭证")
    Comment.objects.create(**told, field="initial", text="已说明", resolved_at=form.task.issued_at)
    assert Browser(filled, "handler").get("sheet/budget/").context["data"]["remarks"] == {
        f"{row.pk}-spent": ["人员-finance：请附凭证"]
    }
