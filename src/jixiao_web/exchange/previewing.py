"""The preview of an import: the rows of a file sorted by whose they are, each part compared with its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jixiao.facts.building import CellProblem
from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.cycle.windows import is_open
from jixiao_web.cycle.workflow import workflow
from jixiao_web.exchange.models import Import
from jixiao_web.exchange.owners import OTHER
from jixiao_web.exchange.planning import Living, living, plan
from jixiao_web.exchange.reading import ReadRow, read_file
from jixiao_web.filling.facts import end_of
from jixiao_web.organisation.tree import tree_on

CONTEXT = frozenset({"unit", "division"})
"""Sheets of what the organisation knows: they are never imported into a form, and nobody needs to be told."""


def preview(made: Import, path: Path) -> tuple[dict[str, Any], tuple[CellProblem, ...]]:
    """The preview as plain data, and what is wrong with cells.

    Raises FileRefused or WrongFile: nothing of the file can be taken.
    """
    form = Form.objects.select_related("task__year__department", "unit").get(pk=made.form_id)
    own = "" if form.scope == "department" else form.unit.code
    found = read_file(path, form.task, own)
    names = _names(form)
    targets = _targets(form) if made.whole else {own: form}
    rows = _settled(found.rows, targets) if made.whole else list(found.rows)
    by_unit: dict[str, list[ReadRow]] = {}
    skipped: dict[tuple[str, str, str], int] = {}
    for row in rows:
        target = targets.get(row.unit)
        why = _why_not(row, target, known=row.unit in names or not row.unit, whole=made.whole)
        if why == "context":
            continue
        if why:
            place = (row.subject, row.unit, why)
            skipped[place] = skipped.get(place, 0) + 1
        else:
            by_unit.setdefault(row.unit, []).append(row)
    told = made.original_name
    plans = [
        plan(target, names.get(unit, names[""]), told, found, by_unit[unit])
        for unit, target in targets.items()
        if unit in by_unit
    ]
    listed = [
        {
            "sheet": registry().by_id[subject].sheet,
            "unit": unit,
            "name": names.get(unit, unit),
            "why": why,
            "rows": number,
        }
        for (subject, unit, why), number in skipped.items()
    ]
    return {"plans": [item.as_data() for item in plans], "skipped": listed}, found.problems


def _names(form: Form) -> Mapping[str, str]:
    """Code → short name of the department's units, "" for the department itself."""
    year = form.task.year
    tree = tree_on(end_of(year.fiscal_year))
    nodes = tree.under(year.department_id)
    return {"" if node.id == year.department_id else node.code: node.short or node.name for node in nodes}


def _targets(form: Form) -> dict[str, Form]:
    """Every form of the task by the unit's code, the department's first."""
    listed = form.task.forms.select_related("task__year", "unit").order_by("unit__code")
    units = {item.unit.code: item for item in listed if item.pk != form.pk}
    return {"": form, **units}


def _settled(rows: Iterable[ReadRow], targets: Mapping[str, Form]) -> list[ReadRow]:
    """Rows that name no unit go where a row of that key stands already, else to the department."""
    present: dict[str, Living] = {unit: living(target) for unit, target in targets.items()}
    found = []
    for row in rows:
        unit = row.unit
        if not unit and row.key and row.key not in present[""].get(row.subject, {}):
            unit = next((code for code, here in present.items() if code and row.key in here.get(row.subject, {})), "")
        found.append(ReadRow(unit, row.subject, row.key, row.cells, row.places, row.blanks))
    return found


def _why_not(row: ReadRow, target: Form | None, *, known: bool, whole: bool) -> str:
    """Why a row is not taken, as a word that the page turns into a sentence; nothing when it is."""
    if row.subject in CONTEXT or (target is None and registry().by_id[row.subject].is_form):
        return "context"
    if row.unit == OTHER or not known:
        return "unknown"
    if target is None:
        return "no-form" if whole else "other"
    if row.subject not in sheets(target.task.kind, target.scope):
        return "context" if row.subject == "cover" else "stage"
    if whole and not (workflow().states[target.state].open and is_open(target, policies.today())):
        return "closed"
    return ""
