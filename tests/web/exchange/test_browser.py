"""Workbooks, papers and the library in Chromium: every page clean for axe, and a file carried in by hand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.browser import violations
from tests.web.exchange.conftest import cell_of, cells, sent, typed
from tests.web.exchange.test_imports import change_one, spoil

from jixiao_web.evidence import services as evidence
from jixiao_web.exchange import services
from jixiao_web.objectives.models import LibraryIndicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HQ = (2022, "HQ", "evaluation")
UNION = (2022, "UNION", "evaluation")


@pytest.fixture
def pages(filled, workbook):
    """The addresses of all pages, each with something on it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def both(book):
        change_one(book)
        spoil(book)

    whole = workbook(filled.forms["UNION"], "whole", both)
    one = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(whole))
    two = services.upload(filled.fresh("finance"), filled.forms["UNION"], sent(whole), whole=True)
    typed(filled, "handler", "HQ", ("indicator", {"no": "P21-1", "owner": "P21", "name": "津贴发放率"}))
    papers = [SimpleUploadedFile(name, b"%PDF-1.7 " + name.encode()) for name in ("一.pdf", "二.pdf")]
    evidence.add(filled.fresh("handler"), filled.forms["HQ"], papers[:1], lines=["P21-1"])
    evidence.add(filled.fresh("handler"), filled.forms["HQ"], papers[1:])
    item = LibraryIndicator.objects.get(name="劳模津贴发放率")
    item.history = {"2021 HQ": {"target": "98", "actual": "99.60", "unit": "%", "source": "2021 年绩效自评 v3"}}
    item.save()
    return [
        ("handler", reverse("files", args=HQ)),
        ("handler", reverse("import", args=[*HQ, one.pk])),
        ("finance", reverse("import", args=[*UNION, two.pk])),
        ("finance", reverse("files", args=UNION)),
        ("handler", reverse("paste", args=HQ)),
        ("handler", reverse("evidence", args=HQ)),
        ("handler", reverse("evidence_edit", args=[*HQ, 1])),
        ("handler", reverse("library") + "?q=津贴"),
        ("handler", reverse("library_indicator", args=[item.pk])),
        ("finance", reverse("library_new")),
    ]


@pytest.mark.parametrize(
    ("language", "dark", "width"), [("zh-hans", False, 1440), ("en", True, 390)], ids=["wide", "narrow-dark-english"]
)
def test_every_page_is_clean(filled, pages, open_page, language, dark, width):
    """Labels, headings, tables and contrast, in both languages, in the dark, on a telephone."""
    found = {}
    for who, path in pages:
        page = open_page(path, person=filled.people[who], language=language, dark=dark, width=width)
        found[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        page.context.close()
    assert found == {path: [] for _who, path in pages}


def test_a_workbook_is_carried_in_by_hand(filled, workbook, open_page):
    """Choose, look, confirm, see it in the form, take it back."""

    def change(book):
        cell_of(book["预算执行"], "B1", "支出决算数").value = 99

    path = workbook(filled.forms["HQ"], change=change)
    page = open_page(reverse("files", args=HQ), person=filled.people["handler"])
    page.set_input_files("#file", str(path))
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("button", name="撤销这次导入").wait_for()
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "99"
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_role("button", name="重新预览这个文件").wait_for()
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "100.50"


def test_a_table_is_copied_for_another_system(filled, open_page):
    """The button puts the rows on the clipboard, tabs between the cells."""
    cells_ = {
        "no": "P21-1",
        "owner": "P21",
        "lv1": "产出指标",
        "lv2": "质量指标",
        "name": "津贴发放率",
        "operator": "≥",
    }
    typed(filled, "handler", "HQ", ("indicator", {**cells_, "target": "98", "unit": "%"}))
    page = open_page(reverse("paste", args=HQ) + "?order=objectives", person=filled.people["handler"])
    page.get_by_role("button", name="复制", exact=True).click()
    page.get_by_role("button", name="已复制").wait_for()
    told = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert told[1].split("\t")[:5] == ["产出指标", "质量指标", "津贴发放率", "≥", "98"]
