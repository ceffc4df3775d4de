"""The grid in Chromium, on a real sheet with the real server behind it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.web.browser import violations

from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Deed, Row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = "project"
COPIED = '工会大学\t"第一行\n第二行"\t"他说""好"""\nP02\t二\t三\nP03\t四\t"五"'


@pytest.fixture
def sheet(world, open_page):
    """A sheet with three rows, as the unit's handler opens it."""
    for number in (1, 2, 3):
        Row.objects.create(form=world.forms["HQ"], subject=SHEET, position=number, cells={"project": f"P0{number}"})
    page = open_page(reverse("sheet", args=(2022, "HQ", "evaluation", SHEET)), person=world.people["handler"])
    expect(page.locator("[role=grid] tbody tr:visible")).to_have_count(3)
    return page


def cell(page: Page, row: int, column: int):
    """A cell by its place among those that are shown, from 0."""
    return page.locator("[role=grid] tbody tr:visible").nth(row).locator("[role=gridcell]").nth(column)


def put(page: Page, text: str) -> None:
    """Put a text on the clipboard, as Excel does, and paste it."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def stored(world) -> list[dict[str, str]]:
    """What the server has, row by row."""
    return list(
        Row.objects.filter(form=world.forms["HQ"], subject=SHEET, alive=True)
        .order_by("position", "pk")
        .values_list("cells", flat=True)
    )


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    for _ in range(100):
        if page.evaluate("window.localStorage.length") == 0:
            break
        page.wait_for_timeout(50)
    expect(page.locator("#save-state")).to_contain_text("已保存")


def test_typing_moves_on_as_in_excel(sheet, world):
    """A letter begins a cell, Enter goes down, Tab goes right, Escape leaves what was there."""
    cell(sheet, 0, 1).click()
    sheet.keyboard.type("Jia 1")
    sheet.keyboard.press("Enter")
    expect(cell(sheet, 1, 1)).to_be_focused()
    sheet.keyboard.type("Yi")
    sheet.keyboard.press("Escape")
    expect(cell(sheet, 1, 1)).to_have_text("")
    sheet.keyboard.press("F2")
    sheet.keyboard.type("丙")
    sheet.keyboard.press("Tab")
    expect(cell(sheet, 1, 2)).to_be_focused()
    saved(sheet)

    fields = [
        column["field"]
        for column in sheet.evaluate("JSON.parse(document.getElementById('sheet-data').textContent).columns")
    ]
    assert [row.get(fields[1]) for row in stored(world)] == ["Jia 1", "丙", None]


def test_a_block_from_excel_lands_whole_and_goes_as_one(sheet, world):
    """Quotes and line ends inside cells stay inside them; one undo takes the whole paste back, rows included; redo brings it again."""
    before = stored(world)
    cell(sheet, 2, 0).click()
    put(sheet, COPIED)
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(5)
    saved(sheet)
    pasted = stored(world)
    first, second, third = list(pasted[2].values())[:3]
    assert (first, second, third) == ("工会大学", "第一行\n第二行", '他说"好"')
    assert len(pasted) == 5
    assert Deed.objects.filter(form=world.forms["HQ"]).count() == 1

    sheet.keyboard.press("Control+z")
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(3)
    saved(sheet)
    assert stored(world) == before

    sheet.keyboard.press("Control+y")
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(5)
    saved(sheet)
    assert stored(world) == pasted


def test_copying_gives_what_excel_reads(sheet):
    """A chosen block goes on the clipboard with tabs between cells, and comes back the same."""
    cell(sheet, 0, 0).click()
    sheet.keyboard.press("Shift+ArrowDown")
    sheet.keyboard.press("Shift+ArrowDown")
    sheet.keyboard.press("Control+c")

    assert sheet.evaluate("navigator.clipboard.readText()") == "P01\nP02\nP03"


def test_filling_down_and_clearing(sheet, world):
    """Ctrl+D repeats the first cell of the choice, Delete empties it."""
    cell(sheet, 0, 1).click()
    sheet.keyboard.press("F2")
    sheet.keyboard.type("同一名称")
    sheet.keyboard.press("Enter")
    cell(sheet, 0, 1).click()
    sheet.keyboard.press("Control+Shift+ArrowDown")
    sheet.keyboard.press("Control+d")
    for row in range(3):
        expect(cell(sheet, row, 1)).to_have_text("同一名称")
    sheet.keyboard.press("Delete")
    for row in range(3):
        expect(cell(sheet, row, 1)).to_have_text("")


def test_the_keys_lead_everywhere(sheet):
    """Home, End and Ctrl with arrows reach the ends; there is one tab stop in the whole grid."""
    last = sheet.locator("[role=columnheader]").count() - 1
    cell(sheet, 1, 1).click()
    for key, row, column in (
        ("End", 1, last),
        ("Home", 1, 0),
        ("Control+ArrowDown", 2, 0),
        ("Control+ArrowRight", 2, last),
        ("Control+Home", 0, 0),
        ("Control+End", 2, last),
        ("PageUp", 0, last),
    ):
        sheet.keyboard.press(key)
        expect(cell(sheet, row, column)).to_be_focused()
        assert sheet.locator("[role=grid] [tabindex='0']").count() == 1, key


def test_a_wrong_figure_is_told(sheet):
    """What cannot be read stays in the cell, marked, described and spoken; nothing is thrown away."""
    columns = sheet.evaluate("JSON.parse(document.getElementById('sheet-data').textContent).columns")
    figure = next(i for i, column in enumerate(columns) if column["kind"] == "figure" and not column["readonly"])
    wrong = cell(sheet, 0, figure)
    wrong.click()
    sheet.keyboard.press("F2")
    sheet.keyboard.type("约十二")
    sheet.keyboard.press("Enter")

    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_text("约十二")
    expect(sheet.locator("#grid [role=status]")).to_contain_text(columns[figure]["title"])
    assert wrong.get_attribute("aria-description")


def test_rows_that_are_not_found_are_out_of_the_way(sheet):
    """Looking for a text leaves only its rows, and the arrows go from one of them to the next."""
    sheet.locator("#find").fill("p03")

    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(1)
    cell(sheet, 0, 0).click()
    sheet.keyboard.press("ArrowDown")
    expect(cell(sheet, 0, 0)).to_be_focused()
    sheet.locator("#find").fill("")
    expect(sheet.locator("[role=grid] tbody tr:visible")).to_have_count(3)


def test_a_lost_connection_loses_nothing(sheet, world):
    """Changes made without a connection stay in the browser over a reload, and are sent once when it is back."""
    edits = sheet.locator("[data-page=form]").get_attribute("data-edits")
    route = f"**{edits}"
    sheet.context.route(route, lambda request: request.abort())
    cell(sheet, 0, 1).click()
    sheet.keyboard.press("F2")
    sheet.keyboard.type("断线时填的")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#save-state")).to_contain_text("连接中断，已在本机保留 1 处修改")
    assert not Deed.objects.filter(form=world.forms["HQ"]).exists()

    sheet.reload()
    expect(cell(sheet, 0, 1)).to_have_text("断线时填的")
    sheet.context.unroute(route)
    sheet.evaluate("window.dispatchEvent(new Event('online'))")
    saved(sheet)
    assert Deed.objects.filter(form=world.forms["HQ"]).count() == 1
    assert sheet.evaluate("window.localStorage.length") == 0


def test_an_answer_that_was_lost_is_asked_for_again(sheet, world):
    """The server wrote it, the browser never heard: sending it again writes it no second time."""
    edits = sheet.locator("[data-page=form]").get_attribute("data-edits")
    heard = []

    def lose_first(route):
        if heard:
            route.continue_()
            return
        heard.append(route.fetch().status)
        route.abort()

    sheet.context.route(f"**{edits}", lose_first)
    cell(sheet, 0, 1).click()
    sheet.keyboard.press("F2")
    sheet.keyboard.type("只写一次")
    sheet.keyboard.press("Enter")
    saved(sheet)

    assert heard == [200]
    assert Deed.objects.filter(form=world.forms["HQ"]).count() == 1
    assert Form.objects.get(pk=world.forms["HQ"].pk).revision == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_the_grid(sheet, dark):
    """Rows, headings, names and contrast, with a wrong cell in sight."""
    sheet.emulate_media(color_scheme="dark" if dark else "light")
    cell(sheet, 0, 1).click()
    sheet.keyboard.press("F2")
    sheet.keyboard.type("甲")
    sheet.keyboard.press("Enter")
    saved(sheet)

    assert violations(sheet, "#grid") == []
