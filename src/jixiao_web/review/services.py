"""Deeds of review: waive a finding, withdraw a waiver, upload a report, review it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.jobs import services as jobs
from jixiao_web.organisation.models import Unit
from jixiao_web.review.models import UploadedReport, WaiverRecord


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def waive(by: User, form: Form, code: str, address: str, reason: str, until: date | None) -> WaiverRecord:
    """Set one finding aside until a day. Raises Refused: no reason, no day, or a day that is past."""
    policies.require(by, "finding.waive", form)
    if not reason.strip():
        raise Refused(_("豁免须写明理由。"))
    if until is None or until < policies.today():
        raise Refused(_("豁免须写明有效期，且不早于今天；没有永久豁免。"))
    made = WaiverRecord.objects.create(
        form=form, code=code, address=address, person=by, reason=reason.strip(), until=until, made_at=timezone.now()
    )
    audit.record(
        by=by, deed="finding.waive", target=form, after={"code": code, "at": address, "until": until}, reason=reason
    )
    return made


@transaction.atomic
def withdraw(by: User, waiver: WaiverRecord) -> None:
    """The finding counts again."""
    policies.require(by, "finding.waive", waiver)
    WaiverRecord.objects.filter(pk=waiver.pk).update(withdrawn_at=timezone.now())
    audit.record(by=by, deed="waiver.withdraw", target=waiver.form, before={"code": waiver.code, "at": waiver.address})


def digest_of(file: UploadedFile) -> str:
    """SM3 over an uploaded file."""
    digest = Hash(SM3())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.finalize().hex()


@transaction.atomic
def upload(by: User, unit: Unit, file: UploadedFile) -> UploadedReport:
    """Keep anybody's report and have it reviewed in the background. Raises Refused: too large, or empty."""
    policies.require(by, "upload.review", unit)
    size = file.size or 0
    if not 0 < size <= settings.UPLOAD_LIMIT:
        raise Refused(
            _("“{name}”大小为 {size} 字节，应在 1 字节至 {most} MB 之间。").format(
                name=file.name, size=size, most=settings.UPLOAD_LIMIT // (1024 * 1024)
            )
        )
    made = UploadedReport(
        unit=unit,
        original_name=(file.name or "report")[:255],
        size=size,
        digest=digest_of(file),
        by=by,
        at=timezone.now(),
    )
    made.file.save(f"{made.digest[:16]}{Path(made.original_name).suffix.lower()}", File(file), save=False)
    made.save()
    audit.record(by=by, deed="report.upload", target=made, after={"name": made.original_name, "sm3": made.digest})
    jobs.enqueue(
        "review_report",
        owner=by,
        title=_("审阅 {name}").format(name=made.original_name)[:200],
        arguments={"report": made.pk},
        key=f"review-{made.pk}",
        place=unit.code,
    )
    return made
