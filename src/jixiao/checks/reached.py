"""Target against result: what was missed or far exceeded is explained, and full marks are earned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jixiao.checks.indicators import measured
from jixiao.checks.view import Found, View, check, told
from jixiao.facts import PartialDate
from jixiao.figures import Missing

POSITIVE, NEGATIVE = ("＞", "≥", "＝"), ("＜", "≤")


def figures(view: View, item: Any) -> tuple[Decimal, Decimal] | None:
    """Target and actual value, when both are there; an actual may come from the fact that the indicator shares.

    A range and a day are no figure that a result can exceed: such indicators have none.
    """
    if not isinstance(item.due, Missing) or not isinstance(item.target_high, Missing):
        return None
    actual = view.figure("indicator", item.no, "actual")
    return (item.target, actual) if isinstance(item.target, Decimal) and isinstance(actual, Decimal) else None


def missed(view: View, item: Any) -> bool:
    """Whether the result is worse than its target: a figure, a range, or a day. More than an equal target is not worse."""
    if isinstance(item.due, PartialDate):
        return isinstance(item.done, PartialDate) and item.due.surely_before(item.done)
    actual = view.figure("indicator", item.no, "actual")
    if isinstance(item.target_high, Decimal) and isinstance(item.target, Decimal):
        return isinstance(actual, Decimal) and not item.target <= actual <= item.target_high
    found = figures(view, item)
    if found is None:
        return False
    target, actual = found
    match item.operator:
        case "＞":
            return actual <= target
        case "≥" | "＝":
            return actual < target
        case "＜":
            return actual >= target
        case _:
            return item.operator == "≤" and actual > target


@check("IND-15")
def excess_is_explained(view: View) -> Iterator[Found]:
    """A result far above its target says that the target was low, or that something unforeseen happened."""
    for item in measured(view):
        found = figures(view, item)
        if found is None or item.operator not in POSITIVE or found[0] <= 0 or told(item.deviation):
            continue
        if Fraction(found[1]) / Fraction(found[0]) >= view.rule.figure("factor"):
            yield Found((view.at("indicator", item, "actual"),), _values(item, found))


@check("IND-16")
def misses_are_explained(view: View) -> Iterator[Found]:
    """A missed target has a cause and a measure, at the indicator or in the form of its project."""
    projects = {project.project: project for project in view.year.project}
    for item in measured(view):
        if not missed(view, item):
            continue
        project = projects.get(told(item.owner))
        cause = told(item.deviation) or told(getattr(project, "deviation", ""))
        remedy = told(item.remedy) or told(getattr(project, "remedy", ""))
        if not cause or not remedy:
            yield Found((view.at("indicator", item, "remedy" if cause else "deviation"),), told_pair(view, item))


@check("IND-17")
def causes_are_causes(view: View) -> Iterator[Found]:
    """无 or 疫情影响 alone explains nothing."""
    empty = view.rule.words("empty")
    for item in measured(view):
        if missed(view, item) and told(item.deviation).strip("。 ") in empty:
            values = {**told_pair(view, item), "cause": item.deviation}
            yield Found((view.at("indicator", item, "deviation"),), values)


@check("SCR-18")
def full_marks_are_earned(view: View) -> Iterator[Found]:
    """Full marks stand beside a result that is worse than its target."""
    for item in measured(view):
        if missed(view, item) and not isinstance(item.weight, Missing) and item.self_score == item.weight:
            values = {**told_pair(view, item), "score": item.self_score}
            yield Found((view.at("indicator", item, "self_score"),), values)


@check("IND-18")
def shares_stay_below_the_whole(view: View) -> Iterator[Found]:
    """A rate of satisfaction, passing or coverage is a share of a whole."""
    for item in measured(view):
        found = figures(view, item)
        if (
            found is not None
            and item.unit == "%"
            and found[1] > 100
            and any(word in told(item.name) for word in view.rule.words("words"))
        ):
            yield Found((view.at("indicator", item, "actual"),), _values(item, found))


@check("IND-07")
def result_and_target_share_a_unit(view: View) -> Iterator[Found]:
    """A result hundreds of times its target, or a hundredth of it, was counted in another unit."""
    factor = view.rule.figure("factor")
    for item in measured(view):
        found = figures(view, item)
        if found is not None and min(found) > 0 and Fraction(max(found)) / Fraction(min(found)) >= factor:
            yield Found((view.at("indicator", item, "actual"),), _values(item, found))


def told_pair(view: View, item: Any) -> dict[str, object]:
    """Target and result as they are told: two figures, a range and a figure, or two days."""
    if isinstance(item.due, PartialDate):
        return {"name": item.name, "operator": item.operator, "target": item.due, "actual": item.done, "unit": ""}
    actual = view.figure("indicator", item.no, "actual")
    values = {"name": item.name, "actual": actual, "unit": told(item.unit)}
    if isinstance(item.target_high, Decimal):
        return {**values, "operator": "", "target": f"{item.target:f}—{item.target_high:f}"}
    return {**values, "operator": item.operator, "target": item.target}


def _values(item: Any, found: tuple[Decimal, Decimal]) -> dict[str, object]:
    return {
        "name": item.name,
        "operator": item.operator,
        "target": found[0],
        "actual": found[1],
        "unit": told(item.unit),
    }
