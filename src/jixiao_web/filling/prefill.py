"""Pre-filling: what an earlier stage, the units, the organisation or last year's form knows is not asked for again."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.rules.registry import registry
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.filling.prefill_sources import Cells, Source, rules, sources

Key = tuple[str, ...]


def prefill(by: User, form: Form) -> int:
    """Fill blanks of a form; nothing that somebody entered, emptied or took out is touched. Answers how many cells were filled.

    Nearest first: earlier stages of the year, the organisation, what the units submitted, the ledger of staff, last year.
    Each is one deed that can be undone, with the source as the origin of every cell.
    """
    filled = 0
    for source in sources(form):
        changes = tuple(_changes(form, source))
        if changes:
            applied = services.apply(by, form, DeedRequest(Deed.Kind.PREFILL, changes, source.label))
            filled += sum(1 for _row, name, _value in applied.written if name)
    return filled


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
            wanted = _wanted(sheet, cells, source.knows)
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


def _wanted(sheet: Sheet, cells: Cells, knows: bool) -> dict[str, str]:
    known = () if knows else rules()["known"].get(sheet.subject.id, ())
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
