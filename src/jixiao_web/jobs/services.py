"""Asking for jobs, and asking for their end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.jobs import ledger
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import kinds

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User


def enqueue(
    kind: str,
    *,
    owner: User | None,
    title: str,
    arguments: Mapping[str, Any],
    key: str | None = None,
    place: str = "",
    not_before: datetime | None = None,
) -> Job:
    """Ask for a job, in the caller's transaction: it is there if and only if that commits.

    Args:
        kind: the name of a registered kind.
        owner: who asks, and is told how it ended; None for the clock.
        title: what the list of jobs calls it.
        arguments: plain data for the job's function.
        key: asking again with the same key gives the job that is there, ended well or not ended; one that failed or was
            cancelled has given its key up. Of a debounced kind the key is free as soon as a worker begins.
        place: code of the unit whose job it is.
        not_before: when it may begin; at once if None.

    Raises:
        KeyError: no such kind.
    """
    if kind not in kinds():
        raise KeyError(kind)
    asked = Job(
        kind=kind,
        title=title[:200],
        arguments=dict(arguments),
        key=key,
        owner=owner,
        place=place,
        not_before=not_before,
    )
    if key is None:
        asked.save(force_insert=True)
        return asked
    present = Job.objects.filter(key=key).first()
    if present is not None:
        return present
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:  # somebody asked for the same a moment ago
        return Job.objects.get(key=key)
    return asked


def may_see(by: User, job: Job) -> bool:
    """Whose job it is may see and end it, and who watches all."""
    return job.owner_id == by.pk or policies.may(by, "job.watch_all")


@transaction.atomic
def cancel(by: User, job: Job) -> Job:
    """Ask for the end of a job: one that waits ends at once, one that runs at its next step, one that ended stays as it is.

    Raises PermissionDenied: it is somebody else's.
    """
    if not may_see(by, job):
        raise PermissionDenied(_("这是别人发起的任务，只有发起人和系统管理员可以取消。"))
    held = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if held.state not in {Job.State.QUEUED, Job.State.RUNNING}:
        return held
    audit.record(by=by, deed="job.cancel", target=held, place=held.place, after={"title": held.title})
    if held.state == Job.State.QUEUED:
        ledger.write_cancelled(held)
    else:
        held.cancel_asked = True
        held.save(update_fields=["cancel_asked"])
    return held
