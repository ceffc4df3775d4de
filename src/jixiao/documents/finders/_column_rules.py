"""How the columns of a table can be read: rates, shares, growth, differences and sums, by what their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from jixiao.documents.finders._grid import Column, Row
from jixiao.documents.finders._headers import GROWTH, POINTS, RATE, SCORE, SHARE, TOTAL, bare, rule
from jixiao.documents.found import Tie
from jixiao.relations import Form

_DONE = re.compile(r"执行|支出|决算|实际|完成|使用|支付|到位|拨付")
_PLANNED = re.compile(r"预算|计划|目标|指标|安排|下达|应")
_LAST = re.compile(r"上年|去年|上期|同期|前年|上季|上月")
_NOW = re.compile(r"本年|今年|本期|当年|本季|本月")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_AMOUNT = re.compile(r"额|量|数|增减|增加|减少|变动")
_LEFT = re.compile(r"结转|结余|结存|剩余|未支付|差额|差异|差值|节约|节余")
_ADDED = re.compile(r"(?:费|收入|支出|拨款|预算|资金|小计|合计|收支)(?:[（(][^（）()]*[)）])?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a column: left = the terms, each (column, sign, below); `firm` where the header itself says so."""

    code: str
    tie: Tie
    form: Form
    left: Column
    terms: tuple[tuple[Column, int, bool], ...]
    firm: bool
    of_total: bool = False  # the last term stands in the total row


def readings_of(columns: Sequence[Column], column: Column, total: Row | None) -> Iterator[Reading]:
    others = [other for other in columns if other is not column and not SCORE.search(other.head)]
    others = [other for other in others if not POINTS.search(other.head)]
    if told := _ruled(columns, column):
        yield told
        return
    amounts = [other for other in others if not RATE.search(bare(other.head)) and other.unit != "%"]
    if RATE.search(column.head) or column.unit == "%":
        if SHARE.search(column.head) and total is not None:
            left = [other for other in amounts if other.index < column.index]
            for other in left[::-1]:
                yield Reading(
                    "PCT-01",
                    Tie.RATE,
                    Form.RATIO,
                    column,
                    ((other, 1, False), (other, 1, True)),
                    other is left[-1],
                    True,
                )
        if GROWTH.search(column.head):
            for now, last, firm in _years(amounts):
                yield Reading(
                    "REL-04",
                    Tie.GROWTH,
                    Form.RATIO,
                    column,
                    ((now, 1, False), (last, -1, False), (last, 1, True)),
                    firm,
                )
        else:
            for above, below in permutations(amounts, 2):
                yield Reading(
                    "PCT-01",
                    Tie.RATE,
                    Form.RATIO,
                    column,
                    ((above, 1, False), (below, 1, True)),
                    _names(column, above, below),
                )
        return
    yield from _sums(column, amounts)


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
        return Reading("PCT-01", Tie.RATE, Form.RATIO, column, ((terms[0], 1, False), (terms[1], 1, True)), True)
    if sign == "-":
        return Reading("REL-02", Tie.DIFFERENCE, Form.SUM, column, ((terms[0], 1, False), (terms[1], -1, False)), True)
    return Reading("REL-01", Tie.SUM, Form.SUM, column, tuple((term, 1, False) for term in terms), True)


def _names(column: Column, above: Column, below: Column) -> bool:
    """Whether the header of a rate names these two: 执行率 of 执行数 and 全年预算数, 合格率 of 合格 and 抽检."""
    what = bare(column.head).removesuffix("率")
    upper, lower = bare(above.head), bare(below.head)
    if what and (upper == what or (len(what) > 1 and upper in (what + "数", what + "量", what + "额"))):
        return not _PLANNED.search(what)
    planned = _PLANNED.search(lower) is not None and not _DONE.search(
        lower.replace("完成", "").replace("执行数", "执行")
    )
    return _DONE.search(upper) is not None and not _PLANNED.search(upper) and planned


def _years(amounts: Sequence[Column]) -> Iterator[tuple[Column, Column, bool]]:
    """Pairs of a column and the one of the year before, and whether the headers say so."""
    for now, last in permutations(amounts, 2):
        one, other = _YEAR.search(now.head), _YEAR.search(last.head)
        if one and other:
            if int(one[0]) == int(other[0]) + 1 and _YEAR.sub("", now.head) == _YEAR.sub("", last.head):
                yield now, last, True
        elif _LAST.search(last.head) and not _LAST.search(now.head):
            alike = _LAST.sub("", bare(last.head)) == _NOW.sub("", bare(now.head))
            yield now, last, alike
        elif not _LAST.search(now.head):
            yield now, last, False


def _sums(column: Column, amounts: Sequence[Column]) -> Iterator[Reading]:
    head = bare(column.head)
    by_name = {bare(other.head): other for other in amounts}
    if GROWTH.search(head) and _AMOUNT.search(head):
        for now, last, firm in _years(amounts):
            yield Reading("REL-02", Tie.DIFFERENCE, Form.SUM, column, ((now, 1, False), (last, -1, False)), firm)
        return
    if is_total_column(column):
        for parts, firm in _parts(amounts, column):
            yield Reading("REL-01", Tie.SUM, Form.SUM, column, tuple((part, 1, False) for part in parts), firm)
        return
    for name, other in by_name.items():
        if name.startswith("不") and name[1:] in by_name and column.index < min(other.index, by_name[name[1:]].index):
            terms = ((by_name[name[1:]], 1, False), (other, 1, False))
            yield Reading("REL-01", Tie.SUM, Form.SUM, column, terms, False)
    if re.search(r"结转|结余|结存|剩余|未支付|差额|差异|差值|节约|节余", head):
        for one, other in permutations(amounts, 2):
            firm = bool(_PLANNED.search(one.head) and _DONE.search(other.head) and not _PLANNED.search(other.head))
            yield Reading(
                "REL-02",
                Tie.DIFFERENCE,
                Form.SUM,
                column,
                ((one, 1, False), (other, -1, False)),
                firm and _single(amounts),
            )
    elif re.search(r"(?:全年|调整后?)预算", head):
        for one, other in permutations(amounts, 2):
            if "年初" in one.head and re.search(r"调整|追加|调增|调减|变动", other.head) and one is not column:
                yield Reading("REL-01", Tie.SUM, Form.SUM, column, ((one, 1, False), (other, 1, False)), False)


def _single(amounts: Sequence[Column]) -> bool:
    return len([one for one in amounts if _PLANNED.search(one.head)]) == 1


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
    firm = len(outer) > 1 and bool(path or inner) and all(_ADDED.search(other.head) for other in outer)
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
