"""Rates by name: 预算 A，支出 B，完成率 P%; 立案率, 办结率, 合格率, 节约率 with two counts.

A rate has the amounts between the rate before and itself. Only where fewer than two stand there may it reach farther:
a pair that another rate has must not make a slip right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._bases import Reading, best, of_sum, share
from jixiao.documents.finders._rate_kinds import NAMED, NEVER, WORDS, Kind, called, kind_of, may_measure, opposite
from jixiao.documents.finders._rate_reach import before, behind, far
from jixiao.documents.finders._roles import Role, Spoken, back, list_size
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found
from jixiao.figures import Bound

FARTHEST = 14  # figures back to the amounts of a rate
_SPENT = re.compile("实际|支出|成交|中标|采购金额|[、，,]金额$|结算|合同|执行|审定")
_AIMED = re.compile("目标|指标值|计划|任务")
_WHOLE = re.compile("应|共|总|计划|目标|预算|全部|核定|编制|收到|受理|查出|发现|抽|检|登记|任务|需")
_SPLIT = re.compile("其中|包括|^[，,]?[含由]")
_OF_FUNDS = re.compile("预算|资金|经费")
_DUE = re.compile("应|需|待|计划|任务")
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
            yield reading.found(sure=sure, words=said(WORDS, quantities[rate.index - max(0, rate.listed - 1)]))


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
    if not own:
        reading = before(quantities, rate, name, kind) or behind(quantities, rate, name, kind)
        if reading is not None:
            return reading, True
    told = _pair(rate, own, name, kind) or _saved(rate, own, kind)
    if told is not None and opposite(kind, name, called(told.above[0][0])):
        left_out, base = told.above[0], told.below[0]
        whole = (base, left_out) if kind.part.search(called(base[0])) else (base,)  # 合格 a，不合格 b
        above = (base,) if len(whole) > 1 else (base, (left_out[0], -1))
        return Reading(rate, above, whole, told=True), base[0].amount > left_out[0].amount
    fits = told is not None and (kind.saved or _fits(told, kind))
    others = [one for one in _others(rate, own, kind) if not (told is not None and fits and _turned(one, told))]
    if told is not None and kind.saved:  # the words name its base: only the amount that was spent may be another
        others = [one for one in others if len(one.below) == 1]
    good = best([*([told] if told is not None else []), *others])
    if good is not None:
        return good, good is told
    if fits and told is not None:
        return told, not _stops(rate, told)
    spent = _spent(rate, own, kind)
    if spent is not None:
        return spent, True
    return best(_others(rate, inside if own else levels, kind), near=False), False


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
    if (
        _target(base)
        and base.mention.figure.bound is Bound.LEAST
        and part.role is Role.LEVEL
        and part.sort == base.sort
        and base.segment == part.segment == rate.segment
    ):
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
    bracketed = [item for item in quantities[rate.index + 1 : rate.index + 2] if item.role is Role.LEVEL]
    bracketed = [item for item in bracketed if item.sort == own.sort and item.lead.startswith(("（", "("))]
    if not kind.part.search(called(own)):
        # 收到提案 A 件，立案率 P%: the part may be an earlier one
        return best((share(rate, own, item) for item in (*earlier, *bracketed)), near=False), False
    readings = [share(rate, own, item) for item in (*earlier, *bracketed)]
    if not readings:
        return far(quantities, rate, own, kind), bool(_OF_FUNDS.search(rate.clause))
    good = best(readings)
    beside = earlier[:1] and earlier[0].segment == own.segment
    meant = [one for one in readings if kind.base.search(called(one.below[0][0]))] or readings
    heads = [one for one in meant if _leads(quantities, one.below[0][0], own)]
    meant = heads if len(heads) == 1 and len(meant) > 1 else meant
    alone = len(meant) == 1
    nested = bool(beside) and "其中" in own.lead and kind.counted  # a part of the spending has a budget of its own
    if good is not None:
        return good, (alone and good is meant[0]) or (nested and good is readings[0])
    if alone or nested:
        first = readings[0] if nested else meant[0]
        base = first.below[0][0]
        free = not any(item.role is Role.RATE for item in quantities[base.index + 1 : own.index])
        if free or base.segment == own.segment:
            return first, nested or (free and (base.sentence == own.sentence or len(readings) == 1 or bool(heads)))
    return None, False


def _leads(quantities: Sequence[Spoken], base: Spoken, own: Spoken) -> bool:
    """Whether it is the total of the sentence before: 下达任务 A，其中 …。完成 B，完成率 P%."""
    following = quantities[base.index + 1]
    begins = base.index == 0 or quantities[base.index - 1].sentence != base.sentence
    return begins and base.sentence == own.sentence - 1 and bool(_SPLIT.search(following.lead))


def _pair(rate: Spoken, levels: Sequence[Spoken], name: str, kind: Kind) -> Reading | None:
    """Part and base as the labels of the amounts tell them, the nearest first."""
    alike = [item for item in levels if item.sort == levels[0].sort] if levels else []
    if len(alike) < 2 or kind.saved:
        return None
    last, first = alike[0], alike[1]
    part, base = (last, first)
    one, other = called(first), called(last)
    if kind.part.search(one) and kind.base.search(other) and not kind.part.search(other):
        part, base = first, last
    if kind.counted and len(alike) > 2:  # 抽检 T，合格 a，不合格 b
        parts = [item for item in alike if kind.part.search(called(item)) and not opposite(kind, name, called(item))]
        wholes = [item for item in alike if kind.base.search(called(item)) and not kind.part.search(called(item))]
        part, base = (parts[0], wholes[0]) if parts and wholes else (part, base)
    return share(rate, part, base, told=True)


def _saved(rate: Spoken, levels: Sequence[Spoken], kind: Kind) -> Reading | None:
    """预算 A，节约 B，节约率 P%: what was saved, of the amount that words call the one before."""
    parts = [item for item in levels[:2] if kind.saved and kind.part.search(called(item))]
    bases = [item for item in levels if kind.base.search(item.label) and not kind.part.search(item.label)]
    bases = [item for item in bases if parts and item.sort == parts[0].sort and not _SPENT.search(item.label)]
    return share(rate, parts[0], bases[0], told=True) if len(bases) == 1 else None


def _stops(rate: Spoken, reading: Reading) -> bool:
    """Whether a rate stops at 100 %, as many count what is more than done."""
    part, base = reading.above[0][0], reading.below[0][0]
    aimed = _AIMED.search(base.label) and not base.label.endswith(("＝", "="))
    return rate.value == 100 and part.amount > base.amount and bool(aimed)


def _spent(rate: Spoken, levels: Sequence[Spoken], kind: Kind) -> Reading | None:
    """实际采购 A，节约 B，节约率 P%: no budget is printed, and only one amount that was spent."""
    parts = [item for item in levels if kind.saved and kind.part.search(called(item))]
    others = [item for item in levels if item not in parts]
    if len(parts) == len(others) == 1 and parts[0].sort == others[0].sort and _SPENT.search(others[0].label):
        return of_sum(rate, parts[0], (others[0], parts[0]))
    return None


def _turned(one: Reading, other: Reading) -> bool:
    """Whether it is the same pair the other way round: 250 of 245 prints as 245 of 250 does."""
    return one.above == other.below and one.below == other.above


def _fits(reading: Reading, kind: Kind) -> bool:
    """Whether the labels name the two sides of this rate: 办结 for 办结率, a spending for 执行率."""
    part, base = reading.above[0][0], reading.below[0][0]
    if abs(part.index - base.index) > 2 or not kind.part.search(called(part)):
        return False
    if not kind.counted:
        return bool(kind.base.search(called(base))) and "其中" not in part.lead
    ordered = base.index < part.index and reading.rate.index - part.index <= 2
    due = bool(_WHOLE.search(called(base))) or called(part).lstrip("，、").startswith(("已", "实际", "其中"))
    larger = base.amount >= part.amount or (ordered and due)
    return larger and (not kind.part.search(called(base)) or bool(_DUE.search(called(base))))


def _others(rate: Spoken, levels: Sequence[Spoken], kind: Kind) -> Iterator[Reading]:
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
