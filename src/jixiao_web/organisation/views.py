"""Pages of the organisation: the tree on a day, one unit with its history, divisions and staff."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from jixiao_web import policies
from jixiao_web.organisation import selectors
from jixiao_web.organisation.models import Unit
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


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The organisation as it was on a day."""
    policies.require(request.user, "organisation.view")
    day = _day(request.GET.get("on", ""))
    return render(request, "organisation/tree.html", {"nodes": _flat(tree_on(day)), "day": day})


@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit through time: names and places, divisions, the ledger of its staff."""
    policies.require(request.user, "organisation.view")
    found = get_object_or_404(Unit, code=code)
    context = {
        "unit": found,
        "history": selectors.history(found),
        "divisions": found.divisions.all(),
        "ledger": selectors.ledger(found),
    }
    return render(request, "organisation/unit.html", context)
