"""How the columns of a table can be read: by letters in their headers, as sums, differences, balances and products."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from jixiao.documents.finders._block import Column, Row
from jixiao.documents.finders._column_words import (
    ADDED,
    AMOUNT,
    CHANGED,
    DONE,
    LEFT,
    OPENING,
    PLANNED,
    Reading,
    levels_of,
    years_of,
)
from jixiao.documents.finders._headers import GROWTH, POINTS, RATE, SCORE, TOTAL, bare, rule
from jixiao.documents.finders._rate_columns import means_of, rates_of
from jixiao.documents.found import Tie
from jixiao.relations import Form

_PRICE = re.compile(r"单价|(?:补助|补贴|收费|救助|支付|发放|奖励)?标准|每[人户亩]")
_COUNT = re.compile(r"数量|人数|户数|人次|面积|数$|月数|天数|次数|台数|亩数")
_COST = re.compile(r"金额|总价|合价|小计|合计|费用|总额|资金")


def readings_of(columns: Sequence[Column], column: Column, total: Row | None) -> Iterator[Reading]:
    """The ways to read one column, each tried on the rows afterwards.

    Args:
        columns: of the block.
        column: the left side.
        total: the total row that shares are measured by, None for none.
    """
    if told := _ruled(columns, column):
        yield told
        return
    others = [other for other in columns if other is not column and not SCORE.search(other.head)]
    others = [other for other in others if not POINTS.search(other.head)]
    amounts = [other for other in others if not is_rate(other)]
    if "百分点" in column.head or column.unit.endswith("百分点"):
        yield from _points(column, [other for other in others if is_rate(other) and "百分点" not in other.head])
    elif is_rate(column):
        yield from rates_of(columns, column, amounts, total)
    else:
        yield from means_of(column, amounts)
        yield from _products(column, amounts)
        yield from _sums(column, amounts)


def is_rate(column: Column) -> bool:
    """Whether a column holds rates, shares or growth."""
    return column.unit == "%" or RATE.search(bare(column.head)) is not None


def _ruled(columns: Sequence[Column], column: Column) -> Reading | None:
    """The reading that letters in the header give: 执行率（B/A）."""
    told = rule(column.head)
    if told is None:
        return None
    sign, letters = told
    by_letter = {other.letter: other for other in columns if other.letter}
    named = [by_letter.get(name) for name in letters]
    terms = [other for other in named if other is not None and other is not column]
    if len(terms) != len(letters):
        return None
    if sign == "/":
        code, tie, form, terms_ = "PCT-01", Tie.RATE, Form.RATIO, ((terms[0], 1, False), (terms[1], 1, True))
    elif sign == "-":
        code, tie, form, terms_ = "REL-02", Tie.DIFFERENCE, Form.SUM, ((terms[0], 1, False), (terms[1], -1, False))
    else:
        added = tuple((term, 1, False) for term in terms)
        return Reading("REL-01", Tie.SUM, Form.SUM, column, added, True, ruled=True)
    return Reading(code, tie, form, column, terms_, True, ruled=True)


def _points(column: Column, rates: Sequence[Column]) -> Iterator[Reading]:
    """增减（百分点） = 本年合格率 - 上年合格率."""
    for now, last, firm in years_of(rates):
        terms = ((now, 1, False), (last, -1, False))
        yield Reading("PCT-09", Tie.POINTS, Form.SUM, column, terms, firm or len(rates) == 2, points=True)


def _products(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    """金额 = 单价 × 数量."""
    if not _COST.search(column.head):
        return
    prices = [other for other in amounts if _PRICE.search(other.head)]
    counts = [other for other in amounts if _COUNT.search(bare(other.head)) and other not in prices]
    for price in prices:
        for count in counts:
            terms = ((count, 1, False), (price, 1, False))
            yield Reading("REL-07", Tie.PRODUCT, Form.PRODUCT, column, terms, False)


def _sums(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    head = bare(column.head)
    if (GROWTH.search(head) and AMOUNT.search(head)) or CHANGED.search(head):
        yield from _changes(column, amounts)
        return
    if is_total_column(column):
        for parts, firm in _parts(amounts, column):
            yield Reading("REL-01", Tie.SUM, Form.SUM, column, tuple((part, 1, False) for part in parts), firm)
        return
    yield from _denied(column, amounts)
    if LEFT.search(head):
        yield from _left_over(column, amounts)
    elif re.search(r"(?:全年|调整|变动).{0,2}预算", head):
        for one, other in permutations(amounts, 2):
            if "年初" in one.head and re.search(r"调整|追加|调增|调减|变动|增减", other.head) and one is not column:
                yield Reading("REL-01", Tie.SUM, Form.SUM, column, ((one, 1, False), (other, 1, False)), False)


def _changes(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    for now, last, firm in years_of(levels_of(amounts)):
        yield Reading("REL-02", Tie.DIFFERENCE, Form.SUM, column, ((now, 1, False), (last, -1, False)), firm)


def _denied(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    """抽检 = 合格 + 不合格, 应发 = 已发 + 未发."""
    by_name = {bare(other.head): other for other in amounts}
    for name, other in by_name.items():
        rest = name[1:]
        positive = by_name.get(rest) or by_name.get("已" + rest) if name[:1] in "不未" else None
        if positive is not None and column.index < min(other.index, positive.index):
            terms = ((positive, 1, False), (other, 1, False))
            yield Reading("REL-01", Tie.SUM, Form.SUM, column, terms, False)


def _left_over(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    planned = [one for one in amounts if PLANNED.search(one.head)]
    opening = [one for one in amounts if OPENING.search(one.head)]
    for one, other in permutations(amounts, 2):
        firm = bool(PLANNED.search(one.head) and DONE.search(other.head) and not PLANNED.search(other.head))
        terms = ((one, 1, False), (other, -1, False))
        yield Reading("REL-02", Tie.DIFFERENCE, Form.SUM, column, terms, firm and len(planned) == 1 and not opening)
        for start in opening if not OPENING.search(column.head) else ():
            if start is not one and start is not other:
                three = ((start, 1, False), *terms)
                named = "收入" in one.head and "支出" in other.head and len(amounts) == 3
                yield Reading("REL-06", Tie.BALANCE, Form.SUM, column, three, named)


def is_total_column(column: Column) -> bool:
    """Whether the last of its header cells names a total."""
    last = column.cells[-1].text if column.cells else column.head
    last = "".join(last.split())
    return any(TOTAL.match(word) is not None for word in (last, bare(last), column.head) if word)


def _parts(amounts: Sequence[Column], column: Column) -> Iterator[tuple[tuple[Column, ...], bool]]:
    """The columns that a total column may add up: those under the same header without those under a 小计, or its neighbours."""
    path = column.path
    after = [other for other in amounts if other.index > column.index and other.names[: len(path)] == path]
    group = _until_total(after, path)
    inner = [other.path for other in group if is_total_column(other) and len(other.path) > len(path)]
    outer = [
        other
        for other in group
        if is_total_column(other) or not any(other.names[: len(deep)] == deep for deep in inner)
    ]
    # costs and incomes under one header are all that it has; head-counts (男, 党员) may overlap
    firm = len(outer) > 1 and bool(path or inner) and all(ADDED.search(other.head) for other in outer)
    if len(outer) > 1:
        yield tuple(outer), firm
    before = [other for other in amounts if other.index < column.index and other.names[: len(path)] == path]
    for found in (_until_total(after, None), _until_total(before[::-1], None)[::-1]):
        if len(found) > 1 and found != outer:
            yield tuple(found), False


def _until_total(columns: Sequence[Column], path: tuple[str, ...] | None) -> list[Column]:
    """The columns up to the next total, or with a header path to the next total under the same one."""
    found: list[Column] = []
    for column in columns:
        if is_total_column(column) and (path is None or column.path == path):
            break
        found.append(column)
    return found
