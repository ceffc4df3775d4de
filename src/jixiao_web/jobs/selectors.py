"""What pages ask about jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404

from jixiao_web import policies
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.services import may_see

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

SHOWN = 100
ENDED = frozenset({Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED})
TONES = {"queued": "grey", "running": "blue", "done": "green", "failed": "red", "cancelled": "grey"}


def jobs_of(person: User, *, everybody: bool = False) -> list[Job]:
    """The latest jobs that a person asked for; of everybody, those of the clock too, for who watches all. One query."""
    wanted = Q() if everybody and policies.may(person, "job.watch_all") else Q(owner=person)
    return list(Job.objects.filter(wanted).select_related("owner")[:SHOWN])


def job_for(person: User, pk: int) -> Job:
    """One job. Raises Http404: not there, or somebody else's, which is told apart to nobody."""
    job = get_object_or_404(Job.objects.select_related("owner"), pk=pk)
    return job if may_see(person, job) else get_object_or_404(Job.objects.none(), pk=pk)


def is_ended(job: Job) -> bool:
    """Whether nothing more will happen to it."""
    return job.state in ENDED
