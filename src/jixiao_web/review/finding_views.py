"""Findings beside a form: the panel, the same for programs, waivers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from jixiao.rules import RuleError
from jixiao_web import policies
from jixiao_web.cycle.flow_views import back
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.windows import is_open
from jixiao_web.filling.places import form_of, named, person_of
from jixiao_web.review import findings, services
from jixiao_web.review.models import WaiverRecord
from jixiao_web.review.showing import groups, returns_of
from jixiao_web.shell.language import core_language

ANSWER_DAYS = 5
"""Days for an answer when a form is given back with one click after its last day."""


@require_GET
def panel(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The findings of a form, or of one of its sheets, the gravest first."""
    form = form_of(request, year, unit, kind)
    template = "review/findings.html" if request.headers.get("HX-Request") else "review/findings_page.html"
    try:
        found = findings.of(form)
    except RuleError as error:
        return render(request, template, named(form, refused=error.text(core_language())))
    today = policies.today()
    waivers = findings.waivers(form)
    standing = findings.standing(form, today, waivers, found)
    subject = request.GET.get("subject", "")
    returns = returns_of(person_of(request), form)
    may_waive = policies.may(request.user, "finding.waive", form)
    context = named(
        form,
        subject=subject,
        groups=partial(groups, form, found, standing, subject, core_language(), returns),  # asked only where not kept
        counts=findings.counts(standing),
        waivers=waivers,
        may_waive=may_waive,
        key=None if may_waive or returns or waivers else found.key and (found.key, subject),
        today=today,
        answer_by=_answer_by(form, today),
        here=request.headers.get("HX-Current-URL", ""),
    )
    return render(request, template, context)


def _answer_by(form: Form, today: date) -> date | None:
    """A day for the answer where the form would otherwise come back closed."""
    return None if is_open(form, today) else today + timedelta(days=ANSWER_DAYS)


@require_GET
def as_json(request: HttpRequest, year: int, unit: str, kind: str) -> JsonResponse:
    """The same for programs."""
    form = form_of(request, year, unit, kind)
    lang = core_language()
    try:
        found = findings.of(form)
    except RuleError as error:
        return JsonResponse({"revision": form.revision, "findings": [], "sentence": error.text(lang)})
    told = [
        {
            "code": item.code,
            "severity": item.severity.value,
            "title": item.title(lang),
            "place": item.place(lang),
            "found": item.found(lang),
            "remedy": item.remedy(lang),
            "cells": [{"row": where.row, "sheet": where.subject, "field": where.field} for where in found.places(item)],
        }
        for item in findings.standing(form, policies.today(), found=found)
    ]
    return JsonResponse({"revision": form.revision, "findings": told}, json_dumps_params={"ensure_ascii": False})


@require_POST
def waive(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Set a finding aside."""
    form = form_of(request, year, unit, kind)
    told = request.POST
    try:
        services.waive(
            person_of(request),
            form,
            told.get("code", ""),
            told.get("address", ""),
            told.get("reason", ""),
            _day(told.get("until", "")),
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
    return back(request, form)


@require_POST
def withdraw(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Let a waived finding count again."""
    form = form_of(request, year, unit, kind)
    policies.require(request.user, "finding.waive", form)
    found = get_object_or_404(WaiverRecord.objects.select_related("form__unit"), pk=pk, form=form)
    services.withdraw(person_of(request), found)
    return back(request, form)


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
