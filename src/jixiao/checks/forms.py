"""The indicator form as a whole: weights that close, a complete frame, one indicator once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Score

NOISE = re.compile(r"[\s，。、；：“”《》（）()·\-—]")
"""A sign that makes no difference between two names."""


@check("SCR-03")
def weights_close(view: View) -> Iterator[Found]:
    """The points of one project's indicators add to one of the permitted sums: 90 beside the execution rate, or 100."""
    permitted = [Score.of(word) for word in view.rule.words("sums")]
    for project in view.own_projects:
        indicators = view.shared.indicators.get(project.project, ())
        weights = [item.weight for item in indicators if isinstance(item.weight, Score)]
        if indicators and len(weights) == len(indicators) and Score.sum(weights) not in permitted:
            yield Found(
                tuple(view.at("indicator", item, "weight") for item in indicators),
                {"name": project.name, "sum": Score.sum(weights), "permitted": tuple(permitted)},
            )


@check("SCR-08")
def weights_are_there(view: View) -> Iterator[Found]:
    """Some indicators of a form have points and some have none: the missing ones would count for nothing."""
    for indicators in view.shared.indicators.values():
        blank = [item for item in indicators if not isinstance(item.weight, Score) and item.operator != "不适用"]
        if blank and len(blank) < len(indicators):
            at = tuple(view.at("indicator", item, "weight") for item in blank)
            yield Found(at, {"names": tuple(told(item.name) for item in blank)})


@check("SCR-16")
def no_indicator_carries_all(view: View) -> Iterator[Found]:
    """One indicator with more than half of a form's points decides it alone."""
    for project in view.own_projects:
        weights = [item for item in view.shared.indicators.get(project.project, ()) if isinstance(item.weight, Score)]
        whole = Score.sum(item.weight for item in weights)
        for item in weights:
            if len(weights) > 1 and whole.points and (item.weight / whole).value > view.rule.figure("share"):
                yield Found(
                    (view.at("indicator", item, "weight"),), {"name": item.name, "weight": item.weight, "whole": whole}
                )


@check("IND-10")
def frames_are_complete(view: View) -> Iterator[Found]:
    """A project form has at least one indicator of each required level-1 kind."""
    for project in view.own_projects:
        indicators = view.shared.indicators.get(project.project, ())
        lacking = tuple(kind for kind in view.rule.words("required") if all(item.lv1 != kind for item in indicators))
        if indicators and lacking:
            yield Found((view.at("project", project, "name"),), {"name": project.name, "lacking": lacking})


@check("IND-11")
def forms_have_a_fair_number(view: View) -> Iterator[Found]:
    """Too few indicators measure nothing, too many hide what matters."""
    low, high = view.rule.figure("low"), view.rule.figure("high")
    for project in view.own_projects:
        number = len(view.shared.indicators.get(project.project, ()))
        if number and not low <= number <= high:
            yield Found((view.at("project", project, "name"),), {"name": project.name, "number": number})


@check("IND-12")
def names_are_told_once(view: View) -> Iterator[Found]:
    """Within one form and one level-1 kind a name stands once."""
    for indicators in view.shared.indicators.values():
        for one, other in _same_names(indicators):
            if one.lv1 == other.lv1:
                yield Found(
                    (view.at("indicator", other, "name"), view.at("indicator", one, "name")), {"name": other.name}
                )


@check("IND-22")
def benefits_are_no_outputs(view: View) -> Iterator[Found]:
    """A benefit that repeats an output says nothing new."""
    for indicators in view.shared.indicators.values():
        for one, other in _same_names(indicators):
            if {one.lv1, other.lv1} == {"产出指标", "效益指标"}:
                yield Found(
                    (view.at("indicator", other, "name"), view.at("indicator", one, "name")), {"name": other.name}
                )


def _same_names(indicators: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    first: dict[str, Any] = {}
    for item in indicators:
        name = NOISE.sub("", told(item.name))
        if name and name in first:
            yield first[name], item
        first.setdefault(name, item)
