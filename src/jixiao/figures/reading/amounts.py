"""A number in figures with what belongs to it: sign, unit, the other end of a range, the second step of 1亿3500万元."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.reading.figure import Bound, Figure, FigureKind
from jixiao.figures.reading.fold import Page
from jixiao.figures.reading.marks import code_end, is_called, is_section
from jixiao.figures.reading.numbers import Number, numbers_at
from jixiao.figures.reading.tails import Tail, unit_behind
from jixiao.figures.units import meaning

_TO = re.compile(r"\s{0,2}(?:(?:-|—{1,2})\s{0,2}|(?:~|至|到)\s{0,2}(?P<minus>-?))(?=[0-9])")
_OVER = re.compile(r"([0-9]{1,3})(?:/([0-9]{1,4})|\s?分之\s?([0-9]{1,4}))(?![0-9.,/年%])")


def fraction_at(plain: str, at: int) -> Figure | None:
    """1/3 and 10分之3; 12/10 and 5/0 are two numbers each."""
    over = _OVER.match(plain, at)
    if over is None:
        return None
    if over[3]:
        above, below = int(over[3]), int(over[1])
    else:
        above, below = int(over[1]), int(over[2])
    if not 0 < above < below or (over[2] and below > 100):
        return None
    return Figure(over.start(), over.end(), Fraction(above, below), "", FigureKind.FRACTION)


def amount(page: Page, number: Number, floor: int) -> tuple[Figure | None, int]:
    """The figure that a number makes with its sign, its unit and the other end of its range; and where it ends."""
    plain = page.plain
    tail = unit_behind(page, number.end)
    if tail and "\n" in plain[number.end : tail.end] and _across(plain, number, tail):
        tail = None
    if tail is None:
        if not number.sure:
            return None, number.end
        after = plain[number.end : number.end + 1]
        if after.isascii() and after.isalpha():
            return None, number.end  # 5G, 3D
        if number.end - number.start > 14 and not number.places:
            return None, number.end  # an identity number
    if (tail is None or tail.kind is FigureKind.ORDINAL) and is_called(plain, number.start):
        return None, code_end(plain, number.end)
    ranged = _range(page, number, tail) or _compound(page, number, tail)
    if ranged:
        return ranged, ranged.end
    start, value = number.start, number.value
    if start > floor and plain[start - 1] == "-" and _is_minus(plain, start - 1):
        start, value = start - 1, value.copy_negate() if value else value
    if start > floor and plain[start - 1] == "¥":
        start -= 1
        unit, kind, end = (tail.unit, FigureKind.MONEY, tail.end) if tail else ("元", FigureKind.MONEY, number.end)
    elif tail:
        unit, kind, end = tail.unit, tail.kind, tail.end
    else:
        section = start == number.start and number.places and is_section(plain, start, number.end)
        unit, kind, end = "", FigureKind.SEQ if section else FigureKind.NUMBER, number.end
    bound = Bound.MORE if tail and tail.more else Bound.NONE
    return Figure(start, end, value, unit, kind, None, number.places, bound), end


def _across(plain: str, number: Number, tail: Tail) -> bool:
    """Whether what looks like a unit begins the next line of a table or paragraph: `2.2` and below it `对各县`."""
    if tail.kind in (FigureKind.MONEY, FigureKind.PERCENT, FigureKind.PP):
        return False
    line = plain[max(0, number.start - 80) : number.start].rpartition("\n")[2]
    return (
        "|" in line
        or "\t" in line
        or (number.places > 0 and tail.kind is FigureKind.COUNT and tail.unit != "分" and tail.unit[0] not in "万亿")
    )


def _is_minus(plain: str, at: int) -> bool:
    """Whether a dash before a number is its sign: -16.77 in a cell, 增长-5%; not 2019-2021."""
    before = plain[at - 1 : at]
    return not before or (not (before.isascii() and before.isalnum()) and before not in "-—)%〕]")


def _range(page: Page, number: Number, tail: Tail | None) -> Figure | None:
    to = _TO.match(page.plain, tail.end if tail else number.end)
    if to is None:
        return None
    others, stop = numbers_at(page.plain, page.commas, to.end())
    if len(others) != 1 or (page.plain[stop : stop + 1] == "-" and page.plain[stop + 1 : stop + 2].isdigit()):
        return None
    other = others[0]
    second = unit_behind(page, other.end)
    if tail and (second is None or second.unit != tail.unit):
        return None
    dash = to[0].strip()[0] not in "至到"
    if not dash and (second is None or (tail is not None and other.value < number.value)):
        return None
    if dash and " -" in to[0] and not to[0].endswith(" "):
        return None  # two cells, the second one negative
    end = second.end if second else other.end
    unit = second.unit if second else ""
    below = number.start > 0 and page.plain[number.start - 1] == "-" and _is_minus(page.plain, number.start - 1)
    low = number.value.copy_negate() if below else number.value
    high = other.value.copy_negate() if to["minus"] else other.value
    return Figure(number.start - below, end, low, unit, FigureKind.RANGE, high, max(number.places, other.places))


def _compound(page: Page, number: Number, tail: Tail | None) -> Figure | None:
    """1亿3500万元, 2万5千人: one amount in two steps, given in the unit of the second."""
    if tail is None or tail.unit not in ("万", "亿") or tail.more or not page.plain[tail.end : tail.end + 1].isdigit():
        return None
    others, end = numbers_at(page.plain, page.commas, tail.end)
    second = unit_behind(page, end) if len(others) == 1 else None
    if second is None or number.places or others[0].places:
        return None
    steps, step = meaning(tail.unit), meaning(second.unit)
    if steps is None or step is None or step[1] >= steps[1] or others[0].value * Decimal(int(step[1])) >= int(steps[1]):
        return None
    value = number.value * Decimal(int(steps[1] / step[1])) + others[0].value
    return Figure(number.start, second.end, value, second.unit, second.kind)
