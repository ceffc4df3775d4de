"""Of what a share may be: the figure that its words name, the total before its list, any earlier amount of its sort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.finders._bases import MOST_BASES, Reading, may_hold, share
from jixiao.documents.finders._phrases import measured, named
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.relations import Outcome

_PLACES = re.compile("^(?:全[市县区省国州旗盟镇]|本级|其|所有|整个|各类)+")
_SPLIT = re.compile("其中|包括|[：:]|分别为|按[^，；]{1,8}[分看]|[分从][^，；]{1,8}看|分为|构成")
_TAXES = re.compile("^(?:[，,、：:]|其中|全[市县区省])*(?:税收收入|税收|非税收入)(?:累计)?(?:完成|实现)?$")
_REVENUE = re.compile("(?:一般公共预算|公共财政预算|地方财政|财政)(?:总)?收入(?:累计)?(?:完成|实现)?(?:为|达)?$")
_LED = re.compile("^[，,：:]?(?:其中|包括)")
RUN = 4  # characters of a name that no other has by chance
# a budget is the base of its own part only
SCOPED = re.compile("预算(?!收入|支出)|计划|目标|任务|概算|指标")


@dataclass(frozen=True, slots=True)
class Share:
    """A share before its base is known.

    Attributes:
        sure: whether the wording names the part.
        of: what the words say it is a share of, "" where they do not.
        base: the base where the wording prints it.
        bare: whether it stands in a bracket without a word: only its siblings tell that it is a share.
    """

    rate: Spoken
    part: Spoken
    sure: bool
    of: str
    base: Spoken | None = None
    bare: bool = False


def bases(quantities: Sequence[Spoken], met: Share, head: Spoken | None = None) -> Iterator[Reading]:
    """Every base that the words name or the figures fit, the nearest first.

    Args:
        quantities: the figures of the document.
        met: the share.
        head: the total of the list that the part goes on with, where the shares before it have one.
    """
    part, rate = met.part, met.rate
    if met.base is not None:
        yield share(rate, part, met.base, told=True)
        return
    earlier = [
        item
        for item in back(quantities, part.index)
        if item.role in (Role.LEVEL, Role.WHOLE) and item.sort == part.sort and abs(item.value) > 0
    ]
    behind = [
        item
        for item in quantities[rate.index + 1 : rate.index + 4]
        if item.role is Role.LEVEL and item.sort == part.sort and item.sentence == rate.sentence
    ]
    told = _named_base(met, (*earlier, *behind))
    if told is None and not told_object(met.of):
        going_on = head if head is not None and head.sort == part.sort else None
        told = _of_taxes(part, earlier) or _head(part, earlier) or going_on
        if told is None and part.sentence < rate.sentence:  # 支出 T，其中工资 a、商品 b。工资占 P%
            told = _leading(part, earlier)
    near = [item for item in (*earlier, *behind) if item is told or may_hold(rate, part, item)]
    for place, item in enumerate(near):
        if item is told or place < MOST_BASES:
            yield share(rate, part, item, told=item is told)


def told_object(of: str) -> str:
    """What the words say a share is of, "" for nothing but 总数 and the like."""
    return re.sub("^(?:到|了|据|比|全部|总|整个)+|(?:的|总额|总量|总数|总规模|全部|总|比重|比例)+$", "", of)


def _named_base(met: Share, known: Sequence[Spoken]) -> Spoken | None:
    """The figure that the words name as base; where several are called so, the one that fits or none."""
    specific = told_object(met.of)
    if len(specific) < 2:
        return None
    scoped = bool(SCOPED.search(met.of))
    called = [item for item in known if _called(specific, item.label) and (scoped or _holds_part(item, met))]
    if scoped:
        inside = [item for item in called if item.segment == met.rate.segment]
        before = [item for item in known if item.sentence == met.part.sentence - 1]
        alone = len(before) == 1 and not [item for item in known if item.sentence == met.part.sentence]
        # 年初预算 A。支出决算 B，完成年初预算的 P%
        first = min(before, key=lambda item: item.index, default=None)
        led = first is not None and _LED.search(first.trail)
        called = inside or [item for item in called if item is first and (alone or led)]
        called = [item for item in called if item.index < met.part.index] or called
    called = [item for item in called if specific in item.label] or called
    if len(called) > 1:
        fitting = [item for item in called if share(met.rate, met.part, item).outcome is Outcome.HOLDS]
        ends = re.compile(f"{re.escape(specific)}数?[为是：:]?$")
        alike = [item for item in called if ends.search(item.label) and not named(specific, met.part.label)]
        called = fitting or alike[:1] or (called if scoped else [])
    return called[0] if called else None


def _called(specific: str, label: str) -> bool:
    """Whether a figure is called what a share is said to be of. Two characters that all labels have say nothing."""
    core = _PLACES.sub("", specific)
    if specific in label or (len(measured(core)) > 2 and (core in label or named(core, label))):
        return True
    if len(core) == RUN and core[:2] in label and core[2:] in label:  # 安排资金 for 资金共安排
        return True
    return any(core[spot : spot + RUN] in label for spot in range(len(core) - RUN)) if len(core) > RUN else False


def _holds_part(base: Spoken, met: Share) -> bool:
    """Whether it is large enough to have the part in it."""
    return base.amount >= met.part.amount or met.rate.value > 100


def _leading(part: Spoken, known: Sequence[Spoken]) -> Spoken | None:
    """The total that the sentence of a part begins with."""
    inside = [item for item in known if item.sentence == part.sentence]
    first = inside[-1] if inside else None
    return first if first is not None and _LED.search(first.trail) and first.amount >= part.amount else None


def _of_taxes(part: Spoken, known: Sequence[Spoken]) -> Spoken | None:
    """Taxes are a share of the revenue that they are part of: 一般公共预算收入 A，其中税收收入 B，占 P%."""
    if not _TAXES.search(part.label):
        return None
    larger = [item for item in known if item.label.endswith("收入") or _REVENUE.search(item.label)]
    larger = [item for item in larger if item.amount > part.amount and not _TAXES.search(item.label)]
    nearest = larger[0] if larger else None
    return nearest if nearest is not None and _REVENUE.search(nearest.label) else None


def _head(part: Spoken, known: Sequence[Spoken]) -> Spoken | None:
    """The total right before 其中, when the part is the first of the list and nothing else can be meant."""
    if not _SPLIT.search(re.split("[；;]", part.lead)[-1]):
        return None
    same = [item for item in known if item.sentence == part.sentence]
    if not same:  # 采购金额 T。从采购方式看，公开招标 a，占 p
        before = [item for item in known if item.sentence == part.sentence - 1]
        if len(before) == 1 or (before and _SPLIT.search(before[-1].trail)):
            return before[-1] if before[-1].amount >= part.amount else None
        return None
    return same[0] if len(same) == 1 and same[0].index >= part.index - 3 else None
