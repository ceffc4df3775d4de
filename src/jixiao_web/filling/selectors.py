"""What the pages of a form ask: the form of an address, its sheets with their progress, the rows and columns of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q
from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.facts.registry import Field, Kind
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling.facts import end_of
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.filling.shown import cells_shown, column_of, computed_rows
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.tree import tree_on

PAGE = 500
"""Rows of a sheet on one page."""
FLAGS = ("是", "否")
WHOLE = "部门"
"""What an indicator names as its owner when it is the department's own."""


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
    """A line of the overview.

    Attributes:
        rows: how many there are.
        filled, asked: cells that the sheet wants of the rows that are there; of a list of fields, all its fields.
        missing: of the cells that must be filled in, those that are blank.
        last: the deed that changed the sheet last.
    """

    sheet: Sheet
    title: str
    rows: int
    filled: int
    asked: int
    missing: int
    last: Deed | None = None

    @property
    def url_name(self) -> str:
        """The subject, for the address."""
        return self.sheet.subject.id

    @property
    def open(self) -> bool:
        """Whether something is still wanted: nothing was entered, or a cell that must be filled in is blank."""
        return bool(self.missing) or not self.filled


def wanted(sheet: Sheet) -> tuple[Field, ...]:
    """The fields by which progress is told: all of a list of fields, of a table those that must be filled in."""
    asked = tuple(field for field in sheet.fill if not field.computed)
    return asked if sheet.subject.is_form else tuple(field for field in asked if field.required) or asked[:1]


def overview(form: Form, english: bool, *, who: bool = False) -> list[SheetState]:
    """Every sheet of a form with its progress; one query, with `who` three."""
    rows: dict[str, list[dict[str, str]]] = {}
    for subject, cells in Row.objects.filter(form=form, alive=True).values_list("subject", "cells").order_by():
        rows.setdefault(subject, []).append(cells)
    last = _last_deeds(form) if who else {}
    found = []
    for subject, sheet in sheets(form.task.kind, form.scope).items():
        fields = wanted(sheet)
        listed = rows.get(subject, [{}] if sheet.subject.is_form else [])
        filled = sum(1 for cells in listed for field in fields if cells.get(field.id))
        missing = sum(1 for cells in listed for field in fields if field.required and not cells.get(field.id))
        title = sheet.subject.en if english else sheet.subject.zh
        number = len(rows.get(subject, []))
        found.append(SheetState(sheet, title, number, filled, len(fields) * len(listed), missing, last.get(subject)))
    return found


def _last_deeds(form: Form) -> Mapping[str, Deed]:
    latest = dict(
        Change.objects.filter(deed__form=form).values_list("row__subject").annotate(last=Max("deed")).order_by()
    )
    deeds = Deed.objects.select_related("by").in_bulk(set(latest.values()))
    return {subject: deeds[pk] for subject, pk in latest.items()}


def rows_for(form: Form, sheet: Sheet, page: int = 1, *, missing: bool = False) -> tuple[list[dict[str, Any]], int]:
    """The rows of a sheet for the grid, and how many pages there are; two queries. `missing`: only those that lack something."""
    listed = Row.objects.filter(form=form, subject=sheet.subject.id, alive=True).order_by("position", "pk")
    plain = listed.values_list("pk", "cells")
    if missing and not sheet.subject.is_form:
        fields = wanted(sheet)
        lacking = [(pk, cells) for pk, cells in plain if any(not cells.get(field.id) for field in fields)]
        total, chosen = len(lacking), lacking[(page - 1) * PAGE : page * PAGE]
    else:
        total, chosen = listed.count(), list(plain[(page - 1) * PAGE : page * PAGE])
    computed = computed_rows(sheet, form.task.year.fiscal_year, dict(chosen))
    found = []
    for pk, cells in chosen:
        told = cells_shown(sheet, cells)
        for name, text in computed.get(pk, {}).items():
            told[name] = {"v": "", "s": text}
        found.append({"id": pk, "cells": told})
    return found, -(-total // PAGE) or 1


def page_of(form: Form, sheet: Sheet, row: int) -> int:
    """The page of a sheet on which a row stands; the first one where it is not there. Two queries."""
    listed = Row.objects.filter(form=form, subject=sheet.subject.id, alive=True)
    position = listed.filter(pk=row).values_list("position", flat=True).first()
    if position is None:
        return 1
    return listed.filter(Q(position__lt=position) | Q(position=position, pk__lt=row)).count() // PAGE + 1


def columns_for(form: Form, sheet: Sheet, editable: bool) -> list[dict[str, Any]]:
    """The columns of a sheet for the grid; one query for each kind of row that columns refer to."""
    known: dict[str, tuple[str, ...]] = {}
    return [column_of(sheet, field, editable, choices(form, sheet, field, known)) for field in sheet.fields]


def choices(form: Form, sheet: Sheet, field: Field, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What may stand in a cell, where that is a closed list: nothing for other fields. `known` keeps what was asked before."""
    if field.kind is Kind.CHOICE:
        return field.choices
    if field.kind is Kind.FLAG:
        return FLAGS
    if field.kind is Kind.REF:
        return _keys(form, field.to, known)
    if (sheet.subject.id, field.id) == ("indicator", "owner"):
        own = (WHOLE,) if form.scope == "department" else ()
        return (*own, *_keys(form, "project", known))
    return ()


def _keys(form: Form, subject: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if subject not in known:
        known[subject] = tuple(dict.fromkeys(name for name in _asked_keys(form, subject) if name))
    return known[subject]


def _asked_keys(form: Form, subject: str) -> list[str]:
    if subject == "unit":
        tree = tree_on(end_of(form.task.year.fiscal_year))
        return [node.code for node in tree.under(form.task.year.department_id) if node.kind == Unit.Kind.UNIT]
    if subject == "division":
        return list(Division.objects.filter(unit=form.unit_id).values_list("name", flat=True))
    rows = Row.objects.filter(subject=subject, alive=True).order_by("form", "position", "pk")
    rows = rows.filter(form__task=form.task_id) if form.scope == "department" else rows.filter(form=form)
    name = {"project": "project", "budget": "line"}.get(subject, "no")
    return list(rows.values_list(f"cells__{name}", flat=True))


def last_deed(form: Form) -> int:
    """The primary key of the last deed on a form, 0 where there is none."""
    return form.deeds.aggregate(last=Max("pk"))["last"] or 0
