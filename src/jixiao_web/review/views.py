"""Pages of review: findings beside a form, waivers, consolidation, anybody's report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.cycle import flow
from jixiao_web.cycle.models import Form, Task
from jixiao_web.evaluation.selectors import present
from jixiao_web.filling.selectors import form_at
from jixiao_web.organisation.models import Unit
from jixiao_web.review import consolidation, findings, services
from jixiao_web.review.models import UploadedReport, WaiverRecord
from jixiao_web.review.showing import groups
from jixiao_web.shell.language import core_language

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""What a marked report may do when it is shown: be looked at."""


def _form(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    form = form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


@require_GET
def panel(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The findings of a form, or of one of its sheets, the gravest first."""
    form = _form(request, year, unit, kind)
    found = findings.of(form)
    standing = findings.standing(form, policies.today())
    subject = request.GET.get("subject", "")
    context = {
        "form": form,
        "year": year,
        "unit": unit,
        "kind": kind,
        "subject": subject,
        "groups": groups(form, found, standing, subject, core_language()),
        "counts": findings.counts(standing),
        "waivers": findings.waivers(form),
        "may_waive": policies.may(request.user, "finding.waive", form),
        "today": policies.today(),
    }
    return render(request, "review/findings.html", context)


@require_GET
def as_json(request: HttpRequest, year: int, unit: str, kind: str) -> JsonResponse:
    """The same for programs."""
    form = _form(request, year, unit, kind)
    found = findings.of(form)
    lang = core_language()
    told = [
        {
            "code": item.code,
            "severity": item.severity.name.lower(),
            "title": item.title(lang),
            "place": item.place(lang),
            "found": item.found(lang),
            "remedy": item.remedy(lang),
            "cells": [{"row": where.row, "sheet": where.subject, "field": where.field} for where in found.places(item)],
        }
        for item in findings.standing(form, policies.today())
    ]
    return JsonResponse({"revision": form.revision, "findings": told}, json_dumps_params={"ensure_ascii": False})


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


@require_POST
def waive(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Set a finding aside."""
    form = _form(request, year, unit, kind)
    told = request.POST
    try:
        services.waive(
            request.user,  # type: ignore[arg-type]  # the middleware lets nobody else in
            form,
            told.get("code", ""),
            told.get("address", ""),
            told.get("reason", ""),
            _day(told.get("until", "")),
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("form", args=[year, unit, kind]))


@require_POST
def withdraw(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Let a waived finding count again."""
    form = _form(request, year, unit, kind)
    services.withdraw(request.user, get_object_or_404(WaiverRecord, pk=pk, form=form))  # type: ignore[arg-type]  # as above
    return HttpResponseRedirect(reverse("form", args=[year, unit, kind]))


def _task(request: HttpRequest, year: int, unit: str) -> Task:
    tasks = Task.objects.select_related("year__department").filter(year__fiscal_year=year, year__department__code=unit)
    wanted = request.GET.get("kind") or request.POST.get("kind")
    task = (tasks.filter(kind=wanted) if wanted else tasks).order_by("-opens_on", "-pk").first()
    if task is None:
        raise Http404(_("{year} 年度还没有给单位 {unit} 下达这项任务。").format(year=year, unit=unit))
    policies.require(request.user, "department.view", task)
    return task


@require_GET
def units(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All units of a department: state, money, findings, and who is late."""
    task = _task(request, year, unit)
    present(task)  # brings the figures up to date where that takes no time
    found = consolidation.of(task, policies.today())
    own = Form.objects.filter(task=task, unit=task.year.department).select_related("unit").first()
    context = {
        "year": year,
        "unit": unit,
        "task": task,
        "found": found,
        "own": own,
        "tasks": Task.objects.filter(year=task.year),
        "reminder": consolidation.reminder(task, found.open) if found.open else "",
        "may_accept": policies.may(request.user, "task.issue", task),
    }
    return render(request, "review/consolidation.html", context)


@require_POST
def accept_many(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Accept several units' forms; each is its own deed, and what cannot be accepted is told."""
    task = _task(request, year, unit)
    wanted = [int(item) for item in request.POST.getlist("form") if item.isdigit()]
    done = 0
    for form in Form.objects.filter(task=task, pk__in=wanted).select_related("unit", "task__year"):
        try:
            flow.move(request.user, form, "accept")  # type: ignore[arg-type]  # as above
        except (flow.CannotMove, PermissionDenied) as refused:
            messages.error(request, f"{form.unit.code}：{refused}")
        else:
            done += 1
    if done:
        messages.success(request, _("已审核通过 {n} 个单位。").format(n=done))
    return HttpResponseRedirect(f"{reverse('consolidation', args=[year, unit])}?kind={task.kind}")


def _own_unit(request: HttpRequest) -> Unit | None:
    for post in policies.posts_of(request.user):  # type: ignore[arg-type]  # as above
        if policies.may(request.user, "upload.review", post.unit):
            return post.unit
    return None


def uploads(request: HttpRequest) -> HttpResponse:
    """Drop in a report; below it those that were reviewed before."""
    unit = _own_unit(request)
    if request.method == "POST":
        if unit is None:
            raise PermissionDenied(policies.refusal("upload.review", None))
        files = request.FILES.getlist("file")
        last = None
        for file in files:
            try:
                last = services.upload(request.user, unit, file)  # type: ignore[arg-type]  # as above
            except services.Refused as refused:
                messages.error(request, str(refused))
        if last is not None and len(files) == 1:
            return HttpResponseRedirect(reverse("upload", args=[last.pk]))
        return HttpResponseRedirect(reverse("uploads"))
    seen = policies.visible_units(request.user, "upload.view")  # type: ignore[arg-type]  # as above
    if seen == frozenset():
        raise PermissionDenied(policies.refusal("upload.view", None))
    found = UploadedReport.objects.select_related("by", "unit")
    if seen is not None:
        found = found.filter(unit__in=seen)
    page = Paginator(found.defer("result"), 50).get_page(request.GET.get("page"))
    return render(request, "review/uploads.html", {"page": page, "may_upload": unit is not None})


def _report(request: HttpRequest, pk: int) -> UploadedReport:
    found = get_object_or_404(UploadedReport.objects.select_related("by", "unit"), pk=pk)
    policies.require(request.user, "upload.view", found)
    return found


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a report; while it is read, the page looks again by itself."""
    found = _report(request, pk)
    template = "review/_upload.html" if request.headers.get("HX-Request") else "review/upload.html"
    return render(request, template, {"report": found, "result": found.result or {}})


@require_GET
def marked(request: HttpRequest, pk: int) -> Any:
    """The report with its findings drawn on it, as a page that can do nothing but be read."""
    found = _report(request, pk)
    if not found.marked:
        raise Http404
    answer: Any = FileResponse(found.marked.open(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    answer._csp_replace = {}  # the site's own policy does not fit this page
    answer._csp_exempt = True
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
