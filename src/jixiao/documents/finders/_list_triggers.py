"""The words that open a list of parts, how firmly they say that it is whole, and how far it reaches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_strand import Strand


class Force(IntEnum):
    """How firmly words say that the list behind them is whole."""

    OPEN = 0  # 主要包括, 如, 前五位
    WEAK = 1  # 其中
    SPLIT = 2  # 按…划分, 分…看
    FIRM = 3  # 分别为, 由…组成, 具体为


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words at `start:end` of a passage; their list ends before `stop`.

    Attributes:
        bracket: offset of the bracket that they stand in, -1 for none.
        inner: whether they open that bracket: the figure before it is the total.
        tight: whether they stand right behind a figure, which then is the total.
        fresh: whether they open their sentence: the total stands in an earlier one.
        implied: whether there are none: 共 before a figure only lets expect that what follows adds up to it.
        made: whether they are 由…组成 around the list.
        longer: whether the list is taken to go on over sentences behind its own.
    """

    start: int
    end: int
    stop: int
    force: Force
    bracket: int = -1
    inner: bool = False
    tight: bool = False
    fresh: bool = False
    implied: bool = False
    made: bool = False
    longer: bool = False
    words: str = ""


_WORDS = re.compile(
    r"(?P<open>其中[，,：:]?(?:主要|如|重点|较|仅|单)|主要[^，,。；;：:\d]{0,4}?(?:包括|有|是|用于|为|由|在|涉及)|例如|比如|"
    r"前[一二三四五六七八九十两\d]+[位名大强]|[（(，,]如(?![下上]))"
    r"|(?P<firm>分别[为是有]?|具体[^，,。；;：:\d、]{0,10}?[：:为是]|如下[：:]|[二两三四五六七八九]部分(?:组成|构成)?[：:])"
    r"|(?P<split>(?:按照?|从|分|依)[^，,。；;：:、\d]{1,14}?(?:划分|区分|分类?|来?看|构成|统计)[，,：:]{1,2}|(?<=[。；;，,])\s*分[^，,。；;：:、\d]{1,6}[：:]|(?:收入|支出|资金|人员|收支)(?:构成|结构|组成)(?:情况)?(?:为|如下)?[：:]|分项情况[^，,。；;\d]{0,4}[，,：:])"
    r"|(?P<weak>其中|来源(?:为|是|包括|[：:])|(?<!不)(?:包括|包含)|(?<![不包])含(?![量税])|[分出入额费用金数]中[，,])"
    r"|(?P<pair>(?<=[。；;，,：:])\s*(?:其中[，,：:]?)?(?=基本支出|人员经费|人员支出|税收收入)(?![^，,。；;]{0,14}占))"
    r"|(?P<made>由)"
)
_FORCES = {"open": Force.OPEN, "firm": Force.FIRM, "split": Force.SPLIT}
_MADE = re.compile("组成|构成")
_TIGHT = re.compile(
    r"\s*(?:[，,]\s*(?:为(?![了期]|[^，,；;]{0,12}的\s*\d[\d.]*\s*%)|即|系|含|包括|(?:分别|主?要)?用于)|[：:])"
)
MOST = 60  # openings in one sentence
_PART = re.compile(r"\s*(?:其中[，,：:]?)?(?:项目支出|经营支出|上缴上级支出|对附属单位|公用经费|公用支出|非税收入)")
CALLED = re.compile("共|合计|总[计额数量]|总|累计|汇总|全[年市县区省]")
_HEADLESS = re.compile(r"^[\s，,。；;：:、（(一二三四五六七八九十\d.）)]*$")
_OVER = re.compile("此外|另外|另有|除此之外|同期|与此同时")


def triggers(strand: Strand) -> Iterator[Trigger]:
    """Every opening of a list, in the order of the text."""
    text = strand.text
    made = [match.end() for match in _MADE.finditer(text)]
    over = [match.start() for match in _OVER.finditer(text)]
    found: list[Trigger] = []
    opened = sorted(strand.brackets.items())
    opens = [start for start, _ in opened]
    for match in _WORDS.finditer(text):
        index = strand.sentence_at(match.start())
        start, limit = strand.sentences[index]
        bracket, inner = -1, False
        at = bisect_left(opens, match.start()) - 1
        for _ in range(8):  # deeper or more brackets beside one another are no list
            if at < 0 or opened[at][0] < start:
                break
            if opened[at][1] > match.start():
                bracket, limit = opened[at][0], opened[at][1]
                inner = not text[bracket + 1 : match.start()].strip()
                break
            at -= 1
        stop, end, around = limit, match.end(), False
        if match["pair"] is not None:
            stop = _further(strand, index)
        if match["made"]:
            closing = bisect_left(made, end)
            if closing == len(made) or made[closing] > limit:
                continue
            if len(strand.between(end, made[closing])) < 2:
                end = made[closing]
            else:
                stop, around = made[closing], True
            force = Force.FIRM
        else:
            force = _FORCES.get(match.lastgroup or "", Force.WEAK)
        after = bisect_left(over, end)
        if after < len(over) and over[after] < stop:
            stop = over[after]
        fresh = bool(_HEADLESS.match(text[start : match.start()])) if match.start() - start < 40 else False
        found.append(Trigger(match.start(), end, stop, force, bracket, inner, fresh=fresh, made=around, words=match[0]))
    known = {trigger.bracket for trigger in found if trigger.inner}
    taken = {trigger.start for trigger in found}
    for token in strand.tokens:
        if (tight := _TIGHT.match(text, token.end)) and not any(
            at in taken for at in range(token.end, tight.end() + 1)
        ):
            limit = strand.sentences[strand.sentence_at(token.start)][1]
            if token.bracket >= 0:
                limit = min(limit, strand.brackets.get(token.bracket, limit))
            found.append(
                Trigger(tight.start(), tight.end(), limit, Force.WEAK, token.bracket, tight=True, words=tight[0])
            )
        opening = token.end
        while opening < len(text) and text[opening].isspace():
            opening += 1
        if opening in strand.brackets and opening not in known:
            found.append(
                Trigger(
                    opening, opening + 1, strand.brackets[opening], Force.WEAK, opening, inner=True, words=text[opening]
                )
            )
    found.extend(_implied(strand, [trigger.start for trigger in found if trigger.force is Force.SPLIT]))
    found = _bounded(strand, found)
    found.sort(key=lambda trigger: (trigger.start, trigger.end))
    yield from found


def _bounded(strand: Strand, found: list[Trigger]) -> list[Trigger]:
    """At most so many a sentence as a person writes: what goes beyond is no prose."""
    told: Counter[int] = Counter(strand.sentence_at(trigger.start) for trigger in found)
    return [trigger for trigger in found if told[strand.sentence_at(trigger.start)] <= MOST]


def _further(strand: Strand, index: int) -> int:
    """The end of the last sentence that still tells a part: 基本支出…。项目支出…."""
    last = index
    while (
        last + 1 < len(strand.sentences)
        and _PART.match(strand.text, strand.sentences[last + 1][0])
        and last < index + 3
    ):
        last += 1
    return strand.sentences[last][1]


def _implied(strand: Strand, splits: Sequence[int]) -> Iterator[Trigger]:
    """Behind every figure that is called a total: what follows up to the end of the next sentence."""
    for token in strand.tokens:
        if token.bracket < 0 and token.role is Role.VALUE and CALLED.search(tail(token.mention.before)):
            index = strand.sentence_at(token.start)
            stop = strand.sentences[min(index + 1, len(strand.sentences) - 1)][1]
            following = bisect_left(splits, token.end)
            stop = min(stop, splits[following]) if following < len(splits) else stop
            yield Trigger(token.end, token.end, stop, Force.OPEN, tight=True, implied=True)
