"""Issued reports say what the screen says, are kept with what made them, and can be verified."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.example import Example

from jixiao.facts.showing import shown
from jixiao.figures import Missing, Money
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation import cards
from jixiao_web.evaluation import services as scores
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.worker import drain
from jixiao_web.reports import selectors, services, store, verifying
from jixiao_web.reports.models import IssuedReport


def signed_in(example: Example, name: str) -> Client:
    client = Client()
    client.force_login(example.person(name))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[2022, "GZ-UNION", *args])


def issue(example: Example, *kinds: str, key: str = "k") -> IssuedReport:
    """Ask for a report as a person does, and let the worker make it."""
    services.ask(example.person("zhou"), example.task, kinds or ("docx", "html", "xlsx"), key)
    drain()
    failed = Job.objects.filter(state=Job.State.FAILED).values_list("error", flat=True)
    assert not failed
    return IssuedReport.objects.latest("number")


def test_the_report_says_what_the_scorecard_says(example: Example):
    """Every score and every sum of money that the report prints is the fact that the scorecard page and the lists show."""
    client = signed_in(example, "zhou")
    page = client.get(reverse("evaluation:scores", args=[2022, "GZ-UNION"]))
    issued = issue(example)
    made = selectors.model_of(issued)

    assert issued.total == page.context["record"].total
    facts = cards.of(example.task).facts
    printed = {
        piece.address: piece.text
        for block in client.get(url("view", issued.number)).context["page"].blocks
        for row in (block.table.rows if block.table else ())
        for _align, cell in row.cells
        for piece in cell
        if piece.kind == "figure"
    }
    for row in page.context["rows"]:
        where = f"2022/score/{row.code}"
        assert facts.value(where) == row.score
        if where in printed:
            assert printed[where] == row.score.text()
    assert sum(where.startswith("2022/score/") for where in printed) > 20
    spent = facts.value("2022/department/total/spent")
    assert made.computed.facts.value("2022/department/total/spent") == spent == Money.of("46154.11")


def test_every_figure_of_the_page_has_a_passport(example: Example):
    """Each figure that the page shows can be asked where from, and tells the value that the facts have."""
    client = signed_in(example, "zhou")
    page = client.get(url("preview")).context["page"]
    addresses = {p.address for b in page.blocks for p in b.pieces if p.kind == "figure"}
    made = selectors.present_model(example.task)

    assert len(addresses) > 50
    for where in sorted(addresses)[::5]:
        answer = client.get(url("preview"), {"where": where})
        assert answer.status_code == 200
        assert where in answer.content.decode()
        told = answer.context["passport"]
        assert told.note == made.report.facts[where]
    entered = [w for w in addresses if made.computed.gathered.row_of(w)]
    assert entered
    assert "/evaluation/sheet/" in client.get(url("preview"), {"where": entered[0]}).content.decode()
    assert client.get(url("preview"), {"where": "2022/no/where"}).status_code == 404


def test_the_page_needs_no_inline_script_or_style(example: Example):
    """What the policy forbids is not there."""
    text = signed_in(example, "zhou").get(url("preview")).content.decode()
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick" not in text


@pytest.mark.parametrize(
    ("state", "draft"), [("issued", True), ("reviewed", True), ("final", False), ("published", False)]
)
def test_a_report_is_final_only_of_a_final_form(example: Example, state: str, draft: bool):
    """However complete the figures, before the bureau's approval the report is a draft."""
    for name, value in {
        "head": "张三",
        "finance_head": "李四",
        "contact": "王五",
        "phone": "020-1234",
        "filled_on": "2023-03-01",
    }.items():
        example.type_in(example.row("", "cover"), name, value)
    Form.objects.filter(pk=example.forms[""].pk).update(state=state)
    issued = issue(example, "html")
    made = selectors.model_of(issued)
    pending = any(
        True for block in made.report.blocks for span in getattr(block, "spans", ()) if type(span).__name__ == "Pending"
    )

    assert issued.draft is (draft or pending or made.report.draft)
    assert issued.rows["final"] is not draft
    if draft:
        assert issued.draft


def test_verify(example: Example):
    """Untouched, everything agrees, even after the forms went on; a changed file, row or total is told, and which."""
    issued = issue(example)
    example.type_in(example.row("", "management"), "assets_in_use", "")

    assert [check.sentence for check in verifying.verify(issued) if not check.holds] == []
    path = Path(default_storage.path(issued.files["docx"]))
    path.write_bytes(path.read_bytes() + b" ")
    assert [check.name for check in verifying.verify(issued) if not check.holds] == ["文件 docx"]
    path.unlink()
    assert "备份" in next(check.sentence for check in verifying.verify(issued) if not check.holds)
    issued.rows["forms"][0]["rows"][0]["cells"]["department"] = "别的部门"
    assert "数据快照" in [check.name for check in verifying.verify(issued) if not check.holds]


def test_one_key_is_one_report(example: Example):
    """A double click makes one report; another click another, with the next number."""
    issue(example, "html", key="a")
    issue(example, "html", key="a")
    assert [one.number for one in IssuedReport.objects.all()] == [1]
    issue(example, "html", key="b")
    assert sorted(one.number for one in IssuedReport.objects.all()) == [1, 2]


def test_download_is_an_attachment_with_its_chinese_name_and_is_written_down(example: Example):
    """The browser is told to save it, never to show it, and the trail says who took what."""
    issued = issue(example)
    answer = signed_in(example, "auditor").get(url("download", issued.number, "html"))

    assert answer.status_code == 200
    b"".join(answer.streaming_content)  # read to its end, as a browser does
    assert answer["Content-Disposition"].startswith("attachment")
    assert "%E8%87%AA%E8%AF%84" in answer["Content-Disposition"]
    entry = Entry.objects.get(deed="report.download")
    assert (entry.by.username, entry.after["kind"], entry.after["sm3"]) == ("auditor", "html", issued.digests["html"])
    assert zipfile.is_zipfile(
        io.BytesIO(b"".join(signed_in(example, "zhou").get(url("download", issued.number, "docx")).streaming_content))
    )
    assert signed_in(example, "zhou").get(url("download", issued.number, "pdf")).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees", "makes"),
    [
        ("zhou", 200, True),
        ("fang", 200, True),
        ("auditor", 200, False),
        ("handler-ENG", 403, False),
        ("system", 403, False),
    ],
)
def test_who_sees_and_makes_reports(example: Example, who: str, sees: int, makes: bool):
    """Finance and bureau make reports, the auditor reads them, units do not see the department's."""
    client = signed_in(example, who)
    issued = issue(example, "html")
    for name, args in (
        ("list", []),
        ("preview", []),
        ("report", [issued.number]),
        ("view", [issued.number]),
        ("verify", [issued.number]),
        ("download", [issued.number, "html"]),
    ):
        answer = client.get(url(name, *args))
        assert answer.status_code == sees, name
        b"".join(answer.streaming_content if answer.streaming else ())  # read to its end, as a browser does
    before = Job.objects.filter(kind="report").count()
    client.post(url("render"), {"kinds": ["html"], "key": who})
    assert (Job.objects.filter(kind="report").count() > before) is makes


def test_a_report_is_never_changed(example: Example):
    """Neither written again nor deleted."""
    issued = issue(example, "html")
    with pytest.raises(TypeError):
        issued.save()
    with pytest.raises(TypeError):
        issued.delete()


def test_sweeping_takes_what_nothing_names(example: Example, settings):
    """Folders of interrupted jobs go once they are old; those of issued reports and of living jobs stay."""
    issued = issue(example, "html")
    files = Path(settings.MEDIA_ROOT)
    living = services.ask(example.person("zhou"), example.task, ["html"], "x")
    for folder in ("reports/9999", "reports-stage/9998-abc", f"reports-stage/{living.pk}-def"):
        (files / folder).mkdir(parents=True)

    assert store.sweep() == 0
    assert store.sweep(now=(files / "reports/9999").stat().st_mtime + store.OLD + 1) == 2
    assert sorted(p.name for p in (files / "reports").iterdir()) == [issued.files["html"].split("/")[1]]
    assert [p.name for p in (files / "reports-stage").iterdir()] == [f"{living.pk}-def"]


def edited(issued: IssuedReport, before: str, after: str) -> bytes:
    """The report's docx with one text replaced, as somebody would in Word."""
    target = io.BytesIO()
    with zipfile.ZipFile(default_storage.path(issued.files["docx"])) as source, zipfile.ZipFile(target, "w") as made:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "word/document.xml":
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            made.writestr(item, data)
    return target.getvalue()


def test_an_edited_report_is_read_back_and_its_figure_taken(example: Example):
    """A figure changed in Word is found, led to its cell, and goes there as a deed by whoever may fill in that form."""
    made = selectors.present_model(example.task)
    gathered = made.computed.gathered
    facts = made.computed.facts
    own = {row.pk for row in example.forms[""].rows.all()}
    where = next(
        w
        for w in made.report.facts
        if (place := gathered.row_of(w)) and place[0] in own and isinstance(facts.value(w), Money)
    )
    text = facts.value(where).text()
    issued = issue(example, "docx")
    client = signed_in(example, "zhou")
    upload = SimpleUploadedFile("改过.docx", edited(issued, f">{text}<", ">7654.32<"))

    answer = client.post(url("readback"), {"file": upload})

    assert answer.status_code == 200
    assert not answer.context["problem"]
    told = [item for item in answer.context["found"].told if item.row and "7654.32" in item.after]
    assert told
    assert told[0].may_take
    done = client.post(
        url("take"), {"row": told[0].row, "field": told[0].field, "before": told[0].before, "after": told[0].after}
    )
    assert done.status_code == 302
    assert f"#r{told[0].row}-{told[0].field}" in done.url
    from jixiao_web.filling.models import Row

    assert Row.objects.get(pk=told[0].row).cells[told[0].field] == "7654.32"


def test_what_is_no_report_is_refused_with_a_sentence(example: Example):
    """A text file, or no file, is told in a sentence and not as a server error."""
    client = signed_in(example, "zhou")
    for data in ({"file": SimpleUploadedFile("a.docx", b"hello")}, {}):
        answer = client.post(url("readback"), data)
        assert answer.status_code == 200
        assert answer.context["problem"].endswith("。")
    assert scores.revision_of(example.task) == sum(form.revision for form in example.forms.values())
    assert shown(Missing.MISSING) == "—"
