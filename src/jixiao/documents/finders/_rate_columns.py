"""Columns of rates: the two columns whose quotient they may be, growth with its years, means with their counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from jixiao.documents.finders._block import Column, Row
from jixiao.documents.finders._column_words import CHANGED, DONE, PLANNED, Reading, levels_of, years_of
from jixiao.documents.finders._headers import GROWTH, POINTS, SCORE, SCORE_RATE, SHARE, bare
from jixiao.documents.found import Tie
from jixiao.relations import Form

_WHOLE = re.compile(
    r"抽检|抽样|检查|检验|监测|监督|应|总|合计|计划|目标|任务|预算|登记|受理|参评|参加|报名|建档|符合|批复|概算|下达|安排|发放|回收|全部|样本"
)
_MEAN = re.compile(r"人均|户均|亩均|均价|平均|均(?:金额|支出|费用|成本|收入|补助)")
_COUNTING = re.compile(r"人|户|亩|数量|次数|面积|个数|户数|件|台")
_STEP = re.compile(r"年初|调整|变动|追加")


def rates_of(
    columns: Sequence[Column], column: Column, amounts: Sequence[Column], total: Row | None
) -> Iterator[Reading]:
    """The ways to read a column of rates."""
    if SCORE_RATE.search(column.head):
        yield from _scored(columns, column)
    elif SHARE.search(column.head) and total is not None:
        left = [other for other in amounts if other.index < column.index]
        for other in left[::-1]:
            terms = ((other, 1, False), (other, 1, True))
            yield Reading("PCT-01", Tie.RATE, Form.RATIO, column, terms, other is left[-1], True)
        for above, below in permutations(levels_of(amounts), 2):
            yield _ratio(column, above, below, firm=False)
    elif GROWTH.search(column.head):
        yield from _growth(column, amounts)
    else:
        levels = levels_of(amounts)
        adjusted = any(re.search(r"全年|调整", other.head) and PLANNED.search(other.head) for other in levels)
        for above, below in permutations(levels, 2):
            first = adjusted and "年初" in below.head and "年初" not in column.head
            yield _ratio(column, above, below, firm=not first and _names(column, above, below))


def means_of(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    """户均补助 = 补助金额 ÷ 户数."""
    if not _MEAN.search(column.head):
        return
    counts = [other for other in amounts if other.counted or _COUNTING.search(bare(other.head))]
    for count in counts:
        for above in amounts:
            if above is not count and not _MEAN.search(above.head):
                terms = ((above, 1, False), (count, 1, True))
                yield Reading("REL-08", Tie.MEAN, Form.RATIO, column, terms, False, percent=False)


def _ratio(column: Column, above: Column, below: Column, *, firm: bool) -> Reading:
    return Reading("PCT-01", Tie.RATE, Form.RATIO, column, ((above, 1, False), (below, 1, True)), firm)


def _scored(columns: Sequence[Column], column: Column) -> Iterator[Reading]:
    """得分率 = 得分 ÷ 分值."""
    earned = [other for other in columns if SCORE.search(other.head)]
    points = [other for other in columns if POINTS.search(other.head) and other not in earned]
    if len(earned) == 1 and len(points) == 1:
        yield _ratio(column, earned[0], points[0], firm=True)


def _growth(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    levels = levels_of(amounts)
    pairs = list(years_of(levels))
    for now, last, firm in pairs:
        terms = ((now, 1, False), (last, -1, False), (last, 1, True))
        yield Reading("REL-04", Tie.GROWTH, Form.RATIO, column, terms, firm)
    changes = [other for other in amounts if other not in levels and abs(other.index - column.index) == 1]
    for change in changes if not pairs else ():
        for level in levels:
            terms = ((change, 1, False), (level, 1, True), (change, -1, True))
            yield Reading("REL-03", Tie.CHANGE, Form.RATIO, column, terms, False)
            yield Reading("REL-03", Tie.CHANGE, Form.RATIO, column, ((change, 1, False), (level, 1, True)), False)
    if not any(firm for _, _, firm in pairs) and not changes:
        for level in levels:
            if level.counted and level.index == column.index - 1:
                yield Reading("REL-09", Tie.WHOLE_BASE, Form.WHOLE, column, ((level, 1, False),), False)


def _names(column: Column, above: Column, below: Column) -> bool:
    """Whether the header of a rate names these two: 执行率 of 执行数 and 全年预算数, 合格率 of 合格 and 抽检."""
    head = bare(column.head)
    what = re.sub(r"(?:率|比例|比率|比重|进度|度)$", "", head)
    upper, lower = bare(above.head), bare(below.head)
    step = _STEP.search(head)
    if step and PLANNED.search(head) and step[0] not in lower:
        return False  # 完成调整预算的% is none of 年初预算
    named = len(what) > 1 and upper.startswith((what, "已" + what, "实际" + what)) and len(upper) <= len(what) + 4
    if named and not PLANNED.search(what):
        return _WHOLE.search(lower) is not None and not lower.startswith(("不", "未", what))
    planned = PLANNED.search(lower) is not None and not DONE.search(
        lower.replace("完成", "").replace("执行数", "执行").replace("收入预算", "预算").replace("支出预算", "预算")
    )
    done = DONE.search(upper) is not None and not PLANNED.search(upper) and not CHANGED.search(upper)
    return done and planned and not re.search(r"[合及]格|占|投诉|满意|覆盖", head)
