"""What the pages of a form ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.facts.registry import Field, Kind
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling.facts import Gathered
from jixiao_web.filling.models import Deed, Row
from jixiao_web.filling.shown import cells_shown, column_of, computed_of
from jixiao_web.organisation.models import Unit

PAGE = 500
"""Rows of a sheet on one page."""
FLAGS = ("是", "否")


def form_at(year: int, unit: str, kind: str) -> Form:
    """The form of an address. Raises Http404 with a sentence."""
    found = (
        Form.objects.select_related("task__year__department", "unit", "assignee")
        .filter(task__year__fiscal_year=year, unit__code=unit, task__kind=kind)
        .first()
    )
    if found is None:
        raise Http404(_("{year} 年度还没有给单位 {unit} 下达这项任务。").format(year=year, unit=unit))
    return found


@dataclass(frozen=True, slots=True)
class SheetState:
    """A line of the overview: how many rows and cells are filled, and which of the asked cells still lack a value."""

    sheet: Sheet
    rows: int
    filled: int
    asked: int
    title: str

    @property
    def missing(self) -> int:
        """Cells that are asked for and blank."""
        return self.asked - self.filled

    @property
    def url_name(self) -> str:
        """The subject, for the address."""
        return self.sheet.subject.id


def overview(form: Form, english: bool) -> list[SheetState]:
    """Every sheet of a form with its progress; one query."""
    rows: dict[str, list[dict[str, str]]] = {}
    for subject, cells in Row.objects.filter(form=form, alive=True).values_list("subject", "cells"):
        rows.setdefault(subject, []).append(cells)
    found = []
    for subject, sheet in sheets(form.task.kind, form.scope).items():
        must = [field.id for field in sheet.fill if field.required and not field.computed]
        listed = rows.get(subject, [{}] if sheet.subject.is_form else [])
        filled = sum(1 for cells in listed for name in must if cells.get(name))
        title = sheet.subject.en if english else sheet.subject.zh
        found.append(SheetState(sheet, len(rows.get(subject, [])), filled, len(must) * len(listed), title))
    return found


def rows_for(form: Form, sheet: Sheet, gathered: Gathered, page: int = 1) -> tuple[list[dict[str, Any]], int]:
    """The rows of a sheet for the grid, and how many pages there are; two queries."""
    listed = Row.objects.filter(form=form, subject=sheet.subject.id, alive=True).order_by("position", "pk")
    total = listed.count()
    unit = "" if form.unit.kind == Unit.Kind.DEPARTMENT else form.unit.code
    found = []
    for pk, cells in listed.values_list("pk", "cells")[(page - 1) * PAGE : page * PAGE]:
        told = cells_shown(sheet, cells)
        for name, text in computed_of(sheet, gathered, cells, unit).items():
            told[name] = {"v": "", "s": text}
        found.append({"id": pk, "cells": told})
    return found, -(-total // PAGE) or 1


def columns_for(form: Form, sheet: Sheet, editable: bool) -> list[dict[str, Any]]:
    """The columns of a sheet for the grid; one query for each kind of row that a column refers to."""
    return [column_of(sheet, field, editable, choices(form, field)) for field in sheet.fields]


def choices(form: Form, field: Field) -> tuple[str, ...]:
    """What may stand in a cell, where that is a closed list: nothing for other fields."""
    if field.kind is Kind.CHOICE:
        return field.choices
    if field.kind is Kind.FLAG:
        return FLAGS
    if field.kind is Kind.REF and field.to == "project":
        found = Row.objects.filter(form=form, subject="project", alive=True).values_list("cells__project", flat=True)
        return tuple(name for name in found if name)
    if field.kind is Kind.REF and field.to == "division":
        units = [form.unit_id] if form.unit.kind == Unit.Kind.UNIT else []
        return tuple(dict.fromkeys(name for unit in units for name in _divisions(unit)))
    return ()


def _divisions(unit: int) -> list[str]:
    from jixiao_web.organisation.models import Division  # noqa: PLC0415  # asked for by few sheets

    return list(Division.objects.filter(unit=unit).values_list("name", flat=True))


def last_deed(form: Form) -> int:
    """The primary key of the last deed on a form, 0 where there is none."""
    return form.deeds.aggregate(last=Max("pk"))["last"] or 0


def deeds_since(form: Form, since: int, subject: str, besides: int) -> list[Deed]:
    """Deeds of others on one sheet after a deed, oldest first, with their changes."""
    return list(
        Deed.objects.filter(form=form, pk__gt=since, changes__row__subject=subject)
        .exclude(by=besides)
        .distinct()
        .select_related("by")
        .prefetch_related("changes__row")
        .order_by("pk")
    )
