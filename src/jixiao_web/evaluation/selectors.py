"""What the pages of scores ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jixiao.figures import Missing
from jixiao.scoring import Line, Scorecard
from jixiao_web.evaluation import services
from jixiao_web.evaluation.cards import Computed
from jixiao_web.evaluation.links import Used, used
from jixiao_web.evaluation.models import ProjectFigures, ScoreRecord, UnitFigures
from jixiao_web.evaluation.plain import Row, lines_of, nodes_as_data, rows_of
from jixiao_web.filling.models import Row as FormRow
from jixiao_web.shell import stamps

if TYPE_CHECKING:
    from jixiao_web.cycle.models import Task
    from jixiao_web.evaluation.places import Place

SMALL = 1500
"""A task of fewer rows is computed while the page waits; a larger one in the background, the old values dated beside it."""


@dataclass(frozen=True)
class Present:
    """The scores as they are kept. `stale`: forms have changed since, and the background is computing."""

    record: ScoreRecord | None
    stale: bool

    def rows(self, lang: str) -> list[Row]:
        """The scorecard."""
        return rows_of(self.record.lines, lang) if self.record else []


def present(task: Task) -> Present:
    """The scores of a task: up to date where that is quick, else as last computed."""
    record = record_of(task)
    if record is not None and record.revision == services.revision_of(task):
        return Present(record, stale=False)
    if is_small(task):
        fresh = services.refresh(task)
        stamps.look_again()
        return Present(fresh, stale=False)
    services.ask_refresh(task)
    return Present(record, stale=True)


def record_of(task: Task) -> ScoreRecord | None:
    """The scores of a task as they are kept; one small query while nothing is computed anew. Nobody changes them."""
    return stamps.kept("figures", ("record", task.pk), ScoreRecord.objects.filter(task=task).order_by("pk").first)


def figures_of(task: Task) -> Mapping[int, UnitFigures]:
    """The figures of a task's units and of the department, by the unit's key; asked and shared as above."""
    found = UnitFigures.objects.filter(task=task).order_by()
    return stamps.kept("figures", ("units", task.pk), lambda: {item.unit_id: item for item in found})


def is_small(task: Task) -> bool:
    """Whether computing takes no longer than a page may. One query."""
    return FormRow.objects.filter(form__task=task, alive=True)[: SMALL + 1].count() <= SMALL


@dataclass(frozen=True)
class Trace:
    """One line opened: its rule, its step, the figures it used with where they come from, and its ground."""

    line: Line
    reason: str
    used: Sequence[Used]
    details: Sequence[Row]

    @property
    def is_open(self) -> bool:
        """Whether the line has no score yet."""
        return isinstance(self.line.score, Missing)


def trace(place: Place, computed: Computed, line: Line, lang: str) -> Trace:
    """A line with everything behind it. One query."""
    return Trace(
        line,
        line.because.reason(lang),
        used(place.task, computed.gathered, computed.facts, dict.fromkeys(line.facts)),
        rows_of(nodes_as_data(line.details), lang),
    )


def card_rows(card: Scorecard, lang: str) -> list[Row]:
    """A card that is not kept, a project's, as rows."""
    return rows_of(lines_of(card), lang)


def lost_steps(rows: Sequence[Row]) -> list[Row]:
    """The lines that lost points, in the order of the card: the steps of the waterfall."""
    return [row for row in rows if row.is_line and row.lost_any]


def projects_of(place: Place) -> list[ProjectFigures]:
    """The projects of a unit, or of the whole department, as kept. One query, small while nothing is computed anew."""
    found = ProjectFigures.objects.filter(task=place.task).select_related("unit").defer("pace")
    mine = found if place.is_department else found.filter(unit=place.unit)
    return list(stamps.kept("figures", ("projects", place.task.pk, place.unit.pk), lambda: tuple(mine)))


def project_figures(place: Place, key: str) -> ProjectFigures | None:
    """Money, score and grade of one project as kept. One query."""
    return ProjectFigures.objects.filter(task=place.task, key=key).select_related("unit").first()
