"""What an import would write: row by row against the forms, with nothing taken away unless somebody ticks it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from jixiao.facts.registry import Subject
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.exchange.reading import Key, ReadFile, ReadRow
from jixiao_web.exchange.texts import same
from jixiao_web.filling.deeds import CellChange
from jixiao_web.filling.models import Row

ORIGIN = 200
"""The longest origin that a change keeps."""


@dataclass
class SheetPlan:
    """How a sheet's rows stand to the form: counted for the overview."""

    subject: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0


@dataclass
class Plan:
    """What would be written into one form.

    Attributes:
        client: the number of the deed, so that applying twice writes once.
        changes: row (key, or temporary name of a new one), subject, field, before, after, origin.
        blanks: the same for cells that are filled in the form and blank in the file.
        missing: rows of the form that are not in the file: row and subject.
        labels: row → what people call it. keys: temporary name → key, of new rows.
    """

    form: int
    unit: str
    name: str
    client: str = field(default_factory=lambda: str(uuid.uuid4()))
    sheets: list[SheetPlan] = field(default_factory=list)
    changes: list[list[Any]] = field(default_factory=list)
    blanks: list[list[Any]] = field(default_factory=list)
    missing: list[list[Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Plan:
        """What was kept."""
        told = {**data, "sheets": [SheetPlan(**item) for item in data["sheets"]]}
        return cls(**told)

    def wanted(self, *, blanks: bool, missing: bool) -> tuple[CellChange, ...]:
        """The changes of the deed; `blanks` and `missing` say whether blank cells empty the form's and rows go."""
        listed = [CellChange(*item) for item in self.changes]
        if blanks:
            listed += [CellChange(*item) for item in self.blanks]
        if missing:
            listed += [CellChange(row, subject, "", "1", "") for row, subject in self.missing]
        return tuple(listed)


Living = Mapping[str, Mapping[Key, tuple[int, Mapping[str, str]]]]
"""Subject → key → row and its cells."""


def living(form: Form) -> Living:
    """The rows of a form by their keys; of two with one key, the first. One query."""
    found: dict[str, dict[Key, tuple[int, Mapping[str, str]]]] = {}
    unit = form.unit.code if form.scope == "unit" else ""
    listed = Row.objects.filter(form=form, alive=True).order_by("subject", "position", "pk")
    for pk, subject, cells in listed.values_list("pk", "subject", "cells"):
        found.setdefault(subject, {}).setdefault(key_in_form(registry().by_id[subject], cells, unit), (pk, cells))
    return found


def key_in_form(subject: Subject, cells: Mapping[str, str], unit: str) -> Key:
    """The key of a row of a form; a unit's form does not repeat whose it is."""
    if subject.is_form:
        return ()
    return tuple(cells.get(name, unit if subject.field(name).to == "unit" else "").strip() for name in subject.key)


def plan(form: Form, name: str, file: str, read: ReadFile, rows: Iterable[ReadRow]) -> Plan:
    """Compare the rows of a file that belong to a form with what stands in it. One query."""
    present, known = living(form), sheets(form.task.kind, form.scope)
    made = Plan(form.pk, form.unit.code, name)
    by_subject: dict[str, list[ReadRow]] = {}
    for row in rows:
        by_subject.setdefault(row.subject, []).append(row)
    for subject, sheet in known.items():
        here = present.get(subject, {})
        told = by_subject.get(subject, [])
        counted = SheetPlan(subject)
        for row in told:
            _compare(made, counted, sheet, row, here, file, read.context if subject == "cover" else {})
        if subject in read.subjects:
            _absent(made, counted, sheet, here, {row.key for row in told})
        if counted.added or counted.changed or counted.unchanged or counted.missing:
            made.sheets.append(counted)
    return made


def _compare(
    made: Plan,
    counted: SheetPlan,
    sheet: Sheet,
    row: ReadRow,
    here: Mapping[Key, tuple[int, Mapping[str, str]]],
    file: str,
    context: Mapping[str, str],
) -> None:
    found = here.get(row.key)
    own = found[1] if found is not None else {}
    cells = {
        name: text
        for name, text in row.cells.items()
        if sheet.fills(name) and (name in own or not same(sheet.subject.field(name), context.get(name, ""), text))
    }
    if found is None:
        if not cells:
            return
        name = f"n{len(made.keys)}"
        made.keys[name] = list(row.key)
        made.labels[name] = label(sheet, row.key, cells)
        made.changes.append([name, row.subject, "", "", "1", origin(file, sheet, "")])
        made.changes += (
            [name, row.subject, key, "", text, origin(file, sheet, row.places.get(key, ""))]
            for key, text in cells.items()
        )
        counted.added += 1
        return
    pk, present = found
    subject = sheet.subject
    changed = [
        [pk, row.subject, key, present.get(key, ""), text, origin(file, sheet, row.places.get(key, ""))]
        for key, text in cells.items()
        if not same(subject.field(key), present.get(key, ""), text)
    ]
    emptied = [
        [pk, row.subject, key, present[key], "", origin(file, sheet, "")]
        for key in row.blanks
        if present.get(key) and sheet.fills(key)
    ]
    if changed or emptied:
        made.labels[str(pk)] = label(sheet, row.key, present)
    made.changes += changed
    made.blanks += emptied
    if changed:
        counted.changed += 1
    else:
        counted.unchanged += 1


def _absent(
    made: Plan,
    counted: SheetPlan,
    sheet: Sheet,
    here: Mapping[Key, tuple[int, Mapping[str, str]]],
    told: set[Key],
) -> None:
    for key, (pk, cells) in here.items():
        if key not in told and any(key):  # a row without a key cannot stand in a file
            made.missing.append([pk, sheet.subject.id])
            made.labels[str(pk)] = label(sheet, key, cells)
            counted.missing += 1


def label(sheet: Sheet, key: Key, cells: Mapping[str, str]) -> str:
    """What people call a row: its key and its name."""
    name = cells.get("name", "")
    parts = [part for part in (*key, name) if part]
    return " ".join(dict.fromkeys(parts)) or sheet.subject.zh


def origin(file: str, sheet: Sheet, cell: str) -> str:
    """File › sheet › cell, short enough to be kept: of a long file name the end goes."""
    rest = f" › {sheet.subject.sheet}" + (f" › {cell}" if cell else "")
    return file[: ORIGIN - len(rest)] + rest
