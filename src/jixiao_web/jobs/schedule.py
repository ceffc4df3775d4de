"""The clock: periodic jobs are asked for by whichever worker notices first that it is time, and by none twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import Kind, every, kinds
from jixiao_web.jobs.run import Run
from jixiao_web.jobs.services import enqueue

KEPT = timedelta(days=30)
"""So long ended jobs stay to be looked at; of the clock's own, a day."""
KEPT_OF_CLOCK = timedelta(days=1)


def slot(kind: Kind, now: datetime) -> int:
    """The number of the stretch of time, `minutes` long, in which a moment lies."""
    return int(now.timestamp()) // (kind.minutes * 60)


class Clock:
    """A worker's own memory of what it has asked for; the key of the job keeps workers from asking twice for one stretch."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}

    def tick(self) -> None:
        """Ask for what is due."""
        now = timezone.now()
        for kind in kinds().values():
            if not kind.minutes or self._asked.get(kind.name) == slot(kind, now):
                continue
            enqueue(
                kind.name,
                owner=None,
                title=kind.title,
                arguments={},
                key=f"every:{kind.name}:{slot(kind, now)}",
            )
            self._asked[kind.name] = slot(kind, now)


@every(24 * 60)
def forget(run: Run) -> None:  # noqa: ARG001  # every job takes it
    """清理早已结束的后台任务记录."""
    now = timezone.now()
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
    ended.filter(owner=None, finished__lt=now - KEPT_OF_CLOCK).delete()
    ended.filter(finished__lt=now - KEPT).delete()
