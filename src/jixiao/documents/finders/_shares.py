"""Shares: A，占 P%; A 占 B 的 P%; A，为预算 B 的 P%; 分别占 P、Q、R.

The base of a bare 占 is the total of the list that the part stands in. Which figure that is, the other shares of the list
tell best: what makes them right is their base too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._bases import Reading, Used, best, share
from jixiao.documents.finders._phrases import named
from jixiao.documents.finders._roles import Role, Spoken, back, list_size
from jixiao.documents.finders._scopes import own_words
from jixiao.documents.finders._share_bases import SCOPED, Share, bases, told_object
from jixiao.documents.finders._share_sums import of_parts
from jixiao.documents.found import Found
from jixiao.relations import Outcome

_BARE = re.compile(
    "^(?P<subject>.*?)(?<!强)占(?P<of>.*?)(?:的)?(?:比重|比例|份额|百分比|比率|比)?(?:仅?为|达到?|是|高达|约|近)?$"
)
_NOUN = re.compile("^(?P<subject>.*?)(?:占比|所占比[例重]|比重|构成比|比例)(?:仅?为|达到?|是)?$")
_DONE = re.compile(
    "^(?P<subject>.*?)(?:仅?为|是|完成|实现|相当于|达到?)(?P<of>[^，]*(?:预算|计划|目标|任务|概算|指标)[^，]*?)的$"
)
_VERB = re.compile("^(?P<subject>.*?)(?:占|为|是|完成|实现|相当于|达到?|仅)(?P<of>[^占]*)$")
_ALONE = re.compile(f"{SCOPED.pattern}|GDP|生产总值")  # a base that no other share has
# a、b、c三项合计占 P%: the part is their sum, which is not printed
_TOGETHER = re.compile("(?:合计|共计|共|一并|上述|以上|[两三四五六][项类者])(?:支出|金额|资金|收入)?约?占")
_LISTED = re.compile("^比[重例]?|(?:的?比[重例])?分别.*$")
_LIMITED = re.compile("不低于|不超过|不得|原则|标准|应当?|要求|上限|下限|力争|确保|按照?|规定|以上|以内|补助比例|分担")


def shares(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every share whose part and base stand in the text."""
    open_shares: list[tuple[Share, list[Reading]]] = []
    used = Used()
    head: Spoken | None = None
    for rate in quantities:
        if rate.role is not Role.RATE or _LIMITED.search(rate.clause):
            continue
        previous = quantities[rate.index - 1] if rate.index else None
        if previous is not None and previous.role is Role.WHOLE and not rate.listed:
            yield from _printed_base(quantities, rate, previous)
            continue
        met = _share(quantities, rate)
        if met is None:
            continue
        going_on = head is not None and head.sentence == met.part.sentence and "其中" not in met.part.lead
        readings = list(bases(quantities, met, head if going_on and met.sure else None))
        told = next((reading for reading in readings if reading.told), None)
        head = told.below[0][0] if told is not None and not told_object(met.of) else head
        holding = [
            reading
            for reading in readings
            if reading.outcome is Outcome.HOLDS or (reading.told and reading.outcome is not Outcome.FAILS)
        ]
        for reading in holding if not _ALONE.search(met.of) else ():
            used.add(reading)
        open_shares.append((met, readings))
    counts = Counter(met.rate.sentence for met, _ in open_shares)
    summed = of_parts(quantities, open_shares, used)
    for met, readings in open_shares:
        if id(met) in summed:
            reading, sure = summed[id(met)]
            yield reading.found(sure=sure)
            continue
        yield from (
            _scoped(met, readings)
            if SCOPED.search(met.of)
            else _settled(met, readings, used, counts[met.rate.sentence])
        )


def _scoped(met: Share, readings: Sequence[Reading]) -> Iterator[Found]:
    """为预算的 P%: only a figure that is called so can be the base, and every part has a budget of its own."""
    called = [reading for reading in readings if SCOPED.search(reading.below[0][0].lead)]
    good = best(sorted(called, key=lambda reading: not reading.told))
    if good is not None:
        yield good.found(sure=met.sure and good.told)
    elif met.sure:
        yield from (reading.found(sure=True) for reading in called if reading.told)


def _settled(met: Share, readings: Sequence[Reading], used: Used, others: int) -> Iterator[Found]:
    """The reading that the words name, the siblings share, or the figures fit, in this order.

    Args:
        met: the share.
        readings: all that it may be a share of.
        used: how often each figure is a base.
        others: how many shares its sentence has: where every one fails, their base is not printed.
    """
    own = {reading.below[0][0].index for reading in readings}
    siblings = [share(met.rate, met.part, base) for base in used.others(met.rate, met.part) if base.index not in own]
    readings = [*readings, *siblings] if met.base is None else readings
    known = [(reading, reading.outcome) for reading in readings]
    counted = {
        id(reading)
        for reading, outcome in known
        if outcome is Outcome.HOLDS or (reading.told and outcome is not Outcome.FAILS)
    }
    weights = {id(reading): used.siblings(reading, holds=id(reading) in counted) for reading, _ in known}
    fitting = {id(reading) for reading, outcome in known if outcome is Outcome.HOLDS}
    ordered = sorted(
        readings,
        key=lambda reading: (
            not reading.told,
            *(-count for count in weights[id(reading)]),
            id(reading) not in fitting,
        ),
    )
    good = best(ordered)
    if not ordered:
        return
    first = ordered[0]
    here, near = weights[id(first)]
    if good is first or (good is not None and not (first.told and met.sure) and not _chance(met, good, here)):
        yield good.found(sure=met.sure and (good.told or weights[id(good)][1] > 0))
    elif (met.sure and (first.told or near)) or (met.bare and here > 1):
        # a base that fits to two decimals casts doubt on the one that is named
        doubt = good is not None and met.rate.mention.figure.places > 1
        alone = first.told and (bool(told_object(met.of)) or here > 0 or others == 1)
        sure = (alone and met.sure) or here > 1 or (good is None and (here > 0 or near > 1))
        yield first.found(sure=sure and not doubt)


def _chance(met: Share, reading: Reading, siblings: int) -> bool:
    """Whether another base fits by chance: few digits, siblings with a base of their own, and no list in the list."""
    if not siblings or met.rate.mention.figure.places > 1:
        return False
    base = reading.below[0][0]
    return not (base.index >= met.part.index - 2 and "其中" in met.part.lead)


def _printed_base(quantities: Sequence[Spoken], rate: Spoken, base: Spoken) -> Iterator[Found]:
    """A 占 B 的 P%: both stand in the sentence."""
    verb = _VERB.search(base.clause)
    if _LIMITED.search(base.clause):
        return
    levels = [
        item
        for item in back(quantities, base.index, 10)
        if item.role is Role.LEVEL and item.sort == base.sort and item.sentence >= rate.sentence - 1
    ]
    inside = [item for item in levels if item.segment == base.segment]
    subject = base.subject and verb and _own_subject(verb["subject"])
    same = [item for item in levels if subject and named(subject, item.label)]
    if subject and not same and not own_words(subject):  # 收入总计 A，包括 …。决算数为年初预算 B 的 P%
        same = [item for item in levels if _leads(quantities, item)]
    chosen = same[:1] if subject else inside[:1]
    if verb and chosen:
        first = share(rate, chosen[0], base, told=True)
        others = [item for item in levels if item is not chosen[0] and item.sentence == rate.sentence]
        good = best([first]) or best([share(rate, item, base) for item in others], near=False)
        yield (good or first).found(sure=good is None or good is first)
        return
    behind = [item for item in quantities[rate.index + 1 : rate.index + 2] if item.role is Role.LEVEL]
    behind = [item for item in behind if item.sort == base.sort and item.segment == rate.segment]
    good = best([share(rate, item, base) for item in (*behind, *levels)], near=False)
    if good is not None:
        yield good.found(sure=False)


def _leads(quantities: Sequence[Spoken], item: Spoken) -> bool:
    """Whether it is the total that a sentence begins with."""
    begins = item.index == 0 or quantities[item.index - 1].sentence != item.sentence
    return begins and bool(re.search("其中|包括", item.trail))


def _own_subject(words: str) -> str:
    words = re.sub(
        "^(?:其中|该项?|仅|约|已|累计|合计|共|分别|同时|上述)+|(?:仅|约|已|累计|合计|共|分别|金额|资金|数|各)+$",
        "",
        words,
    )
    return words if len(words) > 1 else ""


def _share(quantities: Sequence[Spoken], rate: Spoken) -> Share | None:
    """The part that a percent is the share of."""
    if rate.listed:
        return _of_list(quantities, rate)
    if rate.lead in ("（", "(") and rate.trail.startswith(("）", ")")):
        part = quantities[rate.index - 1]
        return Share(rate, part, False, "", bare=True) if part.role is Role.LEVEL else None
    if rate.lead in ("、", "，", ",") and rate.index and quantities[rate.index - 1].role is Role.LEVEL:
        part = quantities[rate.index - 1]  # 住房类 a 件、P%，交通类 b 件、Q%
        return Share(rate, part, False, "", bare=True) if part.segment == rate.segment else None
    met = _BARE.search(rate.clause) or _NOUN.search(rate.clause) or _DONE.search(rate.clause)
    if met is None:
        return None
    of = met.groupdict().get("of") or ""
    if re.search("比上|比去|较上|提高|下降", rate.clause) or _TOGETHER.search(rate.clause):
        return None
    subject = _own_subject(met["subject"])
    levels = [
        item
        for item in back(quantities, rate.index, 16)
        if item.role is Role.LEVEL and rate.sentence - item.sentence <= 2
    ]
    inside = [item for item in levels if item.segment == rate.segment]
    if not subject:
        return Share(rate, inside[0], True, of) if inside else None
    same = [item for item in levels if named(subject, item.label)]
    if same:
        alone = len(same) == 1 and rate.sentence == same[0].sentence + 1
        return Share(rate, same[0], same[0] in inside[:1] or alone, of)
    # 优 21 个 … 评定为优的项目占比
    same = [item for item in levels if item.subject in ("优", "良", "中", "差") or len(item.label) == 1]
    same = [item for item in same if item.label and item.label in subject]
    if same:
        return Share(rate, same[0], False, of)
    return Share(rate, inside[0], False, of) if inside else None


def _of_list(quantities: Sequence[Spoken], rate: Spoken) -> Share | None:
    """分别占 P、Q、R: the percents of a list belong to the last amounts before it, in their order."""
    start = rate.index - rate.listed + 1
    base = quantities[start - 1] if start and quantities[start - 1].role is Role.WHOLE else None
    words = (base or quantities[start]).clause
    if not re.search("占|比重|比例", words):
        return None
    size = list_size(quantities, rate)
    before = [item for item in back(quantities, start, 2 * size + 2) if item.role is Role.LEVEL]
    parts = [item for item in before if item.sentence == rate.sentence]
    # 货物 a、工程 b、服务 c。三类占比分别为 P、Q、R
    parts = parts if len(parts) >= size else [item for item in before if item.sentence == rate.sentence - 1]
    parts = parts[:size][::-1]
    if len(parts) < size or len({item.sort for item in parts}) > 1:
        return None
    return Share(rate, parts[rate.listed - 1], True, _LISTED.sub("", words.partition("占")[2]), base)
