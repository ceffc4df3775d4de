"""Without a mouse: from the list of tasks to a submitted form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import build_world

from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = 60
"""So many steps with Tab are more than any page needs to what one comes for."""


@pytest.fixture
def world(transactional_db, _quick_passwords):
    return build_world()


def tab_to(page: Page, selector: str, name: str = "") -> None:
    """Press Tab until the focus is on that control, as somebody does who sees where it is."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        focus = page.locator(f"{selector}:focus")
        if focus.count() and (not name or name in (focus.inner_text() or "")):
            return
    raise AssertionError(f"Tab does not come to {name or selector} in {STEPS} steps")


def write(page: Page, *texts: str) -> None:
    """Texts into the cells to the right, one after the other; an empty one is passed over."""
    for text in texts:
        if text:
            page.keyboard.press("F2")
            if page.locator("select:focus").count():
                while text != page.evaluate("document.activeElement.value"):
                    page.keyboard.press("ArrowDown")
            else:
                page.keyboard.insert_text(text)
            page.keyboard.press("Tab")
        else:
            page.keyboard.press("ArrowRight")


def test_a_sheet_is_filled_saved_and_submitted_without_a_mouse(world, open_page):
    """Tab, the arrows, Enter and letters reach everything, and the focus always says where one is."""
    page = open_page("/", person=world.people["handler"])
    tab_to(page, "main a", "2022 年度部门整体支出绩效自评")
    page.keyboard.press("Enter")
    expect(page.locator("#flow .timeline, #flow .card").first).to_be_visible()
    tab_to(page, "main a", "预算与执行")
    page.keyboard.press("Enter")
    expect(page.locator("#grid table")).to_be_visible()
    tab_to(page, "#add-row")
    page.keyboard.press("Enter")
    expect(page.locator("[role=gridcell]:focus")).to_have_count(1)
    write(page, "B1", "基本支出", "人员经费", "", "2012906", "一般公共预算", "", "500", "0", "", "0", "", "495.25")
    expect(page.locator("[role=gridcell]:focus")).to_have_text("99.05%")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    page.keyboard.press("Control+z")
    expect(page.locator("#grid")).not_to_contain_text("495.25")
    page.keyboard.press("Control+y")
    expect(page.locator("#grid")).to_contain_text("495.25")
    assert Row.objects.get(form=world.forms["HQ"], subject="budget").cells["purpose"] == "人员经费"

    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page.locator("#flow .timeline")).to_be_visible()
    tab_to(page, "#flow button", "送审")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] :focus")).to_have_count(1)
    tab_to(page, "dialog[open] button", "送审")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .success")).to_contain_text("已办理：送审")
    assert Form.objects.get(pk=world.forms["HQ"].pk).state == "at_unit"
