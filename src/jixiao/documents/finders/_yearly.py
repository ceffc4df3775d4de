"""Mean yearly growth: 由2015年的 A 增加到2020年的 B，年均增长 P% is the fifth root of B ÷ A, less one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.documents.finders._phrases import OUTPUT, YEARLY
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.facts import Address
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

FARTHEST = 24  # figures back to the level that grew
LONGEST = 60  # years
_DIGITS = 12  # decimals of a root
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|年度)")
_CENSUS = re.compile("第(?P<which>[四五六七])次(?:全国)?(?:人口)?普查")
_HELD = {"四": 1990, "五": 2000, "六": 2010, "七": 2020}
_CORRECTED = re.compile("同口径|可比|不变价|扣除")
_PLACES = 8


def yearly(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every mean yearly growth whose two values and years stand in the text."""
    for percent in quantities:
        told = percent.role is Role.NONE and percent.mention.kind is FigureKind.PERCENT
        if not told or not YEARLY.search(percent.clause) or _CORRECTED.search(percent.lead) or "两年" in percent.clause:
            continue
        near = [
            item
            for item in back(quantities, percent.index, FARTHEST)
            if item.mention.passage is percent.mention.passage
        ]
        base = next((item for item in near[:4] if item.role is Role.BASE and item.segment == percent.segment), None)
        level = _level(near, base) if base is not None else None
        if base is not None and level is not None and base.value > 0 and level.value > 0:
            years = _years(level, base)
            if 1 < years <= LONGEST and not OUTPUT.search(base.lead + level.lead + percent.clause):
                yield _found(percent, level, base, years)


def _level(near: Sequence[Spoken], base: Spoken) -> Spoken | None:
    """What it grew to: right behind the base, or the figure that the printed change leads to."""
    behind = [item for item in near if item.index == base.index + 1 and item.sort == base.sort]
    if behind and behind[0].role is Role.LEVEL:
        return behind[0]
    levels = [item for item in near if item.role is Role.LEVEL and item.sort == base.sort and item.index < base.index]
    changes = [item for item in behind if item.role is Role.CHANGE]
    if changes:
        wanted = base.amount + changes[0].amount * changes[0].sign
        return next((item for item in levels if abs(item.amount - wanted) <= 3 * (item.slack + base.slack)), None)
    return levels[0] if len(levels) == 1 else None


def _years(level: Spoken, base: Spoken) -> int:
    """How many years lie between, 0 where the text does not say."""
    first = _year(base.lead)
    text = level.mention.passage.text
    at = level.mention.figure.start
    last = _year(level.lead) or _year(text[max(0, at - 100) : at])
    return last - first if first and last and last > first else 0


def _year(words: str) -> int:
    told = _YEAR.findall(words)
    met = _CENSUS.search(words)
    return int(told[-1]) if told else _HELD[met["which"]] if met else 0


def _found(percent: Spoken, level: Spoken, base: Spoken, years: int) -> Found:
    one, other = level.levels(), base.levels()
    low, high = _root(one.low / other.high, years), _root(one.high / other.low, years)
    size = Fraction(1, 100)
    places = next((have for have in range(_PLACES, 0, -1) if size / 10**have >= high - low), 0)
    address = Address(f"constant/yearly-{level.mention.span.start}")
    grown = Quantity(
        address, f"{years}年的年均增长率", (low + high) / 2 - 1, "%", size, places, places < _PLACES, False
    )
    relation = Relation("REL-04", Form.SUM, percent.quantity(), (Term(grown),), Mode.PRINTED)
    words = (*said(YEARLY, percent), level.mention.span, base.mention.span)
    return Found(Tie.GROWTH, relation, (percent.mention,), words)


def _root(number: Fraction, degree: int) -> Fraction:
    """The root of a positive number, cut to twelve decimals."""
    wanted = number.numerator * 10 ** (_DIGITS * degree) // number.denominator
    low, high = 0, 1 << (wanted.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= wanted else (low, middle)
    return Fraction(low, 10**_DIGITS)
