"""Who we are: the divisions, and the units with their short names."""

from __future__ import annotations

from jixiao.facts.organisation import Unit
from jixiao.reports.model import Pending, Spans
from jixiao.reports.writing.lists import named
from jixiao.reports.writing.pen import Pen, joined, tidy
from jixiao.reports.writing.spot import Spot


def divisions(pen: Pen, _spot: Spot) -> Spans:
    """How many divisions there are and what they are called; posted teams apart, since they do not count."""
    own = [item.division for item in pen.year.division if item.kind == "内设"]
    posted = [item.division for item in pen.year.division if item.kind == "派驻"]
    if not own:
        return (Pending("内设处室", pen.facts.at("department", "count/division")),)
    said = pen.say(
        "{who}本级内设机构{department/count/division}个，{are}{names}",
        who=pen.department,
        are="为" if len(own) == 1 else "分别为",
        names="、".join(own),
    )
    team = pen.say("；派驻的{names}一并纳入本级预算", names="、".join(posted)) if posted else ()
    return tidy((*said, *team, *pen.say("。")))


def units(pen: Pen, _spot: Spot) -> Spans:
    """Which units the consolidated budget holds; each short name is told once, here."""
    below = [item for item in pen.year.unit if item.consolidated is True and item.kind != "本级"]
    apart = [item for item in pen.year.unit if item.consolidated is False]
    if not pen.year.unit:
        return (Pending("纳入汇总预算的单位", pen.facts.at("department", "count/unit")),)
    if below:
        names = named(pen, below, lambda item: _named(pen, item), (pen.facts.at("department", "count/unit"), "个"))
        said = pen.say("纳入汇总预算的除本级外，还有下属单位{department/count/unit}个：{names}。", names=names)
    else:
        said = pen.say("本部门没有纳入汇总预算的下属单位，部门预算即本级预算。")
    if not apart:
        return said
    return (*said, *pen.say("{names}不在汇总范围内。", names=joined([_named(pen, item) for item in apart])))


def _named(pen: Pen, unit: Unit) -> Spans:
    if not isinstance(unit.name, str):
        return pen.say("{name}", name=pen.unit_name(unit.unit))
    short = unit.short if isinstance(unit.short, str) and unit.short != unit.name else ""
    return pen.say("{name}（以下简称“{short}”）" if short else "{name}", name=unit.name, short=short)
