"""What the pages of reports ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from jixiao_web.evaluation import cards
from jixiao_web.jobs.models import Job
from jixiao_web.reports import making
from jixiao_web.reports.making import Made
from jixiao_web.reports.models import IssuedReport
from jixiao_web.reports.snapshot import FINAL, Snapshot

if TYPE_CHECKING:
    from jixiao_web.cycle.models import Task


def issued_of(task: Task) -> list[IssuedReport]:
    """The issued reports of a task, newest first. One query."""
    return list(task.reports.select_related("by").defer("rows"))


def issued(task: Task, number: int) -> IssuedReport:
    """One of them. Raises Http404."""
    return get_object_or_404(
        IssuedReport.objects.select_related("by", "task__year__department"), task=task, number=number
    )


def under_way(task: Task) -> list[Job]:
    """Reports that are being made of the task. One query."""
    present = Job.objects.filter(kind="report", state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return list(present.filter(arguments__task=task.pk).select_related("owner"))


def is_final(task: Task) -> bool:
    """Whether the department's form is finally approved. One query."""
    return task.forms.filter(unit=task.year.department_id, state__in=FINAL).exists()


def present_model(task: Task) -> Made:
    """The report of the task as its forms stand now, of the same computed task that the scorecard shows."""
    return making.model_of(cards.of(task), task.year.outline, is_final=is_final(task))


def model_of(report: IssuedReport) -> Made:
    """An issued report, made again from its snapshot."""
    snapshot = Snapshot.from_data(report.rows)
    computed = cards.compute(snapshot.gathered(), report.scheme.partition(" ")[0])
    return making.model_of(computed, report.outline, is_final=snapshot.is_final)
