"""Deeds on reports: asking for one, writing it down, and looking whether it is still what it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jixiao.figures import MISSING
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation.cards import compute
from jixiao_web.evaluation.figures import score_or_missing
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.run import JobRefused, Run
from jixiao_web.jobs.services import enqueue
from jixiao_web.reports import making, store
from jixiao_web.reports.models import IssuedReport
from jixiao_web.reports.snapshot import digest_of, take

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

STEPS = {
    "read": gettext_noop("汇集数据"),
    "score": gettext_noop("评分"),
    "compose": gettext_noop("撰写报告"),
    "docx": gettext_noop("生成 Word 文档"),
    "html": gettext_noop("生成网页"),
    "xlsx": gettext_noop("生成附件表格"),
    "pdf": gettext_noop("生成 PDF"),
    "keep": gettext_noop("存档"),
}


def ask(by: User, task: Task, kinds: Sequence[str], key: str) -> Job:
    """Ask for a report of a task in some kinds of file; asking twice with one key is one report.

    Raises PermissionDenied.
    """
    policies.require(by, "report.render", task)
    chosen = [kind for kind in making.KINDS if kind in kinds] or list(making.KINDS)
    return enqueue(
        "report",
        owner=by,
        title=_("{year} 年度自评报告（{kinds}）").format(year=task.year.fiscal_year, kinds="、".join(chosen)),
        arguments={"task": task.pk, "kinds": chosen},
        key=f"report:{by.pk}:{key}"[:120],
        place=task.year.department.code,
    )


def render(run: Run) -> None:
    """Make a report and write it down: its files are put in place and its record is written in the transaction that ends the job.

    A worker that is killed on the way leaves a folder that nothing names, which the next beginning of the job replaces.
    """
    task = Task.objects.select_related("year__department").filter(pk=run.arguments["task"]).first()
    owner = run.owner
    if task is None or owner is None:
        raise JobRefused(gettext_noop("这项自评任务已不存在，报告没有生成。"))
    policies.require(owner, "report.render", task)
    kinds = run.arguments["kinds"]
    order = ["read", "score", "compose", *(kind for kind in making.KINDS if kind in kinds), "keep"]

    def step(name: str) -> None:
        run.step(STEPS[name], order.index(name) + 1, len(order))

    step("read")
    snapshot = take(task)
    step("score")
    computed = compute(snapshot.gathered(), snapshot.scheme)
    step("compose")
    made = making.model_of(computed, snapshot.outline, is_final=snapshot.is_final)
    with store.staging(run.job, run.claim) as folder:
        notes = making.write(made, folder, stem_of(task), kinds, step)
        digests = {file.suffix[1:]: store.sm3_of(file) for file in folder.iterdir()}
        step("keep")
        rows = snapshot.as_data()
        digest = digest_of(rows)
        with run.ending() as result:
            Task.objects.select_for_update(of=("self",)).get(pk=task.pk)  # numbers are given one after another
            last: int | None = IssuedReport.objects.filter(task=task).aggregate(last=Max("number"))["last"]
            card = computed.card
            issued = IssuedReport.objects.create(
                task=task,
                number=(last or 0) + 1,
                draft=made.report.draft,
                rows=rows,
                digest=digest,
                scheme=f"{card.scheme.id} {card.scheme.version}" if card else "",
                rules=card.scheme.digest if card else "",
                outline=made.outline.id,
                revision=snapshot.revision,
                total=score_or_missing(card.total) if card else MISSING,
                files=store.put_in_place(folder, run.job),
                digests=digests,
                notes=notes,
                by=owner,
                at=timezone.now(),
            )
            told = {"number": issued.number, "draft": issued.draft, "digest": digest, "files": digests}
            audit.record(by=owner, deed="report.render", target=issued, after=told)
            result.update(report=issued.pk, link=link_to(issued))


def stem_of(task: Task) -> str:
    """The name of a report's files: department, year and what it is."""
    period = task.year.department.periods.filter(valid_from__year__lte=task.year.fiscal_year).last()
    name = period.name if period is not None else task.year.department.code
    return f"{name}{task.year.fiscal_year}年度部门整体支出绩效自评报告".replace("/", "")


def link_to(issued: IssuedReport) -> str:
    """The page of an issued report."""
    year = issued.task.year
    return reverse("reports:report", args=[year.fiscal_year, year.department.code, issued.number])


def tell_download(by: User, issued: IssuedReport, kind: str) -> None:
    """Write down who took which file. Raises PermissionDenied."""
    policies.require(by, "report.view", issued)
    told: dict[str, Any] = {"number": issued.number, "kind": kind, "sm3": issued.digests.get(kind, "")}
    audit.record(by=by, deed="report.download", target=issued, after=told)
