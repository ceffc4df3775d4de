"""Anybody's report: taken in, reviewed in the background, and taken away again by whoever brought it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao.documents.reading import OFFICE, READERS
from jixiao.files.messages import text
from jixiao.files.sniff import FileKind, sniff
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit
from jixiao_web.jobs import services as jobs
from jixiao_web.organisation.models import Unit
from jixiao_web.review.models import UploadedReport
from jixiao_web.review.services import Refused
from jixiao_web.shell.language import core_language

READ = frozenset(READERS) | OFFICE
"""The kinds of file that can be reviewed; those of OFFICE where a converter is installed."""


def upload(by: User, unit: Unit, file: UploadedFile) -> UploadedReport:
    """Keep a report and have it reviewed. What it is, its bytes say, never its name.

    Raises:
        PermissionDenied: no right.
        Refused: empty, too large, or a kind of file that holds no report.
    """
    policies.require(by, "upload.review", unit)
    name = Path(file.name or "").name[:255] or _("未命名")
    size = file.size or 0
    if not 0 < size <= settings.UPLOAD_LIMIT:
        raise Refused(
            _("“{name}”大小为 {size} 字节，应在 1 字节至 {most} MB 之间。").format(
                name=name, size=size, most=settings.UPLOAD_LIMIT >> 20
            )
        )
    kind, digest = _looked_at(file)
    if kind not in READ:
        raise Refused(
            _("“{name}”的内容是{kind}，不能审阅：请上传 Word、PDF、OFD、Excel、网页、文本或扫描图片。").format(
                name=name, kind=text(kind.term.message_id, core_language())
            )
        )
    return _keep(by, unit, file, UploadedReport(unit=unit, original_name=name, size=size, digest=digest, by=by), kind)


@transaction.atomic
def _keep(by: User, unit: Unit, file: UploadedFile, made: UploadedReport, kind: FileKind) -> UploadedReport:
    made.at = timezone.now()
    made.file.save(f"{made.digest[:16]}.{kind.value}", File(file), save=False)
    made.save()
    told = {"name": made.original_name, "size": made.size, "kind": kind.value, "sm3": made.digest}
    audit.record(by=by, deed="upload.add", target=made, after=told)
    jobs.enqueue(
        "review_report",
        owner=by,
        title=_("审阅 {name}").format(name=made.original_name),
        arguments={"report": made.pk},
        key=f"review-{made.pk}",
        place=unit.code,
    )
    return made


@transaction.atomic
def remove(by: User, report: UploadedReport) -> None:
    """Take away one's own upload with everything that was made of it; the trail keeps its name and digest."""
    policies.require(by, "upload.view", report)
    if report.by_id != by.pk:
        raise PermissionDenied(_("只能删除自己上传的报告。"))
    told = {"name": report.original_name, "sm3": report.digest}
    audit.record(by=by, deed="upload.remove", target=report, before=told)
    names = [str(file.name) for file in (report.file, report.marked, report.copy) if file]
    report.delete()
    transaction.on_commit(lambda: _forget(names), robust=True)


def _forget(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _looked_at(file: UploadedFile) -> tuple[FileKind, str]:
    """What the bytes are, and their digest."""
    digest = Hash(SM3())
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        kind = sniff(Path(copy.name))
    file.seek(0)
    return kind, digest.finalize().hex()
