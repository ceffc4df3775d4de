"""What the home page of a person shows: what is due, what came back, what waits for them; and where money and scores stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jixiao.figures import Missing
from jixiao_web import policies
from jixiao_web.accounts.models import Role, User
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Countersign, Exemption, Form, Kind, Move
from jixiao_web.cycle.selectors import every_task
from jixiao_web.cycle.workflow import workflow
from jixiao_web.evaluation.models import ProjectFigures, ScoreRecord, UnitFigures
from jixiao_web.jobs.models import Job
from jixiao_web.notices.models import Notice
from jixiao_web.organisation.tree import every_unit
from jixiao_web.shell import stamps
from jixiao_web.shell.language import core_language

MOST = 60
"""So many forms of others are listed at home; the rest stand on the page of consolidation."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One form that the person can do something about now: what, until when, and the note with which it came back."""

    form: Form
    name: str
    deed: str
    days: int
    back: Move | None


@dataclass(frozen=True)
class Home:
    """Everything on the home page."""

    own: tuple[TaskLine, ...]
    waiting: tuple[TaskLine, ...]
    more: int
    opinions: tuple[Countersign, ...]
    jobs: tuple[Job, ...]
    notices: tuple[Notice, ...]
    money: tuple[UnitFigures, ...]
    scores: tuple[ScoreRecord, ...]


def home(person: User) -> Home:
    """The home page of a person; as many queries for five units as for five hundred."""
    on = policies.today()
    seen = policies.visible_units(person, "form.view")
    found = _open_forms(seen, on)
    exemptions = windows.granted_in({form.task_id for form in found})
    backs = _backs(form for form in found if form.state.startswith("returned"))
    tree = policies.present_tree(person)
    own: list[TaskLine] = []
    waiting: list[TaskLine] = []
    for form in found:
        deed = _deed(person, form)
        if not deed:
            continue
        node = tree.nodes.get(form.unit_id)
        days = windows.days_left(form, on, exemptions.get((form.task_id, form.unit_id), ()))
        line = TaskLine(form, node.name if node else form.unit.code, deed, days, backs.get(form.pk))
        (own if workflow().states[form.state].open else waiting).append(line)
    departments = {form.task.year.department_id for form in found}
    tasks = {form.task_id for form in found}
    # Whoever sees a department is told its money; the people of a unit, their own.
    told = departments if seen is None else (departments & seen or seen)
    money, scores = _figures(frozenset(tasks), frozenset(told), departments if seen is None else seen)
    return Home(
        tuple(own[:MOST]),
        tuple(waiting[:MOST]),
        max(0, len(own) - MOST) + max(0, len(waiting) - MOST),
        _opinions(person),
        tuple(Job.objects.filter(owner=person, state__in=(Job.State.QUEUED, Job.State.RUNNING))[:5]),
        tuple(Notice.objects.filter(user=person, read_at__isnull=True)[:8]),
        money,
        scores,
    )


def _figures(
    tasks: frozenset[int], units: frozenset[int], departments: Iterable[int]
) -> tuple[tuple[UnitFigures, ...], tuple[ScoreRecord, ...]]:
    """The money of units and the scores of departments in some tasks; one small query while nothing is computed anew."""
    known = every_task()
    scored = [pk for pk in tasks if known[pk].kind == Kind.EVALUATION and known[pk].year.department_id in departments]

    def ask() -> tuple[tuple[UnitFigures, ...], tuple[ScoreRecord, ...]]:
        figures = UnitFigures.objects.filter(task__in=tasks, unit__in=units).select_related("unit", "task__year")
        scores = ScoreRecord.objects.filter(task__in=scored).select_related("task__year__department")
        money = tuple(item for item in figures if not isinstance(item.budget, Missing))
        return money, tuple(item for item in scores if item.lines)

    key = ("home", tasks, units, frozenset(scored), stamps.value("cycle"), stamps.value("organisation"))
    return stamps.kept("figures", key, ask)


def _opinions(person: User) -> tuple[Countersign, ...]:
    """The opinions that a person is asked for; most people are asked for none, so that is looked at first. One query, or two."""
    asked = list(
        Countersign.objects.filter(person=person, answered_at=None).order_by("pk").values_list("pk", flat=True)
    )
    found = Countersign.objects.filter(pk__in=asked).select_related("form__task__year", "form__unit", "asked_by")
    return tuple(found.order_by("pk")) if asked else ()


def _open_forms(seen: frozenset[int] | None, on: date) -> list[Form]:
    """The forms of some units, or of all, that have begun and not ended, the most urgent first; one query."""
    tasks, units = every_task(), every_unit()
    begun = [pk for pk, task in tasks.items() if task.opens_on <= on]
    forms = Form.objects.filter(task__in=begun).exclude(state__in=_ended()).order_by()
    found = list(forms if seen is None else forms.filter(unit__in=seen))
    for form in found:
        form.task, form.unit = tasks[form.task_id], units[form.unit_id]
    return sorted(found, key=lambda form: (form.task.due_on, form.unit.code))


def _ended() -> tuple[str, ...]:
    return tuple(name for name, state in workflow().states.items() if state.end)


def _backs(forms: Iterable[Form]) -> Mapping[int, Move]:
    """The last move of every form that came back; one query where there are any."""
    back = [form.pk for form in forms]
    moves = Move.objects.filter(form__in=back).select_related("by").order_by("pk") if back else ()
    return {move.form_id: move for move in moves}


def _deed(person: User, form: Form) -> str:
    """What the person can do with a form in its state: fill it in, or the first move that is theirs; nothing for others."""
    if policies.may(person, "form.edit", form):
        return "fill"
    for rule in workflow().from_state(form.scope, form.state):
        if not rule.silent and rule.deed not in _QUIET and policies.may(person, f"move.{form.scope}.{rule.deed}", form):
            return rule.deed
    return ""


_QUIET = frozenset(
    {
        "recall",
        "recall_approval",
        "cancel_acceptance",
        "cancel_final",
        "send_back",
        "return",
        "recheck",
        "publish",
        "archive",
    }
)
"""Moves that somebody may make but nobody waits for."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of a unit's year: the days left while it is to be filled in, and whose turn it is to do what."""

    form: Form
    days: int
    waits: bool
    deed: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class UnitYear:
    """A unit in a year: its forms, its money, its projects."""

    forms: tuple[FormLine, ...]
    money: tuple[Any, ...]
    projects: tuple[ProjectFigures, ...]
    units: tuple[UnitFigures, ...]
    record: ScoreRecord | None


def unit_year(year: int, unit: Any, on: date) -> UnitYear:
    """Everything on the page of a unit's year; a constant number of queries."""
    forms = tuple(
        Form.objects.filter(task__year__fiscal_year=year, unit=unit)
        .select_related("task__year", "unit")
        .order_by("task__opens_on")
    )
    exemptions = windows.granted_in({form.task_id for form in forms})
    lines = tuple(_line(form, on, exemptions.get((form.task_id, form.unit_id), ())) for form in forms)
    last = forms[-1].task if forms else None
    department = unit.kind == "department"
    figures = UnitFigures.objects.filter(task=last).select_related("unit") if last else UnitFigures.objects.none()
    projects = ProjectFigures.objects.filter(task=last) if last else ProjectFigures.objects.none()
    return UnitYear(
        lines,
        tuple(figures.filter(unit=unit)),
        tuple((projects if department else projects.filter(unit=unit)).defer("pace")[:200]),
        tuple(figures.exclude(unit=unit).defer("pace")) if department else (),
        ScoreRecord.objects.filter(task=last).first() if last and department else None,
    )


def _line(form: Form, on: date, exemptions: Iterable[Exemption]) -> FormLine:
    """A form with the first move that leads on from its state."""
    waits = workflow().states[form.state].open
    for rule in workflow().from_state(form.scope, form.state):
        if not rule.silent and rule.deed not in _QUIET:
            word = rule.en if core_language() == "en" else rule.zh
            roles = tuple(str(Role(role).label) for role in rule.roles)
            return FormLine(form, windows.days_left(form, on, exemptions), waits, word, roles)
    return FormLine(form, windows.days_left(form, on, exemptions), waits, "", ())
