"""Scores as they were when the department submitted: made again from the versions, which never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jixiao.facts.building import RawRow
from jixiao_web.cycle.models import Form, Task, Version
from jixiao_web.evaluation.cards import Computed, compute
from jixiao_web.filling.facts import PlainRow, context_rows, end_of, gather
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.tree import tree_on


def submissions(task: Task) -> list[Version]:
    """The versions of the department's own form, newest first; one query."""
    own = Version.objects.filter(form__task=task, form__unit=task.year.department_id)
    return list(own.select_related("made_by").defer("rows").order_by("-number"))


def as_submitted(task: Task, version: Version) -> Computed:
    """The task as it stood when the department's version was made: of each form the last version up to that moment.

    Raises RuleError: a scheme that was named does not exist any more.
    """
    context, labels = context_of(task)
    rows = [row for one in _last_versions(task, version) for row in plain_rows(one.rows, code_of(one.form))]
    return compute(gather(rows, context, labels), task.year.scheme)


def _last_versions(task: Task, version: Version) -> Iterator[Version]:
    """One query."""
    known = Version.objects.filter(form__task=task, made_at__lte=version.made_at).select_related("form__unit")
    seen: set[int] = set()
    for one in known.order_by("form__unit__code", "-number"):
        if one.form_id not in seen:
            seen.add(one.form_id)
            yield one


def code_of(form: Form) -> str:
    """How rows call the unit of a form: by its code, the department not at all."""
    return "" if form.unit.kind == Unit.Kind.DEPARTMENT else form.unit.code


def plain_rows(kept: Mapping[str, list[dict[str, Any]]], unit: str) -> Iterator[PlainRow]:
    """The rows of a version in their order."""
    for subject, rows in kept.items():
        for row in sorted(rows, key=lambda one: int(one["position"])):
            yield PlainRow(row["row"], subject, unit, row["cells"])


def context_of(task: Task) -> tuple[dict[str, list[RawRow]], dict[str, str]]:
    """What the organisation knows of the year, and unit code → the name by which its form is called. Two queries."""
    tree = tree_on(end_of(task.year.fiscal_year))
    department = tree.nodes[task.year.department_id]
    units = tree.under(department.id)
    divisions = Division.objects.filter(unit__in=[node.id for node in units])
    context = context_rows(department, tree, task.year.fiscal_year, divisions)
    return context, {node.code: node.short for node in units} | {"": department.short}
