"""Background work of review: an uploaded report is read in a limited process of its own and marked."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from jixiao.checks.document.settings import Settings
from jixiao.cli.review_job import Order, Task
from jixiao.cli.review_job import job as review_file
from jixiao_web import policies
from jixiao_web.jobs.registry import job
from jixiao_web.jobs.run import Run
from jixiao_web.review.models import UploadedReport


@job("review_report")
def review_report(run: Run) -> dict[str, Any]:
    """Review an uploaded report."""
    report = UploadedReport.objects.get(pk=run.arguments["report"])
    run.step(report.original_name, 0, 2)
    with tempfile.TemporaryDirectory() as folder:
        # The reader goes by what is in the file; the name only has to be a name, and the marked copy is always a page.
        source = Path(folder) / f"report{Path(report.original_name).suffix.lower()}"
        with report.file.open() as kept:
            source.write_bytes(kept.read())
        target = Path(folder) / "marked.html"
        told = dict(review_file(Task(source, target), Order(Settings(), policies.today(), form="html")))
        run.step(report.original_name, 1, 2)
        told["file"] = report.original_name
        if "refused" in told:
            report.refused = str(told["refused"])
        else:
            told.pop("written", None)
            report.result = told
            if target.exists():
                report.marked.save(f"{report.digest[:16]}-marked.html", ContentFile(target.read_bytes()), save=False)
    report.save()
    run.step(report.original_name, 2, 2)
    return {"report": report.pk}
