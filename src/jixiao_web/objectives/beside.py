"""What stands beside a form's sheet of indicators: remarks on wording, and weights that must close."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jixiao_web import policies
from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Row
from jixiao_web.filling.selectors import form_at
from jixiao_web.objectives.lint import lint as remarks_on
from jixiao_web.objectives.weights import weights as weights_of

MOST = 2000
"""So many rows are looked at in one answer."""


def _form(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    form = form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


@require_http_methods(["GET", "POST"])
def lint(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Remarks on a form's indicators (GET), or on rows that are sent and perhaps not saved yet (POST: a list of {id, cells}).

    Each remark has the row's id, the field, a sentence, an example, and a better wording. HTMX gets a fragment.
    """
    form = _form(request, year, unit, kind)
    if request.method == "POST":
        rows = _sent(request)
        if rows is None:
            return JsonResponse({"sentence": _("收到的内容不完整：请刷新页面后重试。")}, status=400)
    else:
        listed = Row.objects.filter(form=form, subject="indicator", alive=True).order_by("position", "pk")
        rows = list(listed.values_list("pk", "cells"))[:MOST]
    found = remarks_on([cells for _id, cells in rows])
    if request.headers.get("HX-Request"):
        told = [(rows[item.row][0], rows[item.row][1].get("name", ""), item) for item in found]
        context = {"remarks": told, "year": year, "unit": unit, "kind": kind}
        return render(request, "objectives/_lint.html", context)
    return JsonResponse({"remarks": [{**asdict(item), "row": rows[item.row][0]} for item in found]})


def _sent(request: HttpRequest) -> list[tuple[Any, dict[str, str]]] | None:
    """The rows that were sent, or None where they are not as the page sends them."""
    try:
        told = json.loads(request.body)
        rows = [(item["id"], {str(name): str(text) for name, text in item["cells"].items()}) for item in told[:MOST]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return rows if all(isinstance(row, (int, str)) for row, _cells in rows) else None


@require_GET
def weights(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """The sum of points of each owner, and what lacks."""
    form = _form(request, year, unit, kind)
    return render(request, "objectives/_weights.html", {"weights": weights_of(form), "form": form})
