"""Waivers: a finding is set aside for a reason until a day, and counts again when that is withdrawn or over."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao.checks import Severity
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.review import findings
from jixiao_web.review.models import WaiverRecord
from jixiao_web.shell.language import core_language

LONGEST = 300


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def waive(by: User, form: Form, code: str, address: str, reason: str, until: date | None) -> WaiverRecord:
    """Set one finding aside until a day.

    Raises:
        PermissionDenied: no right.
        Refused: no reason, no day or a past one, no such finding, one that blocks, or one that is set aside already.
    """
    policies.require(by, "finding.waive", form)
    told, today = reason.strip(), policies.today()
    if not told or len(told) > LONGEST:
        raise Refused(_("豁免须写明理由，最多 {most} 字。").format(most=LONGEST))
    if until is None or until < today:
        raise Refused(_("豁免须写明有效期，且不早于今天；没有永久豁免。"))
    found = [one for one in findings.of(form).all if one.code == code and one.at and one.at[0] == address]
    if not found:
        raise Refused(_("这条核对结果已经不在了，可能刚被改正：请刷新页面。"))
    if found[0].severity is Severity.BLOCK:
        raise Refused(_("“{title}”必须改正，不能豁免。").format(title=found[0].title(core_language())))
    given = form.waivers.filter(code=code, address=address, withdrawn_at__isnull=True, until__gte=today)
    if given.exists():
        raise Refused(_("这一条已经豁免，要改有效期请先撤回。"))
    made = WaiverRecord.objects.create(
        form=form, code=code, address=address, person=by, reason=told, until=until, made_at=timezone.now()
    )
    audit.record(
        by=by,
        deed="finding.waive",
        target=form,
        after={"waiver": made.pk, "code": code, "at": address, "until": until.isoformat()},
        reason=told,
    )
    return made


@transaction.atomic
def withdraw(by: User, waiver: WaiverRecord) -> None:
    """The finding counts again. Withdrawing twice is withdrawing once."""
    policies.require(by, "finding.waive", waiver)
    living = WaiverRecord.objects.filter(pk=waiver.pk, withdrawn_at__isnull=True)
    if living.update(withdrawn_at=timezone.now()):
        told = {"waiver": waiver.pk, "code": waiver.code, "at": waiver.address}
        audit.record(by=by, deed="waiver.withdraw", target=waiver.form, before=told)
