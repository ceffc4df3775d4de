"""What a figure can be in a list: a level, a change, the base of a rate, a mean — and what it can be added to."""

from __future__ import annotations

import re
from enum import Enum

from jixiao.documents.view import Mention
from jixiao.figures import Bound, FigureKind
from jixiao.figures.units import LOOSE, MULTIPLES

TAIL = 24  # characters before a figure that tell its role


class Role(Enum):
    """What a figure tells."""

    VALUE = "value"  # a level: an amount, a number of something
    CHANGE = "change"  # a rise or fall
    BASE = "base"  # what a rate is taken of, or what a change starts from
    MEAN = "mean"  # for one day, head, household
    BOUND = "bound"  # about, more than, at most: never equal to anything
    OTHER = "other"  # a percent, a date, a number of a document


_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|增收|减收|增支|减支|增资|提高|降低|上升|回落|调增|调减|核增|核减|净增|增幅|降幅|压减|压缩|"
    r"增减|变动|扩大|缩小|[年期数算][多少高低])(?:了|额|数|金额|变动)?(?:(?<=[额数动])为)?[约近]?[:：]?$"
)
_FROM = re.compile(
    r"(?:较|比|与|同)[^，,；;。：:、（(]{0,14}?(?:[年期度季月]|预算|决算|预算数|决算数)的?(?:实际)?(?:完成|支出|收入)?$"
)
_RATED = re.compile(r"(?:为|占|完成|达到|达|是)[^，,；;。：:]{0,18}$")
_MEAN = re.compile(
    r"(?:每一?[\u4e00-\u9fff]{0,3}|[人户日月年]?均|平均[^，,；;。]{0,6}|单价|标准)(?:为|达|[\u4e00-\u9fff]{0,2}(?:受理|消费|支出))?$"
)
_COMPARED = re.compile(r"^[^，,；;。]{0,6}相比")
_SAME = str.maketrans({"名": "人", "位": "人"})
_HEADS = "".join(sorted(set("".join(MULTIPLES))))
COUNTED = (FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE, FigureKind.NUMBER)


def dimension(mention: Mention) -> str:
    """What can be added to it: "元" for every amount of money, the measure word of a count; "" for a bare number."""
    unit = mention.figure.unit.translate(LOOSE)
    if mention.kind is FigureKind.MONEY:
        return "元"
    return (unit.lstrip(_HEADS) if len(unit) > 1 else unit).translate(_SAME)


def tail(text: str) -> str:
    """The last words before a figure, without blanks."""
    return "".join(text[-2 * TAIL :].split())[-TAIL:]


def role(mention: Mention, following: Mention | None) -> Role:
    """The role of a figure; `following` is the next one of the sentence, None at its end."""
    figure = mention.figure
    if mention.kind not in COUNTED or not figure.is_quantity:
        return Role.OTHER
    if figure.bound is not Bound.NONE:
        return Role.BOUND
    before = tail(mention.before)
    if _FROM.search(before):
        return Role.BASE
    if _CHANGE.search(before):
        return Role.CHANGE
    after = "".join(mention.after[: 2 * TAIL].split())
    if _COMPARED.match(after):
        return Role.BASE
    rated = following is not None and following.kind is FigureKind.PERCENT and after in ("", "的")
    if rated and _RATED.search(before):
        return Role.BASE
    return Role.MEAN if _MEAN.search(before) else Role.VALUE
