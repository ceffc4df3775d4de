"""The list of evidence in a form: every file is a row of it, so that facts and checks know the papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from jixiao.checks.view import names_in
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.evidence.selectors import row_of
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

SUBJECT = "evidence"
LABEL = "佐证材料"
OWN = ("lines", "name", "file", "page", "date", "sealed")
"""What a file's row takes from the file."""


def listed(form: Form) -> dict[str, Mapping[str, str]]:
    """The rows of the form's list of evidence by their numbers; one query."""
    found = Row.objects.filter(form=form, subject=SUBJECT, alive=True).values_list("cells", flat=True)
    return {cells["no"]: cells for cells in found if cells.get("no")}


def codes_in(text: str) -> list[str]:
    """The codes in a cell of lines."""
    return list(names_in(text))


def free_code(form: Form, taken: Iterable[str]) -> str:
    """The next number that nobody has: E07, in a unit's form with the unit's code, for the year is consolidated."""
    used = set(taken)
    prefix = f"{form.unit.code}-" if form.scope == "unit" else ""
    return next(code for number in range(1, len(used) + 2) if (code := f"{prefix}E{number:02d}") not in used)


def write(by: User, item: EvidenceFile) -> None:
    """Put a file's row into the form, or bring it up to date. Forms of a stage without that sheet have none."""
    form = item.form
    if SUBJECT not in sheets(form.task.kind, form.scope):
        return
    row = Row.objects.filter(form=form, subject=SUBJECT, alive=True, cells__no=item.code).first()
    cells = row_of(item)
    changes: list[CellChange] = []
    if row is None:
        changes = [CellChange("n1", SUBJECT, "", "", "1", item.shown_name)]
        changes += (CellChange("n1", SUBJECT, name, "", value, item.shown_name) for name, value in cells.items())
    else:
        present = row.cells
        changes += (
            CellChange(row.pk, SUBJECT, name, present.get(name, ""), cells.get(name, ""), item.shown_name)
            for name in OWN
            if present.get(name, "") != cells.get(name, "")
        )
    _apply(by, form, changes)


def erase(by: User, item: EvidenceFile) -> None:
    """Take a hidden file's row out of the form."""
    row = Row.objects.filter(form=item.form, subject=SUBJECT, alive=True, cells__no=item.code).first()
    if row is not None:
        _apply(by, item.form, [CellChange(row.pk, SUBJECT, "", "1", "", item.shown_name)])


def _apply(by: User, form: Form, changes: list[CellChange]) -> None:
    """Written by the house: who may add evidence was asked before, and is not always who may fill in the form."""
    if changes:
        filling.apply(by, form, DeedRequest(Deed.Kind.PREFILL, tuple(changes), LABEL))
