"""Reasonableness: money, progress and results of one project tell the same story."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from jixiao.checks.reached import POSITIVE, figures
from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Count, Money, Ratio, Score

ZERO = Money.zero()


@check("RSN-02")
def progress_follows_money(view: View) -> Iterator[Found]:
    """Physical progress and cumulative payment of a building project are not far apart."""
    for project in view.year.project:
        paid, whole, progress = project.cumulative_paid, project.total_investment, project.physical_progress
        if not (isinstance(paid, Money) and isinstance(whole, Money) and whole > ZERO and isinstance(progress, Ratio)):
            continue
        if abs((paid / whole) - progress).value > view.rule.figure("points"):
            values = {"name": project.name, "paid": paid / whole, "progress": progress}
            yield Found(
                (view.at("project", project, "physical_progress"), view.at("project", project, "cumulative_paid")),
                values,
            )


@check("RSN-04")
def unspent_projects_score_little(view: View) -> Iterator[Found]:
    """A project that spent nothing of its budget did not earn a passing score."""
    for project in view.year.project:
        full, spent = view.money("project", project.project, "full"), view.money("project", project.project, "spent")
        if not (isinstance(full, Money) and full > ZERO and spent == ZERO and isinstance(project.self_score, Score)):
            continue
        if project.self_score.points >= view.rule.figure("score"):
            values = {"name": project.name, "full": full, "score": project.self_score}
            yield Found((view.at("project", project, "self_score"),), values)


@check("RSN-05")
def results_need_money(view: View) -> Iterator[Found]:
    """All outputs reached with little of the money: the targets or the budget were padded; an explanation settles it."""
    for project in view.own_projects:
        rate, reached = view.rate(project.project), _outputs(view, project.project)
        if (
            isinstance(rate, Ratio)
            and 0 <= rate.value < view.rule.figure("rate")
            and min(reached, default=0) >= 1
            and not told(project.deviation)
        ):
            yield Found((view.at("project", project, "deviation"),), {"name": project.name, "rate": rate})


@check("RSN-06")
def money_needs_results(view: View) -> Iterator[Found]:
    """All the money with much less than the outputs promised."""
    for project in view.own_projects:
        rate, reached = view.rate(project.project), _outputs(view, project.project)
        if isinstance(rate, Ratio) and rate.value >= view.rule.figure("rate") and reached:
            mean = sum((min(one, Fraction(1)) for one in reached), Fraction(0)) / len(reached)
            if mean < view.rule.figure("outputs"):
                yield Found(
                    (view.at("project", project, "name"),), {"name": project.name, "rate": rate, "outputs": Ratio(mean)}
                )


def _outputs(view: View, project: str) -> list[Fraction]:
    """Completion of each output with a positive target."""
    found = []
    for item in view.shared.indicators.get(project, ()):
        if item.lv1 == "产出指标" and item.operator in POSITIVE:
            pair = figures(view, item)
            if pair is not None and pair[0] > Decimal(0):
                found.append(Fraction(pair[1]) / Fraction(pair[0]))
    return found


@check("RSN-11")
def idle_assets_are_counted(view: View) -> Iterator[Found]:
    """All assets in use beside stock-taking differences that nobody settled."""
    management = view.year.management
    all_used = isinstance(management.assets_total, Money) and management.assets_in_use == management.assets_total
    if all_used and isinstance(management.differences_open, Count) and management.differences_open.number > 0:
        at = (view.facts.at("management", "assets_in_use"), view.facts.at("management", "differences_open"))
        yield Found(at, {"number": management.differences_open})


@check("RSN-12")
def asset_income_is_paid_in(view: View) -> Iterator[Found]:
    """Rent and disposal income not yet paid in."""
    due, paid = view.year.management.income_due, view.year.management.income_in_time
    if isinstance(due, Count) and isinstance(paid, Count) and paid < due:
        yield Found((view.facts.at("management", "income_in_time"),), {"open": due - paid})


@check("RSN-13")
def money_is_not_parked(view: View) -> Iterator[Found]:
    """Everything paid in the last quarter, against the project's own plan, looks like a transfer instead of spending."""
    for project in view.own_projects:
        lines = view.shared.lines.get(project.project, ())
        spent = view.money("project", project.project, "spent")
        untouched = lines and all(line.cum_sep == ZERO for line in lines)
        full = view.rate(project.project) == Ratio(Fraction(1))
        if untouched and full and isinstance(spent, Money) and project.plan_curve not in view.rule.words("late"):
            yield Found((view.at("budget", lines[0], "cum_sep"),), {"name": project.name, "spent": spent})
