"""One indicator, filled in: target, unit, actual value, owner and references are there and fit its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Missing

QUALITATIVE = "定性"
UNMEASURED = ("定性", "定量（其他）", "不适用")
DEPARTMENT = "部门"


def measured(view: View) -> Iterator[Any]:
    """The quantitative indicators, which are scored by their figures."""
    return (item for item in view.year.indicator if isinstance(item.operator, str) and item.operator not in UNMEASURED)


@check("IND-02")
def targets_are_there(view: View) -> Iterator[Found]:
    """A quantitative indicator without a target cannot be scored."""
    for item in measured(view):
        if isinstance(item.target, Missing):
            yield Found((view.at("indicator", item, "target"),), {"name": item.name, "operator": item.operator})


@check("IND-03")
def units_are_there(view: View) -> Iterator[Found]:
    """A figure without a unit of measure can be read in two ways."""
    for item in measured(view):
        if isinstance(item.unit, Missing):
            yield Found((view.at("indicator", item, "unit"),), {"name": item.name})


@check("IND-04")
def actuals_are_there(view: View) -> Iterator[Found]:
    """Self-evaluation begins with what was reached: a figure, or for a qualitative indicator its state."""
    for item in view.year.indicator:
        name = "state" if item.operator == QUALITATIVE else "actual"
        if item.operator not in ("定量（其他）", "不适用") and isinstance(
            view.figure("indicator", item.no, name), Missing
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
            yield Found((view.at("indicator", item, "owner"),), {"name": item.name, "owner": item.owner})


@check("IND-26")
def shared_facts_exist(view: View) -> Iterator[Found]:
    """“引用” names another indicator or a countable result, never the indicator itself."""
    known = {item.no for item in view.year.indicator} | {item.no for item in view.year.result}
    for item in view.year.indicator:
        if isinstance(item.same_as, str) and (item.same_as not in known or item.same_as == item.no):
            yield Found((view.at("indicator", item, "same_as"),), {"name": item.name, "same_as": item.same_as})


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
