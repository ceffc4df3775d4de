"""The end of a year as people play it in a browser: an error is found, sent back, mended, approved, finalised and reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.web.browser import quiet, violations
from tests.web.played.words import data_runs, leftovers

from jixiao.documents.reading import read
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.demo import making
from jixiao_web.filling.models import Row

EXAMPLE = Path(__file__).parents[3] / "examples" / "gz-union-2022.xlsx"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(transactional_db):
    return making.make(EXAMPLE)


def person(name: str) -> User:
    return User.objects.get(username=name)


def do(page, deed: str, note: str = "") -> None:
    """Press a button of the flow, say why where one must, and confirm."""
    page.wait_for_selector("#flow .timeline, #flow .card")
    page.click(f"[data-dialog='move-{deed}']")
    dialog = page.locator(f"#move-{deed}")
    if note:
        dialog.locator("textarea").fill(note)
    dialog.locator("button.primary").click()
    page.wait_for_load_state()
    page.wait_for_selector("#messages .success")


def state(unit: str) -> str:
    return Form.objects.get(task__kind=Kind.EVALUATION, unit__code=unit).state


def type_into(page, key: str, field: str, text: str) -> None:
    """Go to the row with that key and type into one cell as at a keyboard."""
    row = Row.objects.get(form__unit__code="CP3", form__task__kind=Kind.EVALUATION, subject="budget", cells__line=key)
    page.goto(re.sub(r"#.*", "", page.url) + f"#r{row.pk}-{field}")
    page.reload()
    page.wait_for_selector("[role=gridcell]:focus")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#save-state:has-text('已保存')")


@pytest.mark.timeout(400)
def test_the_end_of_a_year(stage, open_page, tmp_path):
    """From a planted slip to the report whose figures are those of the screen."""
    line = Row.objects.filter(form__unit__code="CP3", form__task__kind=Kind.EVALUATION, subject="budget").first()
    right = line.cells["spent"]

    handler = open_page("/2022/CP3/evaluation/sheet/budget/", person=person("wu"))
    type_into(handler, line.cells["line"], "spent", "99999.12")
    handler.wait_for_selector("#findings >> text=ART-06")
    handler.goto(handler.url.split("/sheet/")[0] + "/")
    do(handler, "submit")
    approver = open_page("/2022/CP3/evaluation/", person=person("zheng"))
    do(approver, "approve")
    assert state("CP3") == "at_department"

    finance = open_page("/2022/SZGH/consolidation/", person=person("zhou"))
    finance.wait_for_selector("#findings >> text=ART-06")
    finance.goto(finance.url.split("/2022/")[0] + "/2022/CP3/evaluation/")
    do(finance, "send_back", "支出大于预算，请核对支出决算数。")

    handler.goto(handler.url.split("/2022/")[0] + "/")
    assert "支出大于预算" in handler.inner_text("main")
    handler.goto(handler.url + "2022/CP3/evaluation/sheet/budget/")
    type_into(handler, line.cells["line"], "spent", right)
    handler.goto(handler.url.split("/sheet/")[0] + "/")
    do(handler, "submit")
    approver.reload()
    do(approver, "approve")

    engineer = open_page("/2022/ENG/evaluation/", person=person("chen"))
    do(engineer, "submit")
    chief = open_page("/2022/ENG/evaluation/", person=person("huang"))
    do(chief, "approve")

    for unit in ("CP3", "ENG", "FLS"):
        finance.goto(finance.url.split("/2022/")[0] + f"/2022/{unit}/evaluation/")
        do(finance, "accept")
    finance.goto(finance.url.split("/2022/")[0] + "/2022/SZGH/evaluation/")
    do(finance, "submit")
    bureau = open_page("/2022/SZGH/evaluation/", person=person("fang"))
    do(bureau, "review")
    do(bureau, "finalise")
    assert {state(unit) for unit in ("SZGH", "HQ", "CP3", "ENG", "FLS")} == {"final"}

    base = finance.url.split("/2022/")[0]
    finance.goto(base + "/2022/SZGH/reports/")
    for kind in ("html", "xlsx", "pdf"):
        finance.uncheck(f"input[name=kinds][value={kind}]")
    finance.click("main form button.primary")
    call_command("run_jobs", once=True)
    finance.goto(base + "/2022/SZGH/reports/1/view/")
    shown = set(re.findall(r"\d[\d,.]*\d%?", finance.inner_text("article")))
    finance.goto(base + "/2022/SZGH/reports/")
    assert "仍标为草稿，缺哪些见预览" in finance.inner_text("main")  # measures without a person or a day, as published
    with finance.expect_download() as download:
        finance.click("a[href$='/1/docx/']")
    kept = tmp_path / "report.docx"
    download.value.save_as(kept)
    told = "\n".join(
        passage.text for passage in read(kept, guarded=False).passages()
    )  # figures stand in content controls
    printed = set(re.findall(r"\d[\d,.]*\d%?", told))
    assert {"46886.75", "46154.11", "98.44%"} <= shown
    assert len(printed) > 50
    assert printed <= shown


PAGES = {
    "zhou": (
        "/",
        "/2022/SZGH/",
        "/2022/SZGH/evaluation/",
        "/2022/SZGH/evaluation/sheet/management/",
        "/2022/HQ/evaluation/sheet/budget/",
        "/2022/SZGH/consolidation/",
        "/2022/SZGH/scores/",
        "/2022/SZGH/reports/",
        "/2022/SZGH/reports/preview/",
        "/tasks/",
        "/review/",
        "/library/",
        "/organisation/HQ/",
        "/accounts/my/",
    ),
    "chen": ("/", "/2022/ENG/evaluation/", "/2022/ENG/evaluation/files/", "/2022/ENG/evaluation/evidence/"),
    "an": ("/", "/accounts/people/"),
    "ji": ("/audit/",),
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("language", "width", "dark"), [("zh-hans", 1440, False), ("en", 390, True)])
def test_every_main_page_can_be_used_by_everybody(stage, open_page, language, width, dark):
    """Axe finds nothing on any page, in both languages, on a desk and in a hand; and an English page is English."""
    found, data = [], data_runs()
    for name, paths in PAGES.items():
        page = open_page("/notices/", person=person(name), language=language, width=width, dark=dark)
        for path in paths:
            page.goto("/".join(page.url.split("/")[:3]) + path)
            quiet(page)
            found += [f"{path} {line}" for line in violations(page)]
            if language == "en":
                found += [f"{path} {line}" for line in leftovers(page, data)]
            else:
                assert page.get_by_role("navigation", name="主导航").count() == 1
    assert found == []
