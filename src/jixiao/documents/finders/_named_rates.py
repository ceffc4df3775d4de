"""Rates by name: 预算 A，支出 B，完成率 P%; 立案率, 办结率, 合格率, 节约率 with two counts.

A rate has the amounts between the rate before and itself. Only where fewer than two stand there may it reach farther:
a pair that another rate has must not make a slip right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._bases import Reading, best, of_sum, share
from jixiao.documents.finders._rate_kinds import NAMED, NEVER, WORDS, Kind, called, kind_of, may_measure
from jixiao.documents.finders._roles import Role, Spoken, back, list_size
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found
from jixiao.figures import Bound
from jixiao.relations import Outcome

FARTHEST = 14  # figures back to the amounts of a rate
_SPENT = re.compile("实际|支出|成交|中标|采购|结算|合同|执行|审定")
_AIMED = re.compile("目标|指标值|计划")
_WHOLE = re.compile("应|共|总|计划|目标|预算|全部|核定|编制|收到|受理")
_AMOUNTS = (Role.LEVEL, Role.CHANGE)


def named_rates(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every rate by name whose two amounts stand in the text."""
    for rate in quantities:
        if rate.role is not Role.RATE:
            continue
        met = NAMED.search(quantities[rate.index - max(0, rate.listed - 1)].clause)
        if met is None or NEVER.search(rate.clause):
            continue
        reading, sure = _rate(quantities, rate, met["name"])
        if reading is not None:
            yield reading.found(sure=sure, words=said(WORDS, rate))


def _rate(quantities: Sequence[Spoken], rate: Spoken, name: str) -> tuple[Reading | None, bool]:
    """How a rate is read, and whether the words say so."""
    kind = kind_of(name)
    if rate.listed:
        return _of_list(quantities, rate, kind), True
    aimed = _aimed(quantities, rate)
    if aimed is not None:
        return aimed, True
    levels = [
        item
        for item in back(quantities, rate.index, FARTHEST)
        if item.role in _AMOUNTS and rate.sentence - item.sentence <= 1 and may_measure(name, item)
    ]
    inside = [item for item in levels if item.segment == rate.segment]
    own = _since_last_rate(quantities, rate, inside)
    if not own:
        own = _bracketed(quantities, rate)
    if len(own) == 1:
        return _chained(quantities, rate, own[0], levels, kind)
    told = _pair(rate, own, kind)
    good = best([*([told] if told is not None else []), *_others(rate, own, name, kind)])
    if good is not None:
        return good, good is told
    if told is not None and _fits(told, kind):
        return told, True
    return best(_others(rate, inside if own else levels, name, kind), near=False), False


def _since_last_rate(quantities: Sequence[Spoken], rate: Spoken, levels: Sequence[Spoken]) -> list[Spoken]:
    """The amounts between the rate before and this one: another rate has had the others."""
    for item in back(quantities, rate.index, FARTHEST):
        if item.segment != rate.segment:
            break
        if item.role is Role.RATE:
            return [one for one in levels if one.index > item.index]
    return list(levels)


def _bracketed(quantities: Sequence[Spoken], rate: Spoken) -> list[Spoken]:
    """执行率 P%（预算 A，支出 B）: the amounts in the bracket behind, the nearest to its end first."""
    behind = quantities[rate.index + 1 : rate.index + 3]
    inside = len(behind) == 2 and behind[0].lead.startswith(("（", "(")) and behind[1].trail.startswith(("）", ")"))
    if inside and all(item.role is Role.LEVEL and item.segment == rate.segment for item in behind):
        return [behind[1], behind[0]]
    return []


def _aimed(quantities: Sequence[Spoken], rate: Spoken) -> Reading | None:
    """目标≥A、实际 B、完成率 P%: a target that has a bound is the base too, unless the rate stops at 100 %."""
    if rate.index < 2 or rate.value == 100:
        return None
    base, part = quantities[rate.index - 2 : rate.index]
    if _target(base) and base.mention.figure.bound is Bound.LEAST and part.role is Role.LEVEL and part.sort == base.sort and base.segment == part.segment == rate.segment:
        return share(rate, part, base, told=True) if "实际" in part.clause and "完成率" in rate.clause else None
    return None


def _target(item: Spoken) -> bool:
    return item.mention.figure.bound is not Bound.NONE and bool(_AIMED.search(item.label))


def _of_list(quantities: Sequence[Spoken], rate: Spoken, kind: Kind) -> Reading | None:
    """预算、支出…分别为…，执行率分别为 P、Q: amounts and rates at the same place belong together."""
    size, start = list_size(quantities, rate), rate.index - rate.listed + 1
    later, earlier = quantities[max(0, start - size) : start], quantities[max(0, start - 2 * size) : start - size]
    if size < 2 or not (_lists(later, size) and _lists(earlier, size)):
        return None
    part, base = later[rate.listed - 1], earlier[rate.listed - 1]
    if part.sort != base.sort or part.sentence < rate.sentence - 1:
        return None
    turned = kind.part.search(earlier[0].clause) and not kind.part.search(later[0].clause)
    return share(rate, base, part, told=True) if turned else share(rate, part, base, told=True)


def _lists(items: Sequence[Spoken], size: int) -> bool:
    return len(items) == size and all(
        item.role is Role.LEVEL and item.listed == place for place, item in enumerate(items, 1)
    )


def _chained(
    quantities: Sequence[Spoken], rate: Spoken, own: Spoken, levels: Sequence[Spoken], kind: Kind
) -> tuple[Reading | None, bool]:
    """One amount of its own: 收到 A 件。立案 B 件，立案率 P%; the base is an earlier one, only one, or the one that fits."""
    if kind.saved:
        return None, False
    earlier = [item for item in levels if item.index < own.index and item.sort == own.sort]
    earlier = [item for item in earlier if not kind.counted or not kind.part.search(called(item))]
    if _target(quantities[own.index - 1]):  # its own base stands there as a bound
        return None, False
    behind = [item for item in quantities[rate.index + 1 : rate.index + 2] if item.role is Role.LEVEL]
    behind = [item for item in behind if item.sort == own.sort and item.lead.startswith(("（", "("))]
    if not kind.part.search(called(own)):
        # 收到提案 A 件，立案率 P%: the part may be an earlier one
        return best((share(rate, own, item) for item in (*earlier, *behind)), near=False), False
    readings = [share(rate, own, item) for item in (*earlier, *behind)]
    good = best(readings)
    beside = earlier[:1] and earlier[0].segment == own.segment
    meant = [one for one in readings if kind.base.search(called(one.below[0][0]))] or readings
    alone = len(meant) == 1
    nested = bool(beside) and "其中" in own.lead
    if good is not None:
        return good, (alone and good is meant[0]) or (nested and good is readings[0])
    if alone or nested:
        first = readings[0] if nested else meant[0]
        base = first.below[0][0]
        free = not any(item.role is Role.RATE for item in quantities[base.index + 1 : own.index])
        return first, nested or (free and (base.sentence == own.sentence or len(readings) == 1))
    return (meant[0], False) if meant and kind.counted else (None, False)


def _pair(rate: Spoken, levels: Sequence[Spoken], kind: Kind) -> Reading | None:
    """Part and base as the labels of the amounts tell them, the nearest first."""
    alike = [item for item in levels if item.sort == levels[0].sort] if levels else []
    if len(alike) < 2 or kind.saved:
        return None
    last, first = alike[0], alike[1]
    part, base = (last, first)
    one, other = called(first), called(last)
    if kind.part.search(one) and kind.base.search(other) and not kind.part.search(other):
        part, base = first, last
    return share(rate, part, base, told=True)


def _fits(reading: Reading, kind: Kind) -> bool:
    """Whether the labels name the two sides of this rate: 办结 for 办结率, a spending for 执行率."""
    part, base = reading.above[0][0], reading.below[0][0]
    if abs(part.index - base.index) > 2 or not kind.part.search(called(part)):
        return False
    if not kind.counted:
        return bool(kind.base.search(called(base)))
    ordered = base.index == part.index - 1 and part.index == reading.rate.index - 1
    larger = base.amount >= part.amount or (ordered and bool(_WHOLE.search(called(base))))
    return larger and not kind.part.search(called(base))


def _others(rate: Spoken, levels: Sequence[Spoken], name: str, kind: Kind) -> Iterator[Reading]:
    """Every other pair that may be meant: earlier bases, and for savings what was spent and saved together."""
    window = levels if kind.saved else levels[:7]
    for place, part in enumerate(window):
        others = [item for item in window if item is not part and item.sort == part.sort]
        if kind.saved:
            if kind.part.search(called(part)):
                yield from (share(rate, part, item) for item in others)
            continue
        yield from (
            share(rate, part, item) for item in others if abs(item.value) >= abs(part.value) or item.index < part.index
        )
        if place and kind.counted:
            together = [item for item in window[:place] if item.sort == part.sort]
            if len(together) > 1 and all(kind.part.search(called(item)) for item in together):
                yield Reading(rate, tuple((item, 1) for item in together), ((part, 1),))
    if kind.saved:
        for part in (item for item in window if kind.part.search(called(item))):
            spent = [item for item in window if item.sort == part.sort and _SPENT.search(item.label)]
            yield from (of_sum(rate, part, (item, part)) for item in spent)
