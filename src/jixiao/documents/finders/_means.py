"""Means: 人均, 户均, 车均 = an amount ÷ a count; 日均, 月均, 年均 = an amount ÷ a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from jixiao.documents.finders._monthly import months_of
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.facts import Address
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, judge

FARTHEST = 300  # characters back to the period that a passage names
FAR = 12  # figures back to the spending that cars or guests had
MEASURE = "处|间|期|米|栋|座|张|本|人次|人|户|家|个|名|位|件|场|次|台|套|项|村|校|所|天|辆|亩|平方米|公里|份|班|床|只|头|棵|户次"
MEAN = re.compile(
    f"(?P<day>日均|平均每[日天]|每天平均)|(?P<month>月均|平均每月)|(?P<year>年均|平均每年)|(?P<of>[人户次件亩村校车场]均|平均每(?:{MEASURE}))"
)
GROWING = re.compile("增长|增速|下降|递增|提高|增加|减少")
SUMMED = re.compile("[计計共总]|^[，,]?(?:需|实际)?(?:支出|支付|发放|發放|补助|资金|金额|经费)|^[）)]$")
_WELFARE = re.compile("收入|GDP|生产总值|面积|寿命|消费|纯")  # means of a population, not of what stands beside them
_TIMED = re.compile("每[天日月年]|[天日月年]均")
_CUMULATED = re.compile("累计|截至|截止|以来")
_WEEK = re.compile(r"第?\d+周|本周|一周|周报")
_MONTH = re.compile(r"(?<!\d)(?<![-—–~～至到])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|，|全月)")
_UNITS = {"day": ("天", "日"), "month": ("个月", "月"), "year": ("年",)}
# calendar days first, working days behind them
_WEEKS, _MONTHS, _YEARS = (7, 5), (28, 29, 30, 31, 20, 21, 22, 23), (365, 366, 248, 249, 250, 251, 252)
# on what cars and guests are spent, in every statement of the three public expenses
_SPENT_ON = {"车": re.compile("公务用车运行|用车运行|车辆运行"), "人": re.compile("公务接待|接待费")}
_GUESTS = re.compile("接待")


def mean_of(quantities: Sequence[Spoken], mean: Spoken, met: re.Match[str]) -> Iterator[Found]:
    """The relation of a mean, if its amount and its count or time are known."""
    totals = [
        item
        for item in back(quantities, mean.index, 6)
        if item.role is Role.LEVEL
        and item.sort == mean.sort
        and item.sentence >= mean.sentence - 1
        and not MEAN.search(item.clause)
    ]
    totals += [item for item in quantities[mean.index + 1 : mean.index + 3] if item.role is Role.LEVEL]
    totals = [item for item in totals if item.sort == mean.sort]
    if met["of"] and _TIMED.search(mean.clause):
        return
    if met["of"]:
        yield from _by_count(quantities, mean, totals, met["of"])
    elif totals:
        yield from _by_time(quantities, mean, totals, met)


def _by_count(quantities: Sequence[Spoken], mean: Spoken, totals: Sequence[Spoken], of: str) -> Iterator[Found]:
    each = of.removeprefix("平均每") if of.startswith("平均") else of[0]
    each = {"车": "辆", "校": "所", "村": "个"}.get(each, each)
    near = quantities[max(0, mean.index - 6) : mean.index + 3]
    counts = [
        item
        for item in near
        if item.role is Role.LEVEL and item.sort.startswith(each) and item.sentence >= mean.sentence - 1
    ]
    spent = _spent_on(quantities, mean, of)
    if spent is not None and mean.index and quantities[mean.index - 1] in counts:
        count = quantities[mean.index - 1]
        yield _found(mean, spent, count.levels(), [count], sure=True)
        return
    yield from _first(mean, totals, counts)


def _spent_on(quantities: Sequence[Spoken], mean: Spoken, of: str) -> Spoken | None:
    """The only amount before that is called the spending on cars or on guests: 接待 448 人次，人均 103 元."""
    words = _SPENT_ON.get(of[0])
    if words is None or mean.sort != "元" or _WELFARE.search(mean.clause):
        return None
    segment = [item for item in back(quantities, mean.index, 3) if item.segment == mean.segment]
    if of[0] == "人" and not any(_GUESTS.search(item.lead) for item in (mean, *segment)):
        return None
    if any(item.sort == "元" for item in segment):
        return None
    near = [item for item in back(quantities, mean.index, FAR) if item.role is Role.LEVEL and item.sort == "元"]
    known = [item for item in near if words.search(item.label) and item.mention.passage is mean.mention.passage]
    return known[0] if len(known) == 1 else None


def _by_time(
    quantities: Sequence[Spoken], mean: Spoken, totals: Sequence[Spoken], met: re.Match[str]
) -> Iterator[Found]:
    spans = [
        item
        for item in back(quantities, mean.index, 6)
        if item.mention.figure.unit in _UNITS[met.lastgroup or ""] and item.sentence >= mean.sentence - 1
    ]
    if spans:
        yield from _first(mean, totals, spans)
    elif met["month"]:
        counted = months_of(totals[0])
        if counted:
            yield _found(mean, totals[0], _constant(counted, "月"), [], sure=True)
    elif met["day"]:
        lengths = _lengths(mean)
        near = [(total, days) for total in totals[:2] for days in lengths if _may_hold(mean, total, days)]
        readings = (_found(mean, total, _constant(days), [], sure=False) for total, days in near)
        holding = (found for found in readings if judge(found.relation).outcome is not Outcome.FAILS)
        first = next(holding, None)
        if first is not None:
            yield first
        elif lengths and len(totals) == 1 and totals[0].segment == mean.segment:
            sure = not _CUMULATED.search(totals[0].lead + mean.lead)
            yield _found(mean, totals[0], _constant(lengths[0]), [], sure=sure)


def _may_hold(mean: Spoken, total: Spoken, days: int) -> bool:
    """Whether so many days may give the mean at all, for which one multiplication is enough."""
    return abs(total.amount - mean.amount * days) <= 2 * (total.slack + mean.slack * days)


def _first(mean: Spoken, totals: Sequence[Spoken], printed: Sequence[Spoken]) -> Iterator[Found]:
    """The first total and divisor that give the mean; where none does, the pair that stands beside it."""
    pairs = [(total, divisor) for total in totals for divisor in printed]
    readings = [_found(mean, total, divisor.levels(), [divisor], sure=True) for total, divisor in pairs]
    holding = [found for found in readings if judge(found.relation).outcome is not Outcome.FAILS]
    if holding:
        yield holding[0]
        return
    beside = [found for found, pair in zip(readings, pairs, strict=True) if _beside(mean, *pair)]
    if _WELFARE.search(mean.clause):
        return
    if len(readings) == 1 and all(item.segment == mean.segment for item in pairs[0]):
        yield readings[0]
    elif beside:
        yield beside[0]


def _beside(mean: Spoken, total: Spoken, divisor: Spoken) -> bool:
    """Whether total and count stand right before the mean: 328 户，救助金 98.4万元，户均 3000 元."""
    around = {total.index - mean.index, divisor.index - mean.index}
    summed = total.index == mean.index + 1 and SUMMED.search(total.clause)
    together = total.segment == divisor.segment == mean.segment
    return together and (around == {-1, -2} or (around == {-1, 1} and bool(summed)))


def _found(mean: Spoken, total: Spoken, divisor: Quantity, printed: Sequence[Spoken], *, sure: bool) -> Found:
    terms = (Term(total.levels()), Term(divisor, below=True))
    # a mean of counts is rounded, though counts themselves are exact
    left = replace(mean.quantity(), printed=True)
    relation = Relation("REL-08", Form.RATIO, left, terms, Mode.PRINTED)
    mentions = (mean.mention, total.mention, *(item.mention for item in printed))
    return Found(Tie.MEAN, relation, mentions, said(MEAN, mean), sure=sure)


def _lengths(mean: Spoken) -> tuple[int, ...]:
    """How many days the text may tell of: a week, a month, a year."""
    at = mean.mention.figure.start
    text = mean.mention.passage.text[max(0, at - FARTHEST) : at]
    if _WEEK.search(text):
        return _WEEKS
    if _MONTH.search(text):
        return _MONTHS
    return _YEARS if re.search("全年|年度?", text) else ()


def _constant(days: int, unit: str = "天") -> Quantity:
    return Quantity(Address(f"constant/{days}-{unit}"), f"{unit}数", Fraction(days), unit, written=False)
