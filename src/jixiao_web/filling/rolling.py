"""Last year's form rolled forward by the core: names, structures, last year's results, and never a figure of the year itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from jixiao.exchange.roll import roll_forward
from jixiao.exchange.value import cell_content
from jixiao.facts.registry import Subject
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling.facts import PlainRow, context_rows, end_of, gather
from jixiao_web.organisation.models import Division
from jixiao_web.organisation.tree import tree_on

Cells = Mapping[str, str]


def rolled(form: Form, rows: Mapping[str, Sequence[Cells]]) -> dict[str, list[Cells]]:
    """The rows of a self-evaluation as the next year begins with them, as text by subject."""
    year = form.task.year
    tree = tree_on(end_of(year.fiscal_year))
    department = tree.nodes.get(year.department_id)
    if department is None:
        return {}
    divisions = Division.objects.filter(unit__in=[node.id for node in tree.under(department.id)])
    context = context_rows(department, tree, year.fiscal_year, divisions)
    unit = form.unit.code if form.scope == "unit" else ""
    plain = [PlainRow(0, subject, unit, cells) for subject, listed in rows.items() for cells in listed]
    following = roll_forward(gather(plain, context, {}).year, registry())
    found: dict[str, list[Cells]] = {}
    for subject in sheets(form.task.kind, form.scope):
        known = registry().by_id[subject]
        found[subject] = list(_told(known, following.records(subject)))
    return found


def _told(subject: Subject, records: Sequence[object]) -> Iterator[Cells]:
    for record in records:
        cells = {}
        for field in subject.fields:
            value = cell_content(getattr(record, field.id))
            if value is not None and not field.computed:
                cells[field.id] = f"{value:f}" if isinstance(value, Decimal) else value
        yield cells
