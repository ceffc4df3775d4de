"""Of what a share may be: the figure that its words name, the total before its list, any earlier amount of its sort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.finders._bases import Reading, may_hold, share
from jixiao.documents.finders._phrases import measured, named
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.relations import Outcome

_PLACES = re.compile("^(?:全[市县区省国州旗盟镇]|本级|其|所有|整个|各类)+")
_SPLIT = re.compile("其中|包括|[：:]|分别为|按[^，；]{1,8}[分看]|[分从][^，；]{1,8}看|分为|构成")
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


def bases(quantities: Sequence[Spoken], met: Share) -> Iterator[Reading]:
    """Every base that the words name or the figures fit, the nearest first."""
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
        told = _head(part, earlier)
    for item in (*earlier, *behind):
        if item is told or may_hold(rate, part, item):
            yield share(rate, part, item, told=item is told)


def told_object(of: str) -> str:
    """What the words say a share is of, "" for nothing but 总数 and the like."""
    return re.sub("^(?:到|了|据|比)|(?:的|总额|总量|总数|总规模|全部|总|比重|比例)+$", "", of)


def _named_base(met: Share, known: Sequence[Spoken]) -> Spoken | None:
    """The figure that the words name as base; where several are called so, the one that fits or none."""
    specific = told_object(met.of)
    if len(specific) < 2:
        return None
    scoped = bool(SCOPED.search(met.of))
    called = [item for item in known if _called(specific, item.label) and (scoped or _holds_part(item, met))]
    called = [item for item in called if not scoped or item.segment == met.rate.segment]
    called = [item for item in called if specific in item.label] or called
    if len(called) > 1:
        fitting = [item for item in called if share(met.rate, met.part, item).outcome is Outcome.HOLDS]
        alike = [item for item in called if item.label.endswith(specific) and not named(specific, met.part.label)]
        called = fitting or alike[:1] or (called if scoped else [])
    return called[0] if called else None


def _called(specific: str, label: str) -> bool:
    """Whether a figure is called what a share is said to be of. Two characters that all labels have say nothing."""
    core = _PLACES.sub("", specific)
    return specific in label or (len(measured(core)) > 2 and (core in label or named(core, label)))


def _holds_part(base: Spoken, met: Share) -> bool:
    """Whether it is large enough to have the part in it."""
    return base.amount >= met.part.amount or met.rate.value > 100


def _head(part: Spoken, known: Sequence[Spoken]) -> Spoken | None:
    """The total right before 其中, when the part is the first of the list and nothing else can be meant."""
    same = [item for item in known if item.sentence == part.sentence]
    if len(same) != 1 or not _SPLIT.search(re.split("[；;]", part.lead)[-1]):
        return None
    return same[0] if same[0].index >= part.index - 3 else None
