"""Money beyond the declared ties: units of measure, signs, kinds of lines, and money counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jixiao.checks.view import Found, View, check, names_in, told
from jixiao.facts import Address
from jixiao.figures import Money

ZERO = Money.zero()
PAIRS = (
    ("budget", "full", "spent"),
    ("contract", "budget", "amount"),
    ("sangong", "budget", "actual"),
    ("sangong", "last_year", "actual"),
)
"""Subjects with two amounts of a row that are of one size."""


@check("ART-17")
def task_money_follows_projects(view: View) -> Iterator[Found]:
    """What the objective form planned for a task and what its projects were given; a recorded adjustment explains it."""
    for task in view.year.task:
        projects = names_in(task.projects)
        full = [amount for project in projects if isinstance(amount := view.money("project", project, "full"), Money)]
        if not isinstance(task.money, Money) or task.money <= ZERO or not full or len(full) < len(projects):
            continue
        if any(told(line.adjust_reason) for project in projects for line in view.shared.lines.get(project, ())):
            continue
        given = Money.sum(full)
        if abs((given - task.money) / task.money).value > view.rule.figure("share"):
            yield Found((view.at("task", task, "money"),), {"name": task.name, "planned": task.money, "given": given})


@check("ART-18")
def units_of_measure_agree(view: View) -> Iterator[Found]:
    """Two amounts of one row that are about ten thousand times apart were typed in different units."""
    low, high = view.rule.figure("low"), view.rule.figure("high")
    for subject, one, other in PAIRS:
        for record in view.year.records(subject):
            first, second = view.at(subject, record, one), view.at(subject, record, other)
            left, right = view.facts.value(first), view.facts.value(second)
            if isinstance(left, Money) and isinstance(right, Money) and left > ZERO and right > ZERO:
                times = max(left / right, right / left).value
                if low <= times <= high:
                    yield Found((second, first), {"one": left, "other": right})


@check("ART-21")
def budgets_are_not_negative(view: View) -> Iterator[Found]:
    """An adjustment may cut a budget down to nothing, not below."""
    for line in view.year.budget:
        where = view.at("budget", line, "full")
        full = view.facts.value(where)
        if isinstance(full, Money) and full < ZERO:
            yield Found((view.at("budget", line, "adjust"), where), {"line": line.line, "full": full})


@check("ART-24")
def lines_are_of_one_kind(view: View) -> Iterator[Found]:
    """Project expenditure names its project; basic expenditure is personnel or operating cost and names none."""
    for line in view.year.budget:
        if isinstance(line.project, str) != (line.expenditure == "项目支出") and line.expenditure in (
            "项目支出",
            "基本支出",
        ):
            yield Found((view.at("budget", line, "project"),), {"line": line.line, "kind": line.expenditure})


@check("ART-28")
def transfers_are_counted_once(view: View) -> Iterator[Found]:
    """The same project with the same money at two budget levels looks like one transfer written twice."""
    for lines in view.shared.lines.values():
        for one, other in combinations(lines, 2):
            same = one.spent == other.spent and one.fund == other.fund and one.initial == other.initial
            if same and one.level != other.level and isinstance(one.spent, Money) and one.spent > ZERO:
                yield Found(_both(view, one, other), {"one": one.line, "other": other.line, "spent": one.spent})


def _both(view: View, one: object, other: object) -> tuple[Address, ...]:
    return view.at("budget", other, "spent"), view.at("budget", one, "spent")


@check("ART-29")
def union_dues_stay_out(view: View) -> Iterator[Found]:
    """Union dues have a budget of their own and are no fiscal money."""
    for project in view.year.project:
        lines = view.shared.lines.get(project.project, ())
        if any(word in told(project.name) for word in view.rule.words("words")):
            for line in lines:
                if line.fund in view.rule.words("funds"):
                    yield Found(
                        (view.at("budget", line, "fund"), view.at("project", project, "name")),
                        {"name": project.name, "fund": line.fund},
                    )
