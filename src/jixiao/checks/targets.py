"""How indicators are set: operators that fit, the right drawer, targets that mean something."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from jixiao.checks.indicators import measured
from jixiao.checks.reached import NEGATIVE, POSITIVE, figures
from jixiao.checks.view import Found, View, check, told
from jixiao.figures import WAN, Money
from jixiao.relations import Hint


@check("IND-06")
def operators_fit_the_meaning(view: View) -> Iterator[Found]:
    """Fewer accidents are better, more satisfaction is better; words that turn the meaning leave a name alone."""
    for item in measured(view):
        name = told(item.name)
        if any(word in name for word in view.rule.words("turning")):
            continue
        bad = any(word in name for word in view.rule.words("less")) and item.operator in POSITIVE and item.target != 0
        good = any(word in name for word in view.rule.words("more")) and item.operator in NEGATIVE
        if bad or good:
            yield Found((view.at("indicator", item, "operator"),), {"name": name, "operator": item.operator})


@check("IND-08")
def indicators_are_in_their_drawer(view: View) -> Iterator[Found]:
    """Level 2 belongs to level 1, and the last word of a name tells where it belongs."""
    parents, endings = view.rule.params["parents"].entries, view.rule.params["endings"].entries
    for item in view.year.indicator:
        level1, level2, name = told(item.lv1), told(item.lv2), told(item.name)
        wrong_parent = level2 in parents and level1 not in [word.text() for word in parents[level2]]
        wrong_name = level2 in endings and any(name.endswith(word.text()) for word in endings[level2])
        if wrong_parent or wrong_name:
            drawer = _drawer(view, name) if wrong_name else "、".join(word.text() for word in parents[level2])
            hints = (Hint("hint-drawer", (("name", name if wrong_name else level2), ("drawer", drawer))),)
            values = {"name": name, "level1": level1, "level2": level2}
            yield Found((view.at("indicator", item, "lv2"),), values, hints=hints if drawer else ())


def _drawer(view: View, name: str) -> str:
    """Where the last word of a name belongs: the longest one that fits."""
    drawers = view.rule.table("drawers")
    fitting = [ending for ending in drawers if name.endswith(ending)]
    return drawers[max(fitting, key=len)] if fitting else ""


@check("IND-09")
def spending_is_no_result(view: View) -> Iterator[Found]:
    """Money spent is an input; its rate has a line of its own."""
    for item in view.year.indicator:
        if item.lv1 in ("产出指标", "效益指标") and any(word in told(item.name) for word in view.rule.words("words")):
            yield Found((view.at("indicator", item, "name"),), {"name": item.name, "level1": item.lv1})


@check("IND-13")
def targets_are_no_slogans(view: View) -> Iterator[Found]:
    """A name that begins with an intention cannot be measured. All of them are told at once."""
    vague = [item for item in view.year.indicator if told(item.name).startswith(view.rule.words("words"))]
    if vague:
        yield Found(
            tuple(view.at("indicator", item, "name") for item in vague), {"names": tuple(item.name for item in vague)}
        )


@check("IND-14")
def targets_follow_history(view: View) -> Iterator[Found]:
    """A target far from last year's result was set without looking at it."""
    for item in measured(view):
        if isinstance(item.target, Decimal) and isinstance(item.last_year, Decimal) and item.last_year > 0:
            apart = abs(Fraction(item.target) / Fraction(item.last_year) - 1)
            if apart > view.rule.figure("share"):
                values = {"name": item.name, "target": item.target, "last_year": item.last_year}
                yield Found((view.at("indicator", item, "target"),), values)


@check("IND-24")
def cost_targets_are_no_afterthought(view: View) -> Iterator[Found]:
    """A cost target that equals the spending of its project to the cent was written after the fact."""
    for item in measured(view):
        found = figures(view, item)
        spent = view.money("project", told(item.owner), "spent")
        if found is None or "成本" not in told(item.lv2) or not isinstance(spent, Money) or item.unit != "万元":
            continue
        if found[0] == found[1] == spent.in_unit(WAN):
            yield Found((view.at("indicator", item, "target"),), {"name": item.name, "target": found[0]})
