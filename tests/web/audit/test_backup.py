"""A restore drill: what was backed up comes back, all of it or nothing."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from tests.web.conftest import World, build_world

from jixiao.figures import MISSING, Money
from jixiao_web.accounts.models import Post, User
from jixiao_web.audit import services as audit
from jixiao_web.audit.archive import is_safe
from jixiao_web.audit.chain import verify
from jixiao_web.audit.models import Entry
from jixiao_web.audit.rows import empty_all, plain, rows_of, tables
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation.models import UnitFigures
from jixiao_web.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
AMOUNT = Money(Decimal("90071992547409.93"))  # more digits than a float has


@pytest.fixture
def site(settings, tmp_path: Path) -> World:
    """A world with a file, an audited deed, a notice, and an amount that a float would lose."""
    settings.MEDIA_ROOT = tmp_path / "site" / "files"
    world = build_world()
    place = settings.MEDIA_ROOT / "2022" / "证据 1.pdf"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"%PDF-1.7 evidence")
    audit.record(
        by=world.people["handler"], deed="form.submit", target=world.forms["HQ"], after={"on": date(2023, 1, 2)}
    )
    Notice.objects.create(user=world.people["handler"], kind="due", text="还有 7 天", key="due:1")
    return world


def everything() -> dict[str, list[bytes]]:
    """Every row of every table."""
    return {table.name: list(rows_of(table)) for table in tables()}


def backup(path: Path) -> Path:
    call_command("backup", str(path), stdout=StringIO())
    return path


def test_a_drill_brings_everything_back(site: World, settings, tmp_path: Path):
    """Rows, keys, times to the microsecond, files, the chain; and new rows get new keys."""
    archive = backup(tmp_path / "one.zip")
    before = everything()
    User.objects.create_user(username="later", name="后来的人", password="x")
    (settings.MEDIA_ROOT / "later.txt").write_text("later", encoding="utf-8")
    out = StringIO()

    call_command("restore", str(archive), "--replace", stdout=out)

    after = everything()
    assert "审计日志完整" in out.getvalue()
    assert Entry.objects.order_by("-number").first().deed == "data.restore"
    assert len(after.pop("audit.entry")) == len(before.pop("audit.entry")) + 1  # that it was restored
    assert after.pop("audit.chainhead") != before.pop("audit.chainhead")
    assert after == before
    files = sorted(path.relative_to(settings.MEDIA_ROOT).as_posix() for path in settings.MEDIA_ROOT.rglob("*.*"))
    assert files == ["2022/证据 1.pdf"]
    assert not [path for path in settings.MEDIA_ROOT.parent.iterdir() if path != settings.MEDIA_ROOT]
    assert verify().broken == ""
    assert User.objects.create_user(username="new", name="新人", password="x").pk > site.people["handler"].pk
    assert Post.objects.count() == len(site.posts)


def test_amounts_come_back_to_the_last_digit(site: World, tmp_path: Path):
    """Whole 分 are whole in the archive; what was missing is missing still."""
    field = next(item for item in UnitFigures._meta.fields if type(item).__name__ == "MoneyField")
    keys = {"task": site.task, "unit": site.units["HQ"], "revision": 1}
    others = [item.name for item in UnitFigures._meta.fields if type(item).__name__ == "MoneyField" and item != field]
    UnitFigures.objects.create(**keys, **{field.name: AMOUNT, **dict.fromkeys(others, MISSING)})
    archive = backup(tmp_path / "one.zip")

    call_command("restore", str(archive), "--replace", stdout=StringIO())

    found = UnitFigures.objects.get()
    assert getattr(found, field.name) == AMOUNT
    assert all(getattr(found, name) is MISSING for name in others)


def test_restoring_does_not_overwrite_unasked(site: World, tmp_path: Path):
    """Without --replace a database in use stays as it is."""
    archive = backup(tmp_path / "one.zip")
    before = everything()

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(archive))
    assert everything() == before


def test_an_empty_database_needs_no_leave(site: World, settings, tmp_path: Path):
    """A new machine: migrate, restore."""
    archive = backup(tmp_path / "one.zip")
    people = User.objects.count()
    with transaction.atomic():
        empty_all()
    settings.MEDIA_ROOT = tmp_path / "elsewhere" / "files"

    call_command("restore", str(archive), stdout=StringIO())

    assert User.objects.count() == people
    assert (settings.MEDIA_ROOT / "2022" / "证据 1.pdf").read_bytes() == b"%PDF-1.7 evidence"


def remake(source: Path, target: Path, *, change: dict[str, bytes], leave_out: str = "") -> Path:
    """The archive with some members changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename != leave_out:
                new.writestr(info.filename, change.pop(info.filename, None) or old.read(info))
        for name, content in change.items():
            new.writestr(name, content)
    return target


def manifest_with(source: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(source) as archive:
        return json.dumps({**json.loads(archive.read("manifest.json")), **changes}).encode()


DAMAGE = {
    "a changed row": (lambda _: {"rows/accounts.user.jsonl": b"[1]\n"}, "", "SM3"),
    "a changed file": (lambda _: {"files/2022/证据 1.pdf": b"other"}, "", "SM3"),
    "a missing table": (lambda _: {}, "rows/accounts.post.jsonl", "缺失或多余"),
    "a member too many": (lambda _: {"files/../../evil": b"x"}, "", "缺失或多余"),
    "no manifest": (lambda _: {}, "manifest.json", "manifest.json"),
    "another format": (lambda path: {"manifest.json": manifest_with(path, format=9)}, "", "第 9 版"),
    "other tables": (lambda path: {"manifest.json": manifest_with(path, migrations=["a.0001"])}, "", "数据表"),
    "fewer rows than said": (lambda path: {"manifest.json": manifest_with(path, rows=more_rows(path))}, "", "应有"),
}


def more_rows(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as archive:
        rows = json.loads(archive.read("manifest.json"))["rows"]
    return {**rows, "accounts.post": rows["accounts.post"] + 1}


@pytest.mark.parametrize(("change", "leave_out", "told"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_archive_changes_nothing(site: World, settings, tmp_path: Path, change, leave_out: str, told: str):
    """It is said what is wrong; rows and files stay as they were."""
    archive = backup(tmp_path / "one.zip")
    damaged = remake(archive, tmp_path / "two.zip", change=change(archive), leave_out=leave_out)
    before = everything()

    with pytest.raises(CommandError, match=told):
        call_command("restore", str(damaged), "--replace")

    assert everything() == before
    assert (settings.MEDIA_ROOT / "2022" / "证据 1.pdf").exists()
    assert [path.name for path in settings.MEDIA_ROOT.parent.iterdir()] == ["files"]


def test_what_is_no_archive_is_said(site: World, tmp_path: Path):
    """A report is not a backup."""
    other = tmp_path / "report.docx"
    other.write_bytes(b"no zip")

    with pytest.raises(CommandError, match="不是备份文件"):
        call_command("restore", str(other), "--replace")


def test_a_backup_does_not_overwrite_another(site: World, tmp_path: Path):
    """Last week's stays; and only its owner can read it."""
    archive = backup(tmp_path / "one.zip")

    assert archive.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="已存在"):
        backup(archive)


def test_a_broken_trail_is_said_after_restoring(site: World, tmp_path: Path):
    """Somebody touched the trail before the backup: it comes back as it was, and is not passed over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET deed = 'nothing' WHERE number = 1")
    archive = backup(tmp_path / "one.zip")

    with pytest.raises(CommandError, match="第 1 条"):
        call_command("restore", str(archive), "--replace")
    assert Form.objects.count() == len(site.forms)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("files/a.pdf", True),
        ("rows/cycle.form.jsonl", True),
        ("files/../../etc/passwd", False),
        ("/etc/passwd", False),
        ("files\\..\\x", False),
        ("elsewhere/x", False),
    ],
)
def test_members_stay_where_they_are_unpacked(name: str, safe: bool):
    """An archive from elsewhere must not write outside the folder."""
    assert is_safe(name) is safe


def test_every_table_is_in_it(site: World):
    """Those of Django and allauth too; sessions are not."""
    names = {table.name for table in tables()}

    assert ContentType._meta.label_lower in names
    assert "mfa.authenticator" in names
    assert "accounts.user_groups" in names
    assert "sessions.session" not in names
    assert plain(next(table for table in tables() if table.name == "accounts.user")).count() == len(site.people)
