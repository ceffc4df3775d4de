"""Whose scores an address names: the year, the unit, its department and the task."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from jixiao_web.cycle.models import Kind, Task
from jixiao_web.filling.facts import end_of
from jixiao_web.organisation.models import Unit
from jixiao_web.organisation.tree import Node, tree_on


@dataclass(frozen=True)
class Place:
    """A unit in a year. `task` is the self-evaluation of its department; `node` the unit as it was at the end of the year."""

    fiscal_year: int
    unit: Unit
    node: Node
    department: Node
    task: Task

    @property
    def is_department(self) -> bool:
        """Whether the whole department is meant."""
        return self.node.id == self.department.id

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


def place_of(fiscal_year: int, code: str, kind: str = Kind.EVALUATION) -> Place:
    """The place of an address; three queries. Raises Http404: no such unit in that year, or its task was not issued."""
    tree = tree_on(end_of(fiscal_year))
    node = tree.by_code.get(code)
    department = tree.department_of(node.id) if node else None
    if node is None or department is None:
        raise Http404
    task = (
        Task.objects.filter(year__fiscal_year=fiscal_year, year__department=department.id, kind=kind)
        .select_related("year__department", "score")
        .first()
    )
    if task is None:
        raise Http404
    return Place(fiscal_year, Unit.objects.get(pk=node.id), node, department, task)
