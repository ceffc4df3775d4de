"""Pages of reports."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.evaluation.places import Place, place_of
from jixiao_web.filling.deeds import Refused
from jixiao_web.reports import making, reading, selectors, services, showing, store, verifying
from jixiao_web.reports.making import Made
from jixiao_web.shell.language import core_language


def _place(request: HttpRequest, year: int, unit: str) -> Place:
    """The department of an address, for who may read its reports. Reports are the department's: a unit has none."""
    place = place_of(year, unit)
    policies.require(request.user, "report.view", place)
    if not place.is_department:
        raise Http404
    return place


def _context(request: HttpRequest, place: Place, **more: Any) -> dict[str, Any]:
    return {
        "year": place.fiscal_year,
        "unit": place.node.code,
        "place": place,
        "may_render": policies.may(request.user, "report.render", place),
        **more,
    }


@require_GET
def reports(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Issued reports, those being made, and the form that asks for another."""
    place = _place(request, year, unit)
    context = _context(
        request,
        place,
        reports=selectors.issued_of(place.task),
        under_way=selectors.under_way(place.task),
        is_final=selectors.is_final(place.task),
        kinds=making.KINDS,
        key=uuid.uuid4().hex,
    )
    return render(request, "reports/list.html", context)


@require_POST
def render_report(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Ask for a report; its job's page shows how far it is."""
    place = _place(request, year, unit)
    key = request.POST.get("key") or uuid.uuid4().hex
    job = services.ask(request.user, place.task, request.POST.getlist("kinds"), key)  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(reverse("jobs:job", args=[job.pk]))


@require_GET
def report(request: HttpRequest, year: int, unit: str, number: int) -> HttpResponse:
    """One issued report: what made it, and its files."""
    place = _place(request, year, unit)
    return render(request, "reports/report.html", _context(request, place, report=selectors.issued(place.task, number)))


@require_GET
def download(request: HttpRequest, year: int, unit: str, number: int, kind: str) -> FileResponse:
    """One file of an issued report, as a download."""
    place = _place(request, year, unit)
    issued = selectors.issued(place.task, number)
    if kind not in issued.files:
        raise Http404
    try:
        file = store.opened(issued.files[kind])
    except FileNotFoundError as missing:
        raise Http404 from missing
    services.tell_download(request.user, issued, kind)  # type: ignore[arg-type]  # signed in
    name = issued.files[kind].rpartition("/")[2]
    return FileResponse(file, as_attachment=True, filename=name, content_type=showing.MEDIA_TYPES[kind])


@require_GET
def verify(request: HttpRequest, year: int, unit: str, number: int) -> HttpResponse:
    """Look whether an issued report is still what it was."""
    place = _place(request, year, unit)
    issued = selectors.issued(place.task, number)
    checks = verifying.verify(issued)
    template = "reports/_checks.html" if request.headers.get("HX-Request") else "reports/verify.html"
    return render(request, template, _context(request, place, report=issued, checks=checks))


@require_GET
def preview(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The report as it would be now."""
    place = _place(request, year, unit)
    return _shown(request, place, selectors.present_model(place.task), None)


@require_GET
def view(request: HttpRequest, year: int, unit: str, number: int) -> HttpResponse:
    """An issued report in the site."""
    place = _place(request, year, unit)
    issued = selectors.issued(place.task, number)
    return _shown(request, place, selectors.model_of(issued), issued)


def _shown(request: HttpRequest, place: Place, made: Made, issued: Any) -> HttpResponse:
    where = request.GET.get("where", "")
    if where:
        passport = showing.passport(place.task, made, where)
        if passport is None:
            raise Http404
        return render(request, "reports/_passport.html", _context(request, place, passport=passport))
    page = showing.page_of(made.report)
    context = _context(request, place, report=issued, page=page, lang=core_language())
    return render(request, "reports/view.html", context)


@require_POST
def readback(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Read an edited report back: what was changed in it."""
    place = _place(request, year, unit)
    policies.require(request.user, "report.render", place)
    found, problem = None, ""
    try:
        found = reading.read_back(request.user, place.task, request.FILES.get("file"))  # type: ignore[arg-type]  # signed in
    except reading.UploadRefused as refused:
        problem = str(refused)
    return render(request, "reports/readback.html", _context(request, place, found=found, problem=problem))


@require_POST
def take(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Take one changed figure into the form where it is entered, as a deed."""
    place = _place(request, year, unit)
    policies.require(request.user, "report.render", place)
    row, field, before, after = (request.POST.get(name, "") for name in ("row", "field", "before", "after"))
    try:
        link = reading.take(request.user, place.task, row, field, before, after)  # type: ignore[arg-type]  # signed in
    except (reading.UploadRefused, Refused) as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("reports:list", args=[year, unit]))
    messages.success(request, _("已按报告改写这一格，可在填报记录中撤销。"))
    return HttpResponseRedirect(link)
