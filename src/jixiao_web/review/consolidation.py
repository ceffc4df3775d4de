"""What department finance sees of all its units at once: states, money, findings, who is late, what can be accepted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jixiao.figures import MISSING
from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form, Task
from jixiao_web.cycle.workflow import workflow
from jixiao_web.evaluation.models import ScoreRecord
from jixiao_web.evaluation.selectors import figures_of
from jixiao_web.filling.facts import end_of
from jixiao_web.organisation.tree import every_unit, tree_on
from jixiao_web.shell import stamps
from jixiao_web.shell.keeping import Shelf


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: its form, how many days are left, its figures as the core computed them, its findings by severity.

    `open`: it is still to be filled in. `can_accept`: the reader may accept it now. `clean`: nothing found that is wrong.
    """

    form: Form
    name: str
    days: int
    figures: Any
    open: bool
    can_accept: bool
    consolidated: bool

    @property
    def late(self) -> bool:
        """Whether its last day has passed and it is still to be filled in."""
        return self.open and self.days < 0

    @property
    def clean(self) -> bool:
        """Whether the last computing found neither what blocks nor an error."""
        return not (self.figures.findings.get("block") or self.figures.findings.get("error"))


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All units and the department's own total, which the core derives from every row once; `own` is the department's form."""

    lines: tuple[UnitLine, ...]
    total: Any
    computed: Hashable
    own: Form | None = None

    @property
    def key(self) -> Hashable:
        """As values all that a table of the units shows; the figures by when they were computed."""
        told = tuple(
            (line.form.pk, line.form.state, line.name, line.days, line.open, line.can_accept, line.consolidated)
            for line in self.lines
        )
        return self.computed, told

    @property
    def late(self) -> tuple[UnitLine, ...]:
        """The units whose form is still to be filled in after its last day."""
        return tuple(line for line in self.lines if line.late)

    @property
    def open(self) -> tuple[UnitLine, ...]:
        """The units whose form is still to be filled in."""
        return tuple(line for line in self.lines if line.open)

    @property
    def can_accept(self) -> bool:
        """Whether the reader may accept any of them now."""
        return any(line.can_accept for line in self.lines)


DEPENDS = ("states", "rights", "cycle", "organisation", "figures")
"""The stamps of all that a list of units shows."""

_KEPT = Shelf(100)  # of fifty forms each; the list of yesterday's state makes room for today's


class Blank:
    """Figures of a unit that nobody has computed yet."""

    budget = spent = MISSING
    rate = ""
    projects = 0
    findings: dict[str, int] = {}  # never written to


def of(person: User, task: Task, on: date, record: ScoreRecord | None = None) -> Consolidation:
    """The units of a task with what `record` and its figures say; two queries, however many units there are.

    Kept until a form has another state, or rights, dates, units or figures are others: typing changes none of it.
    """
    looked = tuple(map(stamps.value, DEPENDS))
    if None in looked:
        return _of(person, task, on, record)
    state = (on, record and (record.revision, record.made_at), looked)
    return _KEPT.while_same((person.pk, task.pk), state, lambda: _of(person, task, on, record))


def _of(person: User, task: Task, on: date, record: ScoreRecord | None) -> Consolidation:
    tree = tree_on(end_of(task.year.fiscal_year))
    figures = figures_of(task)
    exemptions = windows.granted_in({task.pk})
    units = every_unit()
    lines, own = [], None
    for form in sorted(Form.objects.filter(task=task).order_by(), key=lambda form: units[form.unit_id].code):
        form.task, form.unit = task, units[form.unit_id]
        if form.scope == "department":
            own = form if form.unit_id == task.year.department_id else own
            continue
        node = tree.nodes.get(form.unit_id)
        lines.append(
            UnitLine(
                form,
                node.name if node else form.unit.code,
                windows.days_left(form, on, exemptions.get((task.pk, form.unit_id), ())),
                figures.get(form.unit_id, Blank),
                workflow().states[form.state].open,
                policies.may(person, "move.unit.accept", form),
                node is None or node.consolidated,
            )
        )
    computed = (record.revision, record.made_at) if record else None
    return Consolidation(tuple(lines), figures.get(task.year.department_id, Blank), (task.pk, computed), own)


def reminder(task: Task, lines: tuple[UnitLine, ...]) -> str:
    """A text that can be sent as it is: who, what, until when."""
    names = _("、").join(line.name for line in lines)
    return _(
        "{names}：《{title}》应于 {due} 前送审，现尚未送审。请登录系统完成填报；确有困难的，请说明原因并申请延期。"
    ).format(names=names, title=task.title, due=task.due_on.isoformat())
