"""Which part a figure of 分 plays in a sentence: a total, full marks, points, a score, a bonus, a deduction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from jixiao.documents.view import Mention
from jixiao.figures import FigureKind
from jixiao.relations import Mode

_TOTAL = re.compile(
    r"(?:总得?分|综合得分|总评分|综合评分|最终得分|最后得分|合计得分|评价得分|总体得分|自评得分|自评分|自评分数|总自评分|得分合计|评价总分|合计)"
    r"(?:数|值)?(?:为|是|达到|达|共|：|:)?$"
)
_OF_ALL = re.compile(r"(?:项目|本项目|整体|支出|绩效|部门|单位)得分(?:数|值)?(?:为|是|达|：|:)?$")
_JUDGED = re.compile(r"(?:经|综合)[^，,。；;]{0,14}[，,](?:最终|综合)?得分(?:为|是)?$")
_FULL = re.compile(
    r"满分(?:值)?(?:为|是|共)?$|总分值(?:为)?$|总权重(?:为)?$|权重(?:合计|共计|总计)(?:为)?$|分值(?:合计|共计|总计)(?:为)?$"
)
_POINTS = re.compile(r"(?:权重|分值|标准分|权重分|应得分?|配分|赋分|设置|占|共|满分)(?:为|是|共)?$")
_EARNED = re.compile(r"(?:得分|评分|实得|自评得分|自评|得|评价得分|自评分|获|评)(?:为|是|达|了)?$")
_BONUS = re.compile(r"(?:加分项?|加|奖励|附加)(?:得分?)?(?:为|了)?$")
_LOSS = re.compile(r"(?:扣分|减分项?|扣减|扣除|扣|失分|减)(?:为|了|掉)?$")
_BEFORE = re.compile(r"[，,；;。：:、]")


class Part(Enum):
    """What a figure of 分 is."""

    TOTAL = "total"
    FULL = "full"
    POINTS = "points"
    EARNED = "earned"
    BONUS = "bonus"
    LOSS = "loss"
    NAMED = "named"  # only a name before it: 产出指标50分
    OTHER = "other"


def part_of(mention: Mention) -> Part:
    """The part that the words right before a figure give it."""
    if mention.figure.unit != "分" or mention.kind is FigureKind.RANGE or not isinstance(mention.figure.value, Decimal):
        return Part.OTHER
    before = "".join(mention.before.split())
    label = _BEFORE.split(before)[-1].rstrip("（(“” ")
    for part, words in ((Part.FULL, _FULL), (Part.BONUS, _BONUS), (Part.LOSS, _LOSS), (Part.POINTS, _POINTS)):
        if words.search(label):
            return part
    if _TOTAL.search(label):
        return Part.TOTAL if _whole(label) else Part.EARNED
    if (_OF_ALL.search(label) and _whole(label)) or _JUDGED.search(before):
        return Part.TOTAL
    if _EARNED.search(label):
        return Part.EARNED
    if before.endswith(("（", "(")) or label:
        return Part.NAMED
    return Part.EARNED if before.endswith(("：", ":")) else Part.OTHER


def _whole(label: str) -> bool:
    """Whether 得分 stands for the whole: 自评总分, 综合得分; 管理效率自评得分 names a part."""
    if re.search(r"总|综合|最终|最后|合计", label):
        return True
    rest = re.sub(
        r"自评得分|自评分数?|评价得分|得分|为|是|达到?|共|部门|整体|支出|绩效|项目|本|单位|年度?|\d|经自评|自评|评价|全",
        "",
        label,
    )
    return not rest


def added(total: Mention, parts: Sequence[Mention]) -> Mode:
    """Scores add exactly; only a total with fewer decimals than its parts was rounded."""
    finer = any(part.figure.places > total.figure.places for part in parts)
    return Mode.PRINTED if finer else Mode.EXACT
