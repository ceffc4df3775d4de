"""Totals and their parts in running text: 其中, 分别为, 由…组成, 按…划分, lists in brackets and lists before their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jixiao.documents.finders._list_readings import Layout, Sort, layout, readings, words, words_of
from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_strand import Strand, Token, strands
from jixiao.documents.finders._list_sums import NEARLY, Likeness, Sum, likeness, may_hold, summed
from jixiao.documents.finders._list_triggers import Force, Trigger, triggers
from jixiao.documents.finders._totals_behind import behind
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Outcome

BACK = 4  # sentences before a list in which its total is looked for
MOST_HEADS = 6
REMEMBERED = 24  # figures before a list among which its total is looked for
REACH = 2000  # characters of a list
NEAR = 24  # characters from a total to its own change
_WHOLE = re.compile("共|合计|总|全[年市县区省部国]|累计|汇总")
_OPEN_END = re.compile(r"^[^，,；;。]{0,14}等(?!级|次|额|价|候)")
_IN_POST = re.compile("在职|在编|在岗|实有")
_NOT_IN_POST = re.compile("其他人员|学生|离退休|离休|退休|劳务|编外|遗属|临聘|聘用|抚恤|年末|其他从业")
_STATUS = re.compile("(?:现|均|全部)?已(?!婚|故|退)|尚未|仍未")
_TOLD = (Sort.FULL, Sort.ITEM)
_PLAIN = (Sort.FULL, Sort.COLUMN, Sort.FIRST)
_ITEM = re.compile("[；;。]")


@dataclass(slots=True)
class _List:
    """The figures of one dimension behind one opening word, and what they may add up to."""

    trigger: Trigger
    heads: list[Token]
    columns: list[Token]
    values: list[Token]
    order: Layout
    closed: list[Sum] = field(default_factory=list)

    def used(self, parts: Sequence[Token]) -> bool:
        """Whether a sum that holds took one of the figures."""
        return any(part in found.parts for found in self.closed for part in parts)


def find(view: View) -> Iterator[Found]:
    """The sums of a document."""
    earlier: list[Token] = []
    known: set[Token] = set()
    for strand in strands(view):
        given: set[frozenset[Token]] = set()
        for found, trigger, sure in _sums(strand, earlier, known):
            key = frozenset((found.head, *found.parts))
            if key not in given:
                given.add(key)
                known.update(found.parts)
                span = strand.passage.span(trigger.start, trigger.end)
                mentions = (found.head.mention, *(part.mention for part in found.parts))
                yield Found(Tie.SUM, found.relation, mentions, (span,), sure=sure)
        earlier = [*earlier, *strand.tokens[-REMEMBERED:]][-REMEMBERED:]
        known.intersection_update(earlier)


def _sums(strand: Strand, earlier: Sequence[Token], known: set[Token]) -> Iterator[tuple[Sum, Trigger, bool]]:
    """What holds first; then what fails, apart from those totals whose list is already found to hold."""
    lists = [
        found
        for trigger in triggers(strand)
        for reach in (trigger, *_longer(strand, trigger))
        for found in _lists(strand, reach, earlier)
    ]
    groups: dict[int, list[_List]] = {}
    for each in lists:
        groups.setdefault(id(each.trigger), []).append(each)
    closed: list[Sum] = []
    of: dict[Token, list[Sum]] = {}
    for plain in (True, False):
        for each in sorted(lists, key=lambda each: each.trigger.force is Force.OPEN):
            beside = _beside(groups[id(each.trigger)], each)
            for head in each.heads:
                best = _closing(each, head, beside, plain=plain)
                told = of.setdefault(head, [])
                if best is None or (each.trigger.force is Force.OPEN and any(one.overlaps(best) for one in told)):
                    continue
                told.append(best)
                each.closed.append(best)
                closed.append(best)
                yield best, each.trigger, each.trigger.force is not Force.OPEN
    parts = known | {part for found in closed for part in found.parts}
    taken = {(found.head, part) for found in closed for part in found.parts}
    failed: list[tuple[Sum, Trigger, bool]] = []
    for each in lists:
        if each.trigger.force is not Force.OPEN and each.values[0].dimension:
            failed.extend(_failing(strand, each, parts, _beside(groups[id(each.trigger)], each)))
    seen: set[tuple[Token, Token]] = set()
    for found, trigger, sure in sorted(failed, key=lambda item: (not item[2], item[1].start)):
        pairs = {(found.head, part) for part in found.parts}
        if pairs.isdisjoint(taken) and pairs.isdisjoint(seen):
            seen |= pairs
            yield found, trigger, sure
    yield from behind(strand)


def _beside(lists: Sequence[_List], each: _List) -> list[Sum]:
    """What adds up exactly among the figures of other sorts behind the same words; `lists` are those of these words."""
    return [found for other in lists if other is not each for found in other.closed if found.outcome is Outcome.HOLDS]


def _longer(strand: Strand, trigger: Trigger) -> Iterator[Trigger]:
    """The same words with a list that goes on over the next two sentences: then only what adds up counts."""
    if trigger.bracket >= 0 or trigger.implied or trigger.force is Force.OPEN:
        return
    index = strand.sentence_at(trigger.start)
    if index + 1 < len(strand.sentences) and trigger.stop == strand.sentences[index][1]:
        stop = strand.sentences[min(index + 2, len(strand.sentences) - 1)][1]
        yield replace(trigger, stop=stop, force=Force.OPEN)


def _whole(head: Token, parts: Sequence[Token], told: int, beside: Sequence[Sum]) -> bool:
    """Whether the list can only be whole: nobody tells a zero among examples; or figures of another sort add up in it."""
    if any(part.mention.figure.number == 0 for part in parts):
        return True
    return any(
        other.head.role is Role.VALUE
        and len(other.parts) == told == len(parts)
        and other.head.mention.sentence == head.mention.sentence
        for other in beside
    )


def _changes(each: _List, beside: Sequence[Sum]) -> list[Token]:
    """The change that belongs to a total whose parts add up and tell one change each."""
    for found in beside:
        if found.head.dimension and len(found.parts) == len(each.values):
            behind_it = [head for head in each.heads if found.head.end <= head.start <= found.head.end + NEAR]
            if behind_it:
                return [min(behind_it, key=lambda head: head.start)]
    return []


def _lists(strand: Strand, trigger: Trigger, earlier: Sequence[Token]) -> Iterator[_List]:
    stop = min(trigger.stop, trigger.end + REACH)
    inside = strand.between(trigger.end, stop)
    inside = [token for token in inside if token.bracket == trigger.bracket]
    inside = [token for token in inside if token.role in (Role.VALUE, Role.CHANGE)]
    mark = _ITEM.search(strand.text, trigger.end, stop)
    if not inside or (mark and inside[0].start > mark.start() and not trigger.implied):
        return  # names are listed, or a clause without figures came between
    for kind in dict.fromkeys(token.dimension for token in inside):
        for wanted in (Role.VALUE, Role.CHANGE):
            values = [token for token in inside if token.dimension == kind and token.role is wanted]
            if len(values) < 2:
                continue
            heads, columns = _heads(strand, trigger, kind, wanted, earlier)
            if heads and _IN_POST.search(heads[0].mention.before):
                outside = (at for at, token in enumerate(values) if _NOT_IN_POST.search(token.mention.before))
                values = values[: next(outside, len(values))]
            status = [bool(_STATUS.match(token.mention.label)) for token in values]
            if not status[0] and any(status) and trigger.force is Force.WEAK:
                values = values[: status.index(True)]
            if heads and len(values) > 1:
                yield _List(trigger, _alike(heads, values), columns, values, layout(strand, values, trigger.end, stop))
            if wanted is Role.VALUE and (risen := _risen(strand, trigger, kind)):
                opened = replace(trigger, force=Force.OPEN)
                yield _List(opened, risen, [], values, layout(strand, values, trigger.end, stop))


def _risen(strand: Strand, trigger: Trigger, kind: str) -> list[Token]:
    """The change right before the words: 减少 3 人，主要是调出 2 人、退休 1 人."""
    last = strand.last(max(0, trigger.start - 60), trigger.start, 1)
    return [
        token
        for token in last
        if token.role is Role.CHANGE and token.dimension == kind and trigger.start - token.end <= 4
    ]


def _heads(
    strand: Strand, trigger: Trigger, kind: str, wanted: Role, earlier: Sequence[Token]
) -> tuple[list[Token], list[Token]]:
    """Figures that may be the total, the likeliest first; and all of its sentence, in their order."""

    def fitting(tokens: Sequence[Token]) -> list[Token]:
        return [token for token in tokens if token.dimension == kind and token.role is wanted]

    if trigger.inner or trigger.tight:
        start = trigger.bracket if trigger.inner else trigger.start
        near = strand.last(max(0, start - 60), start, 1)
        near = fitting([token for token in near if not strand.text[token.end : start].strip()])
        return near, near
    index = strand.sentence_at(trigger.start)
    same = fitting(strand.last(strand.sentences[index][0], trigger.start, REMEMBERED))
    same = [token for token in same if token.bracket == trigger.bracket]
    lead = strand.text[max(strand.sentences[index][0], trigger.start - 40) : trigger.start]
    if same:
        return same[::-1][:MOST_HEADS], same[-MOST_HEADS:]
    found: list[Token] = []
    columns: list[Token] = []
    for back in range(1, BACK + 1):
        if index - back < 0:
            break
        start, end = strand.sentences[index - back]
        told = [token for token in fitting(strand.last(start, end, REMEMBERED)) if token.bracket < 0]
        columns = columns or told
        found.extend(told[::-1])
    if index < BACK:
        found.extend(token for token in fitting(earlier)[::-1] if token.bracket < 0)
    named = words_of("".join(lead.split())[-12:])
    ranked = sorted(
        found,
        key=lambda token: (-len(words(token) & named), not _WHOLE.search(tail(token.mention.before))),
    )
    return ranked[:MOST_HEADS], columns


def _alike(heads: Sequence[Token], values: Sequence[Token]) -> list[Token]:
    """The heads, those first whose words come back before the parts: 死亡 7 人 … 死亡 1 人."""
    before = [tail(token.mention.before) for token in values]

    def shared(head: Token) -> int:
        last = tail(head.mention.label)[-2:]
        found = sum(last in words for words in before) if len(last) == 2 else 0
        return found if 1 < found >= len(before) - 1 else 0

    return sorted(heads, key=lambda head: -shared(head))


def _closing(each: _List, head: Token, beside: Sequence[Sum], *, plain: bool) -> Sum | None:
    """The first reading that holds; the `plain` ones take the list as a whole, item by item."""
    if any(head is found.head for found in each.closed):
        return None
    for reading in readings(each.order, head, each.columns):
        if (reading.sort in _PLAIN) is not plain or each.used(reading.parts):
            continue
        if reading.sort not in _TOLD and sum(bool(part.worth) for part in reading.parts) < 2:
            continue  # 21 = 21 + 0 may hold wherever a list begins
        if not plain and reading.sort is not Sort.ITEM and _whole(head, each.values, len(each.values), beside):
            continue
        if may_hold(head, reading.parts) and (found := summed(head, reading.parts)).holds:
            return found
    return None


def _failing(
    strand: Strand, each: _List, parts: set[Token], beside: Sequence[Sum]
) -> Iterator[tuple[Sum, Trigger, bool]]:
    """What does not hold and is yet meant to: where the words say so, or where one slip explains it."""
    trigger, values = each.trigger, each.values
    above = sum("以上" in tail(token.mention.before) for token in values)
    if above > 1 or _OPEN_END.match(strand.text[values[-1].end : min(trigger.stop, values[-1].end + 20)]):
        return  # those above 80 are among those above 65; 等 leaves a list open
    best: tuple[tuple[Likeness, bool, int, int], Sum] | None = None
    heads = each.heads[:3] if values[0].role is Role.VALUE else _changes(each, beside)
    for order, head in enumerate(heads):
        if (head in parts and trigger.fresh) or any(head is found.head for found in each.closed):
            continue
        for reading in readings(each.order, head, each.columns):
            if reading.sort not in (*_PLAIN, Sort.ITEM) or each.used(reading.parts):
                continue
            found = summed(head, reading.parts)
            if found.holds:
                continue
            whole = _whole(head, reading.parts, len(values), beside)
            like = Likeness.CLEAR if whole else likeness(found)
            rank = like, found.gap <= NEARLY, -reading.sort, -order
            if like and (best is None or rank > best[0]):
                best = rank, found
    if best is not None:
        yield best[1], trigger, best[0][0] is Likeness.CLEAR or trigger.force is Force.FIRM
