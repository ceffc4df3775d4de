"""The deeds in whose midst somebody is killed: what each looks like when it is wholly there, or wholly absent."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.faults_deeds import ABSENT, WHOLE, Doing, Moment, Request, Work
from jixiao_web.accounts.models import User
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.judging import judge
from jixiao_web.cycle.models import Move, Version
from jixiao_web.exchange import services as exchange
from jixiao_web.exchange.models import Import
from jixiao_web.exchange.planning import Plan
from jixiao_web.filling.models import Deed, Row
from jixiao_web.jobs.models import Job
from jixiao_web.reports import services as reports
from jixiao_web.reports import store
from jixiao_web.reports.models import IssuedReport
from jixiao_web.reports.verifying import verify
from jixiao_web.review import uploading
from jixiao_web.review.models import UploadedReport


def _files(place: str) -> int:
    """How many files lie in a folder of the store."""
    return sum(1 for path in (Path(settings.MEDIA_ROOT) / place).rglob("*") if path.is_file())


class Upload(Request):
    """A small workbook is uploaded, read and previewed."""

    def moments(self) -> list[Moment]:
        """The file is kept, its record is not committed."""
        return [lambda: _files("imports") > self._kept]

    def prepare(self) -> None:
        """A workbook that says something else than the form."""
        self.open_form()
        self._book = self.world.other()
        self._last = Import.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._entries = Entry.objects.filter(deed="import.upload").count()
        self._kept = _files("imports")

    def address(self) -> str:
        """Where workbooks are taken in."""
        return "files/upload/"

    def file(self) -> Path:
        """The workbook."""
        return self._book

    def found(self) -> str:
        """An import with its preview and its entry (two after the second try), or none."""
        made = list(Import.objects.filter(pk__gt=self._last))
        entries = Entry.objects.filter(deed="import.upload").count() - self._entries
        if not made and not entries:
            return ABSENT
        if len(made) != entries or any(item.state != Import.State.PREVIEW or not _writes(item) for item in made):
            return f"uploads {[(item.pk, item.state) for item in made]} with {entries} entries"
        return WHOLE


def _writes(made: Import) -> bool:
    """Whether the preview shows that something would change."""
    return any(plan["changes"] or plan["missing"] for plan in made.preview["plans"])


class Apply(Request):
    """An import that was previewed is written: cells, rows that come and rows that go, as one deed."""

    def prepare(self) -> None:
        """Upload and preview it."""
        self.open_form()
        book = self.world.other()
        self._made = exchange.upload(self.handler(), self.world.fresh(), ContentFile(book.read_bytes(), book.name))
        self._before = self._now()

    def address(self) -> str:
        """The button under the preview."""
        return f"files/import/{self._made.pk}/apply/"

    def fields(self) -> dict[str, str]:
        """Rows that are not in the file go."""
        return {"missing": "on"}

    def _now(self) -> tuple[int, int, int, str, list[tuple[object, ...]]]:
        form = self.world.fresh()
        rows = Row.objects.filter(form=form).order_by("pk").values_list("pk", "cells", "stamps", "alive")
        return form.revision, Deed.objects.count(), Entry.objects.count(), form.state, list(rows)

    def found(self) -> str:
        """One deed with every change of the preview, one revision more, two entries; or everything as it was."""
        self._made.refresh_from_db()
        now = self._now()
        if self._made.state == Import.State.PREVIEW:
            return ABSENT if now == self._before else "not applied, and yet something changed"
        deed = self._made.deeds.get()
        wanted = Plan.from_data(self._made.preview["plans"][0]).wanted(blanks=False, missing=True)
        revision, deeds, entries, *_rest = self._before
        is_whole = (
            now[:3] == (revision + 1, deeds + 1, entries + 2)
            and deed.changes.count() == len(wanted)
            and {"", "spent"} <= set(deed.changes.values_list("field", flat=True))
            and self.world.other().name != self._made.original_name
        )
        return WHOLE if is_whole else "applied, but not all of it is there"


class Submit(Request):
    """A form is submitted: state, version, move, entry and notices."""

    def prepare(self) -> None:
        """The form is a draft."""
        self.open_form()
        self._form = self.world.fresh()
        self._before = self._now()

    def address(self) -> str:
        """The button of the form."""
        return "flow/move/submit/"

    def _now(self) -> tuple[int, int, int]:
        return Move.objects.count(), Version.objects.count(), Entry.objects.count()

    def found(self) -> str:
        """One move, one version of the rows that stand in the form, one entry; or none of them."""
        form, now = self.world.fresh(), self._now()
        if form.revision != self._form.revision:
            return "submitting changed the revision"
        if form.state == self._form.state:
            return ABSENT if now == self._before else "not submitted, and yet something is written"
        if form.state != "at_unit" or now != tuple(number + 1 for number in self._before):
            return f"{form.state} with {now} after {self._before}"
        move, version = form.moves.order_by("-pk")[0], form.versions.order_by("-number")[0]
        is_whole = move.version_id == version.pk and version.rows == judge().rows(form)
        return WHOLE if is_whole else "the version is not what stands in the form"


class Read(Work):
    """A large workbook is read."""

    def ask(self) -> int:
        """Upload it."""
        self.open_form()
        book = self.world.files["large"]
        self._made = exchange.upload(self.handler(), self.world.fresh(), ContentFile(book.read_bytes(), book.name))
        return Job.objects.get(key=f"import-{self._made.pk}").pk

    def effect(self) -> str:
        """A preview, or none."""
        self._made.refresh_from_db()
        if self._made.state == Import.State.READING:
            return ABSENT if not self._made.preview else "a preview of what is not read"
        return WHOLE if self._made.state == Import.State.PREVIEW and self._made.preview["plans"] else self._made.state


class Render(Work):
    """A report is rendered in all its kinds."""

    def moments(self) -> list[Moment]:
        """In the order in which they come."""
        return [self._is_staged, self._is_half_written, self._is_put_in_place]

    def _is_staged(self) -> bool:
        """Rendering has begun."""
        return any((Path(settings.MEDIA_ROOT) / store.STAGE).glob(f"{self.job}-*"))

    def _is_half_written(self) -> bool:
        """Some of the files are there, others not."""
        return any((Path(settings.MEDIA_ROOT) / store.STAGE).glob(f"{self.job}-*/*.docx"))

    def _is_put_in_place(self) -> bool:
        """The files are where they belong; their record may or may not be committed."""
        return (Path(settings.MEDIA_ROOT) / store.HOME / str(self.job)).exists()

    def ask(self) -> int:
        """Ask for it."""
        by = User.objects.get(username="finance")
        return reports.ask(by, self.world.task, [], str(time.time_ns())).pk

    def effect(self) -> str:
        """One report, four files, all verified; or no record. Files that no record names are the broom's."""
        own = [one for one in IssuedReport.objects.all() if f"reports/{self.job}/" in one.files.get("docx", "")]
        if not own:
            return ABSENT
        broken = [check.sentence for check in verify(own[0]) if not check.holds]
        if len(own) > 1 or broken or sorted(own[0].files) != ["docx", "html", "pdf", "xlsx"]:
            return f"{len(own)} reports of the job, {sorted(own[0].files)}, {broken}"
        return WHOLE


class Review(Work):
    """An uploaded report is reviewed and marked."""

    def moments(self) -> list[Moment]:
        """The first of the files that it makes is kept, then the second; neither is named by a record yet."""
        return [lambda: _files("reviews") > self._kept, lambda: _files("reviews") > self._kept + 1]

    def ask(self) -> int:
        """Upload it."""
        source = self.world.files["report"]
        by, department = User.objects.get(username="finance"), self.world.task.year.department
        self._report = uploading.upload(by, department, SimpleUploadedFile(source.name, source.read_bytes()))
        self._kept = _files("reviews")
        return Job.objects.get(key=f"review-{self._report.pk}").pk

    def effect(self) -> str:
        """What was found, with the page and the marked copy; or nothing of it."""
        report = UploadedReport.objects.get(pk=self._report.pk)
        files = [bool(report.marked), bool(report.copy)]
        if report.result is None:
            return ABSENT if not any(files) else "marked, and not read"
        return WHOLE if all(files) and not report.refused else f"{files}, {report.refused}"


PATHS: dict[str, type[Doing]] = {
    "upload": Upload,
    "apply": Apply,
    "submit": Submit,
    "read": Read,
    "render": Render,
    "review": Review,
}
