"""The addresses of the site, and the gallery, as a developer has them."""

from __future__ import annotations

from django.urls import include, path

from jixiao_web.config import urls

urlpatterns = [*urls.urlpatterns, path("gallery/", include("jixiao_web.shell.gallery_urls"))]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
