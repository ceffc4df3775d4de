"""The figures of units and projects that lists need, taken from the core's derived facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from jixiao.facts import Facts
from jixiao.facts.facts import UnknownAddress
from jixiao.figures import MISSING, Missing, Money, Ratio, Score
from jixiao.monitoring import Pace, paces
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation.cards import Computed
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures
from jixiao_web.evaluation.pacing import pace_as_data
from jixiao_web.shell.columns import whole_hundredths

UNIT_COLUMNS = ("budget", "spent", "rate", "projects", "findings", "behind", "pace")
PROJECT_COLUMNS = ("unit", "name", "budget", "spent", "rate", "score", "grade", "behind", "pace")


def unit_rows(
    task: Task, computed: Computed, units: Mapping[str, int], counts: Mapping[int, Counter[str]]
) -> list[UnitFigures]:
    """One row a unit, and the department's own, which holds the department's totals."""
    facts, year = computed.facts, computed.gathered.year
    projects = Counter(record.unit for record in year.project)
    spending = paces(facts)
    rows = [
        UnitFigures(
            task=task,
            unit_id=pk,
            revision=computed.revision,
            **_money(facts, "unit", code),
            projects=projects[code],
            findings=dict(counts.get(pk, {})),
            **_pace(spending.units.get(code)),
        )
        for code, pk in units.items()
    ]
    department = task.year.department_id
    whole = UnitFigures(
        task=task,
        unit_id=department,
        revision=computed.revision,
        **_money(facts, "department", "total"),
        projects=len(year.project),
        findings=dict(counts.get(department, {})),
        **_pace(spending.department),
    )
    return [*rows, whole]


def project_rows(task: Task, computed: Computed, units: Mapping[str, int]) -> list[ProjectFigures]:
    """One row a project; one of no unit is the department's own."""
    rows = []
    spending = paces(computed.facts)
    for record in computed.gathered.year.project:
        card = computed.projects.get(record.project)
        rows.append(
            ProjectFigures(
                task=task,
                unit_id=units.get(str(record.unit), task.year.department_id),
                revision=computed.revision,
                key=record.project,
                name=record.name if isinstance(record.name, str) else record.project,
                **_money(computed.facts, "project", record.project),
                score=score_or_missing(card.total if card else MISSING),
                grade=card.grade if card else "",
                **_pace(spending.projects.get(record.project)),
            )
        )
    return rows


def _money(facts: Facts, subject: str, key: str) -> dict[str, Any]:
    """Budget, spending and rate of a unit, a project or the department."""
    rate = _value(facts, subject, key, "rate")
    return {
        "budget": _money_or_missing(_value(facts, subject, key, "full")),
        "spent": _money_or_missing(_value(facts, subject, key, "spent")),
        "rate": rate.percent() if isinstance(rate, Ratio) else "",
    }


def _pace(pace: Pace | None) -> dict[str, Any]:
    """How far behind the spending is, where it is, and its quarters."""
    return {"behind": _money_or_missing(pace.behind) if pace else MISSING, "pace": pace_as_data(pace)}


def _value(facts: Facts, subject: str, key: str, name: str) -> Any:
    where = facts.at(subject, f"{key}/{name}") if subject == "department" else facts.at(subject, key, name)
    try:
        return facts.value(where)
    except UnknownAddress:  # nobody has entered a budget row for it: the core derives no figure
        return MISSING


def _money_or_missing(value: Any) -> Money | Missing:
    """Money as a column can hold it: what is finer than 分 is left out here, and never rounded; the form shows it whole."""
    return value if isinstance(value, Money) and _fits(value.yuan) else MISSING


def score_or_missing(value: Score | Missing) -> Score | Missing:
    """A score as a column can hold it."""
    return value if isinstance(value, Score) and _fits(value.points) else MISSING


def _fits(number: Any) -> bool:
    try:
        whole_hundredths(number, "")
    except ValidationError:
        return False
    return True
