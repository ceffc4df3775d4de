"""Anybody's report: taken in by what it is, reviewed in the background, shown and handed back marked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.cycle.test_flow import client
from tests.web.review.conftest import text_of

from jixiao_web.audit.models import Entry
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.worker import drain
from jixiao_web.review.models import UploadedReport

pytestmark = pytest.mark.django_db
WRONG = "一、部门整体收支情况\n全年预算 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。\n"
RIGHT = "全年预算 110.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。\n"
PICTURE_OF_NOTHING = b"\x00\x01\x02\x03" * 64


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    cache.clear()  # the limit of uploads in a minute counts across tests
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def send(who: Any, name: str, content: bytes | str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return who.post(reverse("uploads"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def document(text: str) -> bytes:
    made, kept = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(kept)
    return kept.getvalue()


def bytes_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_a_report_is_reviewed_and_its_wrong_figure_named(world):
    """The page waits while the job runs, and then says which figure is wrong, where, and what it should be."""
    who = client(world, "handler")
    waiting = text_of(send(who, "自评报告.txt", WRONG))
    assert "正在审阅" in waiting
    assert 'hx-trigger="load delay:700ms"' in waiting
    assert Job.objects.get().kind == "review_report"
    drain()

    report = UploadedReport.objects.get()
    page = text_of(who.get(reverse("upload", args=[report.pk])))
    assert "有 1 处要看" in page
    assert [item["severity"] for item in report.result["zh"]["findings"]] == ["error"]
    assert report.result["zh"]["findings"][0]["code"] in page
    assert "110.00" in page
    assert "正在审阅" not in page
    english = text_of(who.get(reverse("upload", args=[report.pk]), HTTP_ACCEPT_LANGUAGE="en"))
    assert "1 places to look at" in english
    assert report.result["en"]["findings"][0]["found"] in english.replace("&#x27;", "'")
    assert "自评报告.txt" in text_of(who.get(reverse("uploads")))
    assert Job.objects.get().result["link"] == reverse("upload", args=[report.pk])


def test_a_report_without_errors_is_told_so(world):
    """Nothing found is an answer too."""
    who = client(world, "handler")
    send(who, "报告.txt", RIGHT)
    drain()
    page = text_of(who.get(reverse("upload", args=[UploadedReport.objects.get().pk])))
    assert "没有发现问题" in page
    assert "核对了 1 处关系，1 处相符" in page


def test_the_marked_page_can_do_nothing_but_be_read(world):
    """It is shown under a policy of its own, without script, in a sandbox."""
    who = client(world, "handler")
    send(who, "报告.txt", WRONG + "<script>alert(1)</script>")
    drain()
    answer = who.get(reverse("marked", args=[UploadedReport.objects.get().pk]))

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "script" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = bytes_of(answer).decode()
    assert "<script>alert(1)" not in page
    assert "项目支出" in page


def test_a_word_document_comes_back_with_remarks(world):
    """The document itself, and the page; both as downloads that no browser opens."""
    who = client(world, "handler")
    sent = document(WRONG)
    send(who, "总结.docx", sent)
    drain()
    pk = UploadedReport.objects.get().pk

    answer = who.get(reverse("upload_file", args=[pk, "copy"]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    names = zipfile.ZipFile(io.BytesIO(bytes_of(answer))).namelist()
    assert "word/comments.xml" in names
    assert bytes_of(who.get(reverse("upload_file", args=[pk, "report"]))) == sent
    assert b"<html" in bytes_of(who.get(reverse("upload_file", args=[pk, "page"])))
    assert who.get(reverse("upload_file", args=[pk, "secret"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("报告.docx", PICTURE_OF_NOTHING, "不能审阅"),  # the name does not make it one
        ("报告.docx", b"PK\x03\x04 broken", "不能审阅"),
        ("报告.txt", b"", "没有选择文件"),  # Django leaves out empty files of forms
        ("程序.txt", b"MZ\x90\x00\x03\x00\x00\x00", "不能审阅"),
    ],
)
def test_what_is_no_report_is_refused_at_the_door(world, name, content, told):
    """By its bytes; nothing of it is kept."""
    page = text_of(send(client(world, "handler"), name, content))
    assert told in page or "1 字节" in page
    assert not UploadedReport.objects.exists()
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused(world, settings):
    """With its size and the limit."""
    settings.UPLOAD_LIMIT = 1 << 20
    page = text_of(send(client(world, "handler"), "大.txt", "字" * 400_000))
    assert "1200000 字节" in page
    assert "1 MB" in page
    assert not UploadedReport.objects.exists()


def test_what_cannot_be_read_is_told_with_a_sentence(world):
    """A document without words: the page says so, and waits no longer."""
    who = client(world, "handler")
    send(who, "空.docx", document(""))
    drain()
    report = UploadedReport.objects.get()
    assert "空.docx" in report.refused
    page = text_of(who.get(reverse("upload", args=[report.pk])))
    assert report.refused in page
    assert "正在审阅" not in page
    assert report.result["en"]["refused"] != report.refused


def test_the_name_of_a_file_does_not_lead_elsewhere(world, settings):
    """A name with folders in it is only a name."""
    send(client(world, "handler"), "../../../etc/报告.txt", RIGHT)
    report = UploadedReport.objects.get()
    assert report.original_name == "报告.txt"
    assert Path(report.file.path).is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("handler", 200),
        ("approver", 200),
        ("finance", 200),
        ("bureau", 200),
        ("auditor", 200),
        ("school_handler", 403),
        ("other_finance", 403),
        ("system", 403),
    ],
)
def test_who_sees_a_report(world, who, status):
    """Its own unit and those above it."""
    send(client(world, "handler"), "报告.txt", RIGHT)
    drain()
    pk = UploadedReport.objects.get().pk
    reader = client(world, who)
    for address in (
        reverse("upload", args=[pk]),
        reverse("marked", args=[pk]),
        reverse("upload_file", args=[pk, "report"]),
    ):
        answer = reader.get(address)
        assert answer.status_code == status
        assert b"".join(answer)  # closes the file of a download
    listed = reader.get(reverse("uploads"))
    assert ("报告.txt" in listed.content.decode()) is (status == 200)


def test_whoever_brought_a_report_takes_it_away_again(world, django_capture_on_commit_callbacks):
    """With every file; nobody else can, and the trail keeps name and digest."""
    who = client(world, "handler")
    send(who, "总结.docx", document(WRONG))
    drain()
    report = UploadedReport.objects.get()
    names = [report.file.name, report.marked.name, report.copy.name]
    assert all(default_storage.exists(name) for name in names)
    for other in ("approver", "finance"):
        assert client(world, other).post(reverse("upload_remove", args=[report.pk])).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        who.post(reverse("upload_remove", args=[report.pk]))

    assert not UploadedReport.objects.exists()
    assert not any(default_storage.exists(name) for name in names)
    assert Entry.objects.get(deed="upload.remove").before == {"name": "总结.docx", "sm3": report.digest}


def test_a_report_taken_away_before_its_review_ends_the_job(world):
    """The job says why there is nothing to do."""
    who = client(world, "handler")
    send(who, "报告.txt", RIGHT)
    who.post(reverse("upload_remove", args=[UploadedReport.objects.get().pk]))
    drain()
    job = Job.objects.get()
    assert (job.state, "删除" in job.error) == ("failed", True)


def test_the_list_asks_the_same_for_many(world, django_assert_max_num_queries):
    """Fifty reports on one page cost no more than one."""
    who = client(world, "handler")
    send(who, "报告.txt", RIGHT)
    one = UploadedReport.objects.get()
    UploadedReport.objects.bulk_create(
        UploadedReport(
            unit=one.unit, file=one.file.name, original_name=f"{n}.txt", size=1, digest="", by=one.by, at=one.at
        )
        for n in range(60)
    )
    with django_assert_max_num_queries(20):
        who.get(reverse("uploads"))
