"""What was read or computed from a form's rows, kept by the process until a deed changes them.

Every deed on rows gives its form a new revision and a new time of change; the two together never come again, not even when the
transaction that gave them is taken back. A form that nobody has changed yet has no such time, and nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

from jixiao_web.shell.keeping import Shelf

if TYPE_CHECKING:
    from jixiao_web.cycle.models import Form

T = TypeVar("T")

_SHELF = Shelf(600)  # the rows of a sheet of a hundred lines take about 100 KB


def while_same(form: Form, what: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question about a form's rows: `what` names the question and all else that the answer depends on."""
    if form.changed_at is None:
        return ask()
    return _SHELF.while_same((form.pk, what), (form.revision, form.changed_at), ask)
