"""Where a figure comes from: its value, basis and rule, who entered it and from which file, and what is computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from jixiao.facts import Fact, UnknownAddress
from jixiao.facts.registry import Field
from jixiao_web.cycle.models import Comment, Form, Kind
from jixiao_web.cycle.sheets import Sheet, sheets
from jixiao_web.filling import facts as filling
from jixiao_web.filling.facts import Gathered
from jixiao_web.filling.models import Change, Row
from jixiao_web.filling.shown import row_stem, shown_cell
from jixiao_web.shell.keeping import Shelf

KEPT = 16
"""So many forms are kept gathered in a process."""
SHOWN = 12
"""So many figures that use another one are named."""
FOUND = 20
"""So many facts a search answers."""

_SHELF = Shelf(KEPT)


def gathered_of(form: Form) -> Gathered:
    """The facts of a form; for the department's form of all forms of the task. Kept as long as nothing is changed."""
    whole = form.scope == "department"
    forms = list(form.task.forms.select_related("unit")) if whole else [form]
    state = (len(forms), sum(one.revision for one in forms))
    return _SHELF.while_same(form.pk, state, lambda: filling.of_task(form.task, forms))


def forget_all() -> None:
    """Empty the shelf: for tests, which reuse primary keys."""
    _SHELF.clear()


@dataclass(frozen=True)
class Passport:
    """What is told of one figure.

    Attributes:
        fact: the core's fact, where there is one; `last` the change that wrote the cell, where it was entered.
        used_by: figures that are computed from it; `inputs` those that it is computed from; `more` how many are left out.
    """

    address: str
    title: str
    fact: Fact | None
    last: Change | None
    used_by: tuple[Fact, ...] = ()
    inputs: tuple[Fact, ...] = ()
    more: int = 0


def of_address(form: Form, address: str) -> Passport:
    """The passport of an address, with or without its year, in ids or Chinese names."""
    gathered = gathered_of(form)
    try:
        where = gathered.facts.resolve(address)
    except UnknownAddress:
        return Passport(address, address, None, None)
    place = gathered.row_of(where)
    last = _last_change(form, place[0], place[2]) if place and place[0] else None
    return _told(gathered, gathered.facts.fact(where), last)


def of_cell(form: Form, row: Row, field: str) -> Passport:
    """The passport of a cell of a row that belongs to the form, or to the task of the department's form."""
    last = _last_change(form, row.pk, field)
    subject = sheets(form.task.kind, row.form.scope)[row.subject].subject
    gathered = gathered_of(form)
    unit = row.form.unit.code if row.form.scope == "unit" else ""
    address = row_stem(subject, gathered, row.cells, unit) + field
    if address not in gathered.facts:
        return Passport(address, subject.field(field).zh, None, last)
    return _told(gathered, gathered.facts.fact(address), last)


def _told(gathered: Gathered, fact: Fact, last: Change | None) -> Passport:
    facts = gathered.facts
    users = [other for other in facts if fact.address in other.inputs]
    inputs = [facts.fact(one) for one in fact.inputs if one in facts]
    more = max(0, len(users) - SHOWN) + max(0, len(inputs) - SHOWN)
    return Passport(fact.address, fact.title, fact, last, tuple(users[:SHOWN]), tuple(inputs[:SHOWN]), more)


def _last_change(form: Form, row: int, field: str) -> Change | None:
    rows = {"row__form__task": form.task_id} if form.scope == "department" else {"row__form": form}
    found = Change.objects.filter(row=row, field=field, **rows).select_related("deed__by", "row__form__unit")
    return found.order_by("-pk").first()


def search(form: Form, text: str) -> list[tuple[str, Fact]]:
    """Facts in whose title or address every word stands, and how a text names each: what narratives may quote."""
    facts = gathered_of(form).facts
    words = text.lower().split()
    found: list[tuple[str, Fact]] = []
    for fact in facts:
        if not fact.kind.is_figure:
            continue
        names = (fact.title, fact.address, *fact.names)
        if all(any(word in name.lower() for name in names) for word in words):
            found.append((_short(facts.year.year, fact), fact))
            if len(found) == FOUND:
                break
    return found


def _short(year: int, fact: Fact) -> str:
    """The address without its year, which stays true when the text is taken over into the next year."""
    return fact.address.removeprefix(f"{year}/")


@dataclass(frozen=True)
class Beside:
    """What stands beside a cell that somebody is in: last year's value, the last change, and what reviewers said there."""

    field: Field
    last_year: str
    last: Change | None
    comments: tuple[Comment, ...]


def beside(form: Form, row: Row, field: Field) -> Beside:
    """At most four queries, none of them growing with the form but the one for last year's row."""
    comments = form.comments.filter(row=row.pk, field=field.id).select_related("by", "resolved_by")
    return Beside(field, _last_year(form, row, field), _last_change(form, row.pk, field.id), tuple(comments))


def _last_year(form: Form, row: Row, field: Field) -> str:
    """The value of the same field in last year's form, in the row with the same key; empty where there is none."""
    key = _key(row)
    if not key and not sheets(form.task.kind, form.scope)[row.subject].subject.is_form:
        return ""
    earlier = _earlier(form, row.subject).filter(**{f"cells__{name}": value for name, value in key.items()})
    cells = earlier.values_list("cells", flat=True).first() or {}
    return shown_cell(field, cells.get(field.id, ""))[0]


def last_years(form: Form, sheet: Sheet) -> Mapping[str, str]:
    """Last year's values of a sheet that is a list of fields, as people read them; one query."""
    cells = _earlier(form, sheet.subject.id).values_list("cells", flat=True).first() or {}
    return {field.id: shown_cell(field, cells[field.id])[0] for field in sheet.fields if cells.get(field.id)}


def _earlier(form: Form, subject: str) -> QuerySet[Row]:
    """The rows of a sheet in last year's form of the same stage and unit."""
    return Row.objects.filter(
        form__task__year__department=form.task.year.department_id,
        form__task__year__fiscal_year=form.task.year.fiscal_year - 1,
        form__task__kind=Kind(form.task.kind),
        form__unit=form.unit_id,
        subject=subject,
        alive=True,
    )


def _key(row: Row) -> Mapping[str, str]:
    """The values that tell a row from others; a unit's rows do not name their unit."""
    known = {field.id for sheet in [sheets(row.form.task.kind, row.form.scope)[row.subject]] for field in sheet.fields}
    subject = sheets(row.form.task.kind, row.form.scope)[row.subject].subject
    return {name: row.cells[name] for name in subject.key if name in known and row.cells.get(name)}
