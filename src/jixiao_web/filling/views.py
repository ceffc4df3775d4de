"""The pages of a form: overview, sheets, print, history, pre-filling."""

from __future__ import annotations

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
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling import history as ledger
from jixiao_web.filling import passports, prefill, selectors, services
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.models import Deed
from jixiao_web.filling.places import form_of, is_editable, named, person_of, sheet_of
from jixiao_web.shell.language import core_language


@require_GET
def overview(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The sheets of the form as a task list, what comes next, and where the form stands."""
    form = form_of(request, year, unit, kind)
    states = selectors.overview(form, core_language() == "en", who=True)
    only_open = request.GET.get("open") == "1"
    editable = is_editable(request, form)
    context = named(
        form,
        states=[item for item in states if item.open] if only_open else states,
        only_open=only_open,
        open_sheets=sum(1 for item in states if item.open),
        all_sheets=len(states),
        empty=not any(item.rows for item in states),
        next=next((item for item in states if item.missing), None)
        or next((item for item in states if item.open), None),
        editable=editable,
        may_edit=policies.may(request.user, "form.edit", form),
        last=form.deeds.select_related("by").first(),
        days=windows.days_left(form, policies.today()),
        due=windows.last_day(form),
    )
    return render(request, "filling/overview.html", context)


@require_GET
def sheet(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> HttpResponse:
    """One sheet: the grid or the form rows, with findings and help beside them."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    editable = is_editable(request, form)
    told = request.GET.get("page", "1")
    page = max(1, int(told)) if told.isdecimal() else 1
    missing = request.GET.get("missing") == "1"
    if (row := request.GET.get("row", "")).isdecimal():
        page = selectors.page_of(form, here, int(row))
    rows, pages = selectors.rows_for(form, here, page, missing=missing)
    columns = selectors.columns_for(form, here, editable)
    if missing and here.subject.is_form:
        filled = {name for row in rows for name, cell in row["cells"].items() if cell["v"]}
        columns = [column for column in columns if column["field"] not in filled]
    if here.subject.is_form:
        known = passports.last_years(form, here)
        columns = [{**column, "lastYear": known.get(column["field"], "")} for column in columns]
    english = core_language() == "en"
    data = {
        "columns": columns,
        "rows": rows,
        "editable": editable,
        "isForm": here.subject.is_form,
        "subject": subject,
        "last": selectors.last_deed(form),
        "words": _words(here),
    }
    context = named(
        form,
        sheet=here,
        title=here.subject.en if english else here.subject.zh,
        tabs=selectors.overview(form, english),
        data=data,
        editable=editable,
        may_edit=policies.may(request.user, "form.edit", form),
        due=windows.last_day(form),
        missing=missing,
        page=page,
        pages=range(1, pages + 1),
        rows=rows,
        live=any(column["live"] for column in columns),
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
        "conflict": _("“{field}”已被 {by} 改动，请选择保留哪一个"),
        "blank": _("（空）"),
        "example": _("示例："),
        "basis": _("口径："),
        "unit": _("单位："),
        "required": _("必填"),
        "computed": _("由系统计算，不用填。"),
        "lastYear": _("上年："),
        "here": _("{names} 正在此表"),
        "merged": _("{by} 刚改动了 {n} 格，已合并到表中"),
        "reload": _("别人刚改动了很多格，请刷新页面后继续。"),
        "nothingFound": _("没有找到这样的数据。"),
    }


@require_GET
def printed(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """All sheets of the form with all rows, as a clean page for paper."""
    form = form_of(request, year, unit, kind)
    english = core_language() == "en"
    told: list[dict[str, Any]] = []
    for item in selectors.overview(form, english):
        columns = selectors.columns_for(form, item.sheet, editable=False)
        rows: list[dict[str, Any]] = []
        number, pages = 1, 1
        while number <= pages:
            more, pages = selectors.rows_for(form, item.sheet, number)
            rows += more
            number += 1
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
    number = prefill.prefill(person_of(request), form)
    messages.success(request, _("已预填 {n} 格，您填过的没有改动。").format(n=number))
    return HttpResponseRedirect(reverse("form", args=[year, unit, kind]))
