"""Reading the audit trail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from jixiao_web import policies
from jixiao_web.audit import selectors
from jixiao_web.audit.chain import verify
from jixiao_web.audit.models import Entry


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, filtered by what stands in the address."""
    policies.require(request.user, "audit.view")
    wish = {name: request.GET.get(name, "").strip() for name in selectors.WISHES}
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": selectors.entries(wish, request.GET.get("page")),
        "wish": wish,
        "query": query.urlencode(),
    }
    return render(request, "audit/entries.html", context)


@require_GET
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, before and after side by side."""
    policies.require(request.user, "audit.view")
    found = get_object_or_404(Entry.objects.select_related("by"), pk=pk)
    return render(request, "audit/entry.html", {"entry": found, "pairs": selectors.pairs(found)})


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Verify the chain now and say so."""
    policies.require(request.user, "audit.view")
    return render(request, "audit/check.html", {"verdict": verify()})
