"""Pre-filling: what an earlier stage, last year's form or the organisation knows is not asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jixiao.rules.registry import registry
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.organisation.selectors import staff_rows

ORDER = (Kind.OBJECTIVES, Kind.MONITORING, Kind.EVALUATION)
LASTING: Mapping[str, tuple[str, ...]] = {
    "project": ("project", "code", "name", "division", "category", "attribute", "total_investment"),
    "indicator": ("no", "owner", "lv1", "lv2", "name", "operator", "target", "unit", "weight"),
    "cover": ("department", "short", "region", "basis", "head", "finance_head", "contact", "phone"),
    "assignment": ("sheet", "division", "person"),
    "objective": ("no", "text"),
}
"""What of last year's form still holds this year. Figures of the year itself are never taken over."""


def prefill(by: User, form: Form) -> int:
    """Fill blanks of a form; nothing that somebody entered is touched. Answers how many cells were filled."""
    filled = 0
    for label, rows in _sources(form):
        changes = list(_changes(form, rows, label))
        if changes:
            applied = services.apply(by, form, DeedRequest(Deed.Kind.PREFILL, tuple(changes), label[:200]))
            filled += sum(1 for _row, name, _value in applied.written if name)
    return filled


Rows = Mapping[str, list[Mapping[str, str]]]


def _sources(form: Form) -> Iterator[tuple[str, Rows]]:
    """Where from, the nearest first: earlier stages of this year, the organisation, last year."""
    year = form.task.year
    for kind in reversed(ORDER[: ORDER.index(Kind(form.task.kind))]):
        earlier = Form.objects.filter(task__year=year, task__kind=kind, unit=form.unit).select_related("task").first()
        if earlier is not None:
            yield str(earlier.task), _rows(earlier)
    if form.task.kind == Kind.EVALUATION and form.scope == "unit":
        yield str(_UNIT_LEDGER), {"staff": staff_rows(form.unit, year.fiscal_year)}
    last = (
        Form.objects.filter(
            task__year__department=year.department,
            task__year__fiscal_year=year.fiscal_year - 1,
            task__kind=Kind.EVALUATION,
            unit=form.unit,
        )
        .select_related("task")
        .first()
    )
    if last is not None:
        kept: dict[str, list[Mapping[str, str]]] = {}
        for subject, names in LASTING.items():
            for cells in _rows(last).get(subject, []):
                taken = {name: cells[name] for name in names if name in cells}
                if subject == "indicator" and "actual" in cells:
                    taken["last_year"] = cells["actual"]
                kept.setdefault(subject, []).append(taken)
        yield str(last.task), kept


_UNIT_LEDGER = "人员台账"


def _rows(form: Form) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    listed = Row.objects.filter(form=form, alive=True).order_by("subject", "position", "pk")
    for subject, cells in listed.values_list("subject", "cells"):
        found.setdefault(subject, []).append(cells)
    return found


def _changes(form: Form, rows: Rows, origin: str) -> Iterator[CellChange]:
    """Blanks of rows with the same key are filled; rows that are not there are added."""
    known = sheets(form.task.kind, form.scope)
    for subject, listed in rows.items():
        sheet = known.get(subject)
        if sheet is None:
            continue
        present = {
            _key(sheet, cells): (pk, cells)
            for pk, cells in Row.objects.filter(form=form, subject=subject, alive=True).values_list("pk", "cells")
        }
        for number, cells in enumerate(listed):
            wanted = {field.id: cells[field.id] for field in sheet.fields if cells.get(field.id)}
            key = _key(sheet, cells)
            if not wanted or (key == () and not sheet.subject.is_form):
                continue
            if key in present:
                pk, have = present[key]
                yield from _blanks(subject, pk, have, wanted, origin)
            else:
                yield CellChange(f"{subject}-{number}", subject, "", "", "1", origin)
                yield from _blanks(subject, f"{subject}-{number}", {}, wanted, origin)


def _blanks(
    subject: str, row: int | str, have: Mapping[str, str], wanted: Mapping[str, str], origin: str
) -> Iterable[CellChange]:
    computed = {field.id for field in registry().by_id[subject].fields if field.computed}
    return (
        CellChange(row, subject, name, "", value, origin)
        for name, value in wanted.items()
        if not have.get(name) and name not in computed
    )


def _key(sheet: Sheet, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The values that tell a row from others; the unit itself is known in a unit's form."""
    names = [name for name in sheet.subject.key if name != "unit"]
    if sheet.subject.is_form:
        return ()
    found = tuple(cells.get(name, "") for name in names)
    return found if any(found) else ()
