"""People of another department neither list nor read nor touch anything of this one: pages, fragments, exports, files, jobs, search."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import World
from tests.web.test_policies import ADDRESSES, WALKED, content_of, values

from jixiao.figures import MISSING
from jixiao_web.accounts.models import Delegation
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Comment, Countersign, Exemption, Form, Version
from jixiao_web.evidence import services as evidence
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.exchange import services as exchange
from jixiao_web.exchange import workbooks
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.jobs import services as jobs
from jixiao_web.notices.models import Notice, ReadingItem
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.organisation.models import StaffMovement
from jixiao_web.reports.models import IssuedReport
from jixiao_web.reports.snapshot import take
from jixiao_web.review.models import UploadedReport, WaiverRecord

pytestmark = [pytest.mark.long, pytest.mark.django_db]
SECRET = "机密"
PAPER = "机密文件"
LEAK = re.compile("机密(?:项目|用途|任务|意见|问题|理由|文件|提醒|办法|指标|调入|延期|出差|审阅)")
"""What stands in the things themselves; the word alone is what is searched for, and a page may say so."""
PNG = b"\x89PNG\r\n\x1a\n" + PAPER.encode() + b"\0" * 40
THEIR_OWN = {"session.begin", "session.end", "language.set"}
"""What an outsider's walk may leave in the trail: deeds on his own account."""


def types(world: World, who: str, code: str, *rows: tuple[str, dict[str, str]]) -> None:
    changes: list[CellChange] = []
    for number, (subject, cells) in enumerate(rows):
        changes.append(CellChange(f"n{number}", subject, "", "", "1"))
        changes += (CellChange(f"n{number}", subject, name, "", text) for name, text in cells.items())
    filling.apply(world.fresh(who), world.forms[code], DeedRequest(Deed.Kind.TYPING, tuple(changes)))
    world.forms[code].refresh_from_db()


def full(world: World) -> dict[str, Mapping[str, Any]]:
    """Something of every kind in 总工会, each with the secret in it; answers what stands in the addresses, by address."""
    now, day = timezone.now(), timezone.localdate()
    handler, finance, form = world.people["handler"], world.people["finance"], world.forms["HQ"]
    types(
        world,
        "handler",
        "HQ",
        ("project", {"project": "P1", "name": f"{SECRET}项目"}),
        (
            "budget",
            {"line": "B1", "project": "P1", "purpose": f"{SECRET}用途", "initial": "7654321.09", "spent": "1.23"},
        ),
    )
    types(world, "finance", "UNION", ("task", {"no": "T1", "name": f"{SECRET}任务"}))
    row = Row.objects.get(form=form, subject="project")
    frozen = {"project": [{"row": row.pk, "cells": row.cells}]}
    for number in (1, 2):
        Version.objects.create(form=form, number=number, rows=frozen, made_by=handler, made_at=now)
    remark = Comment.objects.create(
        form=form, subject="project", row=row.pk, field="name", text=f"{SECRET}意见", by=finance, at=now
    )
    asked = Countersign.objects.create(
        form=form, person=world.people["business"], asked_by=handler, asked_at=now, question=f"{SECRET}问题"
    )
    waiver = WaiverRecord.objects.create(
        form=form, code="CMP-23", address="x", person=finance, reason=f"{SECRET}理由", until=day, made_at=now
    )
    (added,), _ = evidence.add(world.fresh("handler"), form, [SimpleUploadedFile(f"{PAPER}.png", PNG)])
    book, _name = workbooks.workbook(form, "form")
    imported = exchange.upload(world.fresh("handler"), form, SimpleUploadedFile(f"{PAPER}.xlsx", book.read()))
    book.close()
    report = UploadedReport(
        unit=form.unit, original_name=f"{PAPER}.docx", size=1, digest="0" * 64, by=handler, at=now,
        result={"zh": {"summary": PAPER}},
    )  # fmt: skip
    for kept, content in ((report.file, "a.docx"), (report.marked, "a.html"), (report.copy, "b.docx")):
        kept.save(content, ContentFile(PAPER.encode()), save=False)
    report.save()
    issued = IssuedReport.objects.create(
        task=world.task, number=1, rows=take(world.task).as_data(), digest="0" * 64, files={"docx": f"reports/9/{PAPER}.docx"},
        digests={"docx": "0" * 64}, notes=[PAPER], total=MISSING, by=finance, at=now,
    )  # fmt: skip
    place = Path(report.file.storage.path(issued.files["docx"]))
    place.parent.mkdir(parents=True)
    place.write_bytes(PAPER.encode())
    job = jobs.enqueue(
        "review_report", owner=handler, title=f"{SECRET}审阅", arguments={"report": report.pk}, place="HQ"
    )
    notice = Notice.objects.create(user=handler, kind="due", text=f"{SECRET}提醒", key="1", link="/")
    reading = ReadingItem.objects.create(user=handler, title=f"{SECRET}办法")
    indicator = LibraryIndicator.objects.create(
        place=world.units["UNION"], lv1="产出指标", lv2="数量指标", name=f"{SECRET}指标", operator="≥",
        words=f" {SECRET} ", history={"2021 HQ": {"target": "7654321", "actual": "7654321", "unit": "HQ", "source": ""}},
    )  # fmt: skip
    movement = StaffMovement.objects.create(unit=form.unit, category="行政", on=day, change=1, reason=f"{SECRET}调入")
    leave = Exemption.objects.create(
        task=world.task, unit=form.unit, until=day, reason=f"{SECRET}延期", granted_by=finance, granted_at=now
    )
    lent = Delegation.objects.create(
        post=world.posts["handler"], deputy=world.people["business"], valid_from=day,
        valid_to=day + timedelta(days=1), reason=f"{SECRET}出差",
    )  # fmt: skip
    deed = Deed.objects.filter(form=form).latest("pk")
    by_name: dict[str, Mapping[str, Any]] = {
        "undo_deed": {"deed": deed.pk},
        "resolve_comment": {"pk": remark.pk},
        "withdraw_waiver": {"pk": waiver.pk},
        "task_withdraw": {"pk": world.task.pk, "exemption": leave.pk},
        "task_assign": {"pk": world.task.pk, "form": form.pk},
        "open_notice": {"pk": notice.pk},
        "mark_read": {"pk": reading.pk},
        "staff_strike": {"pk": movement.pk},
        "end_delegation": {"pk": lent.pk},
        "reports:download": {"number": issued.number, "kind": "docx"},
        "upload_file": {"what": "report"},
        "version": {"number": 1},
        "workbook": {"what": "form"},
    }
    for names, pk in (
        (("answer_opinion", "withdraw_opinion"), asked.pk),
        (("evidence_file", "evidence_edit", "evidence_remove", "evidence_restore"), added.file.number),
        (("import", "import_apply", "import_again", "import_drop", "import_undo", "import_annotated"), imported.pk),
        (("upload", "marked", "upload_file", "upload_remove"), report.pk),
        (("jobs:job", "jobs:progress", "jobs:cancel"), job.pk),
        (("library_indicator", "library_edit", "library_retire", "library_use"), indicator.pk),
    ):
        for name in names:
            key = "number" if "number" in ADDRESSES[name] else "pk"
            by_name[name] = {**by_name.get(name, {}), key: pk}
    by_name["all"] = {"row": row.pk}
    return by_name


SUBJECTS = {"HQ": "project", "UNION": "task"}
QUERY = f"q={SECRET}&text={SECRET}&subject=project&field=name&everybody=1&one=1&two=2&version=1&line=1&order=tasks&kind=evaluation"


def address(world: World, things: Mapping[str, Mapping[str, Any]], name: str, unit: str) -> str:
    told = {**values(world, name, unit), **({"subject": SUBJECTS[unit]} if "subject" in ADDRESSES[name] else {})}
    return reverse(name, kwargs={key: things.get(name, {}).get(key, value) for key, value in told.items()})


def text_of(answer: HttpResponseBase) -> str:
    """What a person gets to read: the page, the bytes of a file, or the cells of a workbook."""
    content = content_of(answer)
    if content.startswith(b"PK") and "sheet" in answer.headers["Content-Type"]:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell)
    text = content.decode("utf-8", "replace") + str(answer.headers)
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda sign: chr(int(sign[1], 16)), text)  # as data for scripts is written


def places(world: World, things: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every address once, of the unit and of the department where it names one."""
    for name in names:
        for where in dict.fromkeys(address(world, things, name, unit) for unit in ("HQ", "UNION")):
            yield name, where


def ways(client: Client, where: str, row: int) -> Iterator[HttpResponseBase]:
    """Looked at plainly, with everything that can be asked, and as a fragment."""
    yield client.get(where)
    yield client.get(f"{where}?{QUERY}&row={row}")
    yield client.get(f"{where}?{QUERY}&address=budget/B1/initial", HTTP_HX_REQUEST="true")


@pytest.fixture(autouse=True)
def _plain(settings) -> None:
    """No page asks for built assets."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def signed_in(world: World, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[name])
    return client


OPEN_TO_ALL = {"unit"}
"""The organisation's names are everybody's; the ledger on the page of a unit is not."""


def is_theirs(name: str) -> bool:
    """Whether an address names a unit, a form or a thing of the department."""
    return bool({"unit", "code", "form", "number", "pk"} & set(ADDRESSES[name])) and name not in OPEN_TO_ALL


@pytest.mark.parametrize("who", ["other_handler", "other_finance", "other_auditor"])
def test_an_outsider_reads_nothing(world: World, who: str):
    """Not at any address, with any question, as page or as fragment; what names a thing of ours answers that there is none."""
    things = full(world)
    client, wrong = signed_in(world, who), []
    for name, where in places(world, things, WALKED):
        for answer in ways(client, where, things["all"]["row"]):
            text = text_of(answer)
            if (found := LEAK.search(text)) is not None:
                wrong.append((where, answer.status_code, text[max(0, found.start() - 60) :][:120]))
            if answer.status_code >= 500:
                wrong.append((where, answer.status_code, "an error of ours"))
            if "7654321" in text or "7,654,321" in text:
                wrong.append((where, answer.status_code, "a figure of ours"))
            if is_theirs(name) and answer.status_code not in {403, 404, 405}:
                wrong.append((where, answer.status_code, "should be hidden"))
    assert wrong == []


def state_of_all() -> dict[str, list[Any]]:
    """What stands of the department."""
    kinds = (Form, Row, Deed, Version, Comment, Countersign, Exemption, WaiverRecord, EvidenceFile, Delegation)
    more = (UploadedReport, IssuedReport, Notice, ReadingItem, LibraryIndicator, StaffMovement)
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in (*kinds, *more)}


@pytest.mark.parametrize("who", ["other_business", "other_approver", "other_finance"])
def test_an_outsider_changes_nothing(world: World, who: str):
    """A post to any address leaves everything as it is, and no deed of his in the trail."""
    things = full(world)
    before, last = state_of_all(), Entry.objects.latest("pk").pk
    client, wrong = signed_in(world, who), []
    walked = [name for name in WALKED if name != "account_logout"]
    body = {"reason": "x", "note": "x", "text": "x", "agrees": "yes", "opinion": "x", "question": "x", "retired": "1"}
    for name, where in places(world, things, walked):
        answer = client.post(where, body)
        if answer.status_code >= 500:
            wrong.append((where, answer.status_code, "an error of ours"))
        if is_theirs(name) and answer.status_code not in {403, 404, 405}:
            wrong.append((where, answer.status_code, "should be hidden"))
        if LEAK.search(text_of(answer)):
            wrong.append((where, answer.status_code, "told"))
    assert wrong == []
    assert state_of_all() == before
    deeds = set(Entry.objects.filter(pk__gt=last, by=world.people[who]).values_list("deed", flat=True))
    assert deeds <= THEIR_OWN


def test_those_who_may_do_read_it(world: World):
    """The walk would notice: at most addresses the department's own people find the secret."""
    things = full(world)
    found = set()
    for who in ("finance", "handler", "business"):
        client = signed_in(world, who)
        for name, where in places(world, things, WALKED):
            if any(LEAK.search(text_of(answer)) for answer in ways(client, where, things["all"]["row"])):
                found.add(name)
    assert " ".join(sorted(SHOWS - found)) == ""


SHOWS = {
    "sheet", "form_print", "form_history", "cell", "cell_history", "passport", "changes", "form_facts",
    "flow", "comments", "version", "compare_versions", "workbook", "files", "import", "paste", "paste_file",
    "evidence", "evidence_edit", "evidence_file", "evidence_pack", "findings", "findings_json", "places",
    "uploads", "upload", "marked", "upload_file", "reports:report", "reports:download",
    "jobs:list", "jobs:job", "jobs:progress", "home", "notices", "reading", "library", "library_indicator",
    "unit", "task", "search",
}  # fmt: skip
"""Addresses at which the secret stands for those whose it is."""


def test_looking_leaves_no_trace_but_where_it_should(world: World):
    """Who saw which evidence, and who took which report, is written down; to look at a page writes nothing."""
    things = full(world)
    last = Entry.objects.latest("pk").pk
    for who in ("finance", "handler", "bureau", "auditor"):
        client = signed_in(world, who)
        for _name, where in places(world, things, WALKED):
            content_of(client.get(where))
    told = Entry.objects.filter(pk__gt=last).filter(by__isnull=False).exclude(deed="session.begin")
    assert {(entry.deed, entry.by_name) for entry in told if entry.deed != "evidence.view"} == {
        ("report.download", f"人员-{who}") for who in ("finance", "bureau", "auditor")
    }
    seen = told.filter(deed="evidence.view")
    assert {entry.by_name for entry in seen} == {f"人员-{who}" for who in ("finance", "handler", "bureau", "auditor")}
    paper = EvidenceFile.objects.get()
    assert {(entry.target, entry.after["code"], entry.after["sm3"], entry.place) for entry in seen} == {
        (str(paper.pk), paper.code, paper.digest, "HQ")
    }
