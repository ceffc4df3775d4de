"""Pages of evidence: by line, upload, describe, look, pack."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.evidence import packing, selectors, services
from jixiao_web.evidence.filing import safe_name
from jixiao_web.evidence.lines import lines_of
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.selectors import form_at

PICTURES = {"jpeg": "image/jpeg", "png": "image/png"}
"""What a browser may show by itself, in a sandbox; everything else is handed over as a download."""
SANDBOX = "default-src 'none'; img-src 'self'; sandbox"


def _form(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    form = form_at(year, unit, kind)
    policies.require(request.user, "evidence.view", form)
    return form


def _context(request: HttpRequest, form: Form, **more: Any) -> dict[str, Any]:
    may = policies.may(request.user, "evidence.add", form) and windows.is_open(form, policies.today())
    return {
        "form": form,
        "year": form.task.year.fiscal_year,
        "unit": form.unit.code,
        "kind": form.task.kind,
        "may_add": may,
        **more,
    }


def _back(form: Form) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("evidence", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind]))


@require_GET
def evidence(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The evidence of a form, by line, and what still lacks it."""
    form = _form(request, year, unit, kind)
    context = _context(request, form, listed=selectors.listed(form), doubles=selectors.doubles(form))
    return render(request, "evidence/list.html", context)


@require_POST
def upload(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Keep uploaded files; those that cannot be evidence are told one by one."""
    form = _form(request, year, unit, kind)
    services.require_open(request.user, form)  # type: ignore[arg-type]  # signed in
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("请先选择或拖入要上传的文件。"))
        return _back(form)
    known = lines_of(form)
    lines = [code for code in request.POST.getlist("lines") if code in known]
    try:
        added, refused = services.add(
            request.user,  # type: ignore[arg-type]  # signed in
            form,
            files,
            lines=lines,
            code=request.POST.get("code", ""),
        )
    except Refused as told:
        messages.error(request, str(told))
        return _back(form)
    for lost in refused:
        messages.error(request, lost.sentence)
    for item in added:
        if item.same_as:
            told_twice = _("“{file}”与 {codes} 内容完全相同，已照传并编号为 {code}；如是重复上传，请撤下其中一份。")
            messages.warning(
                request,
                told_twice.format(file=item.file.original_name, codes="、".join(item.same_as), code=item.file.code),
            )
    if added:
        messages.success(
            request,
            _("已上传 {n} 份，编号 {codes}。").format(n=len(added), codes="、".join(a.file.code for a in added)),
        )
    return _back(form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """One file: what it is and what it proves."""
    form = _form(request, year, unit, kind)
    item = selectors.file_of(form, number)
    if request.method == "POST":
        services.require_open(request.user, form)  # type: ignore[arg-type]  # signed in
    known = lines_of(form)
    if request.method == "POST":
        try:
            dated = request.POST.get("dated", "")
            services.describe(
                request.user,  # type: ignore[arg-type]  # signed in
                item,
                name=request.POST.get("name", ""),
                lines=[code for code in request.POST.getlist("lines") if code in known or code in item.lines],
                pages=request.POST.get("pages", ""),
                dated=date.fromisoformat(dated) if dated else None,
                sealed={"yes": True, "no": False}.get(request.POST.get("sealed", "")),
            )
        except Refused as refused:
            messages.error(request, str(refused))
        except ValueError:
            messages.error(request, _("材料日期应写成 2022-12-31，请改正。"))
        else:
            messages.success(request, _("已保存 {code}。").format(code=item.code))
            return _back(form)
    return render(request, "evidence/edit.html", _context(request, form, item=item, lines=known.values()))


@require_POST
def remove(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Hide a file."""
    form = _form(request, year, unit, kind)
    item = selectors.file_of(form, number)
    try:
        services.remove(request.user, item, request.POST.get("reason", ""))  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已撤下 {code}，文件仍保存，可以恢复。").format(code=item.code))
    return _back(form)


@require_POST
def restore(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """Bring a hidden file back."""
    form = _form(request, year, unit, kind)
    item = selectors.file_of(form, number)
    try:
        services.restore(request.user, item)  # type: ignore[arg-type]  # signed in
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已恢复 {code}。").format(code=item.code))
    return _back(form)


@require_GET
def file(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> FileResponse:
    """One file; that it was seen is written down."""
    form = _form(request, year, unit, kind)
    item = selectors.file_of(form, number)
    services.look(request.user, [item], form)  # type: ignore[arg-type]  # signed in
    try:
        opened = item.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404(_("{code} 的文件不在存储里，请联系系统管理员从备份恢复。").format(code=item.code)) from missing
    shown = item.kind in PICTURES and not request.GET.get("download")
    response = FileResponse(
        opened,
        as_attachment=not shown,
        filename=safe_name(item.shown_name),
        content_type=PICTURES.get(item.kind, "application/octet-stream"),
    )
    return _guarded(response)


@require_GET
def pack(request: HttpRequest, year: int, unit: str, kind: str) -> FileResponse:
    """All papers, or those of one line, as a zip with an index."""
    form = _form(request, year, unit, kind)
    packed, name, items = packing.pack(form, selectors.listed(form), request.GET.get("line", ""))
    services.look(request.user, items, form)  # type: ignore[arg-type]  # signed in
    return _guarded(FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip"))


def _guarded(response: FileResponse) -> FileResponse:
    """Foreign bytes run nothing here: no guessing of types, a sandbox, and no copy in shared caches."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
