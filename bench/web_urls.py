"""The site, and two pages more to compare with: the bare one behind the site's middleware, and the site's frame round nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from bench.web_bare_urls import bare
from jixiao_web.config import urls as site

handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    """The frame of every page, with nothing in it."""
    return render(request, "shell/base.html")


urlpatterns = [path("bare/", bare), path("empty/", empty), path("", include(site))]
