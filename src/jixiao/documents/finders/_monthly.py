"""What is paid every month: 120 人，每人每月 500 元，发放 8 个月，共 48 万元; and the months that a sentence tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._roles import Role, Spoken
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

FARTHEST = 60  # characters before a total in which its months are named
_PAID = re.compile("每(?P<each>[人户名])每月|每月每(?P<other>[人户名])|元/(?P<third>[人户])[/·.]月")
_PRICED = re.compile("每[人户名]每月|每月每[人户名]|标准|共计|合计|总计|[共计]")
_SUMMED = re.compile("计|共|总|^金额|资金|发放")
_MONTHS = (
    (re.compile(r"1[月\s]*[-—–－~～至到]+\s*(?P<to>\d{1,2})\s*月"), 0),
    (re.compile("上半年|下半年"), 6),
    (re.compile("前三季度"), 9),
    (re.compile("[一二三四]季度|首季"), 3),
    (re.compile("全年"), 12),
)


def monthly(quantities: Sequence[Spoken], price: Spoken) -> Iterator[Found]:
    """A total that heads, price and months make, where each of them stands once in the segment."""
    met = _PAID.search(price.clause + price.mention.figure.unit + price.trail[:8])
    if met is None:
        return
    each = met["each"] or met["other"] or met["third"]
    around = quantities[max(0, price.index - 4) : price.index + 5]
    near = [item for item in around if item.segment == price.segment and item is not price]
    counts = [item for item in near if item.role is Role.LEVEL and item.sort in (each, "人" if each == "名" else each)]
    months = [item for item in near if item.mention.figure.unit == "个月"]
    totals = [item for item in near if item.role is Role.LEVEL and item.sort == "元"]
    if len(counts) != 1 or len(months) != 1:
        return
    readings = [_found(total, counts[0], price, months[0]) for total in totals]
    holding = [found for found in readings if judge(found.relation).outcome is not Outcome.FAILS]
    if holding:
        yield holding[0]
    elif len(totals) == 1 and _SUMMED.search(totals[0].clause):
        yield readings[0]


def _found(total: Spoken, count: Spoken, price: Spoken, months: Spoken) -> Found:
    cents = total.mention.figure.size == 1 and not price.mention.figure.places
    factors = (count.levels(), price.mention.quantity(exact=True), months.mention.quantity(exact=True))
    terms = tuple(Term(factor) for factor in factors)
    relation = Relation("REL-07", Form.PRODUCT, total.mention.quantity(exact=cents), terms, Mode.PRINTED)
    mentions = (total.mention, count.mention, price.mention, months.mention)
    return Found(Tie.PRODUCT, relation, mentions, said(_PRICED, price, total))


def months_of(total: Spoken) -> int:
    """How many months the words right before a total name, 0 where they do not: 1-3月累计受理."""
    at = total.mention.figure.start
    words = total.mention.passage.text[max(0, at - FARTHEST) : at]
    clause = re.split("[。；;，,]", words)[-1]
    for pattern, months in _MONTHS:
        met = pattern.search(clause)
        if met:
            return months or int(met["to"])
    return 0
