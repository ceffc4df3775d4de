"""Deeds on imports before anything is written: upload, preview, preview anew; and a person's own columns."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao.facts.building import CellProblem
from jixiao.files.errors import FileRefused
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.windows import is_open, last_day
from jixiao_web.evidence.filing import digest_of, lent, safe_name
from jixiao_web.exchange import previewing
from jixiao_web.exchange.models import ColumnOrder, Import
from jixiao_web.exchange.reading import WrongFile
from jixiao_web.filling.deeds import Refused
from jixiao_web.jobs import services as jobs
from jixiao_web.shell.language import core_language

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

SMALL = 300 * 1024
"""Files up to this size are read while the person waits; larger ones in the background."""


def upload(by: User, form: Form, file: File, *, whole: bool = False) -> Import:
    """Keep an uploaded workbook and preview it, at once where it is small.

    Raises:
        PermissionDenied: no right, or the form is not open.
        Refused: too large, empty.
    """
    require_open(by, form)
    if whole and form.scope != "department":
        raise Refused(_("只有部门的表可以连同所属单位一起导入。"))
    size = file.size or 0
    if size > settings.UPLOAD_LIMIT or not size:
        raise Refused(
            _("文件应大于 0、不超过 {limit} MB，“{file}”不符合：请删去图片和多余的工作表后再传。").format(
                limit=settings.UPLOAD_LIMIT >> 20, file=safe_name(file.name or "")
            )
        )
    name = safe_name(file.name or "", "workbook.xlsx")
    made = Import(form=form, whole=whole, original_name=name, digest=digest_of(file), by=by, at=timezone.now())
    if size <= SMALL:  # read before anything is written: no import waits for a reader that was killed
        made.state, made.preview, made.problems = judge(made, file)
    with transaction.atomic():
        made.file.save(f"{uuid.uuid4().hex}.bin", file, save=False)
        made.save()
        audit.record(by=by, deed="import.upload", target=made, after={"file": name, "sm3": made.digest, "whole": whole})
        if size > SMALL:
            title = _("读取 {file}").format(file=name)
            jobs.enqueue(
                "import",
                owner=by,
                title=title,
                arguments={"import": made.pk},
                key=f"import-{made.pk}",
                place=form.unit.code,
            )
    return made


def require_open(by: User, form: Form) -> None:
    """Raises PermissionDenied: no right to import, or the form's window is closed."""
    policies.require(by, "form.import", form)
    day = policies.today()
    if not is_open(form, day):
        raise PermissionDenied(
            _("填报时间为 {start} 至 {end}，今天是 {day}：如确需补报，请向主管部门申请延期。").format(
                start=form.task.opens_on.isoformat(), end=last_day(form).isoformat(), day=day.isoformat()
            )
        )


def kept(made: Import) -> tuple[str, dict[str, Any], list[dict[str, str]]]:
    """State, preview and problems of an import, read from the file that was kept."""
    with made.file.open("rb") as file:
        return judge(made, file)


def judge(made: Import, file: File) -> tuple[str, dict[str, Any], list[dict[str, str]]]:
    """State, preview and problems of an import, read from its file. Outside of any transaction: reading takes a while."""
    try:
        with lent(file, made.original_name) as path:
            found, problems = previewing.preview(made, path)
    except FileRefused as refused:
        return Import.State.REFUSED, {"refused": {"zh": refused.sentence("zh"), "en": refused.sentence("en")}}, []
    except WrongFile as wrong:
        return Import.State.REFUSED, {"refused": {"zh": wrong.zh, "en": wrong.en}}, []
    return Import.State.PREVIEW, found, [_told(problem) for problem in problems]


def store(made: Import, state: str, preview: dict[str, Any], problems: list[dict[str, str]]) -> None:
    """Write down what was read, unless the import was applied or dropped meanwhile."""
    gone_on = (Import.State.APPLIED, Import.State.DROPPED)
    waiting = Import.objects.filter(pk=made.pk).exclude(state__in=gone_on)
    waiting.update(state=state, preview=preview, problems=problems)
    made.refresh_from_db(fields=["state", "preview", "problems"])


def _told(problem: CellProblem) -> dict[str, str]:
    return {
        "sheet": problem.origin.sheet,
        "cell": problem.origin.cell,
        "severity": problem.severity,
        "zh": problem.sentence("zh"),
        "en": problem.sentence("en"),
    }


def again(by: User, made: Import) -> None:
    """Preview the same file anew against what stands in the forms now."""
    require_open(by, made.form)
    if made.state not in {Import.State.PREVIEW, Import.State.UNDONE, Import.State.REFUSED}:
        raise Refused(_("这次导入已经完成或放弃，请重新上传。"))
    store(made, *kept(made))


def refuse(number: int, zh: str, en: str) -> None:
    """Nobody will read this file: the import says why, and can be previewed anew."""
    told = {"refused": {"zh": zh, "en": en}}
    Import.objects.filter(pk=number, state=Import.State.READING).update(state=Import.State.REFUSED, preview=told)


def refused_sentence(made: Import) -> str:
    """Why the file could not be taken, in the reader's language."""
    told: dict[str, str] = made.preview.get("refused", {})
    return told.get(core_language(), "")


@transaction.atomic
def keep_columns(by: User, order: str, columns: Sequence[str]) -> None:
    """Keep a person's own columns of an order; none at all means those that the house has. Everybody's own: no right is asked."""
    if columns:
        ColumnOrder.objects.update_or_create(user=by, order=order, defaults={"columns": list(columns)})
    else:
        ColumnOrder.objects.filter(user=by, order=order).delete()
