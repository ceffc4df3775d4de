"""From rows to the core's facts: the same door that workbooks go through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from jixiao.facts import Address, DepartmentYear, Facts, Origin
from jixiao.facts.address import stem
from jixiao.facts.building import Built, CellProblem, Raw, RawRow, build_year
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Form, Task
from jixiao_web.cycle.sheets import UNIT_FIELD
from jixiao_web.filling.models import Row
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.tree import Node, Tree, tree_on

OWN_PART = "本级"


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row as text: of the database, of a version, or of an import that is only looked at. `id` 0 stands for none."""

    id: int
    subject: str
    unit: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands in forms."""

    form: int
    unit: str
    subject: str
    row: int
    field: str


@dataclass(frozen=True)
class Gathered:
    """A department-year from forms.

    Attributes:
        built: the core's records and what was wrong with single cells.
        facts: of the year.
        places: address → row; the last part of an address is the field.
        revision: sum of the revisions of the forms, which tells whether what was computed is still true.
    """

    built: Built
    facts: Facts
    places: Mapping[Address, tuple[int, str]] = field(repr=False)
    revision: int = 0

    @property
    def year(self) -> DepartmentYear:
        """The records."""
        return self.facts.year

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """What was wrong with single cells."""
        return self.built.problems

    def row_of(self, address: str) -> tuple[int, str, str] | None:
        """Row, subject and field of an entered figure's address; None for one that a rule computed or scored."""
        found = self.near(address)
        if found is None or found[2] not in _entered(found[1]):
            return None
        return found

    def near(self, address: str) -> tuple[int, str, str] | None:
        """The row under whose address a figure stands, be it entered there or computed from what was."""
        here, _, name = address.rpartition("/")
        found = self.places.get(Address(here + "/"))
        return None if found is None else (found[0], found[1], name)


@cache
def _entered(subject: str) -> frozenset[str]:
    """The fields of a subject that somebody fills in."""
    return frozenset(item.id for item in registry().by_id[subject].fields if not item.computed)


def context_rows(
    department: Node, tree: Tree, fiscal_year: int, divisions: Iterable[Division] = ()
) -> dict[str, list[RawRow]]:
    """What the organisation knows and nobody is asked for: units and divisions as they were at the end of the year."""
    units = [node for node in tree.under(department.id) if node.id != department.id]
    rows: dict[str, list[RawRow]] = {
        "unit": [
            {
                "unit": Raw(node.code),
                "name": Raw(node.name),
                "short": Raw(node.short),
                "kind": Raw(node.core_kind or None),
                "code": Raw(node.budget_code or None),
                "consolidated": Raw(node.consolidated),
            }
            for node in units
        ]
    }
    codes = {node.id: node.code for node in units}
    rows["division"] = [
        {
            "division": Raw(item.name),
            "unit": Raw(codes.get(item.unit_id)),
            "kind": Raw(item.kind or None),
        }
        for item in divisions
    ]
    cover = {"year": Raw(str(fiscal_year)), "department": Raw(department.name), "short": Raw(department.short)}
    rows["cover"] = [cover]
    return rows


def raw_row(row: PlainRow, number: int, file: str) -> RawRow:
    """One row for `build_year`. Its origin names the form, the sheet and the number of the row in it."""
    subject = registry().by_id[row.subject]
    origin = Origin(file, subject.sheet, f"第{number}行")
    cells: dict[str, Raw] = {name: Raw(value, origin) for name, value in row.cells.items()}
    for item in subject.fields:
        if item.to == "unit" and item.id == UNIT_FIELD and row.unit and item.id not in cells:
            cells[item.id] = Raw(row.unit, origin)
    return cells


def gather(
    rows: Iterable[PlainRow], context: Mapping[str, list[RawRow]], labels: Mapping[str, str], revision: int = 0
) -> Gathered:
    """Build the year from rows in their order; `labels` is unit code → the name by which its form is called."""
    raw: dict[str, list[RawRow]] = {subject: list(items) for subject, items in context.items()}
    numbers: dict[tuple[str, str], int] = {}
    kept: list[tuple[PlainRow, RawRow]] = []
    for row in rows:
        counter = (row.unit, row.subject)
        numbers[counter] = numbers.get(counter, 0) + 1
        cells = raw_row(row, numbers[counter], labels.get(row.unit, row.unit))
        kept.append((row, cells))
        if row.subject == "cover":
            raw["cover"] = [{**cells, "year": raw["cover"][0]["year"], **_blank_filled(cells, raw["cover"][0])}]
        else:
            raw.setdefault(row.subject, []).append(cells)
    built = build_year(raw, registry())
    if built.year is None:
        raise ValueError("the context always tells the year")
    return Gathered(built, Facts(built.year, registry()), _places(built.year, kept), revision)


def _blank_filled(cells: RawRow, known: RawRow) -> RawRow:
    """What the organisation knows, where the cover leaves it blank."""
    return {name: raw for name, raw in known.items() if name not in cells}


def _places(year: DepartmentYear, kept: Iterable[tuple[PlainRow, RawRow]]) -> Mapping[Address, tuple[int, str]]:
    found: dict[Address, tuple[int, str]] = {}
    for row, cells in kept:
        subject = registry().by_id[row.subject]
        parts = []
        for name in subject.key:
            raw = cells.get(name)
            parts.append("" if raw is None or raw.value is None else str(raw.value).strip())
        found.setdefault(Address(stem(year.year, subject.id, tuple(parts))), (row.id, subject.id))
    return found


def end_of(fiscal_year: int) -> date:
    """The day whose organisation a year's forms ask for."""
    return date(fiscal_year, 12, 31)


def rows_of(forms: Iterable[Form]) -> tuple[PlainRow, ...]:
    """The living rows of some forms, by form and position; one query."""
    listed = list(forms)
    scopes = {form.pk: "" if form.unit.kind == Unit.Kind.DEPARTMENT else form.unit.code for form in listed}
    found = Row.objects.filter(form__in=listed, alive=True).order_by("form", "subject", "position", "pk")
    return tuple(
        PlainRow(pk, subject, scopes[form], cells)
        for pk, form, subject, cells in found.values_list("pk", "form_id", "subject", "cells")
    )


def of_task(task: Task, forms: Iterable[Form] | None = None) -> Gathered:
    """The department-year of a task from all its forms (consolidated), or from some of them. Three or four queries."""
    fiscal_year = task.year.fiscal_year
    tree = tree_on(end_of(fiscal_year))
    listed = list(task.forms.select_related("unit")) if forms is None else list(forms)
    department = tree.nodes[task.year.department_id]
    divisions = Division.objects.filter(unit__in=[node.id for node in tree.under(department.id)])
    context = context_rows(department, tree, fiscal_year, divisions)
    if all(form.unit_id != department.id for form in listed):
        _lend_cover(context, task)
    labels = {node.code: node.short for node in tree.under(department.id)} | {"": department.short}
    return gather(rows_of(listed), context, labels, sum(form.revision for form in listed))


def _lend_cover(context: dict[str, list[RawRow]], task: Task) -> None:
    """The department's cover as context. Its cells have no row here: they are not this form's to change."""
    lent = Row.objects.filter(form__task=task, form__unit=task.year.department_id, subject="cover", alive=True)
    for cells in lent.values_list("cells", flat=True)[:1]:
        context["cover"] = [{**{name: Raw(value) for name, value in cells.items()}, **context["cover"][0]}]


def of_form(form: Form) -> Gathered:
    """What one form alone says: a part of the department-year, which the core knows as such.

    The cover is the department's, so that a unit's rows are judged by the scheme and the place of its department.
    """
    return of_task(form.task, [form])


def is_blank(value: object) -> bool:
    """Whether a value is missing."""
    return isinstance(value, Missing)
