"""The pages of a form: overview, print, history, pre-filling."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.filling import history as ledger
from jixiao_web.filling import prefill, selectors, services, sheet_rows
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.models import Deed
from jixiao_web.filling.places import form_of, is_editable, named, person_of
from jixiao_web.shell.language import core_language


@require_GET
def overview(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The sheets of the form as a task list, what comes next, and where the form stands."""
    form = form_of(request, year, unit, kind)
    states = selectors.overview(form, core_language() == "en", who=True)
    only_open = request.GET.get("open") == "1"
    editable = is_editable(request, form)
    told = [(item.title, item.rows, item.filled, item.asked, item.missing, _trace(item.last)) for item in states]
    context = named(
        form,
        key=(form.pk, year, unit, kind, only_open, tuple(told)),
        states=[item for item in states if item.open] if only_open else states,
        only_open=only_open,
        open_sheets=sum(1 for item in states if item.open),
        all_sheets=len(states),
        all_missing=sum(item.missing for item in states),
        empty=not any(item.rows for item in states),
        next=next((item for item in states if item.missing), None)
        or next((item for item in states if item.open), None),
        editable=editable,
        may_edit=policies.may(request.user, "form.edit", form),
        last=selectors.latest(form),
        days=windows.days_left(form, policies.today()),
        due=windows.last_day(form),
    )
    return render(request, "filling/overview.html", context)


def _trace(last: Deed | None) -> tuple[str, datetime] | None:
    """Who did it, and when."""
    return (last.by.name, last.at) if last else None


@require_GET
def printed(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """All sheets of the form with all rows, as a clean page for paper."""
    form = form_of(request, year, unit, kind)
    english = core_language() == "en"
    told: list[dict[str, Any]] = []
    for item in selectors.overview(form, english):
        columns = selectors.columns_for(form, item.sheet, editable=False)
        rows = sheet_rows.all_rows(form, item.sheet)
        told.append({"title": item.title, "form": item.sheet.subject.is_form, **_table(columns, rows)})
    return render(request, "filling/print.html", named(form, sheets=told))


def _table(columns: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns in which something stands, and the rows as lists of text."""
    used = [column for column in columns if any(column["field"] in row["cells"] for row in rows)]
    lines = [
        [
            (column, cell.get("s") or cell.get("v", ""))
            for column in used
            for cell in [row["cells"].get(column["field"], {})]
        ]
        for row in rows
    ]
    return {"columns": used, "rows": lines}


@require_GET
def history(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The deeds of a form, newest first, each with its changes; or those of one row."""
    form = form_of(request, year, unit, kind)
    row = request.GET.get("row", "")
    told, page = ledger.deeds(form, int(row) if row.isdecimal() else None, request.GET.get("page"))
    context = named(
        form, deeds=told, page=page, row=row if row.isdecimal() else "", editable=is_editable(request, form)
    )
    return render(request, "filling/history.html", context)


@require_POST
def undo(request: HttpRequest, year: int, unit: str, kind: str, deed: int) -> HttpResponse:
    """Take back one deed as one."""
    form = form_of(request, year, unit, kind)
    found = get_object_or_404(Deed, pk=deed, form=form)
    try:
        applied = services.undo(person_of(request), found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = _("已撤销 {n} 处改动。").format(n=len(applied.written))
        if applied.conflicts:
            told += _("另有 {n} 处此后又被改过，保持现状。").format(n=len(applied.conflicts))
        messages.success(request, told)
    return HttpResponseRedirect(_next(request, form))


def _next(request: HttpRequest, form: Form) -> str:
    """Where the asker came from, if that is on this site."""
    told = request.POST.get("next", "")
    if told and url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure()):
        return told
    return reverse("form_history", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind])


@require_POST
def fill_blanks(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Pre-fill what is still blank from earlier stages, last year and the organisation."""
    form = form_of(request, year, unit, kind)
    policies.require(request.user, "form.edit", form)
    if is_editable(request, form):
        number = prefill.prefill(person_of(request), form)
        messages.success(request, _("已预填 {n} 格，您填过的没有改动。").format(n=number))
    else:
        told = _("填报时间已过（截止 {due}），没有预填；要补报请向主管部门申请延期。")
        messages.error(request, told.format(due=windows.last_day(form).isoformat()))
    return HttpResponseRedirect(reverse("form", args=[year, unit, kind]))
