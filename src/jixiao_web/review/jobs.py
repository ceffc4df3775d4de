"""Background work of review: an uploaded report is read and marked."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import gettext_noop

from jixiao_web import policies
from jixiao_web.jobs.registry import job
from jixiao_web.jobs.run import JobRefused, Run
from jixiao_web.review import reviewing
from jixiao_web.review.models import UploadedReport

STEPS = (gettext_noop("读取文件"), gettext_noop("核对数字和文字"), gettext_noop("在原文上标注"))


@job("review_report", transient=(OSError,))
def review_report(run: Run) -> None:
    """审阅上传的报告."""
    report = UploadedReport.objects.filter(pk=run.arguments["report"]).first()
    if report is None:
        raise JobRefused(gettext_noop("这份报告已被上传人删除，没有审阅。"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"report{Path(str(report.file.name)).suffix}"
        with report.file.open() as kept:
            source.write_bytes(kept.read())
        found = reviewing.review(
            source,
            report.original_name,
            folder,
            policies.today(),
            lambda number: run.step(STEPS[number - 1], number, len(STEPS)),
        )
        with run.ending() as result:
            _write(report.pk, found)
            result.update(report=report.pk, link=reverse("upload", args=[report.pk]))


def _write(pk: int, found: reviewing.Outcome) -> None:
    """What was found, written over what an earlier beginning of the job left; nothing where the report was taken away."""
    report = UploadedReport.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if report is None:
        return
    report.refused = found.refused.get("zh", "")
    report.result = dict(found.told) or {lang: {"refused": told} for lang, told in found.refused.items()}
    for kept, made in ((report.marked, found.page), (report.copy, found.copy)):
        if made is not None:
            kept.save(f"{report.digest[:16]}-{made.name}", ContentFile(made.read_bytes()), save=False)
    report.save(update_fields=["refused", "result", "marked", "copy"])
