"""Deeds on imports: upload, preview, apply as one deed a form, drop, undo."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
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
from jixiao_web.cycle.workflow import workflow
from jixiao_web.evidence.filing import digest_of, lent, safe_name
from jixiao_web.exchange import previewing
from jixiao_web.exchange.models import Import
from jixiao_web.exchange.planning import Plan, living
from jixiao_web.exchange.reading import WrongFile
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Deed
from jixiao_web.jobs import services as jobs
from jixiao_web.shell.language import core_language

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

SMALL = 300 * 1024
"""Files up to this size are read while the person waits; larger ones in the background."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that changed after the preview: what the preview saw, and what stands there now."""

    place: str
    mine: str
    theirs: str


class Changed(Exception):
    """The forms changed after the preview in the same cells. Nothing was written."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        self.clashes = clashes
        super().__init__(len(clashes))


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
    with transaction.atomic():
        made = Import(form=form, whole=whole, original_name=name, digest=digest_of(file), by=by, at=timezone.now())
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
    if size <= SMALL:
        look(made)
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


def look(made: Import) -> None:
    """Read the file and write down the preview, or why there is none. Outside of any transaction: reading takes a while."""
    store(made, *judge(made))


def judge(made: Import) -> tuple[str, dict[str, Any], list[dict[str, str]]]:
    """State, preview and problems of an import, read from its file."""
    try:
        with made.file.open("rb") as file, lent(file, made.original_name) as path:
            found, problems = previewing.preview(made, path)
    except FileRefused as refused:
        return Import.State.REFUSED, {"refused": {"zh": refused.sentence("zh"), "en": refused.sentence("en")}}, []
    except WrongFile as wrong:
        return Import.State.REFUSED, {"refused": {"zh": wrong.zh, "en": wrong.en}}, []
    return Import.State.PREVIEW, found, [_told(problem) for problem in problems]


def store(made: Import, state: str, preview: dict[str, Any], problems: list[dict[str, str]]) -> None:
    """Write down what was read, unless the import went on meanwhile."""
    kept = Import.objects.filter(
        pk=made.pk, state__in=(Import.State.READING, Import.State.PREVIEW, Import.State.UNDONE)
    )
    kept.update(state=state, preview=preview, problems=problems)
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
    if made.state == Import.State.REFUSED:
        Import.objects.filter(pk=made.pk, state=Import.State.REFUSED).update(state=Import.State.READING)
    look(made)


@transaction.atomic
def apply(by: User, made: Import, *, blanks: bool = False, missing: bool = False) -> Import:
    """Write what the preview showed: one deed a form, all of them or none. Applying twice writes once.

    Args:
        by: who does it.
        made: the import.
        blanks: whether cells that are blank in the file are emptied in the form.
        missing: whether rows that are not in the file are taken out of the form.

    Raises:
        PermissionDenied: no right now.
        Changed: cells changed since the preview; nothing was written.
        Refused: there is no preview.
    """
    held = (
        Import.objects.select_for_update(of=("self",)).select_related("form__task__year", "form__unit").get(pk=made.pk)
    )
    if held.state == Import.State.APPLIED:
        return held
    if held.state != Import.State.PREVIEW:
        raise Refused(_("这次导入没有可以确认的预览，请重新上传。"))
    require_open(by, held.form)
    clashes: list[Clash] = []
    deeds: list[Deed] = []
    for data in held.preview["plans"]:
        plan = Plan.from_data(data)
        form = Form.objects.select_for_update(of=("self",)).select_related("task__year", "unit").get(pk=plan.form)
        _require_target(held, form)
        clashes += _new_ones(form, plan)
        wanted = plan.wanted(blanks=blanks, missing=missing)
        if not wanted:
            continue
        request = DeedRequest(_kind(held, form), wanted, held.original_name, uuid.UUID(plan.client))
        applied = filling.apply(by, form, request)
        clashes += (Clash(_place(plan, c.row, c.field), c.mine, c.theirs) for c in applied.conflicts)
        if applied.deed:
            deeds.append(Deed.objects.get(pk=applied.deed))
    if clashes:
        raise Changed(tuple(clashes))
    held.deeds.set(deeds)
    held.state = Import.State.APPLIED
    held.save(update_fields=["state"])
    told = {"file": held.original_name, "deeds": [deed.pk for deed in deeds], "blanks": blanks, "missing": missing}
    audit.record(by=by, deed="import.apply", target=held, after=told)
    return held


def _kind(held: Import, form: Form) -> str:
    """What department finance brings into a unit's form is given to the unit, which looks at it before it submits."""
    return Deed.Kind.IMPORT if form.pk == held.form_id else Deed.Kind.PREFILL


def _require_target(held: Import, form: Form) -> None:
    """A unit's form takes part only while it is open, by its state and its window. Raises PermissionDenied."""
    if form.pk == held.form_id:
        return
    if (
        form.task_id != held.form.task_id
        or not workflow().states[form.state].open
        or not is_open(form, policies.today())
    ):
        raise PermissionDenied(
            _("单位 {unit} 的表已送审或已截止，这次导入没有写入任何内容：请重新预览。").format(unit=form.unit.code)
        )


def _new_ones(form: Form, plan: Plan) -> Iterable[Clash]:
    """Rows that the file would add and that somebody added meanwhile."""
    if not plan.keys:
        return
    subjects = {item[0]: item[1] for item in plan.changes if not item[2]}
    present = living(form)
    for name, key in plan.keys.items():
        if tuple(key) in present.get(subjects[name], {}):
            yield Clash(plan.labels[name], "", _("刚刚有人增加了同一行"))


def _place(plan: Plan, row: int, field: str) -> str:
    return " › ".join(part for part in (plan.name, plan.labels.get(str(row), str(row)), field) if part)


@transaction.atomic
def drop(by: User, made: Import) -> None:
    """Leave it: nothing was written, and the file stays as a record."""
    held = Import.objects.select_for_update(of=("self",)).get(pk=made.pk)
    policies.require(by, "form.import", held.form)
    if held.state == Import.State.APPLIED:
        raise Refused(_("已经导入，不能放弃；可以撤销导入。"))
    Import.objects.filter(pk=held.pk).update(state=Import.State.DROPPED)
    audit.record(by=by, deed="import.drop", target=held, before={"state": held.state})


@transaction.atomic
def undo(by: User, made: Import) -> tuple[int, int]:
    """Take an import back as one: how many changes were taken back, and how many were left because somebody changed them since.

    Raises:
        PermissionDenied: no right now.
        Refused: it was not applied, or a form was submitted meanwhile.
    """
    held = (
        Import.objects.select_for_update(of=("self",)).select_related("form__task__year", "form__unit").get(pk=made.pk)
    )
    if held.state != Import.State.APPLIED:
        raise Refused(_("这次导入没有写入或已经撤销。"))
    require_open(by, held.form)
    done = left = 0
    for deed in held.deeds.select_related("form__task__year", "form__unit").order_by("pk"):
        _require_target(held, deed.form)
        applied = filling.undo(by, deed) if deed.form_id == held.form_id else _take_back(by, deed, held)
        done += len(applied.written)
        left += len(applied.conflicts)
    Import.objects.filter(pk=held.pk).update(state=Import.State.UNDONE)
    audit.record(by=by, deed="import.undo", target=held, after={"undone": done, "left": left})
    return done, left


def _take_back(by: User, deed: Deed, held: Import) -> Any:
    """The inverse of what department finance gave to a unit's form, given in the same way."""
    changes = list(deed.changes.select_related("row").order_by("-pk"))
    back = [CellChange(c.row_id, c.row.subject, c.field, c.after, c.before) for c in changes]
    raised = [item for item in back if not item.field and item.after]
    cells = [item for item in back if item.field]
    gone = [item for item in back if not item.field and not item.after]
    label = _("撤销导入 {file}").format(file=held.original_name)
    return filling.apply(by, deed.form, DeedRequest(Deed.Kind.PREFILL, (*raised, *cells, *gone), label))


def refused_sentence(made: Import) -> str:
    """Why the file could not be taken, in the reader's language."""
    told: dict[str, str] = made.preview.get("refused", {})
    return told.get(core_language(), "")
