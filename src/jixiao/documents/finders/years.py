"""The year that a text speaks of, against a later sentence that was left from the report before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jixiao.documents.finders._cutoffs import find_cutoffs, tied, year_of
from jixiao.documents.found import Found
from jixiao.documents.model import Sort, Span
from jixiao.documents.view import Mention, Sentence, View

_ACCOUNT = re.compile(r"决算|自评|绩效评价|执行情况|支出情况|收支情况|总结|公开")
_BUDGET = re.compile(r"预算(?!执行|支出进度|绩效|管理)")
_REASON = re.compile(r"(?:原因|主要)(?:是|为|在于)|主要(?:由于|因为)|原因[:：]|这(?:是|主要)")
# what a unit says of itself in the year that it reports on, every year in the same words
_SELF = re.compile(
    r"^(?:度|以来|全年|，|,)*(?:全[省市区县州]|我[省市区县州镇乡局委办院校厅部会馆所站队中心单位]+|本[省市区县州镇乡局委办院校厅部会馆所站队中心单位]+|各[单位部门地区]+|机关|单位|部门|相关单位|严格|继续|认真|进一步|切实|坚持|深入|大力)"
)
_HABIT = re.compile(r"继续|进一步|严格|认真|从严|从紧|压减|压缩|厉行|加强|切实|坚持|规范|大力|落实")
_EVENT = re.compile(
    r"购置|新增|发生|举办|召开|安排了|支付|一次性|开展了|有\d|换届|建成|竣工|成立|增加|较多|较大|基数|启动|追加|结转|下达|签订|尾款"
)
_COMPARED = re.compile(r"比|较|上年|同比|相比|与|以前|起$|自|从|始|截至|年末|年底|年初|印发|〔|《|计划|拟|将")
_HISTORY = re.compile(r"比|较|上年|同比|相比|以前|截至|年末|年底|年初|印发|〔|《|计划|拟|将")
_NOW = re.compile(r"本年|今年|当年|而")
_LIST = re.compile(r"编报范围|编制范围|汇总范围|部门决算单位|决算编报|纳入.{0,30}(?:决算|预算).{0,4}范围")
_FEWEST = 3
_FAR = 200


def find(view: View) -> Iterator[Found]:
    """Sentences of reasons, unit lists, headings and cut-off days whose year is not the year of the text."""
    yield from find_cutoffs(view)
    told = _told(view)
    if told is None:
        return
    year = year_of(told)
    for sentence in view.sentences:
        for mention in sentence.mentions:
            own = year_of(mention)
            if own is None or mention.span == told.span or year is None:
                continue
            if own in (year, year - 1) and (word := _reason(sentence, mention)) is not None:
                yield tied(mention, told, word, sure=True)
            elif own == year - 1 and _listed(mention):
                yield tied(mention, told, mention.span, sure=False)
    yield from _headings(view, told)


def _told(view: View) -> Mention | None:
    """The first year of the text, where it stands in a title or opening sentence of an account of that year."""
    for sentence in view.sentences[:6]:
        for mention in sentence.mentions:
            if year_of(mention) is None or _listed(mention):
                continue
            words = sentence.text
            fits = (
                _ACCOUNT.search(words)
                and not re.search(r"下年|计划|拟", words)
                and not _COMPARED.search(mention.before[-2:])
            )
            return None if not fits or (_BUDGET.search(words) and "决算" not in words) else mention
    return None


def _reason(sentence: Sentence, mention: Mention) -> Span | None:
    """The words of a reason that begins with this year and says what a unit says of itself every year."""
    before = mention.before
    leads = list(_REASON.finditer(before))
    lead = leads[-1] if leads else None
    if lead is None or _COMPARED.search(before[lead.end() :]) or len(before) - lead.end() > 6:
        return None
    rest = mention.passage.text[mention.figure.end : min(sentence.end, mention.figure.end + _FAR)]
    clause = re.split(r"[；;。]", rest)[0]
    first = re.split(r"[，,、；;。]", clause.lstrip("，,、"))[0]
    if not _SELF.match(clause) or not _HABIT.search(clause):
        return None
    if _HISTORY.search(first) or _EVENT.search(clause) or _NOW.search(clause):
        return None
    start = mention.figure.start - len(before) + lead.start()
    return mention.passage.span(start, start + len(lead[0]))


def _listed(mention: Mention) -> bool:
    clause = re.split(r"[，,；;。]", mention.after)[0]
    return _LIST.search(clause) is not None and not _COMPARED.search(mention.before[-3:])


def _headings(view: View, told: Mention) -> Iterator[Found]:
    """A heading with last year's number among headings with this year's."""
    year = year_of(told)
    heads = [
        (mention, own)
        for sentence in view.sentences
        if sentence.passage.sort is Sort.HEADING or sentence.passage.mark
        for mention in sentence.mentions[:2]
        if (own := year_of(mention)) is not None
        and "度" in mention.written + mention.after[:1]
        and not _COMPARED.search(mention.before)
    ]
    counted = Counter(own for _, own in heads)
    if year is None or counted[year] < _FEWEST:
        return
    for mention, own in heads:
        if (
            own == year - 1
            and counted[own] == 1
            and _ACCOUNT.search(mention.after)
            and not _COMPARED.search(mention.after)
        ):
            yield tied(mention, told, mention.span, sure=False)
