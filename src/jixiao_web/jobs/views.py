"""Pages of background work: my jobs, one job with its progress, and the button that ends it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.jobs import selectors, services
from jixiao_web.jobs.models import Job


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My jobs; of everybody for who watches all and asks for it."""
    everybody = request.GET.get("everybody") == "1"
    return render(
        request,
        "jobs/list.html",
        {
            "jobs": [shown(job) for job in selectors.jobs_of(request.user, everybody=everybody)],  # type: ignore[arg-type]  # signed in
            "everybody": everybody,
            "may_watch": policies.may(request.user, "job.watch_all"),
        },
    )


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One job."""
    return render(request, "jobs/job.html", shown(_job(request, pk)))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes. Once the job has ended it no longer asks for itself."""
    return render(request, "jobs/_progress.html", shown(_job(request, pk)))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the end of a job."""
    job = services.cancel(request.user, _job(request, pk))  # type: ignore[arg-type]  # signed in
    if request.headers.get("HX-Request"):
        return render(request, "jobs/_progress.html", shown(job))
    return HttpResponseRedirect(reverse("jobs:job", args=[job.pk]))


def _job(request: HttpRequest, pk: int) -> Job:
    return selectors.job_for(request.user, pk)  # type: ignore[arg-type]  # signed in


def shown(job: Job) -> dict[str, Any]:
    """A job for a template. The house's own words, kept in Chinese, are told in the reader's language."""
    return {
        "job": job,
        "is_ended": selectors.is_ended(job),
        "tone": selectors.TONES[job.state],
        "word": _(job.word) if job.word else "",
        "error": _(job.error) if job.error else "",
        "link": job.result.get("link", ""),
        "begun_again": job.attempts > 1,
    }
