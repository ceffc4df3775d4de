"""The writers by the names that outlines use, with the options that each understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jixiao.facts.registry import Registry
from jixiao.reports.model import Block, Spans
from jixiao.reports.writing import (
    changes,
    charts,
    conclusion,
    forms,
    indicators,
    losses,
    managing,
    narratives,
    organisation,
    problems,
    project_forms,
    projects,
    records,
    spending,
    staffing,
    tasks,
)
from jixiao.reports.writing.formats import FORMATS
from jixiao.reports.writing.pen import Pen
from jixiao.reports.writing.spot import Spot
from jixiao.rules.outlines import Words


@dataclass(frozen=True, slots=True)
class Inline:
    """A writer that gives sentences inside a paragraph."""

    write: Callable[[Pen, Spot], Spans]
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Whole:
    """A writer that gives whole blocks: paragraphs, headings of its own, tables, charts."""

    write: Callable[[Pen, Spot], tuple[Block, ...]]
    options: frozenset[str] = frozenset()


_TITLE = frozenset({"title"})
_SLOT = frozenset({"slot"})

INLINE: Mapping[str, Inline] = MappingProxyType(
    {
        "conclusion": Inline(conclusion.conclusion, frozenset({"order"})),
        "divisions": Inline(organisation.divisions),
        "last-year": Inline(changes.last_year),
        "lost-summary": Inline(conclusion.lost_summary),
        "other-types": Inline(spending.other_types),
        "policies": Inline(managing.policies),
        "sources": Inline(spending.sources),
        "staffing": Inline(staffing.staffing),
        "task-list": Inline(tasks.task_list),
        "three-public": Inline(spending.three_public),
        "units": Inline(organisation.units),
    }
)

BLOCKS: Mapping[str, Whole] = MappingProxyType(
    {
        "assignments": Whole(records.assignments, _TITLE),
        "charts": Whole(charts.charts, frozenset({"slow"})),
        "department-form": Whole(forms.department_form),
        "evidence": Whole(records.evidence, _TITLE),
        "followups": Whole(problems.followups),
        "indicator-table": Whole(indicators.indicator_table, _TITLE),
        "key-project-forms": Whole(project_forms.key_project_forms),
        "key-projects": Whole(projects.key_projects),
        "lost-points": Whole(conclusion.lost_points),
        "lost-table": Whole(losses.lost_table, _TITLE),
        "measures": Whole(problems.measures),
        "narratives": Whole(narratives.narratives, _SLOT),
        "narratives-by-unit": Whole(narratives.narratives_by_unit, _SLOT),
        "objectives": Whole(managing.objectives),
        "part-scores": Whole(conclusion.part_scores, frozenset({"part"})),
        "problems": Whole(problems.problems),
        "process": Whole(records.process),
        "project-summary": Whole(forms.project_summary, _TITLE),
        "score-table": Whole(forms.score_table, _TITLE),
        "task-results": Whole(tasks.task_results),
        "unit-table": Whole(spending.unit_table, _TITLE),
    }
)


def words(registry: Registry) -> Words:
    """Everything that an outline may name."""
    return Words(
        registry=registry,
        formats={name: form.kinds for name, form in FORMATS.items()},
        inline={name: writer.options for name, writer in INLINE.items()},
        blocks={name: writer.options for name, writer in BLOCKS.items()},
    )
