"""What an address of a form names, for who may look at it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jixiao.facts.registry import Field
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling.models import Row
from jixiao_web.filling.selectors import form_at


def person_of(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied: nobody is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def form_of(request: HttpRequest, year: int, unit: str, kind: str) -> Form:
    """The form of an address. Raises Http404, PermissionDenied."""
    form = form_at(year, unit, kind)
    policies.require(request.user, "form.view", form)
    return form


def sheet_of(form: Form, subject: str) -> Sheet:
    """One of its sheets. Raises Http404."""
    sheet = sheets(form.task.kind, form.scope).get(subject)
    if sheet is None:
        raise Http404(_("这张表没有“{subject}”这一页，请刷新页面。").format(subject=subject))
    return sheet


def cell_of(form: Form, row: str, field: str) -> tuple[Row, Field]:
    """A cell that the asker may see: of the form itself, or for the department's form of any form of the task. Raises Http404."""
    rows = Row.objects.select_related("form__unit", "form__task__year")
    rows = rows.filter(form__task=form.task_id) if form.scope == "department" else rows.filter(form=form)
    found = get_object_or_404(rows, pk=int(row) if row.isdecimal() else 0)
    sheet = sheet_of(found.form, found.subject)
    for item in sheet.fields:
        if item.id == field:
            return found, item
    raise Http404(_("这张表没有“{field}”这一栏，请刷新页面。").format(field=field))


def is_editable(request: HttpRequest, form: Form) -> bool:
    """Whether the asker may fill in the form today."""
    return policies.may(request.user, "form.edit", form) and windows.is_open(form, policies.today())


def named(form: Form, **more: Any) -> dict[str, Any]:
    """What every template of a form is told."""
    return {"form": form, "year": form.task.year.fiscal_year, "unit": form.unit.code, "kind": form.task.kind, **more}
