"""Pages of the organisation: the tree on a day, one unit with its history, divisions and staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.organisation import panels, selectors, services, staff
from jixiao_web.organisation.forms import SuccessionForm, UnitForm
from jixiao_web.organisation.models import StaffMovement, Unit
from jixiao_web.organisation.tree import Node, Tree, tree_on


def _day(text: str) -> date:
    try:
        return parse_date(text) or policies.today()
    except ValueError:
        return policies.today()


def _flat(tree: Tree, parent: int | None = None, depth: int = 0) -> list[tuple[int, Node]]:
    found: list[tuple[int, Node]] = []
    for node in tree.children.get(parent, ()):
        found += [(depth, node), *_flat(tree, node.id, depth + 1)]
    return found


def _edits(request: HttpRequest) -> bool:
    """Whether the person may change anything in the organisation."""
    return policies.visible_units(request.user, "organisation.edit") != frozenset()  # type: ignore[arg-type]  # signed in


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The organisation as it was on a day, with what changed in the year of that day."""
    policies.require(request.user, "organisation.view")
    day = _day(request.GET.get("on", ""))
    context = {
        "nodes": _flat(tree_on(day)),
        "day": day,
        "changes": selectors.changes(day.year),
        "edits": _edits(request),
    }
    return render(request, "organisation/tree.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    if not _edits(request):
        policies.require(request.user, "organisation.edit")
    form = UnitForm(request.POST or None, initial={"on": policies.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_unit(request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("单位已登记。"))
            return HttpResponseRedirect(reverse("unit", args=[made.code]))
    return render(request, "organisation/add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def succeed(request: HttpRequest) -> HttpResponse:
    """A merger or a split."""
    if not _edits(request):
        policies.require(request.user, "organisation.edit")
    form = SuccessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.succeed(request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("合并（拆分）已登记。"))
            day = form.cleaned_data["on"].isoformat()
            return HttpResponseRedirect(f"{reverse('organisation')}?on={day}")
    return render(request, "organisation/succeed.html", {"form": form})


@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit through time: names and places, divisions, the ledger of its staff."""
    policies.require(request.user, "organisation.view")
    return _unit(request, get_object_or_404(Unit, code=code))


def _unit(request: HttpRequest, found: Unit, answered: panels.Panel | None = None) -> HttpResponse:
    counts = policies.may(request.user, "staff.edit", found)
    # The places in the tree are for everybody to see; who works there, for the unit itself and those above it.
    reads = counts or policies.may(request.user, "unit.view", found)
    context: dict[str, Any] = {
        "unit": found,
        "timeline": selectors.timeline(found),
        "name": selectors.name_of(found),
        "divisions": found.divisions.all(),
        "reads_staff": reads,
        "ledger": selectors.ledger(found) if reads else (),
        "balances": found.staff_balances.order_by("-on", "category")[:100] if reads else (),
        "movements": found.staff_movements.order_by("-on", "-pk")[:100] if reads else (),
        "may_count": counts,
        "panels": panels.of(found, edits=services.may_edit(request.user, found), counts=counts, answered=answered),  # type: ignore[arg-type]  # signed in
    }
    return render(request, "organisation/unit.html", context)


@require_POST
def deed(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One deed on a unit; where it is refused, the page again with the sentence in its form."""
    found = get_object_or_404(Unit, code=code)
    if name not in panels.PANELS:
        raise Http404
    if panels.PANELS[name].staff:
        policies.require(request.user, "staff.edit", found)
    elif not services.may_edit(request.user, found):  # type: ignore[arg-type]  # signed in
        raise PermissionDenied(policies.refusal("organisation.edit", found))
    panel = panels.panel(name, found, request.POST)
    if panel.form.is_valid():
        try:
            panels.PANELS[name].do(request.user, found, panel.form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except services.Refused as refused:
            panel.form.add_error(None, str(refused))
        else:
            messages.success(request, _("已办理。"))
            return HttpResponseRedirect(reverse("unit", args=[code]))
    return _unit(request, found, panel)


@require_POST
def strike(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A movement that was entered by mistake is struck."""
    movement = get_object_or_404(StaffMovement.objects.select_related("unit"), pk=pk, unit__code=code)
    try:
        staff.strike_movement(request.user, movement, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]  # signed in
    except services.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("unit", args=[code]))
