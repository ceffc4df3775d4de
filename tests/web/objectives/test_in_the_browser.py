"""The sheet of indicators in Chromium: weights and remarks that follow what is typed, and the library beside it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.web.browser import violations
from tests.web.conftest import build_world
from tests.web.exchange.conftest import project, typed
from tests.web.objectives.test_library import entry

from jixiao_web.cycle.models import Kind
from jixiao_web.filling.models import Deed, Row
from jixiao_web.objectives.models import LibraryIndicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HQ = (2022, "HQ", "objectives")
TOLD = {"owner": "P21", "lv1": "产出指标", "lv2": "质量指标", "operator": "≥", "unit": "%"}


@pytest.fixture
def sheet(transactional_db, _quick_passwords, open_page):
    """Two indicators with 50 and 30 points, and what HQ reached last year in the library."""
    cache.clear()
    world = build_world(Kind.OBJECTIVES)
    LibraryIndicator.objects.all().delete()
    item = entry("培训考核合格率", place=world.units["UNION"])
    item.history = {"2021 HQ": {"target": "95", "actual": "97.50", "unit": "%"}}
    item.save()
    entry("校舍修缮验收合格率")
    typed(
        world,
        "handler",
        "HQ",
        project("P21", "劳模津贴"),
        ("indicator", {**TOLD, "no": "P21-1", "name": "津贴发放率", "target": "98", "weight": "50"}),
        ("indicator", {**TOLD, "no": "P21-2", "name": "津贴及时发放率", "target": "98", "weight": "30"}),
    )
    page = open_page(reverse("sheet", args=[*HQ, "indicator"]), person=world.people["handler"])
    page.world = world
    return page


def place(page: Page, row: int, field: str):
    """The cell of a row in the column of a field."""
    columns = page.evaluate("JSON.parse(document.getElementById('sheet-data').textContent).columns")
    column = [one["field"] for one in columns].index(field)
    return page.locator("[role=grid] tbody tr:visible").nth(row).locator("[role=gridcell]").nth(column)


def write(page: Page, row: int, field: str, text: str) -> None:
    place(page, row, field).click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_class(re.compile("done"))


def stored(page: Page) -> list[dict[str, str]]:
    listed = Row.objects.filter(form=page.world.forms["HQ"], subject="indicator", alive=True).order_by("position")
    return list(listed.values_list("cells", flat=True))


def test_weights_close_while_they_are_typed(sheet):
    """80 points lack 10 to the next sum that closes; with the missing ten they close, with more there are too many."""
    weights = sheet.locator("#weights")
    expect(weights).to_contain_text("差 10.00 分")
    write(sheet, 1, "weight", "40")
    expect(weights).to_contain_text("已合")
    write(sheet, 1, "weight", "70")
    expect(weights).to_contain_text("多 20.00 分")


def test_a_remark_stands_at_the_cell_it_is_about(sheet):
    """A vague name is remarked beside the sheet, at its cell and in the help; a good one takes the remark away."""
    cell = place(sheet, 0, "name")
    write(sheet, 0, "name", "提升津贴水平")
    expect(sheet.locator("#lint")).to_contain_text("提升津贴水平")
    expect(cell).to_have_class(re.compile("remarked"))
    assert "提升" in cell.get_attribute("aria-description")
    cell.click()
    expect(sheet.locator("#help .finding").first).to_contain_text("提升")
    assert violations(sheet) == []
    write(sheet, 0, "name", "津贴覆盖率")
    expect(cell).not_to_have_class(re.compile("remarked"))


def test_a_target_below_last_years_result_asks_for_a_reason(sheet):
    """Lower than what was reached is told at the target."""
    write(sheet, 0, "last_year", "99")
    write(sheet, 0, "target", "60")
    expect(place(sheet, 0, "target")).to_have_class(re.compile("remarked"))
    expect(sheet.locator("#lint")).to_contain_text("99")


def test_an_indicator_is_taken_from_the_library_and_undone(sheet):
    """Searched in the sheet, taken with last year's target and result in one deed; Ctrl+Z takes it back, Ctrl+Y brings it again."""
    before = stored(sheet)
    place(sheet, 0, "name").click()
    sheet.get_by_role("button", name="从指标库引用").click()
    expect(sheet.locator("#library-found li")).to_have_count(2)
    sheet.locator("#library-q").fill("培训")
    expect(sheet.locator("#library-found li")).to_have_count(1)
    expect(sheet.locator("#library-found")).to_contain_text("上年指标值 95，完成值 97.50")
    assert violations(sheet, "#library") == []
    sheet.get_by_role("button", name="引用“培训考核合格率”").click()

    expect(sheet.locator("#library")).to_be_hidden()
    expect(place(sheet, 2, "target")).to_be_focused()
    expect(place(sheet, 2, "name")).to_have_text("培训考核合格率")
    deeds = Deed.objects.filter(form=sheet.world.forms["HQ"])
    assert deeds.first().label == "指标库 › 培训考核合格率"
    assert stored(sheet)[2]["target"] == "95"
    assert stored(sheet)[2]["last_year"] == "97.50"

    number = deeds.count()
    sheet.keyboard.press("Control+z")
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(2)
    expect(sheet.locator("#save-state")).to_have_class(re.compile("done"))
    assert stored(sheet) == before
    assert deeds.count() == number + 1
    sheet.keyboard.press("Control+y")
    expect(place(sheet, 2, "name")).to_have_text("培训考核合格率")
    expect(sheet.locator("#save-state")).to_have_class(re.compile("done"))
    assert stored(sheet)[2]["last_year"] == "97.50"


def test_after_a_reload_the_ledger_takes_it_back(sheet):
    """The page has forgotten the deed, the ledger has not."""
    sheet.get_by_role("button", name="从指标库引用").click()
    sheet.get_by_role("button", name="引用“培训考核合格率”").click()
    expect(place(sheet, 2, "name")).to_have_text("培训考核合格率")
    sheet.reload()
    expect(place(sheet, 2, "name")).to_have_text("培训考核合格率")
    sheet.locator("#undo").click()
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(2)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_library_fits_the_screen(sheet, width):
    """The dialog is no wider than a telephone, and Escape leaves it where one was."""
    sheet.set_viewport_size({"width": width, "height": 800})
    button = sheet.get_by_role("button", name="从指标库引用")
    button.click()
    expect(sheet.locator("#library-found li")).to_have_count(2)
    assert sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sheet.keyboard.press("Escape")
    expect(button).to_be_focused()
