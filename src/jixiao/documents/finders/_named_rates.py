"""Rates by name: 预算 A，支出 B，完成率 P%; 立案率, 办结率, 合格率, 节约率 with two counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._bases import Reading, best, of_sum, share
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.found import Found

_NAMED = re.compile("(?P<name>[\u4e00-\u9fff]{1,8}(?:率|进度)|预算执行)(?:平?均|已)?(?:仅?为|达到?|是|高达|约|：|:)?$")
_NOT = re.compile(
    "增长率|增速|税率|利率|汇率|费率|死亡率|失业率|出生率|毛利率|费用率|年化|序时进度|目标|不低于|应|要求|标准|率先|同比|较上|比上"
)
_EXECUTION = re.compile("完成率|执行|支出[率进]|支付率|使用率|到位率|下达率|拨付率|兑付率|进度")
_BASE = re.compile(
    "预算|应|计划|目标|下达|总|收到|受理|全部|参评|抽[查检]|检查|安排|指标|批复|调整|共|登记|涉及|接到|发出|任务|移送|资金"
)
_PART = re.compile(
    "支出|执行|决算|实际|完成|到位|支付|使用|办结|立案|合格|满意|整改|办复|答复|已|处理|解决|通过|优|节约|回收|拨付|兑付|收回|达标|结"
)
_PARTS = (
    (re.compile("到位|下达|拨付"), re.compile("到位|下达|拨付|收到|实拨")),
    (re.compile("使用|支付|兑付"), re.compile("使用|支付|兑付|支出|执行|实际|发放|付")),
    (re.compile("执行|进度|支出|预算完成"), re.compile("执行|支出|决算|实际|完成|使用|支付")),
    (re.compile("^.{0,4}完成率"), re.compile("完成|执行|支出|决算|实际|整改|已|竣工|落实")),
)
_SPENT = re.compile("实际|支出|成交|中标|采购|结算|合同|执行")
_SAVED = re.compile("节[约支省]")


def named_rates(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every rate by name whose two amounts stand in the text."""
    for rate in quantities:
        if rate.role is not Role.RATE:
            continue
        met = _NAMED.search(rate.clause)
        if met is None or _NOT.search(rate.clause):
            continue
        yield from _rate(quantities, rate, met["name"])


def _rate(quantities: Sequence[Spoken], rate: Spoken, name: str) -> Iterator[Found]:
    levels = [
        item
        for item in back(quantities, rate.index, 14)
        if item.role in (Role.LEVEL, Role.CHANGE) and rate.sentence - item.sentence <= 1
    ]
    inside = _since_last_rate(quantities, rate, [item for item in levels if item.segment == rate.segment])
    told = _pair(rate, inside, name) or _pair(rate, _one_of_each_sentence(rate, levels), name)
    good = best([*([told] if told is not None else []), *_others(rate, inside, name)])
    if good is None:
        good = best(_others(rate, levels, name), near=False)
    if good is not None:
        yield good.found(sure=good is told)
    elif told is not None and _fits(told, name):
        yield told.found(sure=True)


def _one_of_each_sentence(rate: Spoken, levels: Sequence[Spoken]) -> list[Spoken]:
    """收到提案 A 件。立案 B 件，立案率 P%: the only amounts of their sentences, the nearest first."""
    own = [item for item in levels if item.sentence == rate.sentence]
    before = [item for item in levels if item.sentence == rate.sentence - 1 and item.sort in {one.sort for one in own}]
    return [*own, *before] if len(own) == len(before) == 1 else []


def _since_last_rate(quantities: Sequence[Spoken], rate: Spoken, levels: Sequence[Spoken]) -> list[Spoken]:
    """The amounts between the rate before and this one: another rate has had the others."""
    for item in back(quantities, rate.index, 14):
        if item.segment != rate.segment:
            break
        if item.role is Role.RATE and len([one for one in levels if one.index > item.index]) > 1:
            return [one for one in levels if one.index > item.index]
    return list(levels)


def _pair(rate: Spoken, levels: Sequence[Spoken], name: str) -> Reading | None:
    """The two amounts right before the rate, as their labels tell part and base."""
    alike = [item for item in levels if item.sort == levels[0].sort] if levels else []
    if len(alike) < 2 or _SAVED.search(name):
        return None
    last, first = alike[0], alike[1]
    part, base = (last, first)
    if _PART.search(first.label) and _BASE.search(last.label) and not _PART.search(last.label):
        part, base = first, last
    return share(rate, part, base, told=True)


def _fits(reading: Reading, name: str) -> bool:
    """Whether the labels name the two sides of this rate: 办结 for 办结率, a spending for 执行率."""
    part, base = reading.above[0][0], reading.below[0][0]
    labels = part.label or part.lead
    near = abs(part.index - base.index) <= 2
    for word, wanted in _PARTS:
        if word.search(name):
            return near and bool(wanted.search(labels)) and bool(_BASE.search(base.label or base.lead))
    whole = base.amount >= part.amount and not _named_by(name, base.label)
    return near and whole and _named_by(name, labels)


def _named_by(name: str, label: str) -> bool:
    """Whether a label has two characters of the name running: 基本满意 for 群众满意率."""
    stem = name.removesuffix("率")
    return any(stem[spot : spot + 2] in label for spot in range(len(stem) - 1))


def _others(rate: Spoken, levels: Sequence[Spoken], name: str) -> Iterator[Reading]:
    """Every other pair that may be meant: earlier bases, and for savings what was spent and saved together."""
    saving = bool(_SAVED.search(name))
    window = levels if saving else levels[:7]
    for place, part in enumerate(window):
        others = [item for item in window if item is not part and item.sort == part.sort]
        if saving:
            if _SAVED.search(part.label):
                yield from (share(rate, part, item) for item in others)
            continue
        yield from (
            share(rate, part, item) for item in others if abs(item.value) >= abs(part.value) or item.index < part.index
        )
        if place and not _EXECUTION.search(name):
            together = [item for item in window[:place] if item.sort == part.sort]
            if len(together) > 1 and all(_named_by(name, item.label) for item in together):
                yield Reading(rate, tuple((item, 1) for item in together), ((part, 1),))
    if saving:
        for part in (item for item in window if _SAVED.search(item.label)):
            spent = [item for item in window if item.sort == part.sort and _SPENT.search(item.label)]
            yield from (of_sum(rate, part, (item, part)) for item in spent)
