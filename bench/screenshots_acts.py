"""What is photographed, as whom, and what is done on the page before: typed, opened, chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from bench.screenshots_site import ROOT

Act = Callable[[Page], None]


def nothing(page: Page) -> None:
    """The page as it comes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to be photographed, wide and narrow; some in dark and in English as well.

    What is not shown in the documentation is photographed by name, or with --whole.
    """

    name: str
    who: str
    path: str
    act: Act = nothing
    dark: bool = False
    english: bool = False
    shown: bool = True


def cell(page: Page, row: int, field: str) -> None:
    """Go to a cell of the sheet's grid."""
    find = "field => JSON.parse(document.getElementById('sheet-data').textContent).columns.findIndex(c => c.field === field)"
    page.locator("#grid tbody tr").nth(row).locator("td").nth(page.evaluate(find, field)).click()


def spend_too_much(page: Page) -> None:
    """The handler of the cultural palace types 981.44 for 891.44; the checks answer beside the grid."""
    page.wait_for_selector("#grid td")
    choose(page)
    page.keyboard.type("981.44")
    page.keyboard.press("Enter")
    page.wait_for_selector("#save-state.done")
    page.wait_for_selector("#findings >> text=ART-06")


def choose(page: Page) -> None:
    """The cell of the expenditure in the first row, with its help."""
    page.wait_for_selector("#grid td")
    cell(page, 0, "spent")
    page.wait_for_selector("#help button.link")


def review(page: Page) -> None:
    """Hand in somebody else's report for review."""
    page.set_input_files("input[type=file]", ROOT / "examples" / "report-with-slips.txt")
    page.click("form.card .primary")
    page.wait_for_selector("#verdict .figure-big")


def render(page: Page) -> None:
    """Have the report of the department drafted."""
    page.click("form.card .primary")
    page.wait_for_url("**/jobs/**")


def trace(page: Page) -> None:
    """Open the line of the contracts that were signed late; the table stands at the top, its trace beside it."""
    page.locator("main table a[href*='B-05-04']").click()
    page.wait_for_selector("#trace h2")
    page.locator("#trace" if page.viewport_size["width"] < 1100 else "main table:has(a[hx-get])").evaluate(
        "element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 69)"
    )


def ask(page: Page) -> None:
    """Ask a figure of the report where it comes from."""
    page.locator(".report p [data-passport-url]", has_text="%").first.click()
    page.wait_for_selector(".popover dl")


def found(page: Page) -> None:
    """Wait for the findings that come after the page."""
    page.wait_for_selector("#findings h2")


PREPARATIONS: tuple[tuple[str, str, Act], ...] = (
    ("wu", "/2022/CP3/evaluation/sheet/budget/", spend_too_much),
    ("zhou", "/review/", review),
    ("zhou", "/2022/SZGH/reports/", render),
)
SHOTS = (
    Shot("sign-in", "", "/accounts/login/"),
    Shot("home", "chen", "/"),
    Shot("home-department", "zhou", "/"),
    Shot("home-bureau", "fang", "/"),
    Shot("form", "chen", "/2022/ENG/evaluation/", found),
    Shot("sheet", "wu", "/2022/CP3/evaluation/sheet/budget/", choose, dark=True, english=True),
    Shot("findings", "wu", "/2022/CP3/evaluation/findings/"),
    Shot("consolidation", "zhou", "/2022/SZGH/consolidation/?kind=evaluation", found),
    Shot("scorecard", "zhou", "/2022/SZGH/scores/", trace, dark=True, english=True),
    Shot("report", "zhou", "/2022/SZGH/reports/preview/", ask),
    Shot("reports", "zhou", "/2022/SZGH/reports/", shown=False),
    Shot("review", "zhou", "/review/1/", shown=False),
    Shot("review-marked", "zhou", "/review/1/marked/"),
    Shot("analysis", "zhou", "/2022/SZGH/analysis/"),
    Shot("unit-year", "zhou", "/2022/SZGH/", shown=False),
    Shot("task", "zhou", "/tasks/3/", shown=False),
    Shot("library", "zhou", "/library/", shown=False),
    Shot("versions", "zhou", "/2022/FLS/evaluation/flow/versions/", shown=False),
)
