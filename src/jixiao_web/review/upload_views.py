"""Pages of anybody's report: drop it in, see what is wrong, take the marked copy away."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.evidence.filing import safe_name
from jixiao_web.filling.places import person_of
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.selectors import is_ended
from jixiao_web.organisation.models import Unit
from jixiao_web.review import uploading
from jixiao_web.review.models import UploadedReport
from jixiao_web.review.services import Refused
from jixiao_web.shell.language import core_language

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""What a marked report may do when it is shown: be looked at."""
PAGE = 50


def _own_unit(request: HttpRequest) -> Unit | None:
    """The unit in whose name the person uploads: that of the first post that may."""
    for post in policies.posts_of(person_of(request)):
        if policies.may(request.user, "upload.review", post.unit):
            return post.unit
    return None


@require_http_methods(["GET", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """Drop in a report; below it those that were reviewed before."""
    unit = _own_unit(request)
    if request.method == "POST":
        if unit is None:
            raise PermissionDenied(policies.refusal("upload.review", None))
        return _taken_in(request, unit)
    seen = policies.visible_units(person_of(request), "upload.view")
    if seen == frozenset():
        raise PermissionDenied(policies.refusal("upload.view", None))
    found = UploadedReport.objects.select_related("by", "unit")
    if seen is not None:
        found = found.filter(unit__in=seen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(item, _told(item).get("summary")) for item in page.object_list]
    return render(request, "review/uploads.html", {"page": page, "rows": rows, "may_upload": unit is not None})


def _taken_in(request: HttpRequest, unit: Unit) -> HttpResponse:
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("没有选择文件：请选择一份报告再审阅。"))
    last = None
    for file in files:
        try:
            last = uploading.upload(person_of(request), unit, file)
        except Refused as refused:
            messages.error(request, str(refused))
    if last is not None and len(files) == 1:
        return HttpResponseRedirect(reverse("upload", args=[last.pk]))
    return HttpResponseRedirect(reverse("uploads"))


def _report(request: HttpRequest, pk: int) -> UploadedReport:
    found = get_object_or_404(UploadedReport.objects.select_related("by", "unit"), pk=pk)
    policies.require(request.user, "upload.view", found)
    return found


def _told(report: UploadedReport) -> dict[str, Any]:
    """What was found, in the reader's language."""
    found: dict[str, Any] = (report.result or {}).get(core_language(), {})
    return found


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a report; while it is read, the page looks again by itself."""
    found = _report(request, pk)
    job = None if found.result else Job.objects.filter(key=f"review-{found.pk}").first()
    failed = found.result is None and (job is None or is_ended(job))
    template = "review/_upload.html" if request.headers.get("HX-Request") else "review/upload.html"
    context = {"report": found, "told": _told(found), "job": job, "failed": failed}
    return render(request, template, {**context, "word": _(job.word) if job and job.word else ""})


@require_GET
def marked(request: HttpRequest, pk: int) -> Any:
    """The report with its findings drawn on it, as a page that can do nothing but be read."""
    found = _report(request, pk)
    if not found.marked:
        raise Http404
    answer: Any = FileResponse(found.marked.open(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    answer._csp_exempt = True  # its own policy is stricter than the site's, but for the style that it carries
    return answer


@require_GET
def download(request: HttpRequest, pk: int, what: str) -> FileResponse:
    """One of the files: the report as it was uploaded, the page, or the document with remarks."""
    found = _report(request, pk)
    files: dict[str, File] = {"report": found.file, "page": found.marked, "copy": found.copy}
    file = files.get(what)
    if not file:
        raise Http404
    stem = PurePath(found.original_name).stem
    name = safe_name(found.original_name if what == "report" else f"{stem}-审阅{PurePath(file.name or '').suffix}")
    return FileResponse(file.open(), as_attachment=True, filename=name, content_type="application/octet-stream")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away one's own upload."""
    found = _report(request, pk)
    uploading.remove(person_of(request), found)
    messages.success(request, _("已删除“{name}”。").format(name=found.original_name))
    return HttpResponseRedirect(reverse("uploads"))
