"""Milestones of one project in their order: 立项, 可研, 批复, 招标, 合同, 开工, 竣工, 验收."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence, View
from jixiao.facts import Address
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

_STEPS = (
    (0, re.compile(r"立项|项目建议书")),
    (1, re.compile(r"可研|可行性研究")),
    (2, re.compile(r"初步设计|初设|概算批复|施工图")),
    (3, re.compile(r"(?:发布|挂出).{0,4}招标公告|招标|公开采购|采购公告")),
    (4, re.compile(r"中标|成交(?:公告|通知)")),
    (5, re.compile(r"签订.{0,8}合同|合同签订")),
    (6, re.compile(r"开工|动工|(?:开始|进场|启动).{0,4}(?:施工|建设)|进场")),
    (7, re.compile(r"竣工(?!验收|决算|财务)|完工|建成")),
    (8, re.compile(r"竣工验收|完成验收|通过.{0,4}验收|终验|验收合格|^验收$|组织.{0,3}验收")),
    (9, re.compile(r"结算审核|竣工(?:财务)?决算|决算批复")),
)
_PLANNED = re.compile(r"计划|预计|拟|将于|争取|力争|原定|应于|要求|目标|未")
_TIME = re.compile(r"([\u4e00-\u9fff]{2,8})(?:时间|日期)(?:为|是)?[：:]?\s*$")
_PLAIN = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:时间|日期)(?:为|是)?$|该|本|项目|工程|已|于|在|并|后|又|至|从|自|其中|随后|最终|主体|一期|先后|分别|经批准"
)
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?$")
_LATE = re.compile(r"\s*年?(?:底|末)|\s*年?(?:第四季度|四季度|下半年)")
_EARLY = re.compile(r"\s*年?(?:初|上半年|第一季度|一季度)")
_YEARS = range(1900, 2100)
_YEAR_DIGITS = 4
_YEAR, _MONTH = 10000, 100  # 20160531: a date that reads as one
_MONTHS, _DAYS, _HALF = 12, 31, 6


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step with its date: the first and the last day, written 20160531, that the date can mean."""

    step: int
    first: int
    last: int
    mention: Mention
    word: Span


def find(view: View) -> Iterator[Found]:
    """Milestones that one passage tells in the order of work, every step against the next later one; years of no calendar."""
    for _, group in groupby(view.sentences, key=lambda sentence: id(sentence.passage)):
        sentences = list(group)
        for milestones in _projects(list(_milestones(sentences))):
            yield from _pairs(milestones)
        yield from _impossible([mention for sentence in sentences for mention in sentence.mentions])


def _impossible(mentions: Sequence[Mention]) -> Iterator[Found]:
    """8020年3月: no year of a project, beside dates that are."""
    years = [(one, own) for one in mentions if (own := _year(one))]
    dates = [(one, own) for one, own in years if own in _YEARS]
    for mention, own in [(one, own) for one, own in years if own not in _YEARS] if dates else ():
        other, year = min(dates, key=lambda dated: abs(dated[0].span.start - mention.span.start))
        form = Form.AT_MOST if own > year else Form.AT_LEAST
        relation = Relation("TIM-04", form, _quantity(mention, own), (Term(_quantity(other, year)),), Mode.EXACT)
        yield Found(Tie.ORDER, relation, (mention, other), (mention.span,))


def _year(mention: Mention) -> int:
    """The year of a date, or the four digits before 年 that stand for none; 0 for everything else."""
    if mention.kind is FigureKind.DATE:
        told = re.match(r"\d{4}", str(mention.figure.value))
        return int(told[0]) if told else 0
    digits = mention.written.rstrip("年 ")
    duration = mention.kind is FigureKind.DURATION and mention.figure.unit == "年"
    bare = mention.kind is FigureKind.NUMBER and re.match(r"年(?:底|末|初|度)", mention.after) is not None
    return int(digits) if (duration or bare) and len(digits) == _YEAR_DIGITS and digits.isdecimal() else 0


def _projects(milestones: Sequence[Milestone]) -> list[list[Milestone]]:
    """The milestones of each project: words before a date that name something else begin another one."""
    found: list[list[Milestone]] = []
    known = ""
    for milestone in milestones:
        name = _PLAIN.sub("", "".join(milestone.mention.label.split()))
        if not found or (name and name not in known):
            found.append([])
            known = name
        found[-1].append(milestone)
    return found


def _milestones(sentences: Sequence[Sentence]) -> Iterator[Milestone]:
    for sentence in sentences:
        for index, mention in enumerate(sentence.mentions):
            if mention.kind is not FigureKind.DATE or not isinstance(mention.figure.value, str):
                continue
            following = sentence.mentions[index + 1] if index + 1 < len(sentence.mentions) else None
            until = following.figure.start if following is not None else sentence.end
            found = _milestone(mention, mention.passage.text[mention.figure.end : until])
            if found is not None:
                yield found


def _milestone(mention: Mention, after: str) -> Milestone | None:
    clause = re.split(r"[，,；;。]", after)[0]
    told = _TIME.search(mention.before)  # 开工时间：2019年3月
    words, begin = (
        (told[1], mention.figure.start - len(mention.before) + told.start(1)) if told else (clause, mention.figure.end)
    )
    if _PLANNED.search(words) or _PLANNED.search(mention.label):
        return None
    hits = [(step, match) for step, pattern in _STEPS if (match := pattern.search(words)) is not None]
    days = _days(mention, after)
    if not hits or days is None:
        return None
    step, match = hits[-1]
    word = mention.passage.span(begin + match.start(), begin + match.end())
    return Milestone(step, days[0], days[1], mention, word)


def _days(mention: Mention, after: str) -> tuple[int, int] | None:
    told = _DATE.match(str(mention.figure.value))
    if told is None:
        return None
    year, month, day = (int(told[name]) if told[name] else 0 for name in ("year", "month", "day"))
    ends = (month, month) if month else (1, _MONTHS)
    written = mention.written + after[:6]
    if not month and _LATE.search(written):
        ends = (_HALF + 1, _MONTHS)
    elif not month and _EARLY.search(written):
        ends = (1, _HALF)
    first = year * _YEAR + ends[0] * _MONTH + (day or 1)
    last = year * _YEAR + ends[1] * _MONTH + (day or _DAYS)
    return first, last


def _pairs(milestones: Sequence[Milestone]) -> Iterator[Found]:
    """Neighbours in the text whose steps go on; a step told again begins another project."""
    steps = [milestone.step for milestone in milestones]
    if len(set(steps)) != len(steps):
        return
    ordered = sorted(milestones, key=lambda milestone: milestone.step)
    for early, late in pairwise(ordered):
        # only the first day of the one and the last day of the other can contradict each other
        left = _quantity(early.mention, early.first)
        right = _quantity(late.mention, late.last)
        relation = Relation("TIM-04", Form.AT_MOST, left, (Term(right),), Mode.EXACT)
        yield Found(Tie.ORDER, relation, (early.mention, late.mention), (early.word, late.word))


def _quantity(mention: Mention, days: int) -> Quantity:
    return Quantity(Address(str(mention.at)), "".join(mention.written.split()), Fraction(days))
