"""Reading the audit trail."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jixiao_web import policies
from jixiao_web.audit.chain import verify
from jixiao_web.audit.models import Entry

PAGE = 100


def entries(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, filtered by what stands in the address."""
    policies.require(request.user, "audit.view")
    found = Entry.objects.select_related("by")
    wish = {name: request.GET.get(name, "").strip() for name in ("who", "deed", "place", "since", "until", "q")}
    if wish["who"]:
        found = found.filter(by_name__icontains=wish["who"])
    if wish["deed"]:
        found = found.filter(deed__startswith=wish["deed"])
    if wish["place"]:
        found = found.filter(place=wish["place"])
    if wish["since"]:
        found = found.filter(at__date__gte=wish["since"])
    if wish["until"]:
        found = found.filter(at__date__lte=wish["until"])
    if wish["q"]:
        found = found.filter(reason__icontains=wish["q"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "audit/entries.html", {"page": page, "wish": wish, "query": query.urlencode()})


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, before and after side by side."""
    policies.require(request.user, "audit.view")
    found = get_object_or_404(Entry.objects.select_related("by"), pk=pk)
    names = dict.fromkeys([*found.before, *found.after])
    pairs = [(name, found.before.get(name, ""), found.after.get(name, "")) for name in names]
    return render(request, "audit/entry.html", {"entry": found, "pairs": pairs})


def check(request: HttpRequest) -> HttpResponse:
    """Verify the chain now and say so."""
    policies.require(request.user, "audit.view")
    return render(request, "audit/check.html", {"verdict": verify()})
