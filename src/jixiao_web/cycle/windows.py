"""Windows: until when a form may be filled in, and how many days are left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jixiao_web.cycle.models import Exemption, Form

if TYPE_CHECKING:
    from collections.abc import Iterable


def due_on(form: Form) -> date:
    """The last day of the form's window, exemptions aside."""
    return form.task.department_due_on if form.scope == "department" else form.task.due_on


def last_day(form: Form, exemptions: Iterable[Exemption] | None = None) -> date:
    """The last day on which the form may be filled in: its due day, or that of an exemption if later. One query without `exemptions`."""
    granted = form.task.exemptions.filter(unit=form.unit_id) if exemptions is None else exemptions
    return max([due_on(form), *(item.until for item in granted)])


def is_open(form: Form, on: date, exemptions: Iterable[Exemption] | None = None) -> bool:
    """Whether the form may be filled in on a day."""
    return form.task.opens_on <= on <= last_day(form, exemptions)


def days_left(form: Form, on: date, exemptions: Iterable[Exemption] | None = None) -> int:
    """Days until the last day; 0 on it, negative when late."""
    return (last_day(form, exemptions) - on).days
