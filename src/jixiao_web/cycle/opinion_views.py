"""Remarks and opinions on the page: write, answer, close; ask, give, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import opinions
from jixiao_web.cycle.flow_views import back
from jixiao_web.cycle.models import Comment, Countersign, Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling.places import form_of, named, person_of
from jixiao_web.filling.selectors import form_at


@require_GET
def comments(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The remarks of a form, or those at one cell (`row`, `field`), open ones first."""
    form = form_of(request, year, unit, kind)
    return _thread(request, form)


@require_POST
def comment(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """A remark at a field, a sheet or the whole form."""
    form = form_of(request, year, unit, kind)
    told = request.POST
    subject = told.get("subject", "")
    subject = subject if subject in sheets(form.task.kind, form.scope) else ""
    row = told.get("row", "") if subject else ""
    return _done(
        request,
        form,
        lambda: opinions.comment(
            person_of(request),
            form,
            told.get("text", ""),
            subject=subject,
            row=int(row) if row.isdigit() else None,
            field=told.get("field", "")[:60] if row.isdigit() else "",
        ),
    )


@require_POST
def resolve(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Answer a remark, or answer and close it."""
    form = form_of(request, year, unit, kind)
    found = get_object_or_404(Comment.objects.select_related("form__unit", "form__task__year", "by"), pk=pk, form=form)
    text = request.POST.get("answer", "")
    if request.POST.get("close") == "no":
        return _done(request, form, lambda: opinions.reply(person_of(request), found, text))
    return _done(request, form, lambda: opinions.resolve(person_of(request), found, text))


@require_POST
def ask(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Ask a colleague for an opinion before the form moves on."""
    form = form_of(request, year, unit, kind)
    policies.require(request.user, "countersign.ask", form)
    wanted = request.POST.get("person", "")
    person = get_object_or_404(User, pk=int(wanted) if wanted.isdigit() else 0, is_active=True)
    question = request.POST.get("question", "")
    return _done(request, form, lambda: opinions.ask(person_of(request), form, person, question))


@require_POST
def answer(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Give the opinion that was asked for."""
    form = form_at(year, unit, kind)
    found = get_object_or_404(
        Countersign.objects.select_related("asked_by", "form__task__year", "form__unit"), pk=pk, form=form
    )
    try:
        opinions.answer(
            person_of(request),
            found,
            agrees=request.POST.get("agrees") == "yes",
            opinion=request.POST.get("opinion", ""),
        )
    except opinions.Refused as refused:
        messages.error(request, str(refused))
        return back(request, form)
    messages.success(request, _("意见已答复。"))
    return HttpResponseRedirect(reverse("home"))


@require_POST
def withdraw(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """No longer wait for an opinion."""
    form = form_of(request, year, unit, kind)
    policies.require(request.user, "countersign.ask", form)
    found = get_object_or_404(Countersign.objects.select_related("person", "form__unit"), pk=pk, form=form)
    return _done(request, form, lambda: opinions.withdraw(person_of(request), found))


def _done(request: HttpRequest, form: Form, deed: Callable[[], Any]) -> HttpResponse:
    """Do it, and answer with the thread where that was asked for, else with the page from which it was done."""
    refused = ""
    try:
        deed()
    except opinions.Refused as error:
        refused = str(error)
    except PermissionDenied:
        if not request.headers.get("HX-Request"):
            raise
        refused = policies.refusal("form.comment", form)
    if request.headers.get("HX-Request"):
        return _thread(request, form, refused)
    if refused:
        messages.error(request, refused)
    return back(request, form)


def _thread(request: HttpRequest, form: Form, refused: str = "") -> HttpResponse:
    told = request.POST if request.method == "POST" else request.GET
    row, field = told.get("at_row", ""), told.get("at_field", "")
    found = form.comments.select_related("by", "resolved_by").order_by("resolved_at", "pk")
    if row.isdigit():
        found = found.filter(row=int(row), field=field)
    context = named(
        form,
        comments=found,
        at_row=row if row.isdigit() else "",
        at_field=field,
        may_comment=policies.may(request.user, "form.comment", form),
        refused=refused,
        sheets=sheets(form.task.kind, form.scope),
    )
    template = "cycle/flow_comments.html" if request.headers.get("HX-Request") else "cycle/flow_comments_page.html"
    return render(request, template, context)
