"""Review and flow in a real browser: a form returned for a finding, a remark answered, a report dropped in; axe on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from tests.web.browser import violations
from tests.web.conftest import build_world
from tests.web.cycle.test_flow import LINE, WHO, go, state, type_in

from jixiao_web.cycle.models import Comment
from jixiao_web.filling.models import Row

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WRONG = "全年预算 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。"


@pytest.fixture
def stage(transactional_db, _quick_passwords, settings, tmp_path: Path):
    """HQ spent more than it had, and waits for the department; SCHOOL is being filled in."""
    settings.MEDIA_ROOT = tmp_path / "files"
    world = build_world()
    type_in(world, "finance", "UNION", "cover", {"region": "440100"})
    for code, (handler, _approver) in WHO.items():
        line = LINE | {"line": f"L-{code}", "adjust": "0", "carried_in": "0", "spent": "250"}
        type_in(world, handler, code, "budget", line)
    go(world, "handler", "HQ", "submit")
    go(world, "approver", "HQ", "approve")
    return world


def test_a_form_is_returned_for_a_finding_and_the_remark_is_answered(stage, open_page):
    """Department finance presses one button; the handler finds the reason, the cell and the remark, and answers it."""
    world = stage
    finance = open_page("/2022/UNION/consolidation/", person=world.people["finance"])
    finance.locator("#findings button.danger", has_text="某市总工会本级").first.click()
    finance.wait_for_selector("#messages .success")
    assert finance.url.endswith("/2022/UNION/consolidation/")
    assert state(world, "HQ") == "returned_by_department"

    handler = open_page("/2022/HQ/evaluation/", person=world.people["handler"])
    expect(handler.locator("#flow .timeline li").first).to_contain_text("退回单位")
    remark = handler.locator("#flow .comments article").first
    remark.locator("input[name=answer]").fill("已核对，更正为 98.44")
    remark.locator("button", has_text="答复").first.click()
    expect(handler.locator("#flow .comments")).to_contain_text("已核对，更正为 98.44")
    assert Comment.objects.get().resolved_at is None
    row = Row.objects.get(form=world.forms["HQ"], subject="budget")
    handler.locator("#flow .comments article a").click()
    handler.wait_for_url(f"**/2022/HQ/evaluation/sheet/budget/#r{row.pk}-*")


def test_a_reason_is_asked_before_the_button_and_not_after(stage, open_page):
    """The dialog of a return offers the findings with their words; without a reason the page says what is missing."""
    world = stage
    finance = open_page("/2022/HQ/evaluation/", person=world.people["finance"])
    finance.click("[data-dialog='move-send_back']")
    dialog = finance.locator("#move-send_back")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[name=reasons]").first).to_be_visible()
    assert violations(finance) == []
    dialog.locator("button.primary").click()
    finance.wait_for_selector("#messages .error")
    assert state(world, "HQ") == "at_department"
    finance.click("[data-dialog='move-send_back']")
    dialog.locator("input[name=reasons]").first.check()
    dialog.locator("button.primary").click()
    finance.wait_for_selector("#messages .success")
    assert state(world, "HQ") == "returned_by_department"


def test_a_remark_is_written_at_a_cell(stage, open_page):
    """Whoever looks at a sheet chooses the cell and writes; it stands at that cell."""
    world = stage
    row = Row.objects.get(form=world.forms["SCHOOL"], subject="budget")
    page = open_page(
        f"/2022/SCHOOL/evaluation/sheet/budget/?row={row.pk}#r{row.pk}-spent", person=world.people["finance"]
    )
    page.locator("#help details summary", has_text="在这一格写意见").click()
    page.fill("#cell-comment", "请附决算表")
    page.locator("#help form button").click()
    page.wait_for_load_state("networkidle")
    made = Comment.objects.get()
    assert (made.row, made.field, made.text) == (row.pk, "spent", "请附决算表")


@pytest.mark.timeout(240)
def test_a_report_is_dropped_in_and_judged(stage, open_page, tmp_path):
    """The page waits by itself and then names the wrong figure; the marked page opens without any error."""
    file = tmp_path / "自评报告.txt"
    file.write_text(WRONG, encoding="utf-8")
    page = open_page("/review/", person=stage.people["handler"])
    page.set_input_files("#file", str(file))
    page.click("form.card button.primary")
    expect(page.locator("#verdict progress")).to_be_visible()
    call_command("run_jobs", once=True)
    expect(page.locator("#verdict")).to_contain_text("有 1 处要看")
    assert violations(page) == []
    with page.context.expect_page() as opened:
        page.click("#verdict a.button.primary")
    marked = opened.value
    marked.wait_for_load_state()
    assert "项目支出" in marked.inner_text("body")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("language", "width", "dark"), [("zh-hans", 1440, False), ("en", 390, True)])
def test_every_page_of_review_and_flow_can_be_used_by_everybody(stage, open_page, language, width, dark):
    """Axe finds nothing, in both languages, on a desk and in a hand."""
    world = stage
    row = Row.objects.get(form=world.forms["HQ"], subject="budget")
    go(world, "finance", "HQ", "send_back", note="请改", comments=[("budget", row.pk, "spent", "请核对")])
    type_in(world, "handler", "HQ", "narrative", {"no": "1", "text": "说明"})
    form = "/2022/HQ/evaluation"
    paths = [
        f"{form}/flow/",
        f"{form}/flow/comments/",
        f"{form}/flow/versions/",
        f"{form}/flow/versions/1/",
        f"{form}/flow/versions/compare/?one=1",
        f"{form}/findings/",
        f"/2022/UNION/evaluation/findings/places/?row={row.pk}&field=spent",
        "/2022/UNION/consolidation/",
        "/2022/UNION/consolidation/totals/",
        "/2022/UNION/consolidation/totals/total/spent/",
        "/review/",
    ]
    page = open_page("/notices/", person=world.people["finance"], language=language, width=width, dark=dark)
    base = page.url.removesuffix("/notices/")
    found = []
    for path in paths:
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        found += [f"{path} {line}" for line in violations(page)]
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path} is {wide} px too wide"] if wide > 1 else []
    assert found == []
