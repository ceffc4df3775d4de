"""Searching the whole site: a page of everything found, or the part under the search box while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao_web.results.search import LONGEST, search, words_of

WHILE_TYPING = 5
ON_THE_PAGE = 30


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words of the address, kind by kind."""
    person: Any = request.user
    asked = request.GET.get("q", "").strip()[:LONGEST]
    part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    groups = search(person, asked, WHILE_TYPING if part else ON_THE_PAGE)
    context = {"asked": asked, "groups": groups, "is_question": bool(words_of(asked))}
    if not part:
        context["search_for"] = asked
    return render(request, "results/_found.html" if part else "results/search.html", context)
