"""Reading a large workbook in the background."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jixiao_web.exchange import services
from jixiao_web.exchange.models import Import
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import job
from jixiao_web.jobs.run import Run
from jixiao_web.jobs.signals import job_ended

CANCELLED = gettext_noop("读取已取消，表里没有任何改动：请重新预览这个文件，或重新上传。")


@job("import", transient=(OSError,))
def read(run: Run) -> None:
    """读取工作簿并预览."""
    made = Import.objects.get(pk=run.arguments["import"])
    run.step(_("正在读取 {file}").format(file=made.original_name), 1, 2)
    state, preview, problems = services.kept(made)
    run.step(_("正在比较"), 2, 2)
    with run.ending() as result:
        services.store(made, state, preview, problems)
        result["import"] = made.pk


@receiver(job_ended, dispatch_uid="exchange.job_ended")
def on_job_ended(job: Job, **_more: Any) -> None:
    """An import whose reading was cancelled, or failed for good, waits no longer: in the transaction that ends the job."""
    if job.kind != "import" or job.state == Job.State.DONE:
        return
    told = []
    for lang in ("zh-hans", "en"):
        with translation.override(lang):
            told.append(_(CANCELLED if job.state == Job.State.CANCELLED else job.error))
    services.refuse(job.arguments["import"], *told)
