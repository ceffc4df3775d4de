"""The bare Django page: who is signed in, by one template of one line."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

LINE = engines["django"].from_string("<!doctype html><title>bare</title><p>{{ user.name }}</p>")


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and nothing else."""
    return HttpResponse(LINE.render({"user": request.user}))


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django passes it
    """The server answers."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("healthz", healthz)]
