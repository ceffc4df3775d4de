"""Percentage points between two rates: 比上年的 Q% 提高 N 个百分点; 分别高于全省（Q）、全国（R）x、y 个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from jixiao.documents.finders._phrases import YEARLY
from jixiao.documents.finders._roles import Role, Spoken, back, spoken
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.facts import Address
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

FARTHEST = 2000  # characters back to the period that a passage names
_UNIT = "个百分点"
_AGAINST = re.compile(
    "比|较|高于|低于|快于|慢于|优于|高出|低出|领先|落后|上年|去年|同期|年初|目标|序时进度|由|从|超|平均|全[省国市县]"
)
_MORE = re.compile("高于|快于|优于|高出|高|快|提高|提升|上升|增长|增加|超|领先|多")
_LESS = re.compile("低于|慢于|低出|低|慢|下降|降低|回落|减少|落后|滞后|少|缩小|收窄")
_COMPARED = re.compile(f"{_MORE.pattern}|{_LESS.pattern}")
_TURNED = re.compile("降幅|收窄|回升|加快|跌幅")  # a smaller fall is a higher rate: nobody agrees on its sign
_NOUNS = re.compile("增[速幅长]率?(?=[（(为])|增[速幅]")
_LAST_YEAR = re.compile("上年|去年|上一年|同期")
_SHARE_OF_GROWTH = re.compile("拉动|贡献|[上下]拉|影响|带动|推动")  # such points add up to a growth
_DONE = re.compile("(?:预算|计划|目标|任务)[^，]{0,6}的$")
_SHARED = re.compile("占|比重|占比")
_GROWN = re.compile("增长|下降|增速|增幅")
_FROM = re.compile("[由从]")
_TO = re.compile(r"[到至为](?:\d{4}\s*年(?:度|末|底)?的?)?\s*$")
_ELAPSED = re.compile("序时进度|时序进度|时间进度")
_MONTHS = re.compile(
    r"(?P<half>上半年)|(?P<first>一季度|首季)|(?P<third>前三季度|三季度)|1[月\s]*[-—–－~～至到]+\s*(?P<to>\d{1,2})\s*月"
    r"|(?:截至|截止|至)(?:\d{4}年)?(?P<end>\d{1,2})月(?:底|末|3[01])"
)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def find(view: View) -> Iterator[Found]:
    """Every difference in points whose two rates stand in the text, or one of them beside a part of the year."""
    quantities = spoken(view)
    for points in quantities:
        if points.role is not Role.POINTS:
            continue
        values = _values(quantities, points)
        if len(values) > 1:
            yield from _listed(quantities, values)
        else:
            yield from _single(quantities, points)


def _values(quantities: Sequence[Spoken], points: Spoken) -> list[Spoken]:
    """The figures of one list that ends in 个百分点, in their order: x、y 个百分点."""
    found = [points]
    for item in back(quantities, points.index, 6):
        bare = item.mention.figure.unit in ("", "个") or item.mention.kind is FigureKind.PP
        if not bare or item.sentence != points.sentence or found[0].lead not in ("、", "和", "及", "，", ","):
            break
        found.insert(0, item)
    return found


def _percent(item: Spoken) -> bool:
    if item.mention.kind is not FigureKind.PERCENT:
        return False
    # 低于 Q% is no bound here: the difference to Q follows
    beside = item.mention.figure.bound in (Bound.MORE, Bound.LESS) and _AGAINST.search(item.clause)
    if YEARLY.search(item.clause):  # a mean over years compares with nothing
        return False
    return item.role is not Role.NONE or item.mention.figure.bound is Bound.NONE or bool(beside)


def _listed(quantities: Sequence[Spoken], values: Sequence[Spoken]) -> Iterator[Found]:
    first = values[0]
    before = [item for item in back(quantities, first.index, 12) if item.sentence == first.sentence]
    rates = before[: len(values)]
    own = next((item for item in before[len(values) :]), None)
    if len(rates) < len(values) or own is None or not all(_percent(item) for item in (own, *rates)):
        return
    words = "".join(item.lead for item in (*rates, first))
    sign = _sign(words)
    bracketed = all(item.trail.startswith(("）", ")")) for item in rates)
    if sign and ("分别" in words or bracketed) and not _SHARE_OF_GROWTH.search(words):
        for value, rate in zip(values, reversed(rates), strict=True):
            yield replace(_found(value, own, rate, sign), words=said(_COMPARED, rates[-1], first))


def _single(quantities: Sequence[Spoken], points: Spoken) -> Iterator[Found]:
    before = [item for item in back(quantities, points.index, 6) if item.segment == points.segment]
    if _ELAPSED.search(points.lead) or (before and _ELAPSED.search(before[0].lead) and _percent(before[0])):
        yield from _elapsed(points, before)
        return
    rates = [item for item in before if _percent(item)]
    if len(rates) < 2 or rates[0] is not before[0] or _SHARE_OF_GROWTH.search(points.clause):
        return
    later, *others = rates
    if _bracketed(later):  # 比上年（Q）快 n 个百分点，比全省（R）快 m 个百分点: both of the rate before them
        others = [item for item in others if not _bracketed(item)] or others
    earlier = others[0]
    from_to = _FROM.search(_words_before(earlier)) and _TO.search(_words_before(later))
    against = _AGAINST.search(later.lead)
    if not from_to and not _bracketed(later) and not _alike(later, earlier):
        return
    if from_to:
        sign = _sign(points.clause) or _sign(later.clause)
        own, rate = later, earlier
    elif against:
        sign = _sign(points.clause) or _sign(later.lead)
        own, rate = earlier, later
    elif _LAST_YEAR.search(earlier.clause) and not points.subject:
        sign = _sign(points.clause)
        own, rate = later, earlier
    else:
        return
    if sign and not _other_subject(points):
        yield _found(points, own, rate, sign)


def _words_before(item: Spoken) -> str:
    """The words before a figure in its clause, a year between them included: 由2022年的 93.5%."""
    figure = item.mention.figure
    return re.split("[，,；;。]", item.mention.passage.text[max(0, figure.start - 24) : figure.start])[-1]


def _bracketed(item: Spoken) -> bool:
    return item.lead.endswith(("（", "(")) and item.trail.startswith(("）", ")"))


def _alike(later: Spoken, earlier: Spoken) -> bool:
    """Whether two rates are of one kind: growth with growth, 完成预算 with 完成预算, a share with a share."""
    for kind in (_DONE, _SHARED):
        if bool(kind.search(later.clause)) is not bool(kind.search(earlier.clause)) and later.subject:
            return False
    grown = [item.role is Role.GROWTH or bool(_GROWN.search(item.clause)) for item in (later, earlier)]
    of_budget = [bool(_DONE.search(item.clause)) for item in (later, earlier)]
    return not (grown[0] and of_budget[1]) and not (grown[1] and of_budget[0])


def _other_subject(points: Spoken) -> bool:
    """Whether the points tell of a growth rate or a share that is not the one before."""
    return bool(points.subject) and bool(re.search("占比|比重|率|增|其中", points.subject)) and len(points.lead) > 12


def _sign(words: str) -> int:
    if _TURNED.search(words):
        return 0
    words = _NOUNS.sub("", words)
    more, less = bool(_MORE.search(words)), bool(_LESS.search(words))
    return 0 if more == less else 1 if more else -1


def _found(value: Spoken, own: Spoken, rate: Spoken, sign: int) -> Found:
    left = _points(value, sign)
    terms = (Term(own.quantity()), Term(rate.quantity(), -1))
    relation = Relation("PCT-09", Form.SUM, left, terms, Mode.PRINTED)
    return Found(Tie.POINTS, relation, (value.mention, own.mention, rate.mention), said(_COMPARED, value, rate))


def _points(value: Spoken, sign: int) -> Quantity:
    own = value.mention.quantity(sign if value.value >= 0 else 1)
    if value.mention.kind is FigureKind.PP:
        return own
    # the unit stands once, behind the last of the list
    size = Fraction(1, 100)
    return replace(own, unit=_UNIT, size=size, value=Fraction(value.value) * size * sign, printed=True)


def _elapsed(points: Spoken, before: Sequence[Spoken]) -> Iterator[Found]:
    """Faster than the year: the rate less the part of the year that is over, printed or known from the months."""
    words = "".join(item.lead for item in (points, *before[:1]))
    sign = _sign(_ELAPSED.sub("", words[words.find("，") + 1 :]) or words) or _sign(_ELAPSED.sub("", points.clause))
    if not sign:
        return
    rates = [item for item in before if item.role is Role.RATE]
    printed = next((item for item in rates if _ELAPSED.search(item.clause)), None)
    own = next((item for item in rates if item is not printed), None)
    if own is None:
        return
    if printed is not None:
        yield _found(points, own, printed, sign)
        return
    months = _months(points)
    if months:
        whole = Fraction(months, 12)
        known = Quantity(Address("constant/elapsed"), "序时进度", whole, "%", Fraction(1, 100), 2, written=False)
        terms = (Term(own.quantity()), Term(known, -1))
        relation = Relation("PCT-09", Form.SUM, _points(points, sign), terms, Mode.PRINTED)
        yield Found(Tie.POINTS, relation, (points.mention, own.mention), said(_ELAPSED, points))


def _months(points: Spoken) -> int:
    """How many months of the year the passage tells of, 0 where it does not say."""
    at = points.mention.figure.start
    text = points.mention.passage.text[max(0, at - FARTHEST) : at].translate(_WIDE)
    told = list(_MONTHS.finditer(text))
    if not told:
        return 0
    last = told[-1]
    if last["to"] or last["end"]:
        months = int(last["to"] or last["end"])
        return months if 0 < months < 12 else 0
    return 6 if last["half"] else 3 if last["first"] else 9
