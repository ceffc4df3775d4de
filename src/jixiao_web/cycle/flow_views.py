"""The flow of a form on the page: where it stands, who moved it, and what can be done now."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.cycle import flow
from jixiao_web.cycle.judging import judge
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.cycle.telling import who_may
from jixiao_web.cycle.windows import last_day
from jixiao_web.cycle.workflow import workflow
from jixiao_web.filling.places import form_of, named, person_of
from jixiao_web.shell.language import core_language


def back(request: HttpRequest, form: Form) -> HttpResponse:
    """To the page from which the deed was done, else to the form."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        wanted = reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind])
    return HttpResponseRedirect(wanted)


@require_GET
def panel(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """State, moves that can be made, comments that are open, opinions asked for, and the way so far."""
    form, person = form_of(request, year, unit, kind), person_of(request)
    possible = flow.possible(person, form)
    may_ask = policies.may(person, "countersign.ask", form)
    context = named(
        form,
        possible=possible,
        moves=form.moves.select_related("by", "on_behalf_of", "version", "form__unit").order_by("-pk"),
        comments=form.comments.select_related("by", "resolved_by"),
        opinions=form.countersigns.select_related("person", "asked_by"),
        mine=form.countersigns.filter(person=person, answered_at__isnull=True).first(),
        may_ask=may_ask,
        may_comment=policies.may(person, "form.comment", form),
        colleagues=who_may(form, ["form.view"], by=person) if may_ask else (),
        reasons=judge().reasons(form) if any(item.asks_reason for item in possible) else (),
        sheets=sheets(form.task.kind, form.scope),
        today=policies.today(),
        last=last_day(form),
    )
    template = "cycle/flow_panel.html" if request.headers.get("HX-Request") else "cycle/flow.html"
    return render(request, template, context)


@require_POST
def move(request: HttpRequest, year: int, unit: str, kind: str, deed: str) -> HttpResponse:
    """Do one move, or say why not."""
    form, person = form_of(request, year, unit, kind), person_of(request)
    try:
        made = flow.move(
            person,
            form,
            deed,
            note=request.POST.get("note", "").strip(),
            reasons=list(dict.fromkeys(request.POST.getlist("reasons"))),
            comments=_remarks(request, form),
            due_on=_date(request.POST.get("due", "")),
        )
    except (flow.CannotMove, PermissionDenied) as refused:
        messages.error(request, str(refused))
    else:
        rule = workflow().move(form.scope, made.deed)
        word = rule.en if core_language() == "en" else rule.zh
        messages.success(request, _("已办理：{deed}。").format(deed=word))
    return back(request, form)


def _remarks(request: HttpRequest, form: Form) -> list[flow.At]:
    """The remarks that were written beside the move: at a sheet, or at the cell of a finding."""
    known = sheets(form.task.kind, form.scope)
    told = request.POST
    found: list[flow.At] = []
    for subject, row, field, text in zip(
        told.getlist("at_subject"),
        told.getlist("at_row"),
        told.getlist("at_field"),
        told.getlist("at_text"),
        strict=False,
    ):
        if text.strip():
            sheet = subject if subject in known else ""
            found.append((sheet, int(row) if row.isdigit() and sheet else None, field if sheet else "", text.strip()))
    return found


def _date(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
