"""The pages of a form: overview, sheet, edits as JSON, what others changed, history, passports."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling import prefill, selectors, services
from jixiao_web.filling.deeds import Applied, CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.filling.shown import computed_of, shown_cell
from jixiao_web.review import findings
from jixiao_web.shell.language import core_language

KINDS = frozenset({"typing", "paste", "undo"})


def _form(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    form = selectors.form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


def _sheet(form: Form, subject: str) -> Sheet:
    sheet = sheets(form.task.kind, form.scope).get(subject)
    if sheet is None:
        raise Http404(_("这张表没有“{subject}”这一页，请刷新页面。").format(subject=subject))
    return sheet


def _editable(request: HttpRequest, form: Form) -> bool:
    return policies.may(request.user, "form.edit", form) and windows.is_open(form, policies.today())


def _context(form: Form, **more: Any) -> dict[str, Any]:
    return {"form": form, "year": form.task.year.fiscal_year, "unit": form.unit.code, "kind": form.task.kind, **more}


@require_GET
def overview(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The sheets of the form as a task list, and where the form stands."""
    form = _form(request, year, unit, kind)
    states = selectors.overview(form, core_language() == "en")
    standing = findings.standing(form, policies.today())
    context = _context(
        form,
        states=states,
        counts=findings.counts(standing),
        editable=_editable(request, form),
        last=form.deeds.select_related("by").first(),
        days=windows.days_left(form, policies.today()),
        due=windows.last_day(form),
    )
    return render(request, "filling/overview.html", context)


@require_GET
def sheet(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> HttpResponse:
    """One sheet: the grid or the form rows, with findings and help beside them."""
    form = _form(request, year, unit, kind)
    here = _sheet(form, subject)
    editable = _editable(request, form)
    page = max(1, int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdigit() else 1)
    gathered = findings.of(form).gathered
    rows, pages = selectors.rows_for(form, here, gathered, page)
    told = {
        "columns": selectors.columns_for(form, here, editable),
        "rows": rows,
        "editable": editable,
        "isForm": here.subject.is_form,
        "subject": subject,
        "last": selectors.last_deed(form),
        "words": _words(here),
    }
    context = _context(
        form,
        sheet=here,
        title=here.subject.en if core_language() == "en" else here.subject.zh,
        tabs=selectors.overview(form, core_language() == "en"),
        data=told,
        editable=editable,
        page=page,
        pages=range(1, pages + 1),
        rows=rows,
    )
    return render(request, "filling/sheet.html", context)


def _words(here: Sheet) -> dict[str, str]:
    return {
        "label": here.subject.en if core_language() == "en" else here.subject.zh,
        "saving": _("正在保存…"),
        "saved": _("已保存 {time}"),
        "offline": _("连接中断，已在本机保留 {n} 处修改，恢复后自动保存"),
        "refused": _("刚才的修改没有保存"),
        "signedOut": _("登录已失效：修改已保留在本机，请重新登录"),
        "mine": _("我的"),
        "theirs": _("对方的"),
        "keepMine": _("用我的"),
        "keepTheirs": _("用对方的"),
        "conflict": _("“{field}”已被 {by} 改动，请选择保留哪一个"),
        "blank": _("（空）"),
        "example": _("示例："),
        "basis": _("口径："),
    }


@require_POST
def edits(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> JsonResponse:
    """A deed from the browser. Answers what was written, what the core computes in those rows, and the conflicts."""
    form = _form(request, year, unit, kind)
    here = _sheet(form, subject)
    try:
        wish = _request_of(request, subject)
        applied = services.apply(request.user, form, wish)  # type: ignore[arg-type]  # the middleware lets nobody else in
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=400)
    except PermissionDenied as denied:
        return JsonResponse({"sentence": str(denied)}, status=403)
    form.refresh_from_db(fields=["revision", "state"])
    return JsonResponse(_answer(form, here, applied))


def _request_of(request: HttpRequest, subject: str) -> DeedRequest:
    """The deed that was sent. Raises Refused: not as the page sends it."""
    try:
        told = json.loads(request.body)
        kind = told["kind"]
        if kind not in KINDS:
            raise ValueError(kind)
        changes = tuple(
            CellChange(
                item["row"] if isinstance(item["row"], int) else str(item["row"]),
                subject,
                str(item["field"]),
                str(item["before"]),
                str(item["after"]),
            )
            for item in told["changes"]
        )
        return DeedRequest("paste" if kind == "paste" else "typing", changes, client=uuid.UUID(told["client"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(_("收到的改动不完整，没有保存：请刷新页面后重试。")) from error


def _answer(form: Form, here: Sheet, applied: Applied) -> dict[str, Any]:
    written: list[list[Any]] = []
    for row, name, value in applied.written:
        told, problem = ("", "") if not name else shown_cell(here.subject.field(name), value)
        written.append([row, name, value, told, problem])
    rows = {row for row, _name, _value in applied.written}
    written += _computed(form, here, rows)
    return {
        "deed": applied.deed,
        "rows": dict(applied.rows),
        "written": written,
        "conflicts": [
            {"row": c.row, "field": c.field, "mine": c.mine, "theirs": c.theirs, "by": c.by, "at": c.at}
            for c in applied.conflicts
        ],
        "revision": applied.revision,
    }


def _computed(form: Form, here: Sheet, rows: set[int]) -> list[list[Any]]:
    """The computed cells of the rows that were touched."""
    if not any(field.computed for field in here.fields):
        return []
    gathered = findings.of(form).gathered
    unit = form.unit.code if form.scope == "unit" else ""
    found: list[list[Any]] = []
    for pk, cells in Row.objects.filter(pk__in=rows, alive=True).values_list("pk", "cells"):
        found += ([pk, name, "", text, ""] for name, text in computed_of(here, gathered, cells, unit).items())
    return found


@require_GET
def changes(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> JsonResponse:
    """What others changed in this sheet since a deed."""
    form = _form(request, year, unit, kind)
    here = _sheet(form, subject)
    since = request.GET.get("since", "0")
    deeds = selectors.deeds_since(form, int(since) if since.isdigit() else 0, subject, request.user.pk or 0)
    told = []
    for deed in deeds:
        written: list[list[Any]] = []
        for change in deed.changes.all():
            if change.row.subject != subject:
                continue
            shown, problem = ("", "") if not change.field else shown_cell(here.subject.field(change.field), change.after)
            written.append([change.row_id, change.field, change.after, shown, problem])
        told.append({"deed": deed.pk, "by": deed.by.name, "at": deed.at.isoformat(), "written": written})
    return JsonResponse({"deeds": told, "last": selectors.last_deed(form)})


@require_GET
def history(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The deeds of a form, newest first, each with its changes; or those of one row."""
    form = _form(request, year, unit, kind)
    deeds = Deed.objects.filter(form=form).select_related("by", "undone_by")
    row = request.GET.get("row", "")
    if row.isdigit():
        deeds = deeds.filter(changes__row=int(row)).distinct()
    page = Paginator(deeds.prefetch_related("changes__row"), 30).get_page(request.GET.get("page"))
    return render(request, "filling/history.html", _context(form, page=page, editable=_editable(request, form)))


@require_POST
def undo(request: HttpRequest, year: int, unit: str, kind: str, deed: int) -> HttpResponse:
    """Take back one deed as one."""
    from django.contrib import messages  # noqa: PLC0415  # asked for here only

    form = _form(request, year, unit, kind)
    found = get_object_or_404(Deed, pk=deed, form=form)
    try:
        applied = services.undo(request.user, found)  # type: ignore[arg-type]  # as in edits
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = _("已撤销 {n} 处改动。").format(n=len(applied.written))
        if applied.conflicts:
            told += _("另有 {n} 处此后又被改过，保持现状。").format(n=len(applied.conflicts))
        messages.success(request, told)
    return HttpResponseRedirect(request.POST.get("next") or reverse("form_history", args=[year, unit, kind]))


@require_POST
def fill_blanks(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Pre-fill what is still blank from earlier stages, last year and the organisation."""
    from django.contrib import messages  # noqa: PLC0415  # as in undo

    form = _form(request, year, unit, kind)
    policies.require(request.user, "form.edit", form)
    number = prefill.prefill(request.user, form)  # type: ignore[arg-type]  # as in edits
    messages.success(request, _("已预填 {n} 格，您填过的没有改动。").format(n=number))
    return HttpResponseRedirect(reverse("form", args=[year, unit, kind]))


@require_GET
def passport(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Where a figure comes from: of a cell (row, field), or of an address."""
    form = _form(request, year, unit, kind)
    gathered = findings.of(form).gathered
    row, name = request.GET.get("row", ""), request.GET.get("field", "")
    address = request.GET.get("address", "")
    if address and (place := gathered.row_of(address)) and place[0]:
        row, name = str(place[0]), place[2]
    fact = gathered.facts.fact(address) if address and address in gathered.facts else None
    last = None
    if row.isdigit():
        last = (
            Change.objects.filter(row=int(row), row__form__task=form.task, field=name)
            .select_related("deed__by", "row__form__unit")
            .order_by("-pk")
            .first()
        )
    return render(request, "filling/passport.html", _context(form, fact=fact, last=last, address=address))
