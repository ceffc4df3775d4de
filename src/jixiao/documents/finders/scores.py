"""Scores in sentences: the total of part scores, scores within their points, points that make the full marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from jixiao.documents.finders._scored import Part, added, part_of
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence, View
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_WHOLE = 100
_MOST = 40  # scores on either side of a total
_NEAR = 5  # points that a part which is not told may be worth
_KNOWN = re.compile(r"管理效率|履职效能|整体效能|专项效能")
_PARTED = re.compile(r"[；;]")  # 得31分，得分率88%；效益类满分25分: another part begins
_OPEN = re.compile(r"等(?!级|次)|主要")
Scored = tuple[Mention, Part]


def find(view: View) -> Iterator[Found]:
    """The relations of scores, passage by passage, then those of totals whose parts stand in passages of their own."""
    everywhere: list[Scored] = []
    told: set[int] = set()
    for _, group in groupby(view.sentences, key=lambda sentence: id(sentence.passage)):
        sentences = list(group)
        read = [(one, part_of(one)) for sentence in sentences for one in sentence.mentions if one.figure.unit == "分"]
        scored = _of_parts(read)
        everywhere += scored
        if len(scored) > 1:
            yield from _within(scored)
            for found in _totals(sentences, scored):
                told.add(id(found.mentions[0]))
                yield found
            yield from _full(scored)
    yield from _spread(everywhere, told)


def _of_parts(scored: Sequence[Scored]) -> list[Scored]:
    """产出指标（30分），自评得分28分: what stands right behind the points of a part is the score of that part."""
    found: list[Scored] = []
    for mention, part in scored:
        behind = found and found[-1][0].sentence == mention.sentence and _own(mention)
        found.append((mention, Part.EARNED if part is Part.TOTAL and behind and _partial(*found[-1]) else part))
    return found


def _partial(mention: Mention, part: Part) -> bool:
    """Whether these are the points of a part."""
    return part in (Part.POINTS, Part.NAMED) or (part is Part.FULL and mention.quantity().value < _WHOLE)


def _spread(scored: Sequence[Scored], told: set[int]) -> Iterator[Found]:
    """自评总分95分 …, then one passage a part: （一）投入（15分），得14分: parts whose points make 100 are all there are."""
    pairs = [
        (most, earned) for most, earned in map(_pair, scored, scored[1:]) if most is not None and earned is not None
    ]
    places = [earned.sentence for _, earned in pairs]
    for total, part in scored:
        if part is not Part.TOTAL or id(total) in told:
            continue
        points = Fraction(0)
        parts: list[Mention] = []
        first = bisect_right(places, total.sentence)
        for most, earned in pairs[first : first + _MOST]:
            points += most.quantity().value
            parts.append(earned)
            if points >= _WHOLE:
                break
        if points == _WHOLE and len(parts) > 1:
            terms = tuple(Term(one.quantity()) for one in parts)
            relation = Relation("SCR-01", Form.SUM, total.quantity(), terms, added(total, parts))
            yield Found(Tie.SCORE, relation, (total, *parts), (_words(total),))


def _pair(one: Scored, other: Scored) -> tuple[Mention | None, Mention | None]:
    """Points and the score beside them."""
    (first, part), (second, following) = one, other
    if first.sentence != second.sentence or following is not Part.EARNED or not _own(second):
        return None, None
    return (first, second) if part in (Part.POINTS, Part.NAMED, Part.FULL) else (None, None)


def _within(scored: Sequence[Scored]) -> Iterator[Found]:
    """产出指标50分，得48分; 总分97.48分，满分100分."""
    for (first, one), (second, other) in pairwise(scored):
        if first.sentence != second.sentence or _PARTED.search(_between(first, second)):
            continue
        if one in (Part.POINTS, Part.NAMED, Part.FULL) and other in (Part.EARNED, Part.TOTAL) and _own(second):
            earned, most = second, first
        elif one in (Part.EARNED, Part.TOTAL) and other in (Part.FULL, Part.POINTS) and _own(second):
            earned, most = first, second
        else:
            continue
        if one is Part.NAMED and not first.before.rstrip().endswith(("（", "(")) and "得" not in second.before:
            continue
        relation = Relation("SCR-02", Form.AT_MOST, earned.quantity(), (Term(most.quantity()),), Mode.EXACT)
        yield Found(Tie.BOUND, relation, (earned, most), (_words(earned),))


def _between(first: Mention, second: Mention) -> str:
    """The words from one figure to another of its passage, the figures between them included."""
    return first.passage.text[first.figure.end : second.figure.start]


def _own(mention: Mention) -> bool:
    """Whether only a few words of its own stand between it and the figure before: no other subject begins."""
    return len(re.sub(r"自评|实际|评价|综合|最终", "", "".join(mention.before.split()))) <= 6


def _totals(sentences: Sequence[Sentence], scored: Sequence[Scored]) -> Iterator[Found]:
    for index, (total, part) in enumerate(scored):
        if part is not Part.TOTAL:
            continue
        after = _parts(scored[index + 1 : index + _MOST])
        before = _parts(scored[max(0, index - _MOST) : index][::-1])[::-1]
        best = next((found for parts in (after, before) if (found := _sum(total, parts)) and _holds(found)), None)
        parts = after if len(after) > 1 else before
        whole = _points_of(scored, parts) == _WHOLE
        best = best or _likely(total, parts, _text(sentences, total, parts), whole=whole)
        best = best or _deducted(total, scored[max(0, index - _MOST) : index + _MOST])
        if best is not None:
            yield best


def _parts(scored: Sequence[Scored]) -> list[Scored]:
    """The parts next to a total: scores, bonus and deductions, up to another total."""
    found: list[Scored] = []
    for mention, part in scored:
        if part is Part.TOTAL:
            break
        if part in (Part.EARNED, Part.BONUS, Part.LOSS, Part.NAMED):
            found.append((mention, part))
    if any(part is Part.EARNED for _, part in found):
        found = [one for one in found if one[1] is not Part.NAMED]
    return found


def _sum(total: Mention, parts: Sequence[Scored]) -> Found | None:
    earned = [mention for mention, part in parts if part is not Part.LOSS]
    if len(earned) < 2:
        return None
    terms = tuple(Term(one.quantity(), -1 if part is Part.LOSS else 1) for one, part in parts)
    relation = Relation("SCR-01", Form.SUM, total.quantity(), terms, added(total, [one for one, _ in parts]))
    return Found(Tie.SCORE, relation, (total, *(one for one, _ in parts)), (_words(total),))


def _holds(found: Found) -> bool:
    return judge(found.relation).outcome is not Outcome.FAILS


def _points_of(scored: Sequence[Scored], parts: Sequence[Scored]) -> Fraction:
    """The points of these parts together, where each stands right before its score."""
    told = {id(earned): most for most, earned in map(_pair, scored, scored[1:]) if most is not None}
    points = [told.get(id(one)) for one, _ in parts]
    return (
        sum((most.quantity().value for most in points if most is not None), Fraction(0)) if all(points) else Fraction(0)
    )


def _likely(total: Mention, parts: Sequence[Scored], text: str, *, whole: bool) -> Found | None:
    """A sum that fails although its words tell all its parts; deductions may explain lost points instead of adding."""
    found = _sum(total, [one for one in parts if one[1] is not Part.LOSS])
    if found is None:
        return None
    if _holds(found):
        return found
    known = whole or len(_KNOWN.findall(text)) > 1 or any(part is Part.BONUS for _, part in parts)
    if not known and (_OPEN.search(text) or any(part is Part.NAMED for _, part in parts)):
        return None
    missing = judge(found.relation).difference
    if missing > found.relation.left.value / 2:
        return None  # most parts are not told
    return Found(found.tie, found.relation, found.mentions, found.words, sure=missing < _NEAR or known)


def _text(sentences: Sequence[Sentence], total: Mention, parts: Sequence[Scored]) -> str:
    """The sentences from the first to the last of these figures."""
    wanted = [total.sentence, *(one.sentence for one, _ in parts)]
    first = next(one.sentence - index for index, sentence in enumerate(sentences) for one in sentence.mentions)
    return "".join(sentence.text for sentence in sentences[min(wanted) - first : max(wanted) - first + 1])


def _deducted(total: Mention, scored: Sequence[Scored]) -> Found | None:
    """满分100分，扣2.52分，得97.48分."""
    full = [one for one, part in scored if part is Part.FULL and one.sentence == total.sentence]
    lost = [one for one, part in scored if part is Part.LOSS and one.sentence == total.sentence]
    if len(full) != 1 or not lost:
        return None
    terms = (Term(full[0].quantity()), *(Term(one.quantity(), -1) for one in lost))
    relation = Relation("SCR-01", Form.SUM, total.quantity(), terms, Mode.EXACT)
    return Found(Tie.SCORE, relation, (total, full[0], *lost), (_words(total),))


def _full(scored: Sequence[Scored]) -> Iterator[Found]:
    """满分100分，其中产出指标50分、效益指标30分 …."""
    for index, (full, part) in enumerate(scored):
        if part is not Part.FULL:
            continue
        parts = []
        for mention, other in scored[index + 1 : index + _MOST]:
            if mention.sentence != full.sentence or other not in (Part.POINTS, Part.NAMED):
                break
            parts.append(mention)
        if len(parts) < 2:
            continue
        terms = tuple(Term(one.quantity()) for one in parts)
        relation = Relation("SCR-03", Form.SUM, full.quantity(), terms, Mode.EXACT)
        verdict = judge(relation)
        if (
            verdict.difference <= full.quantity().value / 4 or verdict.expected == _WHOLE
        ):  # else more parts follow elsewhere
            yield Found(Tie.SCORE, relation, (full, *parts), (_words(full),))


def _words(mention: Mention) -> Span:
    start = mention.figure.start - len(mention.label)
    return mention.passage.span(max(start, 0), mention.figure.start)
