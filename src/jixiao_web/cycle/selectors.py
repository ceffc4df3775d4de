"""What the pages of tasks ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import reminders, windows
from jixiao_web.cycle.models import Exemption, Form, Task, Year
from jixiao_web.cycle.workflow import workflow
from jixiao_web.organisation.tree import tree_on
from jixiao_web.shell import stamps


@dataclass(frozen=True, slots=True)
class Line:
    """One form of a task. `findings` counts them by severity, as last computed; `waits`: it is still to be filled in."""

    form: Form
    name: str
    days: int
    waits: bool
    findings: dict[str, int]

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed and it is still to be filled in."""
        return self.waits and self.days < 0


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with all its forms, and a ready reminder to those that have not handed in."""

    lines: tuple[Line, ...]
    exemptions: tuple[Exemption, ...]
    reminder: str

    @property
    def open(self) -> int:
        """How many forms are still to be filled in."""
        return sum(line.waits for line in self.lines)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(line.is_late for line in self.lines)


def task_page(task: Task, day: date) -> TaskPage:
    """Everything on the page of a task; a constant number of queries."""
    tree = tree_on(date(task.year.fiscal_year, 12, 31))
    exemptions = tuple(task.exemptions.select_related("unit", "granted_by"))
    counted = dict(task.unit_figures.values_list("unit", "findings"))
    lines = []
    for form in task.forms.select_related("unit", "assignee").order_by("unit__code"):
        form.task = task
        node = tree.nodes.get(form.unit_id)
        granted = [item for item in exemptions if item.unit_id == form.unit_id]
        lines.append(
            Line(
                form,
                node.name if node else form.unit.code,
                windows.days_left(form, day, granted),
                workflow().states[form.state].open,
                counted.get(form.unit_id, {}),
            )
        )
    late = [item for item in reminders.waiting(day, task) if workflow().states[item.form.state].open]
    lines.sort(key=lambda line: (not line.is_late, not line.waits, line.form.unit.code))
    return TaskPage(tuple(lines), exemptions, reminders.text(task, late) if late else "")


def tasks_for(person: User) -> QuerySet[Task]:
    """The tasks of the departments that a person oversees, newest first; one query."""
    seen = policies.visible_units(person, "department.view")
    found = Task.objects.select_related("year__department").order_by("-year__fiscal_year", "-opens_on", "pk")
    return found if seen is None else found.filter(year__department__in=seen)


def years_for(person: User) -> QuerySet[Year]:
    """The years in which a person may issue tasks."""
    seen = policies.visible_units(person, "task.issue")
    found = Year.objects.select_related("department")
    return found if seen is None else found.filter(department__in=seen)


def every_task() -> Mapping[int, Task]:
    """All tasks with their years and departments, by primary key; one small query while none changes. Nobody changes them."""
    return stamps.kept("cycle", "tasks", Task.objects.select_related("year__department").in_bulk)


def tasks_of(fiscal_year: int, department: str) -> list[Task]:
    """The tasks of a department's year, in the order of the year; asked and shared as above."""
    found = [
        task
        for task in every_task().values()
        if task.year.fiscal_year == fiscal_year and task.year.department.code == department
    ]
    return sorted(found, key=lambda task: (task.opens_on, task.pk))
