"""Unit price × count, and means: 268 人，每人 2400 元; 日均 = total ÷ days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._means import GROWING, MEAN, MEASURE, SUMMED, mean_of
from jixiao.documents.finders._monthly import monthly
from jixiao.documents.finders._roles import Role, Spoken, spoken
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_EACH = re.compile(
    f"(?:每(?P<each>{MEASURE})|单价)(?:补助|补贴|标准|奖励|发放|资助|安排|按|给予|经费|费用|造价|价格|金额|均价|为|的|共|慰问金?)*$"
)
_PER = re.compile(f"^[/／每](?P<each>{MEASURE})")
_TIMED = re.compile("每人每[月天日年次学期]|每[月天日学期]每人|元/人[/·.]|每户每|每月|每学期|每天")
_PRICED = re.compile(f"每(?:{MEASURE})|单价|标准|共计|合计|总计|[共计]")


def find(view: View) -> Iterator[Found]:
    """Every product and mean whose figures stand together."""
    quantities = spoken(view)
    for item in quantities:
        if item.role is not Role.LEVEL:
            continue
        mean = MEAN.search(item.clause)
        if mean and not GROWING.search(item.clause):
            yield from mean_of(quantities, item, mean)
        elif item.sort.startswith("元") and not _TIMED.search(item.clause + item.trail[:8]):
            yield from _product(quantities, item)
        elif item.sort.startswith("元"):
            yield from monthly(quantities, item)


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
    beside = [item for item in counts if abs(item.index - price.index) == 1]
    counts = beside if len(beside) == 1 else counts
    if len(counts) == 1:
        told = [total for total in sums if _stated(total, counts[0], price)]
        if len(told) == 1:
            yield _times(told[0], counts[0], price)
            return
    yield from [found for found in readings if judge(found.relation).outcome is not Outcome.FAILS][:1]


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
    return total.index == last.index + 1 and bool(SUMMED.search(total.clause)) and len(total.lead) <= 8


def _times(total: Spoken, count: Spoken, price: Spoken) -> Found:
    whole = price.mention.figure.size == 1 and not price.mention.figure.places
    cents = total.mention.figure.size == 1
    left = total.mention.quantity(exact=cents and whole)
    terms = (Term(count.levels()), Term(price.mention.quantity(exact=True)))
    relation = Relation("REL-07", Form.PRODUCT, left, terms, Mode.PRINTED)
    return Found(Tie.PRODUCT, relation, (total.mention, count.mention, price.mention), said(_PRICED, price, total))
