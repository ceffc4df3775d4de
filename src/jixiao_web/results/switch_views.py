"""The switch of year and unit: where the same page stands there, and the list to choose from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.results import switching
from jixiao_web.results.switching import Here


@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """With a unit in the address, go there; without one, the units to choose from: a page, or the part inside the menu."""
    person: Any = request.user
    here = Here(request.GET.get("page", ""), request.GET.get("kind", ""), request.GET.get("subject", ""))
    year, code = request.GET.get("year", ""), request.GET.get("unit", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404(_("没有写明年度：请从页面上方选择。"))
    if code:
        return HttpResponseRedirect(_there(person, int(year), code, here))
    asked = request.GET.get("q", "").strip().casefold()
    units = [
        (f"?{urlencode({**here.query(), 'year': year, 'unit': node.code})}", node)
        for node in switching.units_of(person)
        if asked in node.name.casefold() or asked in node.short.casefold() or asked in node.code.casefold()
    ]
    context = {"units": units, "year": year, "here": here, "asked": request.GET.get("q", ""), "many": len(units) > FEW}
    template = "results/_units.html" if request.headers.get("HX-Request") else "results/units.html"
    return render(request, template, context)


FEW = 8
"""So many names are seen at a glance; more of them get a box to filter by."""


def _there(person: User, year: int, code: str, here: Here) -> str:
    node = policies.present_tree(person).by_code.get(code)
    if node is None or node.kind == "bureau" or not switching.may_look(person, node):
        raise Http404(_("没有这个单位，或不在您的岗位范围内：请从列表中选择。"))
    return switching.address_there(person, year, node, here)
