"""The rows of a sheet for the grid: the first ones with the page, the others part by part as the browser asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling.keeping import while_same
from jixiao_web.filling.models import Row
from jixiao_web.filling.selectors import wanted
from jixiao_web.filling.shown import cells_shown, computed_rows
from jixiao_web.shell.language import core_language

FIRST = 200
"""Rows that come with the page."""
PART = 500
"""Rows of each part that is asked for afterwards."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a sheet in their order, and whether others follow."""

    rows: list[dict[str, Any]]
    more: bool


def first_rows(form: Form, sheet: Sheet, *, missing: bool = False) -> Part:
    """The rows that come with the page; one query after a deed. They are shared: nobody changes them."""
    what = ("rows", sheet.subject.id, missing, core_language())
    return while_same(form, what, lambda: rows_for(form, sheet, FIRST, missing=missing))


def rows_for(
    form: Form, sheet: Sheet, most: int = PART, *, after: int = 0, until: int | None = None, missing: bool = False
) -> Part:
    """At most so many rows; one query, with `after` two.

    Args:
        form: the form.
        sheet: one of its sheets.
        most: how many rows.
        after: the row before the first one; it need not be there any more.
        until: no row that was made after this one.
        missing: only rows that lack something.
    """
    listed = _listed(form, sheet)
    if after:
        last = Row.objects.filter(form=form, subject=sheet.subject.id, pk=after).values_list("position", flat=True)
        position = last.first()
        if position is None:
            return Part([], False)
        listed = listed.filter(Q(position__gt=position) | Q(position=position, pk__gt=after))
    if until is not None:
        listed = listed.filter(pk__lte=until)
    chosen = list(islice(_lacking(sheet, listed) if missing else _plain(listed[: most + 1]), most + 1))
    return Part(_shown(form, sheet, chosen[:most]), len(chosen) > most)


def _listed(form: Form, sheet: Sheet) -> QuerySet[Row]:
    return Row.objects.filter(form=form, subject=sheet.subject.id, alive=True).order_by("position", "pk")


def _plain(listed: QuerySet[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    yield from listed.values_list("pk", "cells")


def _lacking(sheet: Sheet, listed: QuerySet[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows in which a cell is blank that the sheet wants; a list of fields is one row, whatever it lacks."""
    fields = () if sheet.subject.is_form else wanted(sheet)
    for pk, cells in _plain(listed):
        if not fields or any(not cells.get(field.id) for field in fields):
            yield pk, cells


def _shown(form: Form, sheet: Sheet, chosen: list[tuple[int, dict[str, str]]]) -> list[dict[str, Any]]:
    computed = computed_rows(sheet, form.task.year.fiscal_year, dict(chosen))
    found = []
    for pk, cells in chosen:
        told = cells_shown(sheet, cells)
        for name, text in computed.get(pk, {}).items():
            told[name] = {"v": "", "s": text}
        found.append({"id": pk, "cells": told})
    return found


def ahead(form: Form, sheet: Sheet) -> dict[str, int]:
    """How many rows a sheet has, and the one that was made last: what a browser that has not all of them must know. One query."""
    told = _listed(form, sheet).order_by().aggregate(all=Count("pk"), last=Max("pk"))
    return {"all": told["all"], "last": told["last"] or 0}


def all_rows(form: Form, sheet: Sheet) -> list[dict[str, Any]]:
    """Every row of a sheet."""
    return rows_for(form, sheet, _listed(form, sheet).count()).rows
