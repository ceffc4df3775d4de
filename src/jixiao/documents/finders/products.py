"""Unit price × count, and means: 268 人，每人 2400 元; 日均 = total ÷ days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from jixiao.documents.finders._roles import Role, Spoken, back, spoken
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.facts import Address
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, judge

FARTHEST = 300  # characters back to the period that a passage names
_MEASURE = "处|间|期|米|栋|座|张|本|人次|人|户|家|个|名|位|件|场|次|台|套|项|村|校|所|天|辆|亩|平方米|公里|份|班|床|只|头|棵|户次"
_EACH = re.compile(
    f"(?:每(?P<each>{_MEASURE})|单价)(?:补助|补贴|标准|奖励|发放|资助|安排|按|给予|经费|费用|造价|价格|金额|均价|为|的|共|慰问金?)*$"
)
_MEAN = re.compile(
    f"(?P<day>日均|平均每[日天]|每天平均)|(?P<year>年均|平均每年)|(?P<of>[人户次件亩村校车]均|平均每(?:{_MEASURE}))"
)
_GROWING = re.compile("增长|增速|下降|递增|提高|增加|减少")
_PER = re.compile(f"^[/／每](?P<each>{_MEASURE})")
_TIMED = re.compile("每人每[月天日年次学期]|每[月天日学期]每人|元/人[/·.]|每户每|每月|每学期|每天")
_SUMMED = re.compile("计|共|总|^金额")
_WEEK = re.compile(r"第?\d+周|本周|一周|周报")
_DAYS = (28, 29, 30, 31)


def find(view: View) -> Iterator[Found]:
    """Every product and mean whose figures stand together."""
    quantities = spoken(view)
    for item in quantities:
        if item.role is not Role.LEVEL:
            continue
        mean = _MEAN.search(item.clause)
        if mean and not _GROWING.search(item.clause):
            yield from _mean(quantities, item, mean)
        elif item.sort.startswith("元") and not _TIMED.search(item.clause + item.trail[:8]):
            yield from _product(quantities, item)


def _product(quantities: Sequence[Spoken], price: Spoken) -> Iterator[Found]:
    """A price per head with the number of heads and the total beside it."""
    met = _EACH.search(price.clause) or _PER.search(price.trail)
    per = price.sort.partition("/")[2]
    if met is None and not per:
        return
    each = per or (met["each"] if met else "") or ""
    around = quantities[max(0, price.index - 3) : price.index + 4]
    near = [item for item in around if item.segment == price.segment and item.role is Role.LEVEL and item is not price]
    counts = [item for item in near if _counts(item, each)]
    sums = [item for item in near if item.sort == "元" and not _EACH.search(item.clause)]
    readings = [
        _times(total, count, price)
        for count in counts
        for total in sums
        if abs(count.amount * price.amount - total.amount) <= 2 * total.slack
    ]
    holding = [found for found in readings if judge(found.relation).outcome is not Outcome.FAILS]
    if holding:
        yield holding[0]
    elif len(counts) == 1:
        told = [total for total in sums if _stated(total, counts[0], price)]
        if len(told) == 1:
            yield _times(told[0], counts[0], price)


def _counts(item: Spoken, each: str) -> bool:
    """Whether it is the number of what the price is for: 12户 or 12个村 for 每户, 每村."""
    if item.mention.kind not in (FigureKind.COUNT, FigureKind.MEASURE):
        return False
    return not each or item.sort == each or (item.sort == "个" and item.trail.startswith(each))


def _stated(total: Spoken, count: Spoken, price: Spoken) -> bool:
    """Whether the words tie the three: a bracket right behind the total, or 共计 right behind count and price."""
    first, last = sorted((count, price), key=lambda item: item.index)
    if last.index - first.index != 1:
        return False
    if total.index == first.index - 1:
        return first.lead.startswith(("（", "(")) and last.trail.startswith(("）", ")"))
    return total.index == last.index + 1 and bool(_SUMMED.search(total.clause)) and len(total.lead) <= 8


def _times(total: Spoken, count: Spoken, price: Spoken) -> Found:
    whole = price.mention.figure.size == 1 and not price.mention.figure.places
    cents = total.mention.figure.size == 1
    left = total.mention.quantity(exact=cents and whole)
    terms = (Term(count.levels()), Term(price.mention.quantity(exact=True)))
    relation = Relation("REL-07", Form.PRODUCT, left, terms, Mode.PRINTED)
    return Found(Tie.PRODUCT, relation, (total.mention, count.mention, price.mention))


def _mean(quantities: Sequence[Spoken], mean: Spoken, met: re.Match[str]) -> Iterator[Found]:
    totals = [
        item
        for item in back(quantities, mean.index, 6)
        if item.role is Role.LEVEL
        and item.sort == mean.sort
        and item.sentence >= mean.sentence - 1
        and not _MEAN.search(item.clause)
    ]
    totals += [item for item in quantities[mean.index + 1 : mean.index + 3] if item.role is Role.LEVEL]
    totals = [item for item in totals if item.sort == mean.sort]
    if not totals:
        return
    if met["of"]:
        each = met["of"].removeprefix("平均每") if met["of"].startswith("平均") else met["of"][0]
        each = {"车": "辆", "校": "所", "村": "个"}.get(each, each)
        counts = [
            item
            for item in quantities[max(0, mean.index - 6) : mean.index + 3]
            if item.role is Role.LEVEL and item.sort.startswith(each) and item.sentence >= mean.sentence - 1
        ]
        yield from _first(mean, totals, [item.levels() for item in counts], counts)
        return
    spans = [
        item
        for item in back(quantities, mean.index, 6)
        if item.mention.figure.unit in (("天", "日") if met["day"] else ("年",)) and item.sentence >= mean.sentence - 1
    ]
    if spans:
        yield from _first(mean, totals, [item.levels() for item in spans], spans)
    elif met["day"]:
        yield from _first(mean, totals, [_constant(days) for days in _lengths(mean)], [])


def _first(
    mean: Spoken, totals: Sequence[Spoken], divisors: Sequence[Quantity], printed: Sequence[Spoken]
) -> Iterator[Found]:
    """The first total and divisor that give the mean; where none does, the nearest if the text prints both."""
    readings = []
    for total in totals:
        for place, divisor in enumerate(divisors):
            terms = (Term(total.levels()), Term(divisor, below=True))
            # a mean of counts is rounded, though counts themselves are exact
            left = replace(mean.quantity(), printed=True)
            relation = Relation("REL-08", Form.RATIO, left, terms, Mode.PRINTED)
            mentions = (mean.mention, total.mention, *(item.mention for item in printed[place : place + 1]))
            readings.append(Found(Tie.MEAN, relation, mentions, sure=bool(printed)))
    holding = [found for found in readings if judge(found.relation).outcome is not Outcome.FAILS]
    if holding:
        yield holding[0]
    elif len(totals) == len(divisors) == 1 and all(item.segment == mean.segment for item in (*totals, *printed)):
        yield readings[0]


def _lengths(mean: Spoken) -> tuple[int, ...]:
    """How many days the text may tell of: a week, a month, a year."""
    at = mean.mention.figure.start
    text = mean.mention.passage.text[max(0, at - FARTHEST) : at]
    if _WEEK.search(text):
        return (7,)
    if re.search(r"(?<!\d)(?<![-—至])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|，|全月)", text):
        return _DAYS
    return (365, 366) if re.search("全年|年度?", text) else ()


def _constant(days: int) -> Quantity:
    return Quantity(Address(f"constant/{days}-days"), "天数", Fraction(days), "天", written=False)
