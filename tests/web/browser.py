"""A real browser on a live server, for tests marked `browser`.

A test folder takes the fixtures into its conftest: `from tests.web.browser import chromium, open_page`. Then

    page = open_page("/2022/HQ/evaluation/", person=world.people["handler"], dark=True, width=390)

is a page of its own context, on which every error of a script, and every breach of the content security policy, fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from tests.conftest import chromium_path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SLOWEST = 15_000
"""Milliseconds after which something is not going to happen."""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run. Playwright keeps an event loop in this thread, in which Django would refuse to query."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a page of the live server, as somebody or as nobody."""
    live_server = request.getfixturevalue("live_server")
    contexts, errors = [], []

    def opened(
        path: str = "/",
        *,
        person: Any = None,
        language: str = "zh-hans",
        dark: bool = False,
        width: int = 1440,
        height: int = 900,
        expect_errors: bool = False,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(SLOWEST)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language, **(signed_in(person) if person is not None else {})}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        if not expect_errors:
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: errors.append(line.text) if complaint(line) else None)
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == [], f"the browser complained: {errors}"


def quiet(page: Page) -> None:
    """Wait until the page has what it asks for by itself: no connection for a moment, which is shorter than Playwright's half second."""
    asked = "() => performance.getEntriesByType('resource').length"
    busy = "() => document.querySelectorAll('.htmx-request').length"
    still, known = 0, -1
    for _try in range(300):
        now = page.evaluate(asked)
        still = still + 1 if now == known and not page.evaluate(busy) else 0
        known = now
        if still == 3:
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"{page.url} goes on asking for more")


def complaint(line: ConsoleMessage) -> bool:
    """Whether a line of the console tells of a mistake; a connection that the test itself cuts is none."""
    return line.type == "error" and "net::ERR_" not in line.text


def signed_in(person: Any) -> dict[str, str]:
    """The cookie of a session of that person."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds wrong with a page, a line each: the rule, where, and why."""
    # What passes is not told one by one: to write that down takes axe longer than to find out.
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} – {node.get('failureSummary', '')[:300]}"
        for rule in found
        for node in rule["nodes"]
    ]
