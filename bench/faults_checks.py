"""What must hold in the whole house after every kill: each check yields a sentence for whatever does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from jixiao_web.audit import chain
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Form, Move, Version
from jixiao_web.cycle.versions import is_intact
from jixiao_web.exchange.models import Import
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.jobs import broom
from jixiao_web.jobs.models import Job
from jixiao_web.notices.models import Notice
from jixiao_web.reports import store
from jixiao_web.reports.models import IssuedReport
from jixiao_web.review.models import UploadedReport

UNENDED = (Job.State.QUEUED, Job.State.RUNNING)


def house(first: Mapping[int, int]) -> list[str]:
    """Everything that does not hold; `first` is each form's revision before its first deed."""
    return [
        *_database(),
        *_trail(),
        *_ledger(first),
        *_flow(),
        *_imports(),
        *_jobs(),
        *_reports(),
        *_files(),
    ]


def _database() -> Iterator[str]:
    """The database finds itself whole; of PostgreSQL this is its own business."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("integrity_check", "foreign_key_check"):
                cursor.execute(f"PRAGMA {pragma}")
                yield from (f"{pragma}: {line}" for line in cursor.fetchall() if line != ("ok",))


def _trail() -> Iterator[str]:
    """The chain is unbroken, and what a killed process left unsealed can be sealed by the next one."""
    broken = chain.verify().broken
    if broken:
        yield f"audit: {broken}"
        return
    chain.seal()
    verdict = chain.verify()
    if verdict.broken or verdict.waiting or verdict.sealed != Entry.objects.count():
        yield f"audit: {verdict} of {Entry.objects.count()}"


def _ledger(first: Mapping[int, int]) -> Iterator[str]:
    """What stands in a form is what its ledger says; each deed has its revision, its stamps and its one entry."""
    entries = {
        entry.after["deed"]: entry.after["changes"]
        for entry in Entry.objects.filter(deed__in=[f"form.{kind}" for kind in Deed.Kind.values])
    }
    deeds = {deed.pk: deed for deed in Deed.objects.all()}
    made = Counter(deed.form_id for deed in deeds.values())
    for form in Form.objects.all():
        if form.revision != first[form.pk] + made[form.pk]:
            yield f"form {form.pk}: revision {form.revision} after {made[form.pk]} deeds, {first[form.pk]} before"
    if set(entries) != set(deeds):
        yield f"deeds and their entries differ: {sorted(set(entries) ^ set(deeds))}"
    counts: Counter[int] = Counter()
    last: dict[tuple[int, str], Change] = {}
    for change in Change.objects.order_by("pk"):
        counts[change.deed_id] += 1
        last[change.row_id, change.field] = change
    if any(counts[pk] != entries.get(pk) or deed.answer.get("revision", 0) < 1 for pk, deed in deeds.items()):
        yield "a deed has not as many changes as its entry says, or no answer"
    rows = {row.pk: row for row in Row.objects.all()}
    for (pk, name), change in last.items():
        row = rows[pk]
        present = row.cells.get(name, "") if name else "1" if row.alive else ""
        if present != change.after or row.stamps.get(name) != change.deed_id:
            yield f"row {pk}.{name}: {present!r}, in the ledger {change.after!r}"


def _flow() -> Iterator[str]:
    """A form stands where its last move left it; each move has its one entry, and one that submits its version and notices."""
    told = Counter(
        entry.after["move"] for entry in Entry.objects.filter(deed__startswith="move.") if "move" in entry.after
    )
    last: dict[int, Move] = {}
    for move in Move.objects.select_related("version").order_by("pk"):
        if told[move.pk] != 1:
            yield f"move {move.pk} has {told[move.pk]} entries"
        if move.form_id in last and last[move.form_id].after != move.before:
            yield f"move {move.pk} begins at {move.before}, the one before ended at {last[move.form_id].after}"
        last[move.form_id] = move
        if move.deed == "submit" and not Notice.objects.filter(key=f"move-{move.pk}").exists():
            yield f"nobody was told of move {move.pk}"
    if sum(told.values()) != Move.objects.count():
        yield "an entry tells of a move that is not there"
    for form in Form.objects.filter(pk__in=last):
        if form.state != last[form.pk].after:
            yield f"form {form.pk} is {form.state}, its last move led to {last[form.pk].after}"
    for version in Version.objects.all():
        if not is_intact(version) or version.moves.filter(deed="submit").count() != 1:
            yield f"version {version.pk} is not what was submitted, or nobody submitted it"


def _imports() -> Iterator[str]:
    """Nothing waits for a reader that does not come; what was applied has its deeds and its one entry."""
    told = Counter(Entry.objects.filter(deed="import.apply").values_list("target", flat=True))
    asked = set(Job.objects.filter(kind="import", state__in=UNENDED).values_list("arguments__import", flat=True))
    for made in Import.objects.prefetch_related("deeds"):
        is_applied = made.state == Import.State.APPLIED
        if made.state == Import.State.READING and made.pk not in asked:
            yield f"import {made.pk} waits for nobody"
        if (made.deeds.count(), told[str(made.pk)]) != ((1, 1) if is_applied else (0, 0)):
            yield f"import {made.pk} is {made.state} with {made.deeds.count()} deeds and {told[str(made.pk)]} entries"


def _jobs() -> Iterator[str]:
    """Whoever asked was told once; nothing runs without a lease."""
    for job in Job.objects.exclude(owner=None):
        notices = Notice.objects.filter(key=f"job:{job.pk}").count()
        if notices != (1 if job.state in {Job.State.DONE, Job.State.FAILED} else 0):
            yield f"job {job.pk} is {job.state}, with {notices} notices"
    if Job.objects.filter(state=Job.State.RUNNING, lease_until__isnull=True).exists():
        yield "a job runs without a lease"
    if Job.objects.filter(state=Job.State.FAILED).exists():
        yield f"a job failed: {Job.objects.filter(state=Job.State.FAILED).values_list('kind', 'error').first()}"


def _reports() -> Iterator[str]:
    """A report for each job that is done, numbered without gaps, with one entry and files that are what the record says."""
    reports = list(IssuedReport.objects.order_by("number"))
    done = Job.objects.filter(kind="report", state=Job.State.DONE).count()
    numbers = [report.number for report in reports]
    if numbers != list(range(1, done + 1)) or Entry.objects.filter(deed="report.render").count() != done:
        yield f"{done} jobs are done, the reports have the numbers {numbers}"
    for report in reports:
        for kind, path in report.files.items():
            if (
                not default_storage.exists(path)
                or store.sm3_of(Path(default_storage.path(path))) != report.digests[kind]
            ):
                yield f"report {report.number}: {kind} is not what was recorded"


def _files() -> Iterator[str]:
    """What a record names is there; what none names is swept up by the clock's own brooms, and nothing else is."""
    named = [
        *((item.file, item.digest) for item in Import.objects.all()),
        *((item.file, item.digest) for item in UploadedReport.objects.all()),
    ]
    for file, digest in named:
        if not default_storage.exists(file.name) or store.sm3_of(Path(file.path)) != digest:
            yield f"{file.name} is not what was uploaded"
    later = timezone.now().timestamp() + max(broom.OLD, store.OLD) + 60
    broom.sweep(later)
    store.sweep(later)
    for file in (file for item in UploadedReport.objects.all() for file in (item.marked, item.copy) if file):
        if not default_storage.exists(file.name):
            yield f"{file.name} is not there"
    if Job.objects.filter(kind="report", state__in=UNENDED).exists():
        return  # its folders are the next worker's
    known = {path for report in IssuedReport.objects.all() for path in report.files.values()}
    known |= {file.name for file, _digest in named}
    known |= {file.name for item in UploadedReport.objects.all() for file in (item.marked, item.copy) if file}
    media = Path(settings.MEDIA_ROOT)
    present = {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}
    if present != known:
        yield f"files and records differ: {sorted(present ^ known)[:4]}"


def left_files() -> int:
    """Files that no record names now: what the kill left for the broom."""
    reports = {path for report in IssuedReport.objects.all() for path in report.files.values()}
    media = Path(settings.MEDIA_ROOT)
    places = [media / store.HOME, media / store.STAGE]
    issued = [path for place in places for path in place.rglob("*") if path.is_file()]
    unnamed = [path for path in issued if path.relative_to(media).as_posix() not in reports]
    return len(unnamed) + len(broom.unnamed(broom.file_fields()))
