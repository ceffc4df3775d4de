"""Who we are: the divisions, the units with their short names, and the people with what changed since last year."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.facts.organisation import Movement
from jixiao.figures import Count, Missing
from jixiao.reports.model import Pending, Spans
from jixiao.reports.writing.pen import Pen, first_or, joined, tidy
from jixiao.reports.writing.spot import Spot

_INSIDE = {"行政编制": "本级编制内"}
"""What a category is called next to its sister category inside one group."""

_GROUPS = {
    "administrative": ("行政编制", "派驻人员"),
    "institution": ("事业编制", "行政执法编制"),
    "veteran": ("离休人员",),
}


def divisions(pen: Pen, _spot: Spot) -> Spans:
    """How many divisions there are and what they are called; posted teams apart, since they do not count."""
    own = [item.division for item in pen.year.division if item.kind == "内设"]
    posted = [item.division for item in pen.year.division if item.kind == "派驻"]
    if not own:
        return (Pending("内设处室", pen.facts.at("department", "count/division")),)
    said = pen.say(
        "{who}本级内设处室{department/count/division}个，分别为{names}", who=pen.department, names="、".join(own)
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
        names = "、".join(_named(item.unit, pen) for item in below)
        said = pen.say("纳入汇总预算的除本级外，还有下属单位{department/count/unit}个：{names}。", names=names)
    else:
        said = pen.say("本部门没有纳入汇总预算的下属单位，部门预算即本级预算。")
    if not apart:
        return said
    return (*said, *pen.say("{names}不在汇总范围内。", names="、".join(_named(item.unit, pen) for item in apart)))


def _named(key: str, pen: Pen) -> str:
    unit = pen.facts.rows.named("unit", key)
    if unit is None or not isinstance(unit.name, str):
        return pen.unit_name(key)
    short = unit.short if isinstance(unit.short, str) and unit.short != unit.name else ""
    return f"{unit.name}（以下简称“{short}”）" if short else unit.name


def staffing(pen: Pen, _spot: Spot) -> Spans:
    """People at year end by category, each change against last year with the movements of its own group."""
    clauses = [
        clause
        for clause in (
            _administrative(pen),
            _institution(pen),
            _plain(pen, "other", "其他人员"),
            _plain(pen, "students", "学生"),
        )
        if clause
    ]
    found = pen.say("截至{year}年底，在职实有{staffing/in_service/actual}人")
    if clauses:
        found = (*found, *pen.say("。其中："), *joined(clauses, "；"))
    retired = _retired(pen)
    return tidy((*found, *pen.say("。"), *retired))


def _administrative(pen: Pen) -> Spans:
    if not _has(pen, "administrative"):
        return ()
    said = pen.say("行政编制{staffing/administrative/actual}人")
    if _has(pen, "own") and _has(pen, "posted"):
        said += pen.say("（本级编制内{staffing/own/actual}人、派驻人员{staffing/posted/actual}人）")
    return said + _change(pen, "administrative")


def _institution(pen: Pen) -> Spans:
    if not _has(pen, "institution"):
        return ()
    said = pen.say("事业编制{staffing/institution/actual}人")
    if _has(pen, "enforcement"):
        said += pen.say("（含行政执法编制{staffing/enforcement/actual}人）")
    return said + _change(pen, "institution")


def _plain(pen: Pen, group: str, name: str) -> Spans:
    return pen.say(f"{name}{{staffing/{group}/actual}}人") if _has(pen, group) else ()


def _retired(pen: Pen) -> Spans:
    if not _has(pen, "retirees"):
        return ()
    parts = []
    if _has(pen, "veteran"):
        parts.append(pen.say("离休{staffing/veteran/actual}人") + _change(pen, "veteran", required=False))
    if _has(pen, "treasury_retirees"):
        parts.append(pen.say("财政负担的退休人员{staffing/treasury_retirees/actual}人"))
    if _has(pen, "pension_retirees"):
        parts.append(pen.say("由养老保险基金发放养老金的退休人员{staffing/pension_retirees/actual}人"))
    return (*pen.say("离退休人员{staffing/retirees/actual}人，包括"), *joined(parts, "；"), *pen.say("。"))


def _has(pen: Pen, group: str) -> bool:
    return not isinstance(pen.value("staffing", f"{group}/actual"), Missing)


def _change(pen: Pen, group: str, *, required: bool = True) -> Spans:
    """增加, 减少 or 持平 against last year, and why: by the movements recorded in this group and no other."""
    where = f"staffing/{group}/change"
    change = pen.value("staffing", f"{group}/change")
    if not isinstance(change, Count):
        return pen.say(f"，较上年增减{{{where}}}人") if required else ()
    moved = [item for item in pen.year.movement if item.category in _GROUPS[group] and item.number != Count(0)]
    reasons = joined([_movement(pen, item, moved) for item in moved])
    if change == Count(0):
        return pen.say("，与上年持平") + (pen.say("（年内{why}）", why=reasons) if reasons else ())
    word = "增加" if change > Count(0) else "减少"
    why: Spans = reasons or (Pending(f"人员{word}的原因", pen.facts.at("staffing", f"{group}/change")),)
    return pen.say(f"，比上年{word}{{{where}|abs}}人，原因是{{why}}", why=why)


def _movement(pen: Pen, item: Movement, beside: Sequence[Movement]) -> Spans:
    """One movement; its unit and category are told where they distinguish it from those beside it."""
    category = first_or(item.category)
    who = _INSIDE.get(category, category) if len({other.category for other in beside}) > 1 else ""
    unit = pen.unit_name(item.unit) if len({other.unit for other in beside}) > 1 else ""
    what = first_or(item.reason, first_or(item.direction))
    return pen.say("{unit}{who}{what}{number}人", "movement", item.movement, unit=unit, who=who, what=what)
