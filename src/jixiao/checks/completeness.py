"""Completeness: what a self-evaluation must hold before anybody reads it."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.indicators import DEPARTMENT
from jixiao.checks.view import Found, View, check, told
from jixiao.facts import PartialDate
from jixiao.figures import Money, Ratio, Score

_DIGITS = frozenset("0123456789{一二三四五六七八九十百千万两")
ZERO = Money.zero()


@check("CMP-03")
def money_is_there(view: View) -> Iterator[Found]:
    """Without a budget line there is no budget, no spending and no rate."""
    if not view.year.budget:
        yield Found(())


@check("CMP-04")
def projects_have_a_form(view: View) -> Iterator[Found]:
    """Every project with money is self-evaluated, and its form has indicators."""
    for project in view.own_projects:
        full = view.money("project", project.project, "full")
        if isinstance(full, Money) and full > ZERO:
            if project.evaluated is not True:
                yield Found((view.at("project", project, "evaluated"),), {"name": project.name, "full": full})
            elif not view.shared.indicators.get(project.project):
                yield Found(
                    (view.at("project", project, "name"),),
                    {"name": project.name, "full": full},
                    message="check-CMP-04-empty",
                )


@check("CMP-05")
def the_department_has_objectives(view: View) -> Iterator[Found]:
    """The department's objective text and indicators are there."""
    if not view.year.objective:
        yield Found((), message="check-CMP-05-objective")
    if not view.shared.indicators.get(DEPARTMENT):
        yield Found((), message="check-CMP-05-indicator")


@check("CMP-06")
def problems_are_told(view: View) -> Iterator[Found]:
    """No problem at all is credible only with nearly full marks and nearly full spending."""
    if view.year.problem and view.year.measure:
        return
    total = view.card.total if view.card else None
    rate = view.figure("department", "total/rate")
    near = isinstance(total, Score) and Score.of(str(view.rule.params["total"].figure())) <= total
    if not (near and isinstance(rate, Ratio) and rate.value >= view.rule.figure("rate")):
        yield Found((), message="check-CMP-06-problem" if not view.year.problem else "check-CMP-06-measure")


@check("CMP-08")
def slow_spending_is_explained(view: View) -> Iterator[Found]:
    """An execution rate below the benchmark has a reason, at the line or in the project's form."""
    projects = {project.project: project for project in view.year.project}
    for line in view.year.budget:
        where = view.at("budget", line, "rate")
        rate = view.facts.value(where)
        if isinstance(rate, Ratio) and 0 <= rate.value < view.rule.figure("rate"):
            project = projects.get(told(line.project))
            if not told(line.slow_reason) and not (project and told(project.deviation)):
                name = project.name if project else line.line
                yield Found((view.at("budget", line, "slow_reason"), where), {"name": name, "rate": rate})


@check("CMP-09")
def adjustments_are_explained(view: View) -> Iterator[Found]:
    """An adjustment has a reason or a quota document."""
    documented = {quota.line for quota in view.year.quota}
    for line in view.year.budget:
        if (
            isinstance(line.adjust, Money)
            and line.adjust != ZERO
            and not told(line.adjust_reason)
            and line.line not in documented
        ):
            yield Found((view.at("budget", line, "adjust_reason"),), {"line": line.line, "adjust": line.adjust})


@check("CMP-10")
def effects_are_counted(view: View) -> Iterator[Found]:
    """An effect told without any figure is an activity. All of them are told at once."""
    bare = [
        item
        for item in view.shared.paragraphs
        if _is_result(item.subject, item.at) and not _DIGITS.intersection(item.text)
    ]
    if bare:
        yield Found(tuple(item.at for item in bare), {"number": len(bare)})


def _is_result(subject: str, where: str) -> bool:
    return subject in ("objective", "task") and where.endswith("/result")


@check("CMP-12")
def last_years_problems_are_followed(view: View) -> Iterator[Found]:
    """Last year's problems and what became of them are told."""
    if not view.year.followup:
        yield Found(())
    for item in view.year.followup:
        if not told(item.result):
            yield Found((view.at("followup", item, "result"),), {"text": item.text}, message="check-CMP-12-result")


@check("CMP-15")
def objectives_have_results(view: View) -> Iterator[Found]:
    """An objective without its result is an empty section."""
    for objective in view.year.objective:
        if not told(objective.result):
            yield Found((view.at("objective", objective, "result"),), {"no": objective.no})


@check("CMP-17")
def problems_have_causes(view: View) -> Iterator[Found]:
    """A problem without a cause cannot be cured."""
    for problem in view.year.problem:
        if not told(problem.cause):
            yield Found((view.at("problem", problem, "cause"),), {"title": problem.title})


@check("CMP-18")
def measures_have_owners(view: View) -> Iterator[Found]:
    """Owner and due date stand visibly open until somebody decides them. All of them are told at once."""
    open_ones = [item for item in view.year.measure if not told(item.owner) or not isinstance(item.due, PartialDate)]
    if open_ones:
        at = tuple(view.at("measure", item, "owner" if not told(item.owner) else "due") for item in open_ones)
        yield Found(at, {"names": tuple(item.title for item in open_ones)})


@check("CMP-21")
def the_leading_group_decided(view: View) -> Iterator[Found]:
    """The record shows that the result was deliberated."""
    if all(step.kind != "领导小组审议" for step in view.year.process):
        yield Found(())


@check("CMP-22")
def projects_have_money(view: View) -> Iterator[Found]:
    """A project without a budget line is evaluated on nothing."""
    for project in view.own_projects:
        if view.year.budget and not view.shared.lines.get(project.project):
            yield Found((view.at("project", project, "name"),), {"name": project.name})


@check("CMP-23")
def projects_have_codes(view: View) -> Iterator[Found]:
    """A form carries the project's code. All of them are told at once."""
    bare = [project for project in view.own_projects if not told(project.code)]
    if bare:
        yield Found(
            tuple(view.at("project", item, "code") for item in bare),
            {"names": tuple(told(item.name) or item.project for item in bare)},
        )


@check("CMP-25")
def every_unit_is_in_the_budget(view: View) -> Iterator[Found]:
    """A consolidated unit without a budget line is missing from the totals."""
    used = {line.unit for line in view.year.budget}
    for unit in view.year.unit:
        if unit.consolidated is True and view.year.budget and unit.unit not in used:
            yield Found((view.at("unit", unit, "name"),), {"unit": unit.name})


@check("CMP-26")
def key_projects_have_milestones(view: View) -> Iterator[Found]:
    """A construction project of several years is told by its milestones."""
    dated = {milestone.project for milestone in view.year.milestone}
    for project in view.year.project:
        if project.attribute == "一次性（跨年）" and project.key_task is True and project.project not in dated:
            yield Found((view.at("project", project, "name"),), {"name": project.name})
