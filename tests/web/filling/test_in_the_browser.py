"""A sheet in a real browser: typing, pasting rows from Excel, undo, and what is there after a reload; two people at once."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.web.browser import violations
from tests.web.conftest import build_world
from tests.web.filling.conftest import fill, row_of

from jixiao_web.cycle.models import Comment
from jixiao_web.filling.models import Row

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SHEET = "/2022/HQ/evaluation/sheet/budget/"


@pytest.fixture
def stage(transactional_db, _quick_passwords):
    world = build_world()
    fill(world, 3)
    return world


def cell(page, row: int, title: str):
    """The cell of a row under a heading."""
    expect(page.locator("#grid tbody td").first).to_be_attached()
    heads = [text.lstrip("* ").split("（")[0] for text in page.locator("#grid thead th").all_inner_texts()]
    return page.locator("#grid tbody tr:not([hidden])").nth(row).locator("td").nth(heads.index(title))


def saved(page) -> None:
    """Wait until the server has every deed: none is kept in the browser any more."""
    for _try in range(100):
        if page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('jixiao-')).length") == 0:
            break
        page.wait_for_timeout(50)
    expect(page.locator("#save-state")).to_have_class(re.compile("done"))


def test_typing_pasting_undoing_and_coming_back(stage, open_page):
    """Each is saved as one deed, the core's figures follow, and a reload shows what was last there."""
    page = open_page(SHEET, person=stage.people["handler"])
    cell(page, 0, "支出决算数").click()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "执行率")).to_have_text("50.00%")
    expect(page.locator("#save-state")).to_contain_text("已保存")

    lines = [
        "B9\t基本支出\t人员经费\t\t2012950\t一般公共预算\t本级\t10\t0",
        "B10\t基本支出\t公用经费\t\t2012950\t一般公共预算\t本级\t20\t0",
    ]
    page.evaluate("text => navigator.clipboard.writeText(text)", "\r\n".join(lines))
    page.locator("#add-row").click()
    page.keyboard.press("Control+v")
    expect(page.locator("#grid tbody tr:not([hidden])")).to_have_count(5)
    expect(cell(page, 4, "年初预算数")).to_have_text("20.00")
    saved(page)
    form = stage.forms["HQ"]
    assert row_of(form, "budget", 4).cells["line"] == "B10"

    page.locator("#undo").click()  # the paste
    expect(page.locator("#grid tbody tr:not([hidden])")).to_have_count(4)
    saved(page)
    page.reload()
    expect(page.locator("#grid tbody tr:not([hidden])")).to_have_count(4)
    expect(cell(page, 0, "支出决算数")).to_have_text("50.00")
    expect(cell(page, 3, "年初预算数")).to_have_text("")
    assert not Row.objects.filter(form=form, alive=True, cells__line="B10").exists()


def test_two_people_see_each_others_change_and_lose_nothing(stage, open_page):
    """What the one typed comes into the other's sheet; where both changed one cell, both values are shown and one is chosen."""
    one = open_page(SHEET, person=stage.people["handler"])
    two = open_page(SHEET, person=stage.people["handler"])
    cell(two, 1, "支出决算数").click()
    two.route(re.compile(r"/changes/\?since="), lambda route: route.abort())  # the other's change has not come in yet
    cell(one, 1, "支出决算数").click()
    one.keyboard.type("40")
    one.keyboard.press("Enter")
    expect(one.locator("#save-state")).to_contain_text("已保存")
    two.keyboard.type("41")
    two.keyboard.press("Enter")
    expect(two.locator("#conflict")).to_be_visible()
    two.unroute_all()
    expect(two.locator("#conflict-theirs")).to_have_text("40")
    two.locator("#keep-mine").click()
    expect(cell(two, 1, "执行率")).to_have_text("41.00%")
    one.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cell(one, 1, "支出决算数")).to_have_text("41.00")
    assert row_of(stage.forms["HQ"], "budget", 1).cells["spent"] == "41"


def test_without_a_connection_nothing_is_lost(stage, open_page):
    """What is typed offline stays in the browser and is saved when the connection is back."""
    page = open_page(SHEET, person=stage.people["handler"], expect_errors=True)
    cell(page, 0, "支出决算数").click()  # the page is there, whole
    page.context.set_offline(True)
    page.keyboard.type("33")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_contain_text("本机保留 1 处")
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_contain_text("已保存")
    assert row_of(stage.forms["HQ"], "budget", 0).cells["spent"] == "33"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["", "sheet/budget/", "sheet/narrative/", "history/", "print/"])
def test_axe_finds_nothing(stage, open_page, path, dark):
    """The pages of a form can be read and used by everybody."""
    page = open_page("/2022/HQ/evaluation/" + path, person=stage.people["handler"], dark=dark)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_the_list_of_fields_is_saved_field_by_field(stage, open_page):
    """A form sheet of the department: a value typed into a labelled field is there after a reload."""
    page = open_page("/2022/UNION/evaluation/sheet/management/", person=stage.people["finance"])
    page.wait_for_load_state("networkidle")
    field = page.get_by_label("财务一般问题数")
    field.fill("2")
    field.press("Tab")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    page.reload()
    expect(page.get_by_label("财务一般问题数")).to_have_value("2")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_findings_and_remarks_stand_under_their_fields(stage, open_page):
    """What the checks find at a field and what a reviewer wrote there describe the field itself; an answer takes the finding away."""
    form = stage.forms["UNION"]
    row = Row.objects.create(
        form=form, subject="management", position=1, cells={"must_assess": "2", "assessed": "3", "findings": "1"}
    )
    form.changed_at = timezone.now()
    form.save()
    Comment.objects.create(
        form=form,
        subject="management",
        row=row.pk,
        field="findings",
        text="请附审计报告",
        by=stage.people["bureau"],
        at=timezone.now(),
    )
    page = open_page("/2022/UNION/evaluation/sheet/management/", person=stage.people["finance"])
    expect(page.get_by_label("财务一般问题数")).to_have_accessible_description(re.compile("请附审计报告"))
    assessed = page.get_by_label("已评估新增项目数")
    expect(page.locator("#field-assessed-remarks li")).not_to_have_count(0)
    said = page.locator("#field-assessed-remarks li").first.inner_text()
    expect(assessed).to_have_accessible_description(re.compile(re.escape(said)))
    assert violations(page) == []
    assessed.fill("2")
    assessed.press("Tab")
    expect(page.locator("#field-assessed-remarks li")).to_have_count(0)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_after_a_reload_undo_goes_on_from_the_ledger(stage, open_page):
    """The page forgot what was done; the ledger did not, and redo brings it again."""
    page = open_page(SHEET, person=stage.people["handler"])
    cell(page, 0, "支出决算数").click()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "执行率")).to_have_text("50.00%")
    page.reload()
    page.locator("#undo").click()
    expect(cell(page, 0, "执行率")).to_have_text("98.44%")
    page.locator("#redo").click()
    expect(cell(page, 0, "执行率")).to_have_text("50.00%")


def test_help_opens_at_the_cell_and_says_where_its_figure_comes_from(stage, open_page):
    """Help, unit and basis at once; who wrote it and the passport on asking; a link of a finding leads to its cell."""
    row = row_of(stage.forms["HQ"], "budget", 2)
    page = open_page(f"{SHEET}#r{row.pk}-spent", person=stage.people["handler"])
    expect(cell(page, 2, "支出决算数")).to_be_focused()
    expect(page.locator("#help h2")).to_have_text("支出决算数")
    expect(page.locator("#help")).to_contain_text("口径：支出决算")
    page.get_by_role("button", name="这个数从哪里来").click()
    expect(page.locator(".popover")).to_contain_text("984400")
    assert violations(page, "#help") == []
