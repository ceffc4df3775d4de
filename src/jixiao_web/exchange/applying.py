"""Deeds on imports that write: apply as one deed a form, drop, undo."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.windows import is_open
from jixiao_web.cycle.workflow import workflow
from jixiao_web.exchange.models import Import
from jixiao_web.exchange.planning import Plan, living
from jixiao_web.exchange.services import require_open
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import Applied, CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Deed

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User


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


def _take_back(by: User, deed: Deed, held: Import) -> Applied:
    """The inverse of what department finance gave to a unit's form, given in the same way."""
    changes = list(deed.changes.select_related("row").order_by("-pk"))
    back = [CellChange(c.row_id, c.row.subject, c.field, c.after, c.before) for c in changes]
    raised = [item for item in back if not item.field and item.after]
    cells = [item for item in back if item.field]
    gone = [item for item in back if not item.field and not item.after]
    label = _("撤销导入 {file}").format(file=held.original_name)
    return filling.apply(by, deed.form, DeedRequest(Deed.Kind.PREFILL, (*raised, *cells, *gone), label))
