"""Submitted versions on the page: all of them, one as it was, two beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from jixiao.facts.registry import Field
from jixiao.rules.registry import registry
from jixiao_web.cycle import versions as freezing
from jixiao_web.cycle.judging import Rows, judge
from jixiao_web.cycle.models import Form, Version
from jixiao_web.cycle.versions import Difference
from jixiao_web.filling.places import form_of, named
from jixiao_web.filling.shown import shown_cell
from jixiao_web.shell.language import core_language


@dataclass(frozen=True, slots=True)
class FrozenSheet:
    """One sheet of a version: the columns that hold something, and the rows as people read them."""

    subject: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell in both versions."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that differs: what it is called, whether it was added or is gone, and its cells."""

    subject: str
    row: int
    name: str
    kind: str
    cells: tuple[ChangedCell, ...]


@require_GET
def versions(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Every submitted version, and what can be set beside what."""
    form = form_of(request, year, unit, kind)
    listed = list(form.versions.select_related("made_by").defer("rows"))
    return render(request, "cycle/flow_versions.html", named(form, versions=listed))


@require_GET
def version(request: HttpRequest, year: int, unit: str, kind: str, number: int) -> HttpResponse:
    """One version, as it was handed in."""
    form = form_of(request, year, unit, kind)
    found = get_object_or_404(form.versions.select_related("made_by"), number=number)
    context = named(form, version=found, sheets=_frozen(found.rows), intact=freezing.is_intact(found))
    return render(request, "cycle/flow_version.html", context)


@require_GET
def compare(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Two versions beside each other, or one beside what stands in the form now."""
    form = form_of(request, year, unit, kind)
    one, two = _wanted(form, request.GET.get("one", "")), _wanted(form, request.GET.get("two", ""))
    if one is None:
        one, two = two, None
    if one is None:
        one = get_object_or_404(form.versions.order_by("-number")[:1])
    after = two.rows if two is not None else judge().rows(form)
    found = freezing.differences(one.rows, after)
    listed = list(form.versions.defer("rows"))
    context = named(form, one=one, two=two, versions=listed, rows=_changed(found, one.rows, after), number=len(found))
    return render(request, "cycle/flow_compare.html", context)


def _wanted(form: Form, number: str) -> Version | None:
    return get_object_or_404(form.versions, number=int(number)) if number.isdecimal() else None


def _frozen(rows: Rows) -> list[FrozenSheet]:
    found = []
    for subject in (item for item in registry().subjects if item.id in rows):
        filled = {name for row in rows[subject.id] for name in row["cells"]}
        columns = [field for field in subject.fields if field.id in filled]
        head = tuple((_title(field), field.kind.is_figure) for field in columns)
        told = tuple(
            tuple((shown_cell(field, row["cells"].get(field.id, ""))[0], field.kind.is_figure) for field in columns)
            for row in rows[subject.id]
        )
        found.append(FrozenSheet(subject.id, head, told))
    return found


def _changed(found: Iterable[Difference], before: Rows, after: Rows) -> list[ChangedRow]:
    """The differences by row, each with the words by which people know the row."""
    grouped: dict[tuple[str, int], list[Difference]] = {}
    for item in found:
        grouped.setdefault((item.subject, item.row), []).append(item)
    return [_row(subject, row, items, (after, before)) for (subject, row), items in grouped.items()]


def _row(subject: str, row: int, items: Sequence[Difference], where: Sequence[Rows]) -> ChangedRow:
    fields: Mapping[str, Field] = {field.id: field for field in registry().by_id[subject].fields}
    whole = next((item for item in items if not item.field), None)
    kind = "" if whole is None else ("added" if whole.after else "gone")
    cells: Mapping[str, Any] = next(
        (one["cells"] for rows in where for one in rows.get(subject, ()) if one["row"] == row), {}
    )
    return ChangedRow(subject, row, _name(subject, cells), kind, tuple(_cells(items, fields)))


def _cells(items: Iterable[Difference], fields: Mapping[str, Field]) -> Iterable[ChangedCell]:
    for item in items:
        if item.field:
            field = fields.get(item.field)
            if field is None:  # the registry lost a field that an old version holds
                yield ChangedCell(item.field, item.before, item.after)
            else:
                yield ChangedCell(_title(field), shown_cell(field, item.before)[0], shown_cell(field, item.after)[0])


def _name(subject: str, cells: Mapping[str, Any]) -> str:
    told = [cells.get(name, "") for name in (*registry().by_id[subject].key, "name", "title") if cells.get(name)]
    return " · ".join(dict.fromkeys(told))


def _title(field: Field) -> str:
    return field.en if core_language() == "en" else field.zh
