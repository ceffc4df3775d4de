"""Computing in the background: after edits, and once in a while for tasks that nobody has asked about."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Sum

from jixiao_web.cycle.models import Task
from jixiao_web.evaluation import services
from jixiao_web.jobs.registry import every, job
from jixiao_web.jobs.run import Run


@job("refresh", debounced=True, limit=10)
def refresh(run: Run) -> dict[str, Any] | None:
    """重算评分和汇总数."""
    task = Task.objects.select_related("year__department").filter(pk=run.arguments["task"]).first()
    if task is not None:
        services.refresh(task)
    return None


@every(15)
def refresh_stale(run: Run) -> None:
    """重算遗漏的评分和汇总数."""
    # A worker that was killed between a deed's commit and the asking leaves a task stale: found here.
    tasks = Task.objects.select_related("year__department").annotate(present=Sum("forms__revision"))
    for task in tasks.filter(present__gt=0).exclude(score__revision=F("present")):
        run.check()
        services.refresh(task)
