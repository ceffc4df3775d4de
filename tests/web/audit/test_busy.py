"""A copy taken while people work is of one moment, and comes back whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from tests.web.audit import busy

from jixiao_web.audit.chain import verify
from jixiao_web.notices.models import Notice, ReadingItem


def lines(archive: Path, table: str) -> list[list[object]]:
    with zipfile.ZipFile(archive) as opened:
        return [json.loads(line) for line in opened.read(f"rows/{table}.jsonl").splitlines()]


def check(folder: Path, told: dict[str, object]) -> Path:
    """What every copy must hold; answers the last one."""
    assert told["failed"] == []
    assert told["broken"] == [""] * busy.COPIES
    sizes = []
    for number in range(busy.COPIES):
        archive = folder / f"{number}.zip"
        with zipfile.ZipFile(archive) as opened:
            manifest = json.loads(opened.read("manifest.json"))
            names = set(opened.namelist())
        notices, items = lines(archive, "notices.notice"), lines(archive, "notices.readingitem")
        entries = [row for row in lines(archive, "audit.entry") if "busy" in row]
        assert len(notices) == len(items) == len(entries) > 0
        assert all(f"files/busy/{n}.txt" in names for n in range(1, len(notices) + 1))
        sealed = [row[1] for row in lines(archive, "audit.entry") if row[1] is not None]
        assert manifest["chain"][0] == max(sealed) == len(sealed)
        sizes.append(len(notices))
    assert sizes[0] < sizes[-1] < int(str(told["written"])) + 1
    return archive


def test_on_sqlite(tmp_path: Path):
    """The database of a laptop: one file, WAL, one writer and a reader that does not wait for it."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"JIXIAO_DATA": str(tmp_path / "site"), "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-m", "tests.web.audit.busy", str(tmp_path)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    archive = check(tmp_path, json.loads(ran.stdout))

    fresh = {**environment, "JIXIAO_DATA": str(tmp_path / "fresh")}
    for words in (["migrate", "-v0"], ["restore", str(archive)], ["audit_verify"]):
        ran = subprocess.run(
            [sys.executable, "-m", "django", *words, "--settings", "jixiao_web.config.settings"],
            env=fresh, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr
    number = len(lines(archive, "notices.notice"))
    assert (tmp_path / "fresh" / "files" / "busy" / f"{number}.txt").stat().st_size == 5000


@pytest.mark.django_db(transaction=True)
def test_on_postgresql(settings, tmp_path: Path):
    """Repeatable read: what others commit meanwhile is not in it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is tested from a file, beside this")
    settings.MEDIA_ROOT = tmp_path / "site" / "files"
    archive = check(tmp_path, busy.drill(tmp_path))
    number = len(lines(archive, "notices.notice"))

    call_command("restore", str(archive), "--replace", stdout=StringIO())

    assert Notice.objects.count() == ReadingItem.objects.count() == number
    assert (settings.MEDIA_ROOT / "busy" / f"{number}.txt").stat().st_size == 5000
    assert verify().broken == ""
