"""One figure told twice: in two places of the text, or in the text and in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jixiao.documents.finders._cells_told import find_told
from jixiao.documents.finders._scored import Part, part_of
from jixiao.documents.finders._slips import digits, near
from jixiao.documents.finders._subjects import Subject, subject_of, told_before
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import Mention, Sentence, View
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Relation, Term

_FAMOUS = re.compile(
    r"三公|财政拨款|一般公共预算|政府性基金|基本支出|项目支出|收入总计|支出总计|收入合计|支出合计|公务接待|公务用车|因公出国|会议费|培训费"
)
_SCOPED = re.compile(r"项目|专项|工程|任务|中心|学校|单位")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_OTHER_SCORE = re.compile(r"上年|去年|复评|复核|重点评价|第三方|平均|各单|各部")
_DIGITS = 4  # figures of fewer digits are equal by chance
_NAME = 4  # characters of a name that only one thing has
_BACK = 60
_CONCLUDES = re.compile(r"综上|综合|总体|总的|如前|前述|自评认为|评价认为|结论|可见|以上|上述|总之|扣分")
_MOST = 6  # places that tell one figure


def find(view: View) -> Iterator[Found]:
    """Figures with the same subject, role and year; equal ones hold, others fail only where the scope is beyond doubt."""
    year = _first_year(view)
    told: dict[tuple[str, str, str, str], list[tuple[Mention, Subject]]] = defaultdict(list)
    for sentence in view.sentences:
        last = ""
        for mention in sentence.mentions:
            subject = subject_of(mention, sentence, year)
            if subject is None or subject.period:
                continue
            if subject.role == "rate" and not subject.name:
                subject = _scoped(subject, last, sentence, mention)
            elif not subject.role.startswith("rate"):
                last = subject.name or last
            if subject is not None:
                told[subject.name, subject.role, subject.year, mention.kind].append((mention, subject))
    for group in told.values():
        yield from _same(group[: _MOST * 2])
    yield from _scores(view)
    yield from find_told(view, year)


def _scores(view: View) -> Iterator[Found]:
    """The total score of a report, told in the body and again in its conclusion."""
    totals: dict[str, list[Mention]] = defaultdict(list)
    for sentence in view.sentences:
        for mention in sentence.mentions:
            if part_of(mention) is Part.TOTAL and not _OTHER_SCORE.search(told_before(mention, sentence)):
                label = "".join(mention.label.split())
                totals["自评" if "自评" in label else "评价" if "评价" in label else ""].append(mention)
    for mentions in totals.values():
        for mention in mentions[1:_MOST]:
            first = mentions[0]
            relation = Relation("REL-11", Form.SUM, mention.quantity(), (Term(first.quantity()),), Mode.EXACT)
            alike = _said(mention) == _said(first) and len(_said(mention)) > _NAME
            sure = len(mentions) == 2 and (alike or near(mention, first))
            if mention.sentence != first.sentence and (
                sure or len(mentions) == 2 or mention.figure.value == first.figure.value
            ):
                yield Found(Tie.SAME, relation, (mention, first), sure=sure)


def _said(mention: Mention) -> str:
    return "".join(mention.label.split()).rstrip("为是：:达到")


def _first_year(view: View) -> str:
    match = _YEAR.search(view.document.text[:2000])
    return match[1] if match else ""


def _scoped(subject: Subject, last: str, sentence: Sentence, mention: Mention) -> Subject | None:
    """完成率98.21% after 基本支出预算数 … measures 基本支出; 预算支出进度 without any measures the whole."""
    if last:
        return Subject(last, subject.role, subject.year, subject.initial, subject.period)
    words = told_before(mention, sentence)
    whole = re.search(r"预算|整体|部门|总体", words) is not None and not _SCOPED.search(words)
    return subject if whole else None


def _same(group: list[tuple[Mention, Subject]]) -> Iterator[Found]:
    """The first of a group against every later one in another sentence."""
    first, subject = group[0]
    if subject.role.startswith("rate "):
        yield from _one_rate(group)
        return
    for mention, other in group[1:]:
        if mention.sentence == first.sentence or mention.figure.unit[-1:] != first.figure.unit[-1:]:
            continue
        if subject.initial != other.initial:
            continue
        left, right = mention.quantity(), first.quantity()
        equal = left.value == right.value
        rate = subject.role == "rate"
        code = "PCT-02" if rate else "REL-11"
        slip = not equal and _named(subject) and near(mention, first, _DIGITS)
        if (equal and (rate or len(digits(first)) >= _DIGITS or len(subject.name) > 1)) or (
            not equal and (_certain(subject, mention, first) or slip)
        ):
            yield _found(code, mention, first)
        elif not equal and len(group) == 2 and _named(subject) and _CONCLUDES.search(_words(mention)):
            yield _found(code, mention, first, sure=False)


def _one_rate(group: list[tuple[Mention, Subject]]) -> Iterator[Found]:
    """到位率93.32% … 资金到位率93.23%: another rate than that of use, told twice in the text."""
    first = group[0][0]
    others = [mention for mention, _ in group[1:] if mention.sentence != first.sentence]
    if len(group) > 2 and any(mention.figure.value != first.figure.value for mention in others):
        return  # rates of several things
    for mention in others:
        equal = mention.figure.value == first.figure.value
        slip = not equal and near(mention, first)
        if equal or slip or _CONCLUDES.search(_words(mention)):
            yield _found("PCT-02", mention, first, sure=equal or slip)


def _words(mention: Mention) -> str:
    """The words before a figure, from a little before its sentence part."""
    return mention.passage.text[max(0, mention.figure.start - _BACK) : mention.figure.start]


def _named(subject: Subject) -> bool:
    """Whether a name tells one thing from others."""
    return len(subject.name) >= _NAME and bool(subject.role)


def _certain(subject: Subject, one: Mention, other: Mention) -> bool:
    """Whether two figures of one subject must be equal: same measure of the whole, or a name that only one thing has."""
    if subject.role == "rate":
        return not subject.name or bool(_FAMOUS.search(subject.name))
    alike = "".join(one.label.split()) == "".join(other.label.split())
    near = one.passage is other.passage or one.kind is not FigureKind.MONEY
    return bool(subject.role) and len(subject.name) > 3 and (alike or near) and bool(_FAMOUS.search(one.label))


def _found(code: str, left: Mention, right: Mention, *, sure: bool = True) -> Found:
    relation = Relation(code, Form.SUM, left.quantity(), (Term(right.quantity()),), Mode.PRINTED)
    return Found(Tie.SAME, relation, (left, right), sure=sure)
