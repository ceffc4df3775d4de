"""The library inside a form's sheet of indicators: search it there, and take an indicator into the sheet as one deed."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.editing import answer_of
from jixiao_web.filling.places import form_of, named, person_of, sheet_of
from jixiao_web.objectives import selectors, services


@require_GET
def pick(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """What the library has for some words, each with what this unit promised and reached with it last year."""
    form = form_of(request, year, unit, kind)
    policies.require(request.user, "library.view")
    asked = request.GET.get("q", "")[:100]
    found = selectors.for_form(person_of(request), form, asked, {"lv1": request.GET.get("lv1", "")})
    return render(request, "objectives/_pick.html", named(form, found=found, asked=asked))


@require_POST
def take(request: HttpRequest, year: int, unit: str, kind: str, pk: int) -> JsonResponse:
    """Take an indicator into the sheet for an `owner`; `client` is the browser's number for the deed. Answers as an edit does."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, services.SUBJECT)
    person = person_of(request)
    item = selectors.indicator_of(person, pk)
    try:
        policies.require(person, "form.edit", form)
        client = uuid.UUID(request.POST.get("client", ""))
        owner, with_target = request.POST.get("owner", ""), request.POST.get("target") == "1"
        applied = services.use(person, item, form, owner, with_target=with_target, client=client)
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=400)
    except PermissionDenied as denied:
        return JsonResponse({"sentence": str(denied)}, status=403)
    except ValueError:  # no number of a deed
        return JsonResponse({"sentence": _("收到的内容不完整：请刷新页面后重试。")}, status=400)
    return JsonResponse(answer_of(form, here, applied))
