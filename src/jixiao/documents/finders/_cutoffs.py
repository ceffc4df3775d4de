"""The day to which stocks are told (截至2022年12月31日，共有车辆…), against the year that the accounts are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence, View
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

_YEAR = re.compile(r"(?:19|20)\d{2}")
_OPENING = 8  # sentences that may say the year
_OF_YEAR = re.compile(r"决算|自评|绩效|支出|收入|执行|完成|总结|公开|工作|资金|预算")
_SPENT = re.compile(
    r"决算|自评|执行率|绩效评价|(?:全年|本年|实际|累计|当年)(?:实际)?(?:支出|收入)|结转下年|年末(?:结转|结余)|(?:比|较)(?:上年|20\d\d年)[^，。]{0,6}(?:增|减)"
)
_DRAFT = re.compile(
    r"预算公开|预算草案|预算编制|(?:部门|单位)预算(?:安排|说明|情况)|预算安排(?:总|情况)|安排预算|拟安排|预算申请|收支预算"
)
_DECEMBER = re.compile(r"-12(?:-31)?$")
_CUT = re.compile(r"(?:截至|截止到?|至|到|止)$")
_END = re.compile(r"^[年]?(?:末|底|年末|年底|终)")
_STOCK = re.compile(
    r"车辆|公务用车|资产|设备|房屋|编制|在职|在编|在岗|实有|人员|职工|离退休|退休|账面|面积|净值|原值|共有|拥有|结余|余额|库存"
)
_COMPARED = re.compile(r"比|较|以来|开始|起|期初|年初|结转|上年|自|从|由|相比|同期")
_UP_TO = re.compile(r"尚|到期|期限|有效|合同|已累计|历年|以前年度|以前|前")
_NEAR = 60


def find_cutoffs(view: View) -> Iterator[Found]:
    """Stocks told to the end of the year before, in accounts of a year: the sentence was left from the report before."""
    told = _accounts(view)
    year = year_of(told) if told is not None else None
    if told is None or year is None:
        return
    ends = [
        (mention, own)
        for sentence in view.sentences
        for mention in sentence.mentions
        if (own := _cut_off(sentence, mention)) is not None
    ]
    beside = {one.sentence for one in view.mentions if year_of(one) == year and one is not told}
    known = any(year_of(one) == year and _at_end(one) for one in view.mentions)
    for mention, own in ends:
        if own == year - 1 and mention.sentence not in beside:
            yield tied(mention, told, mention.span, sure=not known)


def year_of(mention: Mention) -> int | None:
    """The year of a date."""
    match = _YEAR.match(str(mention.figure.value)) if mention.kind is FigureKind.DATE else None
    return int(match[0]) if match else None


def tied(mention: Mention, told: Mention, word: Span, *, sure: bool) -> Found:
    """A year that must be the year of the text."""
    relation = Relation("REL-14", Form.SUM, _quantity(mention), (Term(_quantity(told)),), Mode.EXACT)
    return Found(Tie.YEAR, relation, (mention, told), (word,), sure=sure)


def _quantity(mention: Mention) -> Quantity:
    return Quantity(mention.at, "".join(mention.written.split()), Fraction(year_of(mention) or 0))


def _accounts(view: View) -> Mention | None:
    """The first year of a text that accounts for it; None for budgets and for texts that speak of other years as often."""
    text = view.document.text
    if not _SPENT.search(text) or (_DRAFT.search(text) and "决算" not in text and "自评" not in text):
        return None
    years = Counter(own for mention in view.mentions if (own := year_of(mention)) is not None)
    for sentence in view.sentences[:_OPENING]:
        for mention in sentence.mentions:
            own = year_of(mention)
            if own is None:
                continue
            fits = _OF_YEAR.search(sentence.text) is not None and not _COMPARED.search(mention.before[-3:])
            fits = fits and not _CUT.search(mention.before.rstrip())
            return mention if fits and years[own] >= years[own - 1] else None
    return None


def _at_end(mention: Mention) -> bool:
    """Whether a date is the end of its year."""
    after = "".join((mention.written[4:] + mention.after[:4]).split())
    return _DECEMBER.search(str(mention.figure.value)) is not None or _END.match(after) is not None


def _cut_off(sentence: Sentence, mention: Mention) -> int | None:
    """The year at whose end a stock is told."""
    own = year_of(mention)
    if own is None:
        return None
    after = sentence.text[mention.figure.end - sentence.start :][:_NEAR]
    before = mention.before.rstrip()
    last = _at_end(mention)
    clause = re.split(r"[；;。]", after)[0]
    if not last or not _STOCK.search(clause) or _COMPARED.search(before[-2:]) or _UP_TO.search(clause[:6]):
        return None
    alone = (not before or before.endswith(("，", "。", "；", "：", "、"))) and "，" in after[:4]
    begins = alone or _CUT.search(before) is not None
    return own if begins and not re.search(r"比|较|相比|增|减", clause[:12]) else None
