"""The addresses of the site. The year and the unit stand in the address of whatever belongs to them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django passes it
    """The server answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("jixiao_web.results.urls")),
    path("accounts/", include("jixiao_web.accounts.urls")),
    path("organisation/", include("jixiao_web.organisation.urls")),
    path("notices/", include("jixiao_web.notices.urls")),
    path("jobs/", include("jixiao_web.jobs.urls")),
    path("audit/", include("jixiao_web.audit.urls")),
    path("library/", include("jixiao_web.objectives.urls")),
    path("review/", include("jixiao_web.review.urls")),
    path("tasks/", include("jixiao_web.cycle.urls")),
    path("<int:year>/<str:unit>/scores/", include("jixiao_web.evaluation.urls")),
    path("<int:year>/<str:unit>/reports/", include("jixiao_web.reports.urls")),
    path("<int:year>/<str:unit>/consolidation/", include("jixiao_web.review.department_urls")),
    path("<int:year>/<str:unit>/<slug:kind>/", include("jixiao_web.filling.urls")),
    path("<int:year>/<str:unit>/<slug:kind>/flow/", include("jixiao_web.cycle.form_urls")),
    path("<int:year>/<str:unit>/<slug:kind>/files/", include("jixiao_web.exchange.urls")),
    path("<int:year>/<str:unit>/<slug:kind>/evidence/", include("jixiao_web.evidence.urls")),
    path("<int:year>/<str:unit>/<slug:kind>/findings/", include("jixiao_web.review.form_urls")),
    path("", include("jixiao_web.shell.urls")),
]
handler403 = "jixiao_web.shell.errors.forbidden"
handler404 = "jixiao_web.shell.errors.not_found"
handler500 = "jixiao_web.shell.errors.broken"
if settings.DEBUG:
    urlpatterns += [path("gallery/", include("jixiao_web.shell.gallery_urls"))]
