"""Evidence: numbered, named, tied to lines, packed, watched, and never lost."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.evidence.conftest import PDF, PNG, file, package, xlsx
from tests.web.exchange.conftest import cells, project, typed

from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Form, Task
from jixiao_web.evidence import selectors, services
from jixiao_web.evidence.filing import safe_name
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.models import Row

pytestmark = pytest.mark.django_db
HQ = (2022, "HQ", "evaluation")
INDICATOR = ("indicator", {"no": "P21-1", "owner": "P21", "name": "津贴发放率", "lv1": "产出指标", "lv2": "质量指标"})


@pytest.fixture
def filled(world):
    typed(world, "handler", "HQ", project("P21", "劳模津贴"), INDICATOR)
    return world


def add(world, *files, who="handler", form="HQ", **more):
    return services.add(world.fresh(who), world.forms[form], files, **more)


def test_files_are_numbered_named_and_listed_in_the_form(filled):
    """Two papers of one indicator: numbers of the unit, names by the rule, rows that facts and checks know."""
    added, refused = add(filled, file("发放表.pdf"), file("照片.jpg", b"\xff\xd8\xff\xe0" + b"0" * 30), lines=["P21-1"])
    assert not refused
    assert [item.file.shown_name for item in added] == ["HQ-E01-P21-1-发放表.pdf", "HQ-E02-P21-1-照片.jpg"]
    assert cells(filled.forms["HQ"], "evidence") == [
        {"no": "HQ-E01", "lines": "P21-1", "name": "发放表", "file": "HQ-E01-P21-1-发放表.pdf"},
        {"no": "HQ-E02", "lines": "P21-1", "name": "照片", "file": "HQ-E02-P21-1-照片.jpg"},
    ]
    assert selectors.rows(filled.forms["HQ"])[0]["no"] == "HQ-E01"
    assert Entry.objects.filter(deed="evidence.add").count() == 2


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("pdf-under-another-name.txt", PDF, "pdf"),
        ("a.png", PNG, "png"),
        ("a.xlsx", xlsx(), "xlsx"),
        ("a.docx", package(word__document_xml="<w/>"), "docx"),
        ("a.ofd", package(OFD_xml="<o/>"), "ofd"),
    ],
)
def test_kinds_are_found_by_content(filled, name, content, kind):
    """The name of a file says nothing about what it is."""
    added, refused = add(filled, file(name, content))
    assert not refused
    assert added[0].file.kind == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.zip", package(x_txt="1"), "解压"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", b"<html><script>alert(1)</script></html>", "网页"),
        ("run.pdf", b"MZ\x90\0\3\0\0\0" + bytes(range(60)), "不能作为佐证材料"),
        ("a.xlsx", package(xl__workbook_xml="<w/>", xl__vbaProject_bin="x"), "宏"),
    ],
)
def test_what_is_no_evidence_is_refused_with_what_to_do(filled, name, content, words):
    """Archives, programs, pages with scripts and macros are told one by one; good files beside them are kept."""
    added, refused = add(filled, file(name, content), file("good.pdf"))
    assert [item.file.name for item in added] == ["good"]
    assert words in refused[0].sentence
    assert name in refused[0].sentence


def test_too_large_a_file_is_refused(filled, settings):
    """The limit stands in the sentence."""
    settings.UPLOAD_LIMIT = 10
    added, refused = add(filled, file("big.pdf", PDF))
    assert not added
    assert "big.pdf" in refused[0].sentence


def test_the_same_bytes_twice_are_told(filled):
    """Somebody uploads one paper under two names: both are kept, and it is said."""
    add(filled, file("一.pdf"))
    added, _ = add(filled, file("二.pdf"))
    assert added[0].same_as == ("HQ-E01",)
    assert selectors.doubles(filled.forms["HQ"]) == {added[0].file.digest}


def test_a_paper_of_the_list_gets_its_file(filled):
    """The list was imported before the files: the number, the name and the lines of the list stay."""
    typed(filled, "handler", "HQ", ("evidence", {"no": "E07", "name": "津贴台账", "lines": "P21-1", "page": "3"}))
    assert selectors.listed(filled.forms["HQ"]).unfiled == (("E07", "津贴台账"),)
    added, _ = add(filled, file("扫描件0001.pdf"), code="E07")
    assert (added[0].file.code, added[0].file.name, added[0].file.lines) == ("E07", "津贴台账", ["P21-1"])
    (row,) = cells(filled.forms["HQ"], "evidence")
    assert row["file"] == "E07-P21-1-津贴台账.pdf"
    assert row["page"] == "3"


def test_the_department_numbers_without_a_unit(filled):
    """Numbers of a year are told apart: a unit's carry its code."""
    added, _ = add(filled, file("决算批复.pdf"), who="finance", form="UNION")
    assert added[0].file.code == "E01"


def test_what_a_paper_is_can_be_said_and_stands_in_the_form(filled):
    """Name, line, page, date and seal; the sheet follows."""
    add(filled, file("a.pdf"))
    item = EvidenceFile.objects.get()
    services.describe(
        filled.fresh("handler"),
        item,
        name="津贴发放明细表",
        lines=["P21-1"],
        pages="3—5",
        dated=date(2022, 12, 31),
        sealed=True,
    )
    assert cells(filled.forms["HQ"], "evidence") == [
        {
            "no": "HQ-E01",
            "lines": "P21-1",
            "name": "津贴发放明细表",
            "file": "HQ-E01-P21-1-津贴发放明细表.pdf",
            "page": "3—5",
            "date": "2022-12-31",
            "sealed": "是",
        }
    ]
    with pytest.raises(Refused):
        services.describe(filled.fresh("handler"), item, name=" ", lines=[])


def test_lines_still_lacking_evidence_are_listed(filled):
    """An indicator without a paper is named; with one it is not."""
    assert [line.code for line in selectors.listed(filled.forms["HQ"]).lacking] == ["P21-1"]
    add(filled, file("a.pdf"), lines=["P21-1"])
    assert selectors.listed(filled.forms["HQ"]).lacking == ()


def test_removal_hides_and_loses_nothing(filled):
    """Hidden with a reason, gone from the sheet, still on the disk, and back on demand with its number."""
    add(filled, file("a.pdf"))
    item = EvidenceFile.objects.get()
    with pytest.raises(Refused):
        services.remove(filled.fresh("handler"), item, " ")
    services.remove(filled.fresh("handler"), item, "传错了年度")
    assert selectors.listed(filled.forms["HQ"]).files == 0
    assert cells(filled.forms["HQ"], "evidence") == []
    item.refresh_from_db()
    with item.file.open("rb") as kept:
        assert kept.read() == PDF
    added, _ = add(filled, file("b.pdf", PDF + b"2"))
    assert added[0].file.code == "HQ-E02"
    services.restore(filled.fresh("handler"), item)
    assert [row["no"] for row in cells(filled.forms["HQ"], "evidence")] == ["HQ-E02", "HQ-E01"]


@pytest.mark.parametrize("who", ["approver", "school_handler", "other_handler", "finance", "bureau", "auditor"])
def test_only_who_fills_in_adds(filled, who):
    """Others look at most."""
    with pytest.raises(PermissionDenied):
        add(filled, file("a.pdf"), who=who)


def test_a_business_division_adds_its_papers(filled):
    """The division that has the paper uploads it, though the list is the handler's."""
    added, _ = add(filled, file("a.pdf"), who="business")
    assert added
    assert cells(filled.forms["HQ"], "evidence")[0]["no"] == "HQ-E01"


def test_a_submitted_or_late_form_takes_no_papers(filled):
    """What was handed in is complete; after the window an exemption is needed."""
    Form.objects.filter(pk=filled.forms["HQ"].pk).update(state="at_unit")
    filled.forms["HQ"].refresh_from_db()
    with pytest.raises(PermissionDenied):
        add(filled, file("a.pdf"))
    Form.objects.filter(pk=filled.forms["HQ"].pk).update(state="draft")
    Task.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    form = Form.objects.select_related("task", "unit").get(pk=filled.forms["HQ"].pk)
    with pytest.raises(PermissionDenied):
        services.add(filled.fresh("handler"), form, [file("a.pdf")])


def test_looking_at_a_paper_is_written_down_and_the_answer_is_harmless(filled, client):
    """Who saw what stands in the trail; a browser runs nothing of it and guesses nothing."""
    add(filled, file("a.pdf"), file("b.png", PNG))
    client.force_login(filled.fresh("bureau"))
    pdf = client.get(reverse("evidence_file", args=[*HQ, 1]))
    assert b"".join(pdf.streaming_content) == PDF
    assert pdf["Content-Disposition"].startswith("attachment")
    png = client.get(reverse("evidence_file", args=[*HQ, 2]))
    assert b"".join(png.streaming_content) == PNG
    assert png["Content-Disposition"].startswith("inline")
    assert png["Content-Type"] == "image/png"
    for answer in (pdf, png):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
    seen = Entry.objects.filter(deed="evidence.view")
    assert [entry.by.username for entry in seen] == ["bureau", "bureau"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("handler", 200), ("auditor", 200), ("school_handler", 403), ("other_finance", 403), ("system", 403)],
)
def test_a_papers_address_opens_it_only_for_who_may_see_the_form(filled, client, who, status):
    """The number in an address is no key, and refused looks leave no entry."""
    add(filled, file("a.pdf"))
    client.force_login(filled.fresh(who))
    answer = client.get(reverse("evidence_file", args=[*HQ, 1]))
    assert answer.status_code == status
    assert answer.streaming == (status == 200)
    if answer.streaming:
        assert b"".join(answer.streaming_content) == PDF
    assert Entry.objects.filter(deed="evidence.view").exists() == (status == 200)
    assert client.get(reverse("evidence_file", args=[2022, "SCHOOL", "evaluation", 1])).status_code in {403, 404}


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('q"<>|.pdf', "q.pdf"),
        ("..", "file"),
        ("", "file"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_lead_nowhere(told, kept):
    """A name is a name: no folders, no control signs, not too long."""
    assert safe_name(told) == kept


def test_files_lie_under_names_of_our_own(filled):
    """Nobody finds a paper by guessing its name on the disk, and nothing is written outside the folder."""
    add(filled, file("../../../发放表.pdf"))
    item = EvidenceFile.objects.get()
    stem = Path(item.file.name).stem
    assert len(stem) == 32
    assert item.file.name.startswith("evidence/")
    assert item.name == "发放表"


def test_papers_are_packed_by_line_with_an_index(filled, client):
    """A folder a line, names by the rule, the index first; a paper of two lines is packed once."""
    typed(filled, "handler", "HQ", ("indicator", {"no": "P21-2", "owner": "P21", "name": "发放人数"}))
    add(filled, file("一.pdf"), lines=["P21-1", "P21-2"])
    add(filled, file("二.pdf", PDF + b"2"), lines=["P21-2"])
    add(filled, file("三.pdf", PDF + b"3"))
    client.force_login(filled.fresh("handler"))
    answer = client.get(reverse("evidence_pack", args=HQ))
    content = io.BytesIO(b"".join(answer.streaming_content))
    with zipfile.ZipFile(content) as package_:
        assert package_.namelist() == [
            "00-目录.xlsx",
            "P21-1 津贴发放率/HQ-E01-P21-1-一.pdf",
            "P21-2 发放人数/HQ-E02-P21-2-二.pdf",
            "未对应指标/HQ-E03-三.pdf",
        ]
        index = openpyxl.load_workbook(io.BytesIO(package_.read("00-目录.xlsx"))).active
    assert [[c.value for c in row][:4] for row in index.iter_rows()][1] == ["1", "HQ-E01", "P21-1、P21-2", "一"]
    assert Entry.objects.filter(deed="evidence.view").count() == 3
    one = client.get(reverse("evidence_pack", args=HQ) + "?line=P21-2")
    with zipfile.ZipFile(io.BytesIO(b"".join(one.streaming_content))) as package_:
        assert len(package_.namelist()) == 3


def test_the_pages_of_evidence(filled, client):
    """Upload several at once, see what is refused, correct one, take one down, bring it back."""
    client.force_login(filled.fresh("handler"))
    files = [file("一.pdf"), file("二.zip", package(x_txt="1"))]
    text = client.post(
        reverse("evidence_upload", args=HQ), {"files": files, "lines": ["P21-1"]}, follow=True
    ).content.decode()
    assert "HQ-E01-P21-1-一.pdf" in text
    assert "解压" in text
    assert client.get(reverse("evidence_edit", args=[*HQ, 1])).status_code == 200
    client.post(
        reverse("evidence_edit", args=[*HQ, 1]), {"name": "津贴明细", "lines": ["P21-1"], "dated": "2022-13-45"}
    )
    assert EvidenceFile.objects.get().name == "一"
    client.post(
        reverse("evidence_edit", args=[*HQ, 1]),
        {"name": "津贴明细", "lines": ["P21-1"], "dated": "2022-12-31", "sealed": "yes"},
    )
    assert EvidenceFile.objects.get().name == "津贴明细"
    client.post(reverse("evidence_remove", args=[*HQ, 1]), {"reason": "重复"})
    text = client.post(reverse("evidence_restore", args=[*HQ, 1]), follow=True).content.decode()
    assert "已恢复" in text
    assert Row.objects.filter(subject="evidence", alive=True).count() == 1


def questions(client, path: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_page_asks_no_more_for_many_papers(filled, client):
    """Two papers or sixty: the same number of questions to the database."""
    client.force_login(filled.fresh("handler"))
    add(filled, file("0.pdf"), file("1.pdf", PDF + b"1"), lines=["P21-1"])
    few = questions(client, reverse("evidence", args=HQ))
    for batch in range(2):
        add(filled, *(file(f"{batch}-{n}.pdf", PDF + bytes([batch, n])) for n in range(30)))
    assert questions(client, reverse("evidence", args=HQ)) <= few
