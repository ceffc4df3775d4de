"""The site, and a bare Django page: the same middleware, the same session, one template of one line."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from jixiao_web.config import urls as site

handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and nothing else."""
    return HttpResponse(engines["django"].from_string("<p>{{ user.name }}</p>").render({"user": request.user}, None))


urlpatterns = [path("bare/", bare), path("", include(site))]
