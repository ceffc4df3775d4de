"""Pages of a form's workbooks: out, in, preview, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao.files.errors import FileRefused
from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.exchange import applying, selectors, services, workbooks
from jixiao_web.exchange.models import Import
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.selectors import form_at
from jixiao_web.shell.language import core_language


def form_of(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    """The form of an address, for who may see it."""
    form = form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


def context_of(request: HttpRequest, form: Form, **more: Any) -> dict[str, Any]:
    """What the pages of a form's files share."""
    may = policies.may(request.user, "form.import", form) and windows.is_open(form, policies.today())
    return {
        "form": form,
        "year": form.task.year.fiscal_year,
        "unit": form.unit.code,
        "kind": form.task.kind,
        "may_import": may,
        **more,
    }


def _back(form: Form, name: str = "files", *args: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[form.task.year.fiscal_year, form.unit.code, form.task.kind, *args]))


@require_GET
def files(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Workbooks to take away, the way in, and what was imported."""
    form = form_of(request, year, unit, kind)
    context = context_of(request, form, imports=selectors.imports_of(form), whole=form.scope == "department")
    return render(request, "exchange/files.html", context)


@require_GET
def workbook(request: HttpRequest, year: int, unit: str, kind: str, what: str) -> FileResponse | HttpResponseRedirect:
    """A workbook: of the form, of the whole department, or empty."""
    form = form_of(request, year, unit, kind)
    if what not in workbooks.WHAT or (what == "whole" and form.scope != "department"):
        raise Http404
    try:
        file, name = workbooks.workbook(form, what)
    except FileRefused as refused:
        messages.error(request, refused.sentence(core_language()))
        return _back(form)
    return FileResponse(file, as_attachment=True, filename=name, content_type=workbooks.XLSX)


@require_POST
def upload(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Take a workbook and show what it would change."""
    form = form_of(request, year, unit, kind)
    services.require_open(request.user, form)  # type: ignore[arg-type]  # signed in
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("请先选择要导入的工作簿（xlsx、xlsm、xls 或 ods）。"))
        return _back(form)
    try:
        made = services.upload(request.user, form, file, whole=bool(request.POST.get("whole")))  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(form)
    return _back(form, "import", made.pk)


@require_GET
def preview(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """What an import would change, or what it changed."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    context = context_of(
        request,
        form,
        made=made,
        preview=selectors.preview_of(made),
        refused=services.refused_sentence(made),
        states=Import.State,
    )
    if request.headers.get("HX-Request") and made.state == Import.State.READING:
        return render(request, "exchange/_reading.html", context)
    response = render(request, "exchange/import.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def apply(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Write what the preview showed."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    try:
        done = applying.apply(
            request.user,  # type: ignore[arg-type]  # signed in
            made,
            blanks=bool(request.POST.get("blanks")),
            missing=bool(request.POST.get("missing")),
        )
    except applying.Changed as changed:
        services.again(request.user, made)  # type: ignore[arg-type]  # signed in
        first = changed.clashes[0]
        told = _(
            "预览之后有 {n} 处被别人改动，没有导入任何内容；第一处：{place}，现为“{theirs}”。已重新比较，请再看一遍后确认。"
        )
        messages.error(request, told.format(n=len(changed.clashes), place=first.place, theirs=first.theirs))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        number_of_deeds = done.deeds.count()
        messages.success(request, _("已导入 {n} 张表，可以随时撤销。").format(n=number_of_deeds))
    return _back(form, "import", made.pk)


@require_POST
def again(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Preview anew."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    try:
        services.again(request.user, made)  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(form, "import", made.pk)


@require_POST
def drop(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Leave the import."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    try:
        applying.drop(request.user, made)  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(form, "import", made.pk)
    messages.success(request, _("已放弃导入“{file}”，表里没有任何改动。").format(file=made.original_name))
    return _back(form)


@require_POST
def undo(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Take an import back as one."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    try:
        done, left = applying.undo(request.user, made)  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = _("已撤销导入，恢复 {n} 处。").format(n=done)
        if left:
            told += _("另有 {n} 处此后又被改过，保持现状。").format(n=left)
        messages.success(request, told)
    return _back(form, "import", made.pk)


@require_GET
def annotated(
    request: HttpRequest, year: int, unit: str, kind: str, number: int
) -> FileResponse | HttpResponseRedirect:
    """The uploaded workbook with a comment at every problem."""
    form = form_of(request, year, unit, kind)
    made = selectors.import_of(form, number)
    try:
        file, name = workbooks.annotated(made)
    except FileRefused as refused:
        messages.error(request, refused.sentence(core_language()))
        return _back(form, "import", made.pk)
    return FileResponse(file, as_attachment=True, filename=name, content_type=workbooks.XLSX)
