"""Pages of workbooks and of tables to paste, as a browser meets them."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.exchange.conftest import cell_of, cells, sent, typed

from jixiao_web.exchange import orders
from jixiao_web.exchange.models import ColumnOrder, Import

pytestmark = pytest.mark.django_db
HQ = (2022, "HQ", "evaluation")
UNION = (2022, "UNION", "evaluation")


def content(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("who", "place", "what", "status"),
    [
        ("handler", HQ, "form", 200),
        ("handler", HQ, "empty", 200),
        ("handler", HQ, "whole", 404),
        ("handler", HQ, "nonsense", 404),
        ("handler", UNION, "whole", 403),
        ("finance", UNION, "whole", 200),
        ("finance", HQ, "form", 200),
        ("bureau", UNION, "whole", 200),
        ("school_handler", HQ, "form", 403),
        ("other_finance", UNION, "whole", 403),
        ("system", HQ, "form", 403),
    ],
)
def test_who_takes_which_workbook_away(filled, client, who, place, what, status):
    """Whoever sees a form takes its workbook; the whole department's is there for the department's form only."""
    client.force_login(filled.fresh(who))
    response = client.get(reverse("workbook", args=[*place, what]))
    assert response.status_code == status
    if status == 200:
        assert zipfile.is_zipfile(io.BytesIO(content(response)))
        assert "filename*=utf-8''2022%E5%B9%B4" in response["Content-Disposition"]


def test_upload_preview_apply_undo_in_the_browser(filled, client, workbook):
    """The officer's way: choose a file, look, confirm, take back."""

    def change(book):
        cell_of(book["预算执行"], "B1", "支出决算数").value = 99

    client.force_login(filled.fresh("handler"))
    page = client.get(reverse("files", args=HQ))
    assert "上传并预览" in page.content.decode()
    path = workbook(filled.forms["HQ"], change=change)
    answer = client.post(reverse("import_upload", args=HQ), {"file": sent(path)}, follow=True)
    text = answer.content.decode()
    assert "<del>100.50</del>" in text
    assert "<ins>99</ins>" in text
    assert "确认导入" in text
    made = Import.objects.get()
    done = client.post(reverse("import_apply", args=[*HQ, made.pk]), follow=True)
    assert "撤销这次导入" in done.content.decode()
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "99"
    client.post(reverse("import_undo", args=[*HQ, made.pk]))
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "100.50"


def test_a_clash_in_the_browser_is_told_and_compared_anew(filled, client, workbook):
    """After a clash the page shows the new comparison, and nothing was written."""
    from tests.web.exchange.test_imports import change_one, retype

    client.force_login(filled.fresh("handler"))
    path = workbook(filled.forms["HQ"], change=change_one)
    client.post(reverse("import_upload", args=HQ), {"file": sent(path)})
    made = Import.objects.get()
    retype(filled, filled.rows[2], "100.50", "77")
    text = client.post(reverse("import_apply", args=[*HQ, made.pk]), follow=True).content.decode()
    assert "被别人改动" in text
    assert "<del>77</del>" in text


def test_nobody_opens_an_import_of_another_unit(filled, client, workbook):
    """An import's number alone opens nothing: its address names the form, and the form says who may."""
    client.force_login(filled.fresh("handler"))
    client.post(reverse("import_upload", args=HQ), {"file": sent(workbook(filled.forms["HQ"]))})
    made = Import.objects.get()
    client.force_login(filled.fresh("school_handler"))
    assert client.get(reverse("import", args=[2022, "SCHOOL", "evaluation", made.pk])).status_code == 404
    assert client.get(reverse("import", args=[*HQ, made.pk])).status_code == 403


INDICATOR = {
    "no": "P21-1",
    "owner": "P21",
    "lv1": "产出指标",
    "lv2": "质量指标",
    "name": "津贴发放率",
    "operator": "≥",
    "target": "98",
    "unit": "%",
    "weight": "90",
    "actual": "99.73",
    "deviation": "有人去世。",
    "remedy": "按月核对",
}


def test_rows_stand_in_the_order_of_the_other_system(filled, client):
    """The self-evaluation's columns: target and result as one cell each, the score from the core, cause and measure together."""
    typed(filled, "handler", "HQ", ("indicator", INDICATOR))
    order = orders.orders()["self-evaluation"]
    rows = orders.table(filled.forms["HQ"], order, order.columns)
    assert rows[0][:6] == ["产出指标", "质量指标", "津贴发放率", "≥98%", "99.73%", "90"]
    assert rows[0][7] == "有人去世；按月核对"
    client.force_login(filled.fresh("handler"))
    page = client.get(reverse("paste", args=HQ) + "?order=self-evaluation").content.decode()
    assert "≥98%" in page
    assert "data-copy" in page


def test_a_person_keeps_columns_and_their_order(filled, client):
    """Chosen once, they are there the next time, in the table and in both files; others keep their own."""
    typed(filled, "handler", "HQ", ("indicator", INDICATOR))
    client.force_login(filled.fresh("handler"))
    client.post(
        reverse("paste_keep", args=HQ),
        {"order": "self-evaluation", "place-weight": "2", "place-name": "1", "place-x": "3"},
    )
    assert ColumnOrder.objects.get().columns == ["name", "weight"]
    csv = content(client.get(reverse("paste_file", args=[*HQ, "csv"]) + "?order=self-evaluation")).decode("utf-8-sig")
    assert csv.splitlines() == ["三级指标,分值（分）", "津贴发放率,90"]
    book = openpyxl.load_workbook(
        io.BytesIO(content(client.get(reverse("paste_file", args=[*HQ, "xlsx"]) + "?order=self-evaluation")))
    )
    assert [[c.value for c in row] for row in book.active.iter_rows()] == [
        ["三级指标", "分值（分）"],
        ["津贴发放率", "90"],
    ]
    client.post(reverse("paste_keep", args=HQ), {"order": "self-evaluation", "reset": "1"})
    assert not ColumnOrder.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("+列车", "'+列车"),
        ("-12.50", "-12.50"),
        ("-1,200", "-1,200"),
        ("劳模", "劳模"),
        ("98", "98"),
    ],
)
def test_no_text_becomes_a_formula_elsewhere(text, told):
    """What somebody typed is pasted as text; figures stay figures."""
    assert orders.harmless(text) == told


def test_every_order_names_columns_that_there_are():
    """The orders of the house hold no slip."""
    for order in orders.orders().values():
        assert order.columns, order.id
        assert all(name in order.known for name in order.columns), order.id
        assert all(orders.title_of(order, name) for name in order.known)


def test_the_pages_ask_no_more_for_many_rows_and_imports(filled, client, workbook):
    """One import or many, one row or two hundred: the same number of questions to the database."""
    client.force_login(filled.fresh("handler"))
    counts = []
    for number in (1, 200):
        rows = (("indicator", {**INDICATOR, "no": f"{number}-{n}"}) for n in range(number))
        typed(filled, "handler", "HQ", *rows)
        client.post(reverse("import_upload", args=HQ), {"file": sent(workbook(filled.forms["HQ"]))})
        made = Import.objects.first()
        found = []
        for path in (reverse("files", args=HQ), reverse("import", args=[*HQ, made.pk]), reverse("paste", args=HQ)):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]
