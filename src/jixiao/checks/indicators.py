"""One indicator, filled in: target, unit, actual value, owner and references are there and fit its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.checks.meant import meant
from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Count, Missing
from jixiao.relations import Hint

QUALITATIVE = "定性"
UNMEASURED = ("定性", "定量（其他）", "不适用")
DEPARTMENT = "部门"


def measured(view: View) -> Iterator[Any]:
    """The quantitative indicators, which are scored by their figures."""
    return (item for item in view.year.indicator if isinstance(item.operator, str) and item.operator not in UNMEASURED)


@check("IND-02")
def targets_are_there(view: View) -> Iterator[Found]:
    """A quantitative indicator without a target cannot be scored; a day is the target of a matter of time."""
    for item in measured(view):
        if isinstance(item.target, Missing) and isinstance(item.due, Missing):
            yield Found((view.at("indicator", item, "target"),), {"name": item.name, "operator": item.operator})


@check("IND-03")
def units_are_there(view: View) -> Iterator[Found]:
    """A figure without a unit of measure can be read in two ways; a day needs none."""
    for item in measured(view):
        if isinstance(item.unit, Missing) and isinstance(item.due, Missing):
            yield Found((view.at("indicator", item, "unit"),), {"name": item.name})


@check("IND-04")
def actuals_are_there(view: View) -> Iterator[Found]:
    """Self-evaluation begins with what was reached: a figure or a day, or for a qualitative indicator its state."""
    for item in view.year.indicator:
        name = "state" if item.operator == QUALITATIVE else "actual"
        if not isinstance(item.due, Missing):
            name = "done" if isinstance(item.state, Missing) else "state"  # not done yet is told by its state
        unasked = item.sample == Count(0)  # nobody was asked, so there is nothing to fill in
        if (
            item.operator not in ("定量（其他）", "不适用")
            and not unasked
            and isinstance(view.figure("indicator", item.no, name), Missing)
        ):
            yield Found((view.at("indicator", item, name),), {"name": item.name})


@check("IND-05")
def other_quantities_are_judged(view: View) -> Iterator[Found]:
    """定量（其他） is scored by judgement: it needs the judged points and words that explain them."""
    for item in view.year.indicator:
        if item.operator == "定量（其他）" and (isinstance(item.judged, Missing) or not told(item.deviation)):
            name = "judged" if isinstance(item.judged, Missing) else "deviation"
            yield Found((view.at("indicator", item, name),), {"name": item.name})


@check("IND-21")
def states_and_figures_are_not_mixed(view: View) -> Iterator[Found]:
    """A qualitative indicator has one of three states; figures beside it would not be used."""
    for item in view.year.indicator:
        if item.operator == QUALITATIVE and not (isinstance(item.target, Missing) and isinstance(item.actual, Missing)):
            yield Found((view.at("indicator", item, "actual"),), {"name": item.name})


@check("IND-25")
def owners_are_known(view: View) -> Iterator[Found]:
    """The owner is 部门 or a project of the sheet 项目; otherwise the indicator belongs to no form."""
    known = {DEPARTMENT, *(project.project for project in view.year.project)}
    for item in view.year.indicator:
        if isinstance(item.owner, str) and item.owner not in known:
            values = {"name": item.name, "owner": item.owner}
            hints = meant(view.facts, "project", item.owner)
            yield Found((view.at("indicator", item, "owner"),), values, hints=hints)


@check("IND-26")
def shared_facts_exist(view: View) -> Iterator[Found]:
    """“引用” names another indicator or a countable result, never the indicator itself."""
    known = {item.no for item in view.year.indicator} | {item.no for item in view.year.result}
    for item in view.year.indicator:
        if isinstance(item.same_as, str) and (item.same_as not in known or item.same_as == item.no):
            values, hints = {"name": item.name, "same_as": item.same_as}, _other_facts(view, item.same_as)
            own = item.same_as == item.no
            yield Found((view.at("indicator", item, "same_as"),), values, hints=() if own else hints)


def _other_facts(view: View, asked: str) -> tuple[Hint, ...]:
    return meant(view.facts, "result", asked) or meant(view.facts, "indicator", asked)


@check("IND-27")
def one_fact_is_told_once(view: View) -> Iterator[Found]:
    """An actual value typed beside a reference differs from the value that the reference brings."""
    for item in view.year.indicator:
        fact = view.facts.fact(view.at("indicator", item, "actual"))
        if fact.inputs and not isinstance(fact.stated, Missing) and fact.stated != fact.value:
            yield Found(
                (fact.address, *fact.inputs),
                {"name": item.name, "stated": fact.stated, "brought": fact.value, "same_as": item.same_as},
            )
