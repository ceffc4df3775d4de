"""Results against their targets, use against its means, a part within its whole, bands of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.documents.finders._bands import find_bands
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence, View
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Relation, Term

_WITHIN = re.compile(r"其中")
_TARGET = re.compile(r"目标|指标值|要求|计划|任务|应达")
_ACTUAL = re.compile(r"实际|完成值|达到|达|实现")
_MET = re.compile(
    r"达标|(?:达到|完成|实现|超过|优于|高于)了?(?:预期|年度|年初|绩效|既定)*目标|满分|超额完成|符合(?:要求|目标)"
)
_UNMET = re.compile(r"未(?:能)?(?:达|完成|实现)|没有(?:达|完成)|低于(?:预期|年度|绩效)*目标|不达标|偏差|差距|扣")
_LEAST = re.compile(r"[≥＞>]|不低于|不少于|不小于|以上|大于等于")
_MOST = re.compile(r"[≤＜<]|不高于|不超过|不多于|以内|以下|小于等于|控制在")
_USE = re.compile(r"支出|使用|花费|决算|执行|开支")
_MEANS = re.compile(r"收入|留成|筹集|下达|到位|预算")
_KEPT = re.compile(r"未(?:超|突破)(?:过|出)?.{0,6}预算|控制在.{0,8}预算.{0,6}以?内|没有(?:超|突破).{0,4}预算|不超预算")
_CARRIED = re.compile(r"结转|结余|滚存|上年|年初|历年|以前年度|往年|存量|垫付|借")
_FUND = re.compile(r"[\u4e00-\u9fff]{0,6}(?:公益金|基金|专项资金|补助资金|专款)")
_NEXT = 12
_FARTHEST = 6  # sentences from what a fund took in to what it used
_COUNTED = (FigureKind.COUNT, FigureKind.MONEY)


def find(view: View) -> Iterator[Found]:
    """The bounds that sentences state."""
    for sentence in view.sentences:
        if len(sentence.mentions) > 1:
            yield from _part_within(sentence)
            yield from _met(sentence)
            yield from _kept(sentence)
        yield from find_bands(sentence)
    yield from _funds(view)


def _part_within(sentence: Sentence) -> Iterator[Found]:
    """获奖52项，其中一等奖3项: one part, not more than its whole."""
    mentions = sentence.mentions
    for index in range(1, len(mentions)):
        whole, part = mentions[index - 1], mentions[index]
        if not _WITHIN.search(part.before) or whole.kind not in _COUNTED or not _plain(whole) or not _plain(part):
            continue
        if part.figure.unit != whole.figure.unit or re.search(r"[；;]", part.before.split("其中")[0]):
            continue
        rest = [one for one in mentions[index + 1 : index + _NEXT] if one.figure.unit == part.figure.unit]
        if rest or re.search(r"比|较|增|减|同期|另", part.before):
            continue
        relation = Relation("REL-13", Form.AT_MOST, part.quantity(), (Term(whole.quantity()),), Mode.PRINTED)
        yield Found(Tie.BOUND, relation, (part, whole), (_word(part, "其中"),))


def _plain(mention: Mention) -> bool:
    return mention.figure.bound is Bound.NONE and isinstance(mention.figure.value, Decimal)


def _word(mention: Mention, word: str) -> Span:
    start = mention.figure.start - len(mention.before) + mention.before.rfind(word)
    return mention.passage.span(start, start + len(word))


def _met(sentence: Sentence) -> Iterator[Found]:
    """目标≥90%，实际95%，达到目标: a result that is said to meet its target."""
    text = sentence.text
    if not _MET.search(text) or _UNMET.search(text):
        return
    for aim, result in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        if (
            aim.kind is not result.kind
            or aim.figure.unit != result.figure.unit
            or not isinstance(aim.figure.value, Decimal)
        ):
            continue
        if not _TARGET.search(aim.before) or not _ACTUAL.search(result.before) or _TARGET.search(result.before):
            continue
        around = aim.before[-8:] + aim.after[:4]
        least, most = _LEAST.search(around), _MOST.search(around)
        if (least is None) == (most is None) or not _plain(result):
            continue
        form = Form.AT_LEAST if least else Form.AT_MOST
        relation = Relation("REL-13", form, result.quantity(exact=True), (Term(aim.quantity(exact=True)),), Mode.EXACT)
        yield Found(Tie.BOUND, relation, (result, aim))


def _kept(sentence: Sentence) -> Iterator[Found]:
    """预算10万元，支出8万元，控制在预算以内."""
    if not _KEPT.search(sentence.text):
        return
    money = [one for one in sentence.mentions if one.kind is FigureKind.MONEY and _plain(one)]
    planned = [one for one in money if "预算" in one.label and not _USE.search(one.label.replace("支出预算", ""))]
    used = [one for one in money if _USE.search(one.label) and one not in planned]
    if len(planned) == 1 and len(used) == 1:
        relation = Relation("REL-13", Form.AT_MOST, used[0].quantity(), (Term(planned[0].quantity()),), Mode.PRINTED)
        yield Found(Tie.BOUND, relation, (used[0], planned[0]))


def _funds(view: View) -> Iterator[Found]:
    """A fund that is said to take in A and use B, with nothing carried over anywhere in the text."""
    text = view.document.text
    if _CARRIED.search(text):
        return
    income: dict[str, list[Mention]] = {}
    for mention in view.mentions:
        if mention.kind is not FigureKind.MONEY or not _plain(mention):
            continue
        told = "".join(mention.before.split())
        clause = re.split(r"[，,；;。]", told)[-1]
        fund = _FUND.search(clause)
        if fund is None:
            continue
        name = fund[0][-5:]
        if _USE.search(clause) and not _MEANS.search(clause):
            before = [one for one in income.get(name, []) if mention.sentence - one.sentence <= _FARTHEST]
            if len(before) == 1:
                relation = Relation(
                    "REL-13", Form.AT_MOST, mention.quantity(), (Term(before[0].quantity()),), Mode.PRINTED
                )
                yield Found(Tie.BOUND, relation, (mention, before[0]))
                income[name] = []
        elif _MEANS.search(clause) and not _USE.search(clause):
            income.setdefault(name, []).append(mention)
