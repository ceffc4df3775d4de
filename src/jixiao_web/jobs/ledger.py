"""The queue as the database has it: taking a job, keeping it, and writing down how it ended.

A worker's claim (`Job.worker`) is a word of its own for each taking. Whatever is written names the claim, so that a worker
that was thought dead and is not can do no harm. The lease is measured by the clocks of the workers, which on several machines
should agree to a few seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import ATTEMPTS, kinds
from jixiao_web.jobs.signals import job_ended

LEASE = timedelta(seconds=getattr(settings, "JOB_LEASE", 20))
"""A worker that is silent for so long is dead, and its job is taken again."""


class Lease(Enum):
    """How it stands with a worker's hold on a job."""

    HELD = "held"
    CANCEL_ASKED = "cancel_asked"
    LOST = "lost"


def waiting() -> QuerySet[Job]:
    """Jobs that somebody should begin now: whose time has come, or whose worker is silent."""
    now = timezone.now()
    queued = Q(state=Job.State.QUEUED) & (Q(not_before__isnull=True) | Q(not_before__lte=now))
    return Job.objects.filter(queued | Q(state=Job.State.RUNNING, lease_until__lt=now)).order_by("pk")


def take(claim: str) -> Job | None:
    """Take the oldest job that waits, or none. One that was begun as often as its kind allows and never ended has failed.

    Where the database can skip what another worker is just taking, it does; where it cannot (SQLite), writers take turns.
    """
    while waiting().exists():  # nothing is locked for looking
        with transaction.atomic():
            found = waiting()
            if connection.features.has_select_for_update_skip_locked:
                found = found.select_for_update(skip_locked=True)
            job = found.first()
            if job is None:  # others were quicker
                return None
            kind = kinds().get(job.kind)
            if job.attempts >= (kind.attempts if kind else ATTEMPTS):
                fail(job, WORKER_DIED)
                continue
            now = timezone.now()
            job.state, job.worker, job.lease_until = Job.State.RUNNING, claim, now + LEASE
            job.attempts += 1
            job.started = job.started or now
            job.save(update_fields=["state", "worker", "lease_until", "attempts", "started"])
        return job
    return None


WORKER_DIED = gettext_noop(
    "处理这项任务的进程多次意外中断，任务没有完成。请稍后重新发起；仍不成功时，请把任务编号告诉系统管理员。"
)


def held_by(job: int, claim: str) -> QuerySet[Job]:
    """The job, as long as the claim holds it."""
    return Job.objects.filter(pk=job, worker=claim, state=Job.State.RUNNING)


def renew(job: int, claim: str, **progress: Any) -> Lease:
    """Keep the job for another lease, and note progress."""
    if not held_by(job, claim).update(lease_until=timezone.now() + LEASE, **progress):
        return Lease.LOST
    asked = Job.objects.filter(pk=job, cancel_asked=True).exists()
    return Lease.CANCEL_ASKED if asked else Lease.HELD


@contextmanager
def holding(job: int, claim: str) -> Iterator[Job | None]:
    """A transaction in which the job is locked, if the claim still holds it."""
    with transaction.atomic():
        yield held_by(job, claim).select_for_update(of=("self",)).select_related("owner").first()


def write_done(job: Job, result: dict[str, Any]) -> None:
    """The job is done, with a result."""
    job.result, job.done = result, job.total
    _end(job, Job.State.DONE, ["result", "done"])


def fail(job: Job, error: str) -> None:
    """The job has failed for good, for a reason that its owner reads. Its key is free for another try."""
    job.error, job.key = error, None
    _end(job, Job.State.FAILED, ["error", "key"])


def write_cancelled(job: Job) -> None:
    """The job was ended on demand."""
    job.key = None
    _end(job, Job.State.CANCELLED, ["key"])


def _end(job: Job, state: str, fields: list[str]) -> None:
    job.state, job.word, job.worker, job.lease_until, job.finished = state, "", "", None, timezone.now()
    job.save(update_fields=[*fields, "state", "word", "worker", "lease_until", "finished"])
    job_ended.send(sender=Job, job=job)


def put_back(job: int, claim: str, *, after: timedelta = timedelta(), counts: bool = True) -> None:
    """Back into the queue, to be begun again after a while; `counts` says whether this beginning was one of the attempts."""
    freed: dict[str, Any] = {"state": Job.State.QUEUED, "worker": "", "lease_until": None, "word": "", "done": 0}
    if not counts:
        freed["attempts"] = F("attempts") - 1
    held_by(job, claim).update(**freed, not_before=timezone.now() + after if after else None)


def free_key(job: int, claim: str) -> None:
    """Whoever asks for the same from now on gets a job of his own."""
    held_by(job, claim).update(key=None)
