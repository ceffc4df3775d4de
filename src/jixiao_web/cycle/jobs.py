"""The clock of the year: people are reminded in the morning of what is still open."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jixiao_web.cycle import reminders
from jixiao_web.jobs.registry import every
from jixiao_web.jobs.run import Run

MORNING = 8
"""Nobody is reminded before this hour."""


@every(60)
def remind(run: Run) -> dict[str, Any]:  # noqa: ARG001  # every job takes it
    """提醒即将到期和逾期的任务."""
    now = timezone.localtime()
    return {"people": reminders.remind(now.date()) if now.hour >= MORNING else 0}
