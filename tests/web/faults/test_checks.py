"""The checks that follow a kill find what is half done: each of these is something that a kill must never leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.faults_checks import house, left_files
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.web.exchange.conftest import line, project, typed

from jixiao_web.audit import chain
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import flow
from jixiao_web.cycle.models import Form, Move, Version
from jixiao_web.exchange.models import Import
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.jobs.models import Job
from jixiao_web.notices.models import Notice


@pytest.fixture
def lived(world, settings, tmp_path):
    """A form that was typed and submitted; its deeds are sealed."""
    settings.MEDIA_ROOT = tmp_path / "files"
    world.first = dict(Form.objects.values_list("pk", "revision"))
    typed(world, "handler", "HQ", project("P21", "劳模津贴"), line("B1", "P21", "100.50"))
    flow.move(world.fresh("handler"), world.forms["HQ"], "submit")
    chain.seal()
    return world


def an_import(world, state: str) -> Import:
    made = Import(form=world.forms["HQ"], original_name="x.xlsx", state=state, by=world.people["handler"])
    made.at = timezone.now()
    made.digest = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"  # SM3 of no bytes at all
    made.file.save("x.bin", ContentFile(b""), save=False)
    made.save()
    return made


def a_job(world, state: str) -> None:
    Job.objects.create(kind="report", title="x", owner=world.people["finance"], state=state)


def test_a_whole_house(lived):
    """Nothing is wrong where nobody was killed."""
    an_import(lived, Import.State.PREVIEW)
    assert house(lived.first) == []


@pytest.mark.parametrize(
    ("half", "told"),
    [
        (lambda _: Form.objects.filter(unit__code="HQ").update(revision=7), "revision 7 after 1 deeds"),
        (
            lambda _: Form.objects.filter(unit__code="HQ").update(state="draft"),
            "is draft, its last move led to at_unit",
        ),
        (lambda _: Row.objects.filter(subject="budget").update(cells={}), "in the ledger '100.50'"),
        (lambda _: Row.objects.filter(subject="project").update(stamps={}), "in the ledger"),
        (lambda _: Change.objects.filter(field="spent").delete(), "not as many changes as its entry says"),
        (lambda _: Deed.objects.update(answer={}), "or no answer"),
        (lambda _: Move.objects.filter(deed="submit").update(version=None), "or nobody submitted it"),
        (lambda _: Version.objects.update(rows={}), "is not what was submitted"),
        (lambda _: Notice.objects.all().delete(), "nobody was told of move"),
        (lambda _: Entry.objects.all()._raw_delete("default"), "audit: "),
        (lambda world: an_import(world, Import.State.READING), "waits for nobody"),
        (lambda world: an_import(world, Import.State.APPLIED), "is applied with 0 deeds and 0 entries"),
        (lambda world: Path(an_import(world, Import.State.PREVIEW).file.path).unlink(), "is not what was uploaded"),
        (lambda world: a_job(world, Job.State.DONE), "is done, with 0 notices"),
        (lambda world: a_job(world, Job.State.RUNNING), "runs without a lease"),
        (lambda world: a_job(world, Job.State.FAILED), "a job failed"),
    ],
)
def test_what_is_half_done_is_found(lived, half: Callable[..., object], told: str):
    """Each half state is told in words."""
    half(lived)
    assert [sentence for sentence in house(lived.first) if told in sentence]


def test_files_that_nothing_names_are_swept_and_no_others(lived):
    """A file without a record is counted, then taken by the clock's own broom; those that a record names stay."""
    kept = an_import(lived, Import.State.PREVIEW)
    nobodys = Path(settings.MEDIA_ROOT) / "imports" / "nobodys.bin"
    nobodys.write_bytes(b"x")
    assert left_files() == 1

    assert house(lived.first) == []

    assert left_files() == 0
    assert not nobodys.exists()
    assert Path(kept.file.path).exists()
