"""Windows: until when a form may be filled in, and how many days are left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jixiao_web.cycle.models import Exemption, Form
from jixiao_web.shell import stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def due_on(form: Form) -> date:
    """The last day of the form's window, exemptions aside."""
    return form.task.department_due_on if form.scope == "department" else form.task.due_on


def last_day(form: Form, exemptions: Iterable[Exemption] | None = None) -> date:
    """The last day on which the form may be filled in: its due day, or that of an exemption if later.

    Without `exemptions` one small query.
    """
    granted = granted_in({form.task_id}).get((form.task_id, form.unit_id), ()) if exemptions is None else exemptions
    return max([due_on(form), *(item.until for item in granted)])


def granted_in(tasks: Iterable[int]) -> Mapping[tuple[int, int], tuple[Exemption, ...]]:
    """Task and unit → the exemptions granted; one small query while none changes."""
    wanted = frozenset(tasks)
    return stamps.kept("cycle", ("exemptions", wanted), lambda: _granted(wanted))


def _granted(tasks: frozenset[int]) -> Mapping[tuple[int, int], tuple[Exemption, ...]]:
    found: dict[tuple[int, int], tuple[Exemption, ...]] = {}
    for item in Exemption.objects.filter(task__in=tasks):
        key = (item.task_id, item.unit_id)
        found[key] = (*found.get(key, ()), item)
    return found


def is_open(form: Form, on: date, exemptions: Iterable[Exemption] | None = None) -> bool:
    """Whether the form may be filled in on a day."""
    return form.task.opens_on <= on <= last_day(form, exemptions)


def days_left(form: Form, on: date, exemptions: Iterable[Exemption] | None = None) -> int:
    """Days until the last day; 0 on it, negative when late."""
    return (last_day(form, exemptions) - on).days
