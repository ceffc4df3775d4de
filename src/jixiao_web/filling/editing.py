"""Deeds from the browser, as JSON: edits, one's last deed taken back or done again, and what others did meanwhile."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web import policies
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling import history, selectors, services, timeline
from jixiao_web.filling.deeds import Applied, CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Deed, Row
from jixiao_web.filling.places import form_of, person_of, sheet_of
from jixiao_web.filling.shown import computed_rows, shown_cell

KINDS = {"typing": Deed.Kind.TYPING, "paste": Deed.Kind.PASTE, "undo": Deed.Kind.TYPING}
"""What a page calls a deed → how the ledger does. A step back in the page is typing anew: it undoes no deed of the ledger."""


@require_POST
def edits(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> JsonResponse:
    """A deed. Answers what was written, what the core computes in those rows, and the conflicts."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    try:
        policies.require(request.user, "form.edit", form)
        applied = services.apply(person_of(request), form, _request_of(request, subject))
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=400)
    except PermissionDenied as denied:
        return JsonResponse({"sentence": str(denied)}, status=403)
    return JsonResponse(answer_of(form, here, applied))


@require_POST
def turn(request: HttpRequest, year: int, unit: str, kind: str, subject: str, way: str) -> JsonResponse:
    """Take back one's own last deed on the form (way `undo`), or do it again (`redo`), when the page itself remembers none."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    person = person_of(request)
    if not policies.may(person, "form.edit", form):
        return JsonResponse({"sentence": policies.refusal("form.edit", form)}, status=403)
    deed = history.undoable(form, person) if way == "undo" else history.redoable(form, person)
    if deed is None:
        told = _("没有可以撤销的改动。") if way == "undo" else _("没有可以重做的改动。")
        return JsonResponse({"sentence": told}, status=400)
    try:
        applied = services.undo(person, deed)
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=400)
    except PermissionDenied as denied:
        return JsonResponse({"sentence": str(denied)}, status=403)
    return JsonResponse(answer_of(form, here, applied))


def _request_of(request: HttpRequest, subject: str) -> DeedRequest:
    """The deed that was sent. Raises Refused: not as the page sends it."""
    try:
        told = json.loads(request.body)
        changes = tuple(
            CellChange(_row(item["row"]), subject, _text(item["field"]), _text(item["before"]), _text(item["after"]))
            for item in told["changes"]
        )
        return DeedRequest(KINDS[told["kind"]], changes, client=uuid.UUID(told["client"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(_("收到的改动不完整，没有保存：请刷新页面后重试。")) from error


def _row(value: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def answer_of(form: Form, here: Sheet, applied: Applied) -> dict[str, Any]:
    """What the page is told. A deed of several sheets tells of this one only."""
    touched = {row for row, _name, _value in applied.written} | {item.row for item in applied.conflicts}
    found = Row.objects.filter(pk__in=touched, form=form, subject=here.subject.id).values_list("pk", "cells", "alive")
    rows = {pk: cells for pk, cells, alive in found if alive}
    gone = {pk for pk, _cells, alive in found if not alive}
    written: list[list[Any]] = []
    for row, name, value in applied.written:
        if row in rows or row in gone:
            told, problem = shown_cell(here.subject.field(name), value) if name else ("", "")
            written.append([row, name, value, told, problem])
    computed = computed_rows(here, form.task.year.fiscal_year, rows)
    written += ([pk, name, "", text, ""] for pk, cells in computed.items() for name, text in cells.items())
    return {
        "deed": applied.deed,
        "rows": dict(applied.rows),
        "written": written,
        "conflicts": [
            {"row": c.row, "field": c.field, "mine": c.mine, "theirs": c.theirs, "by": c.by, "at": c.at}
            for c in applied.conflicts
        ],
        "revision": applied.revision,
        "saved_at": timezone.localtime().isoformat(timespec="seconds"),
    }


@require_GET
def changes(request: HttpRequest, year: int, unit: str, kind: str, subject: str) -> JsonResponse:
    """What was done in this sheet since a deed, and who else has it open."""
    form = form_of(request, year, unit, kind)
    here = sheet_of(form, subject)
    told = request.GET.get("since", "0")
    since = int(told) if told.isdecimal() else 0
    last = selectors.last_deed(form)
    news = timeline.since(form, here, since) if last > since else timeline.News([])
    others = timeline.others_here(form, subject, person_of(request))
    return JsonResponse(
        {"deeds": _with_computed(form, here, news.deeds), "reload": news.too_many, "last": last, "here": others}
    )


def _with_computed(form: Form, here: Sheet, deeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The deeds, the last of which tells what the core computes now in every row that was touched."""
    if not deeds or not any(field.computed for field in here.fields):
        return deeds
    touched = {item[0] for deed in deeds for item in deed["written"]}
    rows = dict(Row.objects.filter(pk__in=touched, form=form, alive=True).values_list("pk", "cells"))
    computed = computed_rows(here, form.task.year.fiscal_year, rows)
    more = [[pk, name, "", text, ""] for pk, cells in computed.items() for name, text in cells.items()]
    return [*deeds[:-1], {**deeds[-1], "written": [*deeds[-1]["written"], *more]}]
