"""Pre-filling: what an earlier stage, the organisation or last year's form knows is not asked for again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jixiao.rules.registry import registry
from jixiao.rules.strict import load
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.filling.rolling import rolled
from jixiao_web.organisation.selectors import staff_rows

ORDER = (Kind.OBJECTIVES, Kind.MONITORING, Kind.EVALUATION)
Cells = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where cells come from: its name for people, rows by subject, and whether it may add rows beside some that are there."""

    label: str
    rows: Mapping[str, Sequence[Cells]]
    joins: bool


def prefill(by: User, form: Form) -> int:
    """Fill blanks of a form; nothing that somebody entered, emptied or took out is touched. Answers how many cells were filled.

    Nearest first: earlier stages of the year, the ledger of staff, last year's self-evaluation. Each is one deed that can be
    undone, with the source as the origin of every cell.
    """
    filled = 0
    for source in _sources(form):
        changes = tuple(_changes(form, source))
        if changes:
            applied = services.apply(by, form, DeedRequest(Deed.Kind.PREFILL, changes, source.label))
            filled += sum(1 for _row, name, _value in applied.written if name)
    return filled


def _sources(form: Form) -> Iterator[Source]:
    year = form.task.year
    for kind in reversed(ORDER[: ORDER.index(Kind(form.task.kind))]):
        earlier = (
            Form.objects.filter(task__year=year, task__kind=kind, unit=form.unit).select_related("task__year").first()
        )
        if earlier is not None:
            label, rows = _told(earlier)
            yield Source(label, _lasting(rows), joins=True)
    if form.task.kind == Kind.EVALUATION and form.scope == "unit":
        label = _("{year} 年人员台账").format(year=year.fiscal_year)
        yield Source(label, {"staff": staff_rows(form.unit, year.fiscal_year)}, joins=True)
    last = Form.objects.filter(
        task__year__department=year.department,
        task__year__fiscal_year=year.fiscal_year - 1,
        task__kind=Kind.EVALUATION,
        unit=form.unit,
    )
    for earlier in last.select_related("task__year__department", "unit"):
        label, rows = _told(earlier)
        yield Source(label, rolled(earlier, rows), joins=False)


def _told(form: Form) -> tuple[str, dict[str, list[Cells]]]:
    """What a form says: its last submitted version, or what stands in it where it was never submitted."""
    year, kind = form.task.year.fiscal_year, form.task.get_kind_display()
    version = form.versions.order_by("-number").first()
    if version is not None:
        label = _("{year} 年{kind} v{number}").format(year=year, kind=kind, number=version.number)
        return label, {subject: [row["cells"] for row in rows] for subject, rows in version.rows.items()}
    found: dict[str, list[Cells]] = {}
    listed = Row.objects.filter(form=form, alive=True).order_by("subject", "position", "pk")
    for subject, cells in listed.values_list("subject", "cells"):
        found.setdefault(subject, []).append(cells)
    return _("{year} 年{kind}（未送审）").format(year=year, kind=kind), found


@cache
def _rules() -> Mapping[str, Any]:
    data: Any = load(Path(__file__).with_name("prefill.yaml")).plain()
    return dict(data)


def _lasting(rows: Mapping[str, Sequence[Cells]]) -> dict[str, list[Cells]]:
    """Without what held for the earlier stage's own day."""
    passing = _rules()["passing"]
    return {
        subject: [
            {name: text for name, text in cells.items() if name not in passing.get(subject, ())} for cells in listed
        ]
        for subject, listed in rows.items()
        if passing.get(subject) != "all"
    }


def _changes(form: Form, source: Source) -> Iterator[CellChange]:
    """Blanks of rows with the same key are filled; rows that never were there are added."""
    known = sheets(form.task.kind, form.scope)
    for subject, listed in source.rows.items():
        sheet = known.get(subject)
        if sheet is None or not listed:
            continue
        present = {
            _key(sheet, row.cells): row
            for row in Row.objects.filter(form=form, subject=subject).order_by("alive", "-pk")
        }
        begun = bool(present)
        for number, cells in enumerate(listed):
            wanted = _wanted(sheet, cells)
            key = _key(sheet, cells)
            row = present.get(key)
            if not wanted or key is None:
                continue
            if row is not None:
                yield from _blanks(sheet, row, wanted, source.label)
            elif source.joins or not begun:
                name = f"{subject}-{number}"
                yield CellChange(name, subject, "", "", "1", source.label)
                yield from (CellChange(name, subject, field, "", text, source.label) for field, text in wanted.items())


def _wanted(sheet: Sheet, cells: Cells) -> dict[str, str]:
    known = _rules()["known"].get(sheet.subject.id, ())
    return {
        field.id: cells[field.id]
        for field in sheet.fields
        if cells.get(field.id) and not field.computed and field.id not in known
    }


def _blanks(sheet: Sheet, row: Row, wanted: Cells, origin: str) -> Iterator[CellChange]:
    """The cells of a living row that nobody ever wrote."""
    if row.alive:
        for name, text in wanted.items():
            if not row.cells.get(name) and name not in row.stamps:
                yield CellChange(row.pk, sheet.subject.id, name, "", text, origin)


def _key(sheet: Sheet, cells: Cells) -> Key | None:
    """The values that tell a row from others; the unit itself is known in a unit's form. None: it has no key."""
    if sheet.subject.is_form:
        return ()
    asked = {field.id for field in sheet.fields}
    found = tuple(cells.get(name, "").strip() for name in registry().by_id[sheet.subject.id].key if name in asked)
    return found if any(found) else None
