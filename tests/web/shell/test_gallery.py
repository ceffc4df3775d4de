"""Every component in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.web.browser import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.shell.gallery_urls"),
]


@pytest.mark.parametrize(
    ("dark", "width"),
    [(False, 1440), (True, 1440), (False, 390), (True, 390)],
    ids=["light", "dark", "narrow", "narrow-dark"],
)
def test_every_component_is_clean(world, open_page, dark, width):
    """Names, contrast and structure of each component in each state, and nothing wider than the screen."""
    page = open_page("/gallery/", person=world.people["handler"], dark=dark, width=width)
    expect(page.locator("[data-chart] svg")).to_have_count(4)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than the screen"
    )


def test_a_confirmation_holds_the_focus_and_gives_it_back(world, open_page):
    """A destructive deed asks first, in a dialog that Escape leaves."""
    page = open_page("/gallery/", person=world.people["handler"])
    button = page.get_by_role("button", name="删除", exact=True)
    button.click()
    expect(page.locator("#gallery-confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#gallery-confirm")).to_be_hidden()
    expect(button).to_be_focused()


def test_charts_are_named_for_whoever_cannot_see_them(world, open_page):
    """Each chart is one image whose name says what was found."""
    page = open_page("/gallery/", person=world.people["handler"])

    expect(page.get_by_role("img", name="两项指标共失 2.80 分")).to_be_visible()
