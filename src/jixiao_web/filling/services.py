"""Deeds on forms: apply changes of cells and rows, and undo a deed as one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.cycle.windows import is_open, last_day
from jixiao_web.filling.checking import check_request, division_refusal
from jixiao_web.filling.deeds import Applied, CellChange, Conflict, DeedRequest, Refused
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.filling.signals import form_changed

SHOWN_IN_AUDIT = 50
"""As many changes of a deed stand in the audit entry itself; all of them stand in the ledger, whose digest the entry holds."""


@dataclass
class _Work:
    """One deed under way."""

    form: Form
    present: dict[int, Row]
    added: dict[str, Row] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[tuple[Row, CellChange]] = field(default_factory=list)
    touched: dict[int, Row] = field(default_factory=dict)


@transaction.atomic
def apply(by: User, form: Form, request: DeedRequest) -> Applied:
    """Make the changes of one deed: the cells whose `before` is still true are written, the others answered as conflicts.

    A deed that was sent before is answered as it was the first time. Blanks are written as nothing at all.

    Raises:
        PermissionDenied: no right, or the form is not open in this state or on this day.
        Refused: the request names a sheet, field or row that is not there, or holds a text that cannot be kept.
    """
    known = Deed.objects.filter(client=request.client).first()
    if known is not None:
        if known.form_id != form.pk or known.by_id != by.pk:
            raise Refused(_("这次改动的编号已被另一次改动使用，请刷新页面后重试。"))
        return Applied.from_data(known.pk, known.answer)
    locked = Form.objects.select_for_update(of=("self",)).select_related("task__year", "unit").get(pk=form.pk)
    if request.kind != Deed.Kind.PREFILL:  # filled in by the house when a task is issued, whoever issues it
        _require_open(by, locked, request)
    known_sheets = sheets(locked.task.kind, locked.scope)
    check_request(request, known_sheets)
    named = {change.row for change in request.changes if isinstance(change.row, int)}
    rows = Row.objects.select_for_update().filter(form=locked, pk__in=named)
    work = _Work(locked, {row.pk: row for row in rows})
    if missing := named - set(work.present):
        raise Refused(_("第 {row} 号行不在这张表里，可能已随另一次导入更换，请刷新页面。").format(row=min(missing)))
    _make_rows(work, request)
    _change_cells(work, request, known_sheets)
    return _finish(by, work, request)


def _require_open(by: User, form: Form, request: DeedRequest) -> None:
    deed = "form.import" if request.kind == Deed.Kind.IMPORT else "form.edit"
    post = policies.require(by, deed, form)
    day = policies.today()
    if not is_open(form, day):
        raise PermissionDenied(
            _("填报时间为 {start} 至 {end}，今天是 {day}：如确需补报，请向主管部门申请延期。").format(
                start=form.task.opens_on.isoformat(), end=last_day(form).isoformat(), day=day.isoformat()
            )
        )
    refused = division_refusal(post, form, request)
    if refused:
        raise PermissionDenied(refused)


def _make_rows(work: _Work, request: DeedRequest) -> None:
    """The rows that this deed adds, after the last one of their sheet."""
    wanted: dict[str, str] = {}
    for change in request.changes:
        if isinstance(change.row, str):
            wanted.setdefault(change.row, change.subject)
    if not wanted:
        return
    last = dict(
        Row.objects.filter(form=work.form, subject__in=set(wanted.values()))
        .values_list("subject")
        .annotate(last=Max("position"))
        .order_by()
    )
    made = []
    for subject in wanted.values():
        last[subject] = last.get(subject, 0) + 1
        made.append(Row(form=work.form, subject=subject, position=last[subject]))
    for name, row in zip(wanted, Row.objects.bulk_create(made, batch_size=500), strict=True):
        work.added[name] = row
        work.touched[row.pk] = row
        work.changes.append(Change(row=row, field="", before="", after="1"))


def _change_cells(work: _Work, request: DeedRequest, known: Mapping[str, Sheet]) -> None:
    for change in request.changes:
        row = work.present[change.row] if isinstance(change.row, int) else work.added[change.row]
        if row.subject != change.subject or row.subject not in known:
            raise Refused(_("第 {row} 号行不属于所说的表，请刷新页面。").format(row=row.pk))
        if change.field:
            _change_cell(work, row, change)
        elif isinstance(change.row, int) and row.alive != bool(change.after):
            row.alive = bool(change.after)
            work.touched[row.pk] = row
            work.changes.append(
                Change(row=row, field="", before="" if row.alive else "1", after=change.after, origin=change.origin)
            )


def _change_cell(work: _Work, row: Row, change: CellChange) -> None:
    present = row.cells.get(change.field, "")
    if present == change.after:
        return
    if present != change.before or not row.alive:
        work.conflicts.append((row, change))
        return
    row.cells.pop(change.field, None)
    if change.after:
        row.cells[change.field] = change.after
    work.touched[row.pk] = row
    work.changes.append(
        Change(row=row, field=change.field, before=change.before, after=change.after, origin=change.origin)
    )


def _finish(by: User, work: _Work, request: DeedRequest, undoes: Deed | None = None) -> Applied:
    conflicts = _conflicts(work)
    if not work.changes:
        return Applied(0, {}, (), conflicts, work.form.revision)
    now = timezone.now()
    deed = Deed.objects.create(
        form=work.form, client=request.client, kind=request.kind, label=request.label, by=by, at=now, undoes=undoes
    )
    for change in work.changes:
        change.deed = deed
        change.row.stamps[change.field] = deed.pk
    Change.objects.bulk_create(work.changes, batch_size=500)
    Row.objects.bulk_update(work.touched.values(), ["cells", "stamps", "alive"], batch_size=200)
    _touch_state(by, work.form, request)
    Form.objects.filter(pk=work.form.pk).update(revision=F("revision") + 1, changed_at=now)
    work.form.revision += 1
    written = tuple((change.row.pk, change.field, change.after) for change in work.changes)
    applied = Applied(
        deed.pk, {name: row.pk for name, row in work.added.items()}, written, conflicts, work.form.revision
    )
    Deed.objects.filter(pk=deed.pk).update(answer=applied.as_data())
    _record(by, work, deed)
    form = work.form
    transaction.on_commit(lambda: form_changed.send(sender=Form, form=form))
    return applied


def _touch_state(by: User, form: Form, request: DeedRequest) -> None:
    """The first change of a person makes a draft; what the house fills in does not."""
    if request.kind != Deed.Kind.PREFILL and form.state != "draft":
        from jixiao_web.cycle import flow  # noqa: PLC0415  # the flow freezes rows of forms and imports this app

        flow.touch(by, form)


def _conflicts(work: _Work) -> tuple[Conflict, ...]:
    if not work.conflicts:
        return ()
    deeds = Deed.objects.select_related("by").in_bulk(
        {row.stamps.get(change.field, 0) for row, change in work.conflicts}
    )
    found = []
    for row, change in work.conflicts:
        deed = deeds.get(row.stamps.get(change.field, 0))
        theirs = row.cells.get(change.field, "") if row.alive else ""
        who, when = (deed.by.name, deed.at.isoformat()) if deed else ("", "")
        found.append(Conflict(row.pk, change.field, change.after, theirs, who, when))
    return tuple(found)


def _record(by: User, work: _Work, deed: Deed) -> None:
    listed = [[c.row.pk, c.row.subject, c.field, c.before, c.after] for c in work.changes]
    digest = Hash(SM3())
    digest.update(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode())
    shown = listed[:SHOWN_IN_AUDIT]
    audit.record(
        by=by,
        deed=f"form.{deed.kind}",
        target=work.form,
        before={f"{subject}/{row}/{name}": before for row, subject, name, before, _after in shown},
        after={f"{subject}/{row}/{name}": after for row, subject, name, _before, after in shown}
        | {"deed": deed.pk, "changes": len(listed), "sm3": digest.finalize().hex()},
        reason=deed.label,
    )


@transaction.atomic
def undo(by: User, deed: Deed) -> Applied:
    """Take back one deed as one: every cell that still holds what the deed wrote gets back what stood there before.

    Cells that were changed since are left alone and answered as conflicts. Undoing an undo does the deed again.

    Raises:
        PermissionDenied: no right to fill in the form now.
        Refused: the deed was undone already.
    """
    form = Form.objects.select_for_update(of=("self",)).select_related("task__year", "unit").get(pk=deed.form_id)
    if Deed.objects.filter(undoes=deed).exists():
        raise Refused(_("这一步已经撤销过了。"))
    changes = list(deed.changes.select_related("row").order_by("-pk"))
    request = DeedRequest(
        Deed.Kind.UNDO,
        tuple(CellChange(c.row_id, c.row.subject, c.field, c.after, c.before) for c in changes),
        deed.label or deed.get_kind_display(),
    )
    _require_open(by, form, request)
    rows = Row.objects.select_for_update().filter(form=form, pk__in={c.row_id for c in changes})
    work = _Work(form, {row.pk: row for row in rows})
    known = sheets(form.task.kind, form.scope)
    raised = [c for c in request.changes if not c.field and c.after]
    _change_cells(
        work, DeedRequest(request.kind, tuple(raised)), known
    )  # rows come back before their cells are written
    _change_cells(work, DeedRequest(request.kind, tuple(c for c in request.changes if c not in raised)), known)
    return _finish(by, work, request, undoes=deed)
