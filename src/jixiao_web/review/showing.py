"""Findings as the panel shows them: grouped by how grave they are, each with the cells it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jixiao.checks import Finding, Severity
from jixiao.files.messages import text
from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Row
from jixiao_web.review.findings import FormFindings, Where

FIRST = 12
"""So many cells of one finding are linked."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a cell: the unit whose form holds it, sheet, row, field."""

    unit: str
    subject: str
    row: int
    field: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words."""

    code: str
    severity: str
    title: str
    place: str
    found: str
    remedy: str
    basis: str
    address: str
    jumps: tuple[Jump, ...]
    waivable: bool


def groups(
    form: Form, found: FormFindings, standing: Iterable[Finding], subject: str, lang: str
) -> list[tuple[str, list[Shown]]]:
    """Severity → findings, the gravest first; with `subject` those of one sheet only. One query for the units of rows."""
    places = {id(item): found.places(item) for item in standing}
    wanted = [item for item in standing if not subject or any(where.subject == subject for where in places[id(item)])]
    rows = {where.row for item in wanted for where in places[id(item)][:FIRST]}
    units = dict(Row.objects.filter(pk__in=rows).values_list("pk", "form__unit__code")) if rows else {}
    told: dict[str, list[Shown]] = {item.name.lower(): [] for item in Severity}
    for item in wanted:
        jumps = tuple(_jump(where, units.get(where.row, form.unit.code)) for where in places[id(item)][:FIRST])
        told[item.severity.name.lower()].append(
            Shown(
                item.code,
                item.severity.name.lower(),
                item.title(lang),
                item.place(lang),
                item.found(lang),
                item.remedy(lang),
                text(item.rule.basis, lang),
                item.at[0] if item.at else "",
                jumps,
                item.severity is not Severity.BLOCK and bool(item.at),
            )
        )
    return [(name, items) for name, items in told.items() if items]


def _jump(where: Where, unit: str) -> Jump:
    return Jump(unit, where.subject, where.row, where.field)
