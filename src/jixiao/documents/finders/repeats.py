"""One figure told twice: in two places of the text, or in the text and in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jixiao.documents.finders._cells_told import find_told
from jixiao.documents.finders._scored import Part, part_of
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
            elif subject.role != "rate":
                last = subject.name or last
            if subject is not None:
                told[subject.name, subject.role, subject.year, mention.kind].append((mention, subject))
    for group in told.values():
        yield from _same(group[: _MOST * 2])
    yield from _scores(view)
    yield from find_told(view, year)


def _scores(view: View) -> Iterator[Found]:
    """The total score of a report, told in the body and again in its conclusion with the same words."""
    totals: dict[str, list[Mention]] = defaultdict(list)
    for sentence in view.sentences:
        for mention in sentence.mentions:
            if part_of(mention) is Part.TOTAL and not _OTHER_SCORE.search(told_before(mention, sentence)):
                totals["".join(mention.label.split()).rstrip("为是：:达到")].append(mention)
    for label, mentions in totals.items():
        for mention in mentions[1:_MOST]:
            relation = Relation("REL-11", Form.SUM, mention.quantity(), (Term(mentions[0].quantity()),), Mode.EXACT)
            if mention.sentence != mentions[0].sentence:
                yield Found(
                    Tie.SAME, relation, (mention, mentions[0]), sure=len(mentions) == 2 and len(label) > _DIGITS
                )


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
    for mention, other in group[1:]:
        if mention.sentence == first.sentence or mention.figure.unit[-1:] != first.figure.unit[-1:]:
            continue
        if subject.initial != other.initial:
            continue
        left, right = mention.quantity(), first.quantity()
        equal = left.value == right.value
        rate = subject.role == "rate"
        code = "PCT-02" if rate else "REL-11"
        if (equal and (rate or _digits(first) >= _DIGITS or len(subject.name) > 1)) or (
            not equal and _certain(subject, mention, first)
        ):
            yield _found(code, mention, first)


def _digits(mention: Mention) -> int:
    return len(re.sub(r"\D", "", mention.written).strip("0"))


def _certain(subject: Subject, one: Mention, other: Mention) -> bool:
    """Whether two figures of one subject must be equal: same measure of the whole, or a name that only one thing has."""
    if subject.role == "rate":
        return not subject.name or bool(_FAMOUS.search(subject.name))
    alike = "".join(one.label.split()) == "".join(other.label.split())
    near = one.passage is other.passage or one.kind is not FigureKind.MONEY
    return bool(subject.role) and len(subject.name) > 3 and (alike or near) and bool(_FAMOUS.search(one.label))


def _found(code: str, left: Mention, right: Mention) -> Found:
    relation = Relation(code, Form.SUM, left.quantity(), (Term(right.quantity()),), Mode.PRINTED)
    return Found(Tie.SAME, relation, (left, right))
