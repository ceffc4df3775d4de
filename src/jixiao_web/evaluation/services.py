"""Keeping what the core computed, so that lists and dashboards need not compute it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.figures import MISSING, Score
from jixiao.rules import RuleError
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.cards import Computed
from jixiao_web.evaluation.figures import PROJECT_COLUMNS, UNIT_COLUMNS, project_rows, score_or_missing, unit_rows
from jixiao_web.evaluation.models import ProjectFigures, ScoreRecord, UnitFigures
from jixiao_web.evaluation.plain import lines_of
from jixiao_web.evaluation.stages import asked
from jixiao_web.filling.models import Row
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.services import enqueue
from jixiao_web.organisation.models import Unit

PAUSE = timedelta(seconds=2)
"""Edits within so much time are computed once."""


def revision_of(task: Task) -> int:
    """The sum of the revisions of a task's forms; one query."""
    return sum(task.forms.values_list("revision", flat=True).order_by())


def ask_refresh(task: Task) -> Job:
    """Ask for the figures of a task to be computed in a moment; asking again before it has begun is the same job."""
    return enqueue(
        "refresh",
        owner=None,
        title=f"重算：{task}",
        arguments={"task": task.pk},
        key=f"refresh:{task.pk}",
        place=task.year.department.code,
        not_before=timezone.now() + PAUSE,
    )


def refresh(task: Task) -> ScoreRecord:
    """Compute a task and keep its score and the figures of units and projects; nothing is done where they are up to date.

    All is written in one transaction. Of two who compute at once the one that saw the later forms wins: an older revision
    never replaces a newer one. The number of queries does not depend on how many units and projects there are.
    """
    known = ScoreRecord.objects.filter(task=task).first()
    revision = revision_of(task)
    if known is not None and known.revision == revision:
        return known
    try:
        computed = cards.of(task)
    except RuleError as error:
        return _keep_refusal(task, revision, error)
    return keep(task, computed)


def keep(task: Task, computed: Computed) -> ScoreRecord:
    """Write what was computed. All of it is made before the transaction begins: SQLite has one writer, and people type."""
    codes = [row.unit for row in computed.gathered.year.unit]
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk").order_by())
    of_units = unit_rows(task, computed, units, findings_by_unit(task, computed))
    of_projects = project_rows(task, computed, units)
    values = _values(task, computed)
    with transaction.atomic():
        known = _locked(task)
        if known is not None and known.revision >= computed.revision:
            return known
        _replace(UnitFigures, task, of_units, "unit", UNIT_COLUMNS)
        _replace(ProjectFigures, task, of_projects, "key", PROJECT_COLUMNS)
        return _write(task, known, computed.revision, values)


def _values(task: Task, computed: Computed) -> Mapping[str, Any]:
    """What the record says of the scorecard and the findings."""
    card = computed.card
    return {
        "scheme": card.scheme.id if card else "",
        "rules": card.scheme.digest if card else "",
        "points": score_or_missing(card.points if card else MISSING),
        "total": score_or_missing(card.total if card else MISSING),
        "reached": score_or_missing(card.reached if card else MISSING),
        "open": score_or_missing(card.open if card else MISSING),
        "grade": card.grade if card else "",
        "lines": lines_of(card) if card else [],
        "unscored": told(computed.unscored),
        "findings": dict(
            Counter(item.severity.value for item in asked(task.kind, computed.gathered, computed.findings))
        ),
    }


def _locked(task: Task) -> ScoreRecord | None:
    """One writer for a task at a time, whether or not there is a record yet."""
    Task.objects.select_for_update().get(pk=task.pk)
    return ScoreRecord.objects.filter(task=task).first()


def _replace(
    model: type[UnitFigures] | type[ProjectFigures],
    task: Task,
    rows: list[Any],
    key: str,
    columns: tuple[str, ...],
) -> None:
    """Write the rows over those that are there, and take away what no longer is: three queries for up to 500 rows."""
    manager: Any = model._default_manager
    manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["task", key], update_fields=["revision", *columns], batch_size=500
    )
    manager.filter(task=task).exclude(revision__in={row.revision for row in rows}).delete()


def _write(task: Task, known: ScoreRecord | None, revision: int, values: Mapping[str, Any]) -> ScoreRecord:
    record = known or ScoreRecord(task=task)
    if known is not None and known.lines != values["lines"]:
        record.before = {
            "total": known.total.text() if isinstance(known.total, Score) else None,
            "lines": known.lines,
            "made_at": known.made_at.isoformat(),
        }
    for name, value in values.items():
        setattr(record, name, value)
    record.revision, record.made_at = revision, timezone.now()
    record.save()
    return record


@transaction.atomic
def _keep_refusal(task: Task, revision: int, error: RuleError) -> ScoreRecord:
    """The year names a scheme that cannot be used: the page says so, and shows no score."""
    known = _locked(task)
    figures = dict.fromkeys(("points", "total", "reached", "open"), MISSING)
    nothing = {**figures, "scheme": "", "rules": "", "grade": ""}
    return _write(task, known, revision, {**nothing, "lines": [], "unscored": told(error)})


def told(error: RuleError | None) -> dict[str, str]:
    """Why there is no card, in each language; nothing where there is one."""
    return {} if error is None else {lang: error.text(lang) for lang in ("zh", "en")}


def findings_by_unit(task: Task, computed: Computed) -> Mapping[int, Counter[str]]:
    """Primary key of a unit → how many findings of each severity lie in its form; of the department, how many there are.

    A finding over two units counts for both. One query.
    """
    owners = dict(Row.objects.filter(form__task=task, alive=True).values_list("pk", "form__unit_id").order_by())
    counts: dict[int, Counter[str]] = {task.year.department_id: Counter()}
    for finding in asked(task.kind, computed.gathered, computed.findings):
        places = {computed.gathered.near(where) for where in finding.at}
        units = {owners[place[0]] for place in places if place is not None and place[0] in owners}
        for unit in units | {task.year.department_id}:
            counts.setdefault(unit, Counter())[finding.severity.value] += 1
    return counts
