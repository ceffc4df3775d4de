"""Reading an edited Word report back: what was changed in it, and taking a changed figure into the form where it is entered."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from jixiao.files.errors import FileRefused
from jixiao.reports import docx
from jixiao.reports.readback.changes import Change, ReadBack, Sort
from jixiao.reports.readback.reading import readback
from jixiao.reports.readback.telling import lines
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.links import link_to
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.reports.selectors import present_model
from jixiao_web.shell.language import core_language

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User


class UploadRefused(Exception):
    """The file or the wish cannot be used; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One difference in words. `row` and `field` name the cell that may be changed, with what it holds; row 0 where none can."""

    head: str
    more: tuple[str, ...]
    link: str
    row: int
    field: str
    before: str
    after: str
    may_take: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was changed in a report: the differences that matter, and how many were only spelt otherwise."""

    name: str
    told: tuple[Told, ...]
    spelling: int
    updated: int


def read_back(by: User, task: Task, file: UploadedFile | None) -> Found:
    """Compare an edited report with the report as it would be made now. Raises UploadRefused, PermissionDenied."""
    policies.require(by, "report.render", task)
    if file is None or not file.name:
        raise UploadRefused(_("没有收到文件：请选择改过的 docx 报告再提交。"))
    if file.size is None or file.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise UploadRefused(_("文件超过 {limit} MB：请去掉图片后再上传。").format(limit=limit))
    made = present_model(task)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        came, original = Path(folder) / "report.docx", Path(folder) / "original.docx"
        with came.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        docx.write(made.report, original)
        try:
            back = readback(came, original=original, facts=made.computed.facts)
        except FileRefused as refused:
            raise UploadRefused(refused.sentence(core_language()).replace(came.name, file.name)) from refused
    audit.record(by=by, deed="report.readback", target=task, after={"file": file.name, "changes": len(back.changes)})
    matters = [change for change in back.changes if change.matters]
    return Found(file.name, tuple(_told(by, task, back, matters)), len(back.changes) - len(matters), back.updated)


def _told(by: User, task: Task, back: ReadBack, changes: list[Change]) -> list[Told]:
    gathered = cards.of(task).gathered
    places = {change.address: place for change in changes if (place := gathered.row_of(change.address))}
    rows = Row.objects.select_related("form__unit", "form__task__year").in_bulk(
        {row for row, _s, _f in places.values()}
    )
    found = []
    for change in changes:
        head, *more = lines(back, change, core_language())
        place = places.get(change.address)
        row = rows.get(place[0]) if place else None
        if place is None or row is None or change.sort not in {Sort.FIGURE, Sort.PENDING}:
            found.append(Told(head, tuple(more), "", 0, "", "", "", may_take=False))
            continue
        link = link_to(task.year.fiscal_year, row.form.unit.code, task.kind, row.subject, row.pk, place[2])
        present = row.cells.get(place[2], "")
        found.append(
            Told(
                head,
                tuple(more),
                link,
                row.pk,
                place[2],
                present,
                change.after,
                policies.may(by, "form.edit", row.form),
            )
        )
    return found


def take(by: User, task: Task, row: str, field: str, before: str, after: str) -> str:
    """Write a changed figure into its cell, as a deed that can be undone. Returns the address of the cell.

    Raises PermissionDenied, Refused, and UploadRefused where the cell is not what it was when the report was read.
    """
    cell = Row.objects.select_related("form__unit", "form__task__year").filter(
        form__task=task, pk=int(row) if row.isdigit() else 0
    )
    found = cell.first()
    if found is None:
        raise UploadRefused(_("这一行已不在表里，请重新读回报告。"))
    request = DeedRequest(
        Deed.Kind.TYPING,
        (CellChange(found.pk, found.subject, field, before, after, _("读回的报告")),),
        label=_("读回的报告"),
    )
    applied = services.apply(by, found.form, request)
    if applied.conflicts:
        raise UploadRefused(_("这一格刚被别人改过，没有写入：请重新读回报告后再决定。"))
    return link_to(task.year.fiscal_year, found.form.unit.code, task.kind, found.subject, found.pk, field)
