"""Time: steps in order, dates inside their year, deadlines kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from jixiao.checks.sections import is_late
from jixiao.checks.view import Found, View, check, grouped, told
from jixiao.facts import PartialDate
from jixiao.figures import Money


@check("TIM-03")
def evidence_is_of_the_year(view: View) -> Iterator[Found]:
    """A paper older than the year proves nothing of it, and one younger than the form was not there."""
    first, signed = date(view.year.year, 1, 1), view.year.cover.filled_on
    for item in view.year.evidence:
        if isinstance(item.date, PartialDate):
            early = item.date.latest() < first
            late = isinstance(signed, PartialDate) and signed.surely_before(item.date)
            if early or late:
                yield Found((view.at("evidence", item, "date"),), {"name": item.name, "date": item.date})


@check("TIM-04")
def milestones_are_in_order(view: View) -> Iterator[Found]:
    """Approval, feasibility, design, start, works and acceptance follow each other. A missing date is not ours to report."""
    order = {stage: rank for rank, stage in enumerate(view.rule.words("stages"))}
    for milestones in grouped(view.year.milestone, "project").values():
        dated = [item for item in milestones if item.stage in order and isinstance(item.done, PartialDate)]
        dated.sort(key=lambda item: order[item.stage])
        for earlier, later in pairwise(dated):
            if order[earlier.stage] < order[later.stage] and later.done.surely_before(earlier.done):
                at = (view.at("milestone", later, "done"), view.at("milestone", earlier, "done"))
                yield Found(at, {"first": earlier.name, "one": earlier.done, "second": later.name, "other": later.done})


@check("TIM-05")
def planned_steps_are_done_or_explained(view: View) -> Iterator[Found]:
    """A step planned for this year or earlier is done, or a note says why not."""
    end = PartialDate(view.year.year, 12, 31)
    for item in view.year.milestone:
        due = isinstance(item.planned, PartialDate) and not end.surely_before(item.planned)
        if due and not isinstance(item.done, PartialDate) and not told(item.note):
            yield Found((view.at("milestone", item, "done"),), {"name": item.name, "planned": item.planned})


@check("TIM-07")
def disclosures_keep_their_days(view: View) -> Iterator[Found]:
    """Budgets and accounts are published within so many days of their approval."""
    days = int(view.rule.figure("days"))
    for item in view.year.disclosure:
        if is_late(item, days):
            at = (view.at("disclosure", item, "published_on"), view.at("disclosure", item, "approved_on"))
            yield Found(at, {"item": item.item, "approved": item.approved_on, "published": item.published_on})


@check("TIM-08")
def payments_do_not_crowd(view: View) -> Iterator[Found]:
    """Project money spent mostly in the last quarter, where the project's own plan does not say so. Told at once."""
    crowded = []
    for project in view.own_projects:
        lines, spent = view.shared.lines.get(project.project, ()), view.money("project", project.project, "spent")
        until = [line.cum_sep for line in lines if isinstance(line.cum_sep, Money)]
        if (
            not isinstance(spent, Money)
            or spent.yuan <= 0
            or len(until) < len(lines)
            or project.plan_curve in view.rule.words("late")
        ):
            continue
        if lines and ((spent - Money.sum(until)) / spent).value > view.rule.figure("share"):
            crowded.append(project)
    if crowded:
        yield Found(
            tuple(view.facts.at("project", item.project, "spent") for item in crowded),
            {"names": tuple(item.name for item in crowded)},
        )


@check("TIM-10")
def school_years_are_no_fiscal_years(view: View) -> Iterator[Found]:
    """A figure of a school year stands where one of the fiscal year is asked for."""
    for subject in ("indicator", "result"):
        for item in view.year.records(subject):
            note = told(getattr(item, "note", ""))
            if "学年" in told(item.name) or "学年" in note:
                yield Found((view.at(subject, item, "name"),), {"name": item.name})


@check("TIM-11")
def nothing_is_done_tomorrow(view: View) -> Iterator[Found]:
    """A step done after the form was signed was not done yet."""
    signed = view.year.cover.filled_on
    for item in view.year.milestone:
        if isinstance(signed, PartialDate) and isinstance(item.done, PartialDate) and signed.surely_before(item.done):
            yield Found(
                (view.at("milestone", item, "done"), view.facts.at("cover", "filled_on")),
                {"name": item.name, "done": item.done, "signed": signed},
            )


@check("TIM-15")
def movements_are_of_the_year(view: View) -> Iterator[Found]:
    """A movement of another year does not change this year's head-count."""
    for item in view.year.movement:
        if isinstance(item.date, PartialDate) and item.date.year != view.year.year:
            yield Found((view.at("movement", item, "date"),), {"movement": item.movement, "date": item.date})


@check("OBJ-01")
def adjustments_come_before_year_end(view: View) -> Iterator[Found]:
    """Budgets are adjusted while the year runs."""
    end = PartialDate(view.year.year, 12, 31)
    for item in view.year.quota:
        if isinstance(item.date, PartialDate) and (end.surely_before(item.date) or item.date.year < view.year.year):
            yield Found((view.at("quota", item, "date"),), {"quota": item.quota, "date": item.date})
