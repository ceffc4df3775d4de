"""What the words of column headers say of plans, use, years and changes, and the shape of a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from jixiao.documents.finders._block import Column
from jixiao.documents.finders._headers import bare
from jixiao.documents.found import Tie
from jixiao.relations import Form

DONE = re.compile(r"执行|支出|决算|实际|完成|使用|支付|到位|拨付|发放|兑付|收入")
PLANNED = re.compile(r"预算|计划|目标|指标|安排|下达|应|任务|概算|合同")
AMOUNT = re.compile(r"额|量|数|增减|增加|减少|变动")
CHANGED = re.compile(r"增减|[比较][上去]年|同比|增长|增加[额数]|减少[额数]|变动|差额|升降")
LEFT = re.compile(r"结转|结余|结存|剩余|余额|未支付|未使用|未完成|差额|差异|差值|节约|节余")
OPENING = re.compile(r"(?:年初|期初|上年|月初).{0,6}(?:结转|结余|结存|余额)|^(?:年初|期初)数?$")
ADDED = re.compile(r"(?:费|收入|支出|拨款|预算|资金|小计|合计|收支)(?:[（(][^（）()]*[)）])?$")
_LAST = re.compile(r"上年|去年|上期|同期|前年|上季|上月|上一?年")
_NOW = re.compile(r"本年|今年|本期|当年|本季|本月")
_PRESENT = re.compile(
    r"(?:执行|决算|完成|支出|收入|实际|本年|今年|本期|当年|累计)(?:完成|支出|收入|执行)?(?:数|额|金额|量)?$"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a column: left = the terms, each (column, sign, below); `firm` where the header itself says so.

    Attributes:
        of_total: the last term stands in the total row.
        percent: a ratio is printed as a percent; a mean has the unit of its column.
        points: rates and their difference in percentage points.
        ruled: letters in the header state it: B/A.
    """

    code: str
    tie: Tie
    form: Form
    left: Column
    terms: tuple[tuple[Column, int, bool], ...]
    firm: bool
    of_total: bool = False
    percent: bool = True
    points: bool = False
    ruled: bool = False


def levels_of(amounts: Sequence[Column]) -> list[Column]:
    """The columns that hold amounts themselves and no changes of them."""
    return [other for other in amounts if not CHANGED.search(bare(other.head))]


def years_of(amounts: Sequence[Column]) -> Iterator[tuple[Column, Column, bool]]:
    """Pairs of a column and the one of the year before, and whether the headers say so."""
    before = [one for one in amounts if _LAST.search(one.head)]
    for now, last in permutations(amounts, 2):
        one, other = _YEAR.search(now.head), _YEAR.search(last.head)
        if one and other:
            if int(one[0]) == int(other[0]) + 1 and _YEAR.sub("", now.head) == _YEAR.sub("", last.head):
                yield now, last, True
        elif last in before and now not in before:
            alike = _LAST.sub("", bare(last.head)) == _NOW.sub("", bare(now.head))
            present = len(before) == 1 and _PRESENT.search(bare(now.head)) is not None and "预算" not in now.head
            yield now, last, alike or present
        elif not before:
            yield now, last, False
