"""The bar over every page, in Chromium: search while typing, menus by keyboard, and the same without a script."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.web.browser import signed_in, violations

from jixiao_web.cycle.models import Year
from jixiao_web.filling.models import Row
from jixiao_web.notices.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = (2022, "HQ", "evaluation")


@pytest.fixture
def at(world, open_page):
    """A page as department finance sees it; the department has two years and a project, and a notice is unread."""
    Year.objects.create(
        department=world.units["UNION"], fiscal_year=2021, opened_by=world.people["finance"], opened_at=timezone.now()
    )
    Row.objects.create(
        form=world.forms["HQ"], subject="project", position=1, cells={"project": "P01", "name": "劳模津贴"}
    )
    Notice.objects.create(user=world.people["finance"], kind="task", text="请填报", key="x")
    return lambda path, **more: open_page(path, person=world.people["finance"], **more)


def test_a_slash_and_a_word_lead_to_a_project(at):
    """Whoever knows a name is two keys and a word away; arrows go to the hit, Enter opens it."""
    page = at("/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.insert_text("劳模")
    hit = page.locator("#search-found a", has_text="劳模津贴").first
    expect(hit).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("sheet", args=(*FORM, "project")) + "**")


def test_escape_puts_the_hits_away_and_enter_opens_all(at):
    """The list under the box never stays in the way; Enter in the box is the page of everything found."""
    page = at("/")
    page.locator("#search").fill("劳模")
    expect(page.locator("#search-found a").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search-found a")).to_have_count(0)
    page.locator("#search").press("Enter")
    page.wait_for_url("**/search/?q=**")
    expect(page.locator("main a", has_text="劳模津贴").first).to_be_visible()
    assert violations(page) == []


def test_the_unit_changes_by_keyboard_and_one_stays_on_the_same_kind_of_page(at):
    """Open the menu, go down to the other unit, Enter: its form of the same stage."""
    page = at(reverse("form", args=FORM))
    page.locator(".menu.unit summary").focus()
    page.keyboard.press("Enter")
    other = page.locator(".menu.unit a", has_text="某市工人业余大学")
    expect(other).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator(".menu.unit a").first).to_be_focused()
    other.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("form", args=(2022, "SCHOOL", "evaluation")))


def test_a_filter_hides_what_does_not_fit(world, at):
    """Among many units a few letters leave the one that is meant."""
    for number in range(8):
        world.unit(f"MORE{number}", "unit", f"某市总工会第{number}分会", "UNION")
    page = at(reverse("form", args=FORM))
    page.locator(".menu.unit summary").click()
    page.locator("#units-filter").fill("业余")
    expect(page.locator("#units-list li:visible")).to_have_count(1)


def test_the_year_changes_in_two_keys(at):
    """The years stand in the page itself; one without the form leads to the unit's year."""
    page = at(reverse("form", args=FORM))
    page.locator(".menu.year summary").click()
    page.locator(".menu.year a", has_text="2021").click()
    page.wait_for_url("**" + reverse("unit_year", args=(2021, "HQ")))


def test_one_menu_is_open_at_a_time_and_escape_gives_the_focus_back(at):
    """Opening another closes the first; Escape closes and leaves one where one was."""
    page = at("/")
    page.locator(".menu.year summary").click()
    page.locator(".menu.person summary").click()
    expect(page.locator(".menu[open]")).to_have_count(1)
    expect(page.get_by_role("link", name="两步验证")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".menu[open]")).to_have_count(0)
    expect(page.locator(".menu.person summary")).to_be_focused()
    page.locator(".menu.person summary").click()
    page.locator("h1").click()
    expect(page.locator(".menu[open]")).to_have_count(0)


def test_notices_are_counted(at):
    """The number beside the word is read out as what it is."""
    expect(at("/").locator(".bell")).to_contain_text("1 条未读")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_open_menus_are_clean_and_fit(at, width, dark):
    """Each menu open, on a telephone too: names, contrast, and nothing wider than the screen."""
    page = at(reverse("form", args=FORM), width=width, dark=dark)
    for name in ("unit", "year", "person"):
        page.locator(f".menu.{name} summary").click()
        expect(page.locator(f".menu.{name} a").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert violations(page, ".top") == []
        box = page.locator(f".menu.{name} .menu-body").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_in_the_bar_works_without_a_script(world, chromium, live_server, at):
    """Menus are the browser's own; the units have a page, the search a page, the language and signing out are forms."""
    at("/")
    context = chromium.new_context(java_script_enabled=False)
    cookies = {settings.LANGUAGE_COOKIE_NAME: "zh-hans", **signed_in(world.people["finance"])}
    context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
    page = context.new_page()
    page.goto(live_server.url + reverse("form", args=FORM))
    page.locator(".menu.unit summary").click()
    page.locator(".menu.unit a", has_text="选择单位").click()
    page.locator("main a", has_text="某市工人业余大学").click()
    page.wait_for_url("**" + reverse("form", args=(2022, "SCHOOL", "evaluation")))
    page.locator("#search").fill("劳模")
    page.locator("#search").press("Enter")
    expect(page.locator("main a", has_text="劳模津贴").first).to_be_visible()
    page.locator(".menu.person summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


@pytest.mark.parametrize(
    ("spoilt", "told", "shown"),
    [
        ("", "已复制", False),
        ("Object.defineProperty(navigator, 'clipboard', {value: undefined})", "已复制", False),
        (
            "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false",
            "请按 Ctrl+C",
            True,
        ),
    ],
    ids=["https", "plain-http", "nothing"],
)
def test_a_text_is_copied_whatever_the_browser_gives(at, spoilt: str, told: str, shown: bool):
    """On plain http there is no clipboard: the old command copies, or the text stands marked with the keys to press."""
    page = at(reverse("paste", args=FORM) + "?order=project")
    page.evaluate(spoilt or "0")
    text = page.locator("#paste-text").input_value()
    assert text
    button = page.locator("[data-copy]")
    button.click()
    expect(button).to_contain_text(told)
    assert page.locator("#paste-text").evaluate("field => !field.classList.contains('visually-hidden')") is shown
    if shown:
        expect(page.locator("#paste-text")).to_be_focused()
        assert page.evaluate("document.getSelection().toString()") == text
        page.keyboard.press("Control+c")
    page.locator("#search").focus()
    page.keyboard.press("Control+v")
    assert "".join(page.locator("#search").input_value().split()) == "".join(text.split())[:80]
