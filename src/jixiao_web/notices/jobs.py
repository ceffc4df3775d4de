"""Whoever asked for a job is told how it ended; and the clock sends mail. Imported with the jobs of the other apps."""

from __future__ import annotations

import smtplib
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import every
from jixiao_web.jobs.run import Run
from jixiao_web.jobs.signals import job_ended
from jixiao_web.notices import mail
from jixiao_web.notices.services import tell

_WORDS = {
    Job.State.DONE: ("“{title}”已完成。", "“{title}” is done."),
    Job.State.FAILED: ("“{title}”没有成功，点开看原因。", "“{title}” did not succeed; open it to see why."),
}


@receiver(job_ended, dispatch_uid="notices.job_ended")
def on_job_ended(job: Job, **_: Any) -> None:
    """A notice, in the transaction that ends the job. Who cancelled a job knows it."""
    if job.owner is None or job.state not in _WORDS:
        return
    zh, en = (words.format(title=job.title) for words in _WORDS[Job.State(job.state)])
    link = job.result.get("link") if job.state == Job.State.DONE else None
    tell(job.owner, "job", zh, en, link or reverse("jobs:job", args=[job.pk]), f"job:{job.pk}")


@every(10, transient=(OSError, smtplib.SMTPException))
def send(run: Run) -> dict[str, Any]:  # noqa: ARG001  # every job takes it
    """发送提醒邮件."""
    return {"sent": mail.send_waiting()}
