"""Findings as the panel shows them: grouped by how grave they are, each with the cells it leads to and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jixiao.checks import Finding, Severity
from jixiao.files.messages import text
from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.workflow import MoveRule, workflow
from jixiao_web.filling.models import Row
from jixiao_web.review.findings import FormFindings, Where
from jixiao_web.shell.templatetags.shell import row_called

FIRST = 12
"""So many cells of one finding are linked."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a cell: the unit whose form holds it, sheet, row, field; `name` is what people call the row."""

    unit: str
    subject: str
    row: int
    field: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """The move that gives a form back with a finding as the reason: whose form, which deed, at which cell."""

    unit: str
    deed: str
    at: Jump


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words."""

    code: str
    severity: str
    title: str
    place: str
    found: str
    remedy: str
    example: str
    basis: str
    address: str
    jumps: tuple[Jump, ...]
    more: int
    waivable: bool
    returns: tuple[Return, ...]


def groups(
    form: Form,
    found: FormFindings,
    standing: Iterable[Finding],
    subject: str,
    lang: str,
    returning: Mapping[str, str] | None = None,
) -> list[tuple[str, list[Shown]]]:
    """Severity → findings, the gravest first; with `subject` those of one sheet only. One query for the units of rows."""
    listed = list(standing)
    places = [found.places(item) for item in listed]
    wanted = [
        (item, where)
        for item, where in zip(listed, places, strict=True)
        if not subject or any(one.subject == subject for one in where)
    ]
    rows = {where.row for _item, places in wanted for where in places[:FIRST]}
    listed_rows = Row.objects.filter(pk__in=rows).values_list("pk", "form__unit__code", "subject", "cells").order_by()
    units = {pk: (code, row_called(sheet, cells)) for pk, code, sheet, cells in listed_rows} if rows else {}
    told: dict[str, list[Shown]] = {item.value: [] for item in Severity}
    for item, where in wanted:
        jumps = tuple(_jump(one, *units.get(one.row, (form.unit.code, ""))) for one in where[:FIRST])
        told[item.severity.value].append(_shown(item, jumps, len(where) - len(jumps), lang, returning or {}))
    return [(name, items) for name, items in told.items() if items]


def _jump(where: Where, unit: str, name: str) -> Jump:
    return Jump(unit, where.subject, where.row, where.field, name)


def _shown(item: Finding, jumps: tuple[Jump, ...], more: int, lang: str, returning: Mapping[str, str]) -> Shown:
    firsts = {jump.unit: jump for jump in reversed(jumps)}
    if not firsts and len(returning) == 1:  # it concerns the form as a whole
        firsts = {unit: Jump(unit, "", 0, "") for unit in returning}
    return Shown(
        code=item.code,
        severity=item.severity.value,
        title=item.title(lang),
        place=item.place(lang),
        found=item.found(lang),
        remedy=item.remedy(lang),
        example=_example(jumps),
        basis=text(item.rule.basis, lang),
        address=item.at[0] if item.at else "",
        jumps=jumps,
        more=more,
        waivable=item.severity is not Severity.BLOCK and bool(item.at),
        returns=tuple(Return(unit, returning[unit], firsts[unit]) for unit in sorted(firsts) if unit in returning),
    )


def _example(jumps: tuple[Jump, ...]) -> str:
    """What may stand in the first cell, as the registry says."""
    if not jumps:
        return ""
    first = jumps[0]
    return next((field.example for field in registry().by_id[first.subject].fields if field.id == first.field), "")


def returns_of(person: User, form: Form) -> dict[str, str]:
    """Code of a unit → the deed by which the person can give its form back now. Two queries."""
    forms = [form] if form.scope == "unit" else list(form.task.forms.select_related("unit", "task"))
    states = form.task.forms.filter(unit=form.task.year.department_id).values_list("state", flat=True).order_by()
    above = next(iter(states), None)
    closed = above is not None and not workflow().states[above].open
    found: dict[str, str] = {}
    for one in forms:
        for rule in workflow().from_state(one.scope, one.state):
            if not _gives_back(rule) or (closed and "department" in rule.needs):
                continue
            if policies.may(person, f"move.{one.scope}.{rule.deed}", one):
                found.setdefault(one.unit.code, rule.deed)
    return found


def _gives_back(rule: MoveRule) -> bool:
    return "reason" in rule.needs and workflow().states[rule.after].open
