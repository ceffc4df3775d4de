"""The flow of a form on the page: where it stands, who moved it, what can be done, versions, comments, opinions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.cycle import flow, opinions
from jixiao_web.cycle.models import Comment, Countersign, Form
from jixiao_web.cycle.versions import compare
from jixiao_web.filling.selectors import form_at
from jixiao_web.organisation.tree import tree_on
from jixiao_web.review import findings


def _form(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    form = form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


def _context(form: Form, **more: Any) -> dict[str, Any]:
    return {"form": form, "year": form.task.year.fiscal_year, "unit": form.unit.code, "kind": form.task.kind, **more}


def _back(form: Form) -> HttpResponse:
    return HttpResponseRedirect(reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind]))


@require_GET
def panel(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """State, moves that can be made, comments that are open, opinions asked for, and the way so far."""
    form = _form(request, year, unit, kind)
    person: Any = request.user
    context = _context(
        form,
        possible=flow.possible(person, form),
        moves=form.moves.select_related("by", "on_behalf_of", "version", "form__unit").order_by("-pk"),
        comments=form.comments.select_related("by", "resolved_by"),
        opinions=form.countersigns.select_related("person", "asked_by"),
        mine=form.countersigns.filter(person=person, answered_at__isnull=True).first(),
        may_ask=policies.may(person, "countersign.ask", form),
        may_comment=policies.may(person, "form.comment", form),
        colleagues=_colleagues(form) if policies.may(person, "countersign.ask", form) else (),
        codes=sorted({item.code for item in findings.standing(form, policies.today())}),
    )
    return render(request, "cycle/flow_panel.html", context)


def _colleagues(form: Form) -> list[User]:
    above = [node.id for node in tree_on(policies.today()).above(form.unit_id)]
    return list(User.objects.filter(pk__in=Post.objects.filter(unit__in=above).values("user"), is_active=True))


@require_POST
def move(request: HttpRequest, year: int, unit: str, kind: str, deed: str) -> HttpResponse:
    """Do one move, or say why not."""
    form = _form(request, year, unit, kind)
    due = request.POST.get("due", "")
    try:
        flow.move(
            request.user,  # type: ignore[arg-type]  # the middleware lets nobody else in
            form,
            deed,
            note=request.POST.get("note", "").strip(),
            reasons=request.POST.getlist("reasons"),
            due_on=_date(due),
        )
    except (flow.CannotMove, PermissionDenied) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已办理。"))
    return _back(form)


def _date(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


@require_POST
def comment(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """A remark at a field, a sheet or the whole form."""
    form = _form(request, year, unit, kind)
    row = request.POST.get("row", "")
    opinions.comment(
        request.user,  # type: ignore[arg-type]  # as in move
        form,
        request.POST.get("text", ""),
        subject=request.POST.get("subject", ""),
        row=int(row) if row.isdigit() else None,
        field=request.POST.get("field", ""),
    )
    return _back(form)


@require_POST
def resolve(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Answer a remark; it is then closed."""
    form = _form(request, year, unit, kind)
    found = get_object_or_404(Comment, pk=pk, form=form)
    opinions.resolve(request.user, found, request.POST.get("answer", ""))  # type: ignore[arg-type]  # as in move
    return _back(form)


@require_POST
def ask(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Ask a colleague for an opinion before the form moves on."""
    form = _form(request, year, unit, kind)
    person = get_object_or_404(User, pk=request.POST.get("person") or 0, is_active=True)
    opinions.ask(request.user, form, person, request.POST.get("question", ""))  # type: ignore[arg-type]  # as in move
    return _back(form)


@require_POST
def answer(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> HttpResponse:
    """Give the opinion that was asked for."""
    form = form_at(year, unit, kind)
    found = get_object_or_404(Countersign, pk=pk, form=form, person=request.user)
    opinions.answer(
        request.user,  # type: ignore[arg-type]  # as in move
        found,
        agrees=request.POST.get("agrees") == "yes",
        opinion=request.POST.get("opinion", ""),
    )
    messages.success(request, _("意见已答复。"))
    return HttpResponseRedirect(reverse("home"))


@require_GET
def versions(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Every submitted version, and what differs between two of them or from what stands in the form now."""
    form = _form(request, year, unit, kind)
    listed = list(form.versions.select_related("made_by").defer("rows"))
    chosen = {name: request.GET.get(name, "") for name in ("one", "two")}
    found = None
    if chosen["one"].isdigit():
        one = get_object_or_404(form.versions, number=int(chosen["one"]))
        two = get_object_or_404(form.versions, number=int(chosen["two"])) if chosen["two"].isdigit() else None
        found = compare(one, two)
    return render(request, "cycle/flow_versions.html", _context(form, versions=listed, chosen=chosen, found=found))
