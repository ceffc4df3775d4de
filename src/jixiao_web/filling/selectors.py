"""What the pages of a form ask: the form of an address, its sheets with their progress, the rows and columns of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.facts.registry import Field, Kind
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling.facts import end_of
from jixiao_web.filling.keeping import while_same
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.filling.shown import column_of
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.tree import tree_on
from jixiao_web.shell import stamps
from jixiao_web.shell.language import core_language

FLAGS = ("是", "否")
WHOLE = "部门"
"""What an indicator names as its owner when it is the department's own."""


def form_at(year: int, unit: str, kind: str) -> Form:
    """The form of an address as it is now; which it is, its task and its unit are kept. Raises Http404 with a sentence."""
    known = stamps.kept("cycle", ("form", year, unit, kind), lambda: _find(year, unit, kind))
    found = Form.objects.get(pk=known.pk)
    found.task, found.unit = known.task, known.unit
    return found


def _find(year: int, unit: str, kind: str) -> Form:
    found = (
        Form.objects.select_related("task__year__department", "unit")
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
    """Every sheet of a form with its progress; with `who` one small query, and three more after a deed."""
    what = ("overview", english, stamps.value("rights") if who else None)
    return while_same(form, what, lambda: _overview(form, english, who))


def _overview(form: Form, english: bool, who: bool) -> list[SheetState]:
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


def open_remarks(form: Form, sheet: Sheet) -> dict[str, list[str]]:
    """What people remarked at cells of a sheet and nobody has answered yet: "row-field" → texts; one query."""
    listed = form.comments.filter(subject=sheet.subject.id, row__isnull=False, resolved_at=None).exclude(field="")
    found: dict[str, list[str]] = {}
    for row, field, text, who in listed.values_list("row", "field", "text", "by__name"):
        found.setdefault(f"{row}-{field}", []).append(_("{who}：{text}").format(who=who, text=text))
    return found


def columns_for(form: Form, sheet: Sheet, editable: bool) -> list[dict[str, Any]]:
    """The columns of a sheet for the grid; after a deed one query for each kind of row that columns refer to.

    The department's columns name rows of other forms, so nothing is kept of them. The columns are shared: nobody changes them.
    """
    if form.scope == "department":
        return _columns_for(form, sheet, editable)
    what = ("columns", sheet.subject.id, editable, core_language(), stamps.value("organisation"))
    return while_same(form, what, lambda: _columns_for(form, sheet, editable))


def _columns_for(form: Form, sheet: Sheet, editable: bool) -> list[dict[str, Any]]:
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
    return while_same(form, "last deed", lambda: form.deeds.aggregate(last=Max("pk"))["last"] or 0)


def latest(form: Form) -> Deed | None:
    """The last deed on a form with who did it; one small query, and one more after a deed."""
    ask = form.deeds.select_related("by")
    return while_same(form, ("latest", stamps.value("rights")), ask.first)
