"""Keys that work on every page, and the frame around every page, in Chromium."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.web.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = (2022, "HQ", "evaluation", "project")


@pytest.fixture
def at(world, open_page):
    """A page as the unit's handler sees it."""
    return lambda path, **more: open_page(path, person=world.people["handler"], **more)


def test_a_question_mark_lists_the_keys(at):
    """The list opens, holds the focus, and Escape closes it."""
    page = at(reverse("sheet", args=SHEET))
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_slash_leads_to_the_search_field_and_is_typed_there(at):
    """Outside of fields it goes to the search field; inside it is a sign like any other."""
    page = at(reverse("sheet", args=SHEET))
    page.locator("h1").click()
    page.keyboard.press("/")
    search = page.locator("#find")
    expect(search).to_be_focused()
    page.keyboard.type("a/b?")
    expect(search).to_have_value("a/b?")
    expect(page.locator("#keys")).to_be_hidden()


def test_g_and_a_letter_go_to_a_page(at):
    """Each entry of the navigation with a letter is two keys away; a letter of its own does nothing."""
    page = at(reverse("sheet", args=SHEET))
    link = page.locator("[data-go=l]")
    address = link.evaluate("link => link.href")
    page.locator("h1").click()
    page.keyboard.press("l")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url(address)


def test_the_first_tab_skips_the_navigation(at):
    """Whoever works by keyboard need not pass fifteen links on every page."""
    page = at("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_menu_opens_on_a_telephone(at):
    """At 390 px the navigation stands behind a button that says whether it is open."""
    page = at("/", width=390)
    menu = page.locator("[data-menu]")
    expect(page.locator("#side")).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#side a").first).to_be_visible()


def test_the_language_changes_and_one_stays_where_one_is(at):
    """The switch leads back to the same page, in English and marked as such."""
    page = at(reverse("sheet", args=SHEET))
    address = page.url
    page.locator(".menu.person summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == address


@pytest.mark.parametrize(
    ("dark", "width"),
    [(False, 1440), (True, 1440), (False, 390), (True, 390)],
    ids=["light", "dark", "narrow", "narrow-dark"],
)
def test_the_frame_is_clean(at, dark, width):
    """Landmarks, names and contrast around every page."""
    page = at("/", dark=dark, width=width)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than the screen"
    )


@pytest.mark.parametrize("path", ["/no/such/page", "/2022/NOWHERE/evaluation/"])
def test_an_error_page_says_what_to_do(at, path):
    """A wrong address leads to a sentence and a way out, not to a bare number."""
    page = at(path, expect_errors=True)  # the browser tells of every 404

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main a").first).to_be_visible()
