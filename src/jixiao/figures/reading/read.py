"""Reading the figures of a text, from left to right, each character once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jixiao.figures.reading.amounts import amount, fraction_at
from jixiao.figures.reading.chinese import DIGITS, share_at, words_at
from jixiao.figures.reading.context import ahead_or_behind, goes_on, words_around
from jixiao.figures.reading.dates import date_at, words_date_at
from jixiao.figures.reading.figure import Bound, Figure, FigureKind
from jixiao.figures.reading.fold import Page, fold
from jixiao.figures.reading.marks import (
    SIGNS,
    docno_at,
    name_end,
    ordinal_at,
    seq_at,
    sign_mark,
    square_end,
    web_end,
)
from jixiao.figures.reading.numbers import RUN, numbers_at

_HEAD = re.compile(f"[0-9第(〔\\[¥hw{SIGNS}{DIGITS}百千万亿]")
_MONEY = re.compile("元|金额?|资|费|收|支|预算|决算|产值|税|款|补助|结余|结转|余额|债|募|销售|利润|成本|价|贷|拨|投入")
_PEOPLE = re.compile(
    r"\s?(?:群众|职工|农|居民|人|学|名|户|老|儿童|患者|游客|党员|用户|企业|市民|师生|劳动|贫困|多?[人户名次件])"
)
_HEADS = re.compile("人口|人数|群众|职工|用户|游客|旅客|户数|学生|粉丝|人次")
_CLAUSES = re.compile("[,;:]")
_LOOK_BACK = 30
_TIMED = (FigureKind.DATE, FigureKind.ORDINAL, FigureKind.DOCNO, FigureKind.SEQ)


def read(text: str) -> list[Figure]:
    """The figures of a text, in its order; they do not overlap.

    Any text can be given, its length is the only thing that takes time. What cannot be trusted (glued cells, broken
    thousands marks) and what only looks like a figure (names, telephones, 一般, 统一) is not in the list.

    Example:
        >>> [(figure.value, figure.unit) for figure in read("支出46,154.11 万元，完成率９８．４４％。")]
        [(Decimal('46154.11'), '万元'), (Decimal('98.44'), '%')]
    """
    page = fold(text)
    found: list[Figure] = []
    last: Figure | None = None
    for bare in _figures(page):
        last = _in_context(page, bare, last)
        found.append(last)
    if page.places is None:
        return found
    return [replace(figure, start=page.first(figure.start), end=page.after(figure.end)) for figure in found]


def _figures(page: Page) -> Iterator[Figure]:
    plain = page.plain
    at = floor = 0
    while head := _HEAD.search(plain, at):
        at = head.start()
        first = plain[at]
        if "0" <= first <= "9":
            figures, at = _from_digit(page, at, floor)
            yield from figures
            floor = figures[-1].end if figures else floor
            continue
        got = _from_mark(page, at, first, floor)
        if isinstance(got, Figure):
            yield got
            at = floor = got.end
        else:
            at = got


def _from_mark(page: Page, at: int, first: str, floor: int) -> Figure | int:
    """What begins with a bracket, 第 or a numeral in words; or where to read on."""
    if first in SIGNS:
        return sign_mark(page, at)
    if first in "hw":
        return web_end(page.plain, at) or at + 1
    if first in "(〔[":
        return (
            docno_at(page, at, floor)
            or (seq_at(page, at) if first == "(" else None)
            or (square_end(page.plain, at) if first == "[" else at + 1)
        )
    if first == "第":
        return ordinal_at(page, at)
    if first == "¥":
        return at + 1
    share = share_at(page, at)
    if share or first in "百千万亿":
        return share or words_end(page, at)
    date = words_date_at(page.plain, at)
    if date:
        return Figure(at, date[1], date[0], "", FigureKind.DATE)
    return seq_at(page, at) or words_at(page, at)


def words_end(page: Page, at: int) -> int:
    """Behind a numeral that begins with 百, 千 or 万 and is therefore no exact figure (百余家, 千方百计)."""
    got = words_at(page, at)
    return got if isinstance(got, int) else got.end


def _from_digit(page: Page, at: int, floor: int) -> tuple[list[Figure], int]:
    plain = page.plain
    run = RUN.match(plain, at)
    end = run.end() if run else at + 1
    if mark := seq_at(page, at):
        return [mark], mark.end
    if not _glued(plain, at) and (date := date_at(plain, at)):
        return [Figure(at, date[1], date[0], "", FigureKind.DATE)], date[1]
    stop = at + len(plain[at:end].rstrip(".,"))
    if (name := name_end(plain, at, stop)) is not None:
        return [], max(name, stop)
    if figure := fraction_at(plain, at):
        return [figure], figure.end
    numbers, end = numbers_at(plain, page.commas, at)
    figures = []
    for number in numbers:
        figure, past = amount(page, number, floor)
        end = max(end, past)
        if figure:
            figures.append(figure)
    return figures, end


def _glued(plain: str, at: int) -> bool:
    before = plain[at - 1 : at]
    return before.isascii() and before.isalpha()


def _in_context(page: Page, figure: Figure, last: Figure | None) -> Figure:
    """The same figure with what the words around it say."""
    if figure.kind in _TIMED:
        return figure
    plain = page.plain
    bound, direction = words_around(plain, figure.start, figure.end, figure.kind)
    if not direction and figure.kind is FigureKind.PP:
        direction = ahead_or_behind(plain, figure.start)
    if not direction and last and last.direction and goes_on(plain, last.end, figure.start):
        direction = last.direction
    kind = figure.kind
    if kind is FigureKind.NUMBER and figure.unit and figure.unit[-1] in "万亿" and _is_money(plain, figure):
        kind = FigureKind.MONEY
    if figure.bound is not Bound.NONE:
        bound = figure.bound
    if bound is figure.bound and not direction and kind is figure.kind:
        return figure
    return replace(figure, bound=bound, direction=direction, kind=kind)


def _is_money(plain: str, figure: Figure) -> bool:
    before = plain[max(0, figure.start - _LOOK_BACK) : figure.start].rpartition("。")[2]
    if _PEOPLE.match(plain, figure.end) or _HEADS.search(_CLAUSES.split(before)[-1]):
        return False
    return bool(_MONEY.search(before))
