"""Ways in that nobody should find: forged posts, foreign addresses, names that are more than names, files that are more than files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from tests.web.conftest import PASSWORD, World
from tests.web.test_policies import WALKED, asked, content_of, values

from jixiao_web.accounts.models import User
from jixiao_web.audit.models import Entry
from jixiao_web.evidence import services as evidence
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.exchange.models import Import
from jixiao_web.jobs import worker
from jixiao_web.review.models import UploadedReport

pytestmark = [pytest.mark.long, pytest.mark.django_db]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def _plain(settings) -> None:
    """Counters of an earlier test are forgotten, and no page asks for built assets."""
    cache.clear()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def signed_in(world: World, name: str, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(world.people[name])
    return client


# --------------------------------------------------------------------------------------------------------------- sessions


@pytest.mark.parametrize("name", WALKED)
def test_no_address_takes_a_post_from_elsewhere(world: World, name: str):
    """A page of another site cannot make somebody's browser do a deed: without the token nothing is even looked at."""
    client = signed_in(world, "finance", enforce_csrf_checks=True, raise_request_exception=False)
    address = reverse(name, kwargs=values(world, name, "UNION"))
    before = Entry.objects.count()

    assert client.post(address).status_code == 403
    assert Entry.objects.count() == before


def test_a_session_that_somebody_planted_is_not_signed_in(world: World, client: Client):
    """Signing in gives a new session; the one that was known before belongs to nobody."""
    planted = client.session
    planted["planted"] = "1"
    planted.save()
    known = planted.session_key
    client.cookies["sessionid"] = known

    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})

    other = Client()
    other.cookies["sessionid"] = known
    assert client.session.session_key != known
    assert client.get("/accounts/my/").status_code == 200
    assert other.get("/accounts/my/").status_code == 302


def test_a_session_ends_everywhere_with_its_password(world: World, client: Client):
    """Signed out is signed out, also with the cookie kept; a new password ends what others may have opened with the old one."""
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    kept, elsewhere = client.cookies["sessionid"].value, Client()
    elsewhere.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    new = "Duanwu-2023-ok"
    changed = client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.status_code == 302
    assert elsewhere.get("/accounts/my/").status_code == 302
    assert client.get("/accounts/my/").status_code == 200

    kept = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/accounts/my/").status_code == 302


@pytest.mark.parametrize("name", ["handler", "nobody-of-that-name", "gone"])
def test_signing_in_tells_nobody_who_exists(world: World, client: Client, monkeypatch: pytest.MonkeyPatch, name: str):
    """A wrong password takes one digest and gets one sentence, whether the account is there, disabled, or none."""
    User.objects.create_user(username="gone", name="离开的人", password=PASSWORD, is_active=False)
    made: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *told: made.append(name) or real(self, *told))

    answer = client.post("/accounts/login/", {"login": name, "password": "Wrong-2022-wrong"})

    assert (len(made), answer.status_code) == (1, 200)
    assert "登录名或密码不对" in answer.content.decode()


FOREIGN = [
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test/",
    "javascript:alert(1)",
    "http:///evil.test",
    "\thttps://evil.test",
]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_nobody_is_led_away(world: World, wanted: str):
    """`next` leads to a page of this site and to nowhere else, wherever it is taken."""
    client, place = signed_in(world, "finance"), [2022, "UNION", "evaluation"]
    answers = [
        client.post(reverse("set_language"), {"language": "en", "next": wanted}),
        client.post(reverse("move", args=[*place, "nothing"]), {"next": wanted}),
        client.post(reverse("comment", args=place), {"next": wanted, "text": "请补充"}),
        client.post(reverse("waive", args=place), {"next": wanted}),
        client.post(reverse("read_all"), {"next": wanted}),
        Client().post("/accounts/login/", {"login": "finance", "password": PASSWORD, "next": wanted}),
        client.post("/accounts/logout/", {"next": wanted}),
    ]

    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]


# ------------------------------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize("name", WALKED)
def test_every_answer_says_how_it_is_to_be_treated(world: World, name: str):
    """Not guessed at, not framed, no script from elsewhere; a script that is written into a page does not run."""
    who = {"open": "handler", "signed_in": "handler", "audit.view": "audit"}.get(asked(name, "get"), "finance")
    answer = signed_in(world, who, raise_request_exception=False).get(
        reverse(name, kwargs=values(world, name, "UNION"))
    )
    told = answer.headers
    content_of(answer)

    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Referrer-Policy"] == "same-origin"
    assert "'unsafe" not in told["Content-Security-Policy"]


ILL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_people_type_is_text(world: World):
    """Names, remarks, reasons and searches are shown as they were typed and run nothing."""
    client = signed_in(world, "finance")
    place = [2022, "UNION", "evaluation"]
    User.objects.filter(pk=world.people["finance"].pk).update(name=ILL[:60])
    client.post(reverse("comment", args=place), {"text": ILL})
    client.post(reverse("reading"), {"unit": world.units["UNION"].pk, "title": ILL, "number": ILL})
    pages = [
        reverse("flow", args=place),
        reverse("comments", args=place),
        reverse("reading"),
        reverse("my"),
        reverse("library") + "?q=" + ILL,
        reverse("year_projects", args=place[:2]) + "?text=" + ILL,
        reverse("form", args=place),
    ]

    for page in pages:
        text = client.get(page).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
    assert escape(ILL)[:20] in client.get(pages[0]).content.decode()


# ------------------------------------------------------------------------------------------------------------------- files

NAMES = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\win.ini.pdf", "win.ini.pdf"),
    ("a\r\nX-Evil: 1.pdf", "aX-Evil 1.pdf"),
    ('a"; filename="b.exe.pdf', "a; filename=b.exe.pdf"),
    ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
    ("\0", "evidence"),
]


@pytest.mark.parametrize(("told", "kept"), NAMES)
def test_a_name_is_a_name(world: World, settings, told: str, kept: str):
    """It leads to no folder, ends no header, and hides no ending; the file lies where we put it, under a name of ours."""
    evidence.add(world.fresh("handler"), world.forms["HQ"], [SimpleUploadedFile("x.pdf", PDF)])
    other = SimpleUploadedFile("x.pdf", PDF)
    other._name = told  # past what Django cleans by itself
    (added,), refused = evidence.add(world.fresh("handler"), world.forms["HQ"], [other])
    EvidenceFile.objects.filter(pk=added.file.pk).update(name=told.replace("\0", ""))

    answer = signed_in(world, "handler").get(
        reverse("evidence_file", args=[2022, "HQ", "evaluation", added.file.number])
    )
    header, type_ = answer["Content-Disposition"], answer["Content-Type"]
    content_of(answer)
    assert refused == []
    assert added.file.original_name == kept
    assert Path(added.file.file.path).parent.is_relative_to(settings.MEDIA_ROOT / "evidence")
    assert header.startswith("attachment; filename")
    assert not set("\r\n\0") & set(header)
    assert type_ == "application/octet-stream"
    assert "X-Evil" not in answer.headers


def test_the_name_of_a_report_ends_no_header(world: World):
    """What was uploaded is given back under a clean name, as bytes that a browser keeps and does not run."""
    made = UploadedReport(
        unit=world.units["HQ"],
        original_name="a\r\nX-Evil: 1/../b.html",
        size=1,
        digest="0" * 64,
        by=world.people["handler"],
        at=timezone.now(),
    )
    made.file.save("a.html", ContentFile(b"<script>alert(1)</script>"), save=False)
    made.save()

    answer = signed_in(world, "handler").get(reverse("upload_file", args=[made.pk, "report"]))

    assert answer["Content-Disposition"] == 'attachment; filename="b.html"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert "X-Evil" not in answer.headers
    content_of(answer)


def bomb(name: str, size: int = 400 << 20) -> bytes:
    """A package of a few hundred kilobytes in which one part becomes hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open(name, "w") as part:
            for _ in range(size >> 20):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def test_a_workbook_that_explodes_is_refused(world: World):
    """It is told in a sentence before anything of it is unpacked into memory."""
    file = SimpleUploadedFile("bomb.xlsx", bomb("xl/workbook.xml"))
    client = signed_in(world, "handler")
    client.post(reverse("import_upload", args=[2022, "HQ", "evaluation"]), {"file": file})
    worker.drain()

    made = Import.objects.get()
    assert made.state == Import.State.REFUSED
    assert made.preview["refused"]["zh"]
    page = client.get(reverse("import", args=[2022, "HQ", "evaluation", made.pk]))
    assert made.preview["refused"]["zh"][:10] in page.content.decode()


def test_a_report_that_explodes_is_refused(world: World):
    """The review says why it read nothing."""
    file = SimpleUploadedFile("bomb.docx", bomb("word/document.xml"))
    signed_in(world, "handler").post(reverse("uploads"), {"file": file})
    worker.drain()

    made = UploadedReport.objects.get()
    assert made.refused
    assert not made.marked


def test_evidence_is_kept_and_not_opened(world: World):
    """A package that would explode is bytes like others: nothing here unpacks it."""
    content = bomb("word/document.xml")
    (added,), _refused = evidence.add(
        world.fresh("handler"), world.forms["HQ"], [SimpleUploadedFile("a.docx", content)]
    )

    assert (added.file.kind, added.file.size) == ("docx", len(content))


def test_what_a_file_is_its_bytes_say(world: World):
    """A page or a program that calls itself a picture is no evidence."""
    for content in (
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\0" + b"\0" * 60,
        b"<svg onload=alert(1)></svg>",
    ):
        added, refused = evidence.add(world.fresh("handler"), world.forms["HQ"], [SimpleUploadedFile("a.png", content)])
        assert (added, len(refused)) == ([], 1)
