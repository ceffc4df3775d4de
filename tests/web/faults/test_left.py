"""What a kill can leave behind is taken up: an import that nobody reads, a file that no record names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jixiao_web.exchange import services, workbooks
from jixiao_web.exchange.models import Import
from jixiao_web.jobs import broom
from jixiao_web.jobs.ledger import WORKER_DIED, take
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.services import cancel
from jixiao_web.jobs.worker import drain


@pytest.fixture
def book(world, settings, tmp_path) -> SimpleUploadedFile:
    """The workbook of a form, as a browser sends it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    file, name = workbooks.workbook(world.forms["HQ"], "form")
    with file:
        return SimpleUploadedFile(name, file.read())


class Killed(BaseException):
    """The process ends here."""


def test_an_upload_is_read_before_it_is_written(world, book, monkeypatch):
    """Killed while it reads: there is no import that waits for a reader, and no file."""

    def killed(*_):
        raise Killed

    monkeypatch.setattr(services.previewing, "preview", killed)
    with pytest.raises(Killed):
        services.upload(world.fresh("handler"), world.forms["HQ"], book)
    assert not Import.objects.exists()
    assert broom.unnamed(broom.file_fields()) == []


def waiting_import(world, book, monkeypatch) -> Import:
    monkeypatch.setattr(services, "SMALL", 10)
    return services.upload(world.fresh("handler"), world.forms["HQ"], book)


def test_an_import_whose_reading_was_cancelled_waits_no_longer(world, book, monkeypatch):
    """It says so in both languages, and can be previewed after all."""
    made = waiting_import(world, book, monkeypatch)
    cancel(world.fresh("handler"), Job.objects.get())
    made.refresh_from_db()
    assert made.state == Import.State.REFUSED
    assert made.preview["refused"]["zh"].startswith("读取已取消，表里没有任何改动")
    assert made.preview["refused"]["en"].startswith("The reading was cancelled")

    services.again(world.fresh("handler"), made)

    assert made.state == Import.State.PREVIEW


def test_an_import_that_kills_every_worker_is_given_up(world, book, monkeypatch):
    """The third worker that dies over it is the last: the import says what its job says."""
    made = waiting_import(world, book, monkeypatch)
    for number in (1, 2, 3):
        assert take(f"claim {number}") is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        made.refresh_from_db()
        assert made.state == Import.State.READING
    assert take("claim 4") is None
    made.refresh_from_db()
    assert (made.state, made.preview["refused"]["zh"]) == (Import.State.REFUSED, WORKER_DIED)


def test_an_import_that_was_dropped_stays_dropped(world, book, monkeypatch):
    """Whoever leaves an import while it is read is not asked about it again."""
    made = waiting_import(world, book, monkeypatch)
    Import.objects.update(state=Import.State.DROPPED)
    drain()
    made.refresh_from_db()
    assert made.state == Import.State.DROPPED


@pytest.mark.parametrize(("age", "count"), [(broom.OLD - 60, 0), (broom.OLD + 60, 2)])
def test_the_broom(world, book, age: int, count: int):
    """What no record names goes once it is old; what a record names stays, and so does what is none of the records' folders."""
    made = services.upload(world.fresh("handler"), world.forms["HQ"], book)
    media = Path(settings.MEDIA_ROOT)
    for name in ("imports/2022/01/lost.bin", "reviews/2022/01/lost.html", "reports/7/kept.docx"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(b"x")

    assert broom.sweep(timezone.now().timestamp() + age) == count

    assert default_storage.exists(made.file.name)
    assert (media / "reports/7/kept.docx").exists()
    assert (media / "imports/2022/01/lost.bin").exists() == (count == 0)


def test_the_broom_knows_every_column(db):
    """Every column that names files is asked, and each says in which folder they lie."""
    columns = broom.file_fields()
    assert {column.model._meta.label for column in columns} >= {
        "exchange.Import",
        "evidence.EvidenceFile",
        "review.UploadedReport",
    }
    assert all(str(column.upload_to).partition("/")[0].isidentifier() for column in columns)
