"""The people: how many there are by category, and each change since last year with the movements of its own group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance
from jixiao.facts.organisation import Movement
from jixiao.figures import MISSING, Count, Missing
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


def staffing(pen: Pen, _spot: Spot) -> Spans:
    """People at year end by category, each change against last year with the movements of its own group."""
    inside = [clause for clause in (_administrative(pen), _institution(pen)) if clause]
    beside = [clause for clause in (_plain(pen, "other", "其他人员"), _plain(pen, "students", "学生")) if clause]
    found = pen.say("截至{year}年底，在职实有{staffing/in_service/actual}人")
    if inside:
        found = (*found, *pen.say("，其中"), *joined(inside, "；"))
    if beside:
        found = (*found, *pen.say("。另有"), *joined(beside, "、"))
    return tidy((*found, *pen.say("。"), *_retired(pen)))


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
    groups = list(_alike(moved).values())
    reasons = joined([_movements(pen, items, moved) for items in groups])
    if change == Count(0):
        return pen.say("，与上年持平") + (pen.say("（年内{why}）", why=reasons) if reasons else ())
    word = "增加" if change > Count(0) else "减少"
    why: Spans = reasons or (Pending(f"人员{word}的原因", pen.facts.at("staffing", f"{group}/change")),)
    return pen.say(f"，比上年{word}{{{where}|abs}}人，原因是{{why}}", why=why)


def _movements(pen: Pen, items: Sequence[Movement], beside: Sequence[Movement]) -> Spans:
    """Movements of one kind; their category, and the unit of all of them, are told where they distinguish."""
    first = items[0]
    category = first_or(first.category)
    who = _INSIDE.get(category, category) if len({other.category for other in beside}) > 1 else ""
    one_unit = len({item.unit for item in items}) == 1 < len({other.unit for other in beside})
    unit = pen.unit_name(first.unit) if one_unit else ""
    what = first_or(first.reason, first_or(first.direction))
    where = pen.facts.at("movement", first.movement, "number") if len(items) == 1 else _sum_address(pen.facts, first)
    return pen.say("{unit}{who}{what}{number}人", unit=unit, who=who, what=what, number=pen.figure(where))


def _alike(items: Iterable[Movement]) -> dict[tuple[str, str, str], list[Movement]]:
    """Movements by category, direction and reason, in the order entered."""
    found: dict[tuple[str, str, str], list[Movement]] = {}
    for item in items:
        kind = (first_or(item.category), first_or(item.direction), first_or(item.reason))
        found.setdefault(kind, []).append(item)
    return found


def movement_facts(facts: Facts) -> dict[Address, Fact]:
    """The sums of movements of one category, direction and reason: `staffing/movement/事业编制/减少/退休/number`."""
    found: dict[Address, Fact] = {}
    for (category, _, reason), items in _alike(facts.year.movement).items():
        where = _sum_address(facts, items[0])
        inputs = tuple(facts.at("movement", item.movement, "number") for item in items)
        numbers = [item.number for item in items]
        known = [number for number in numbers if isinstance(number, Count)]
        whole = Count(sum(number.number for number in known)) if len(known) == len(numbers) else MISSING
        lost = tuple(here for here, number in zip(inputs, numbers, strict=True) if isinstance(number, Missing))
        passport = Passport(
            Provenance.DERIVED, period=f"{facts.year.year}年度", unit="人", rule="同类别、同增减、同原因的变动人数合计"
        )
        title = f"{category}{reason}人数"
        found[where] = Fact(
            address=where, value=whole, kind=Kind.COUNT, title=title, passport=passport, inputs=inputs, missing=lost
        )
    return found


def _sum_address(facts: Facts, item: Movement) -> Address:
    kind = (first_or(item.category, "—"), first_or(item.direction, "—"), first_or(item.reason, "—"))
    return facts.at("staffing", "movement", *kind, "number")
