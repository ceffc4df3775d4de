"""Questions that a sheet asks while somebody works in it: where a figure comes from, what stands beside a cell, facts to quote."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao.reports.model import Live, Pending
from jixiao.reports.writing.pen import Pen
from jixiao_web.filling import passports, timeline
from jixiao_web.filling.deeds import LONGEST_TEXT
from jixiao_web.filling.places import cell_of, form_of, named
from jixiao_web.shell.templatetags.shell import printed


@require_GET
def passport(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Where a figure comes from: `address=` of any figure of the form, or `row=&field=` of one of its cells."""
    form = form_of(request, year, unit, kind)
    address = request.GET.get("address", "")
    if address:
        told = passports.of_address(form, address)
    else:
        row, field = cell_of(form, request.GET.get("row", ""), request.GET.get("field", ""))
        told = passports.of_cell(form, row, field.id)
    return render(request, "filling/passport.html", named(form, told=told, fact=told.fact, last=told.last))


@require_GET
def beside(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """What stands beside a cell: last year's value, who wrote it and when, what reviewers said there."""
    form = form_of(request, year, unit, kind)
    row, field = cell_of(form, request.GET.get("row", ""), request.GET.get("field", ""))
    return render(request, "filling/beside.html", named(form, row=row, told=passports.beside(row.form, row, field)))


@require_GET
def cell_history(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The whole story of one cell: who, when, before, after, from where."""
    form = form_of(request, year, unit, kind)
    row, field = cell_of(form, request.GET.get("row", ""), request.GET.get("field", ""))
    changes = timeline.of_cell(row.form, row.pk, field.id)
    return render(request, "filling/timeline.html", named(form, row=row, field=field, changes=changes))


@require_GET
def facts(request: HttpRequest, year: int, unit: str, kind: str) -> JsonResponse:
    """Facts whose title or address holds the words of `q`, as a text quotes them."""
    form = form_of(request, year, unit, kind)
    asked = request.GET.get("q", "").strip()[:100]
    found = passports.search(form, asked) if asked else []
    told = [{"quote": f"{{{name}}}", "title": fact.title, "value": printed(fact.value)} for name, fact in found]
    return JsonResponse({"facts": told})


@require_POST
def live_text(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """A text as the report will print it: `{address}` becomes the figure, what is not known is marked. Raises BadRequest: too long."""
    form = form_of(request, year, unit, kind)
    text = request.POST.get("text", "")
    if len(text) > LONGEST_TEXT:
        raise BadRequest(_("这段文字有 {found} 字，最多 {most} 字。").format(found=len(text), most=LONGEST_TEXT))
    spans = Pen(passports.gathered_of(form).facts).prose(text)
    told = [(_kind(span), span.text, getattr(span, "address", "")) for span in spans]
    return render(request, "filling/live.html", named(form, spans=told))


def _kind(span: object) -> str:
    match span:
        case Live():
            return "live"
        case Pending():
            return "pending"
        case _:
            return "text"
