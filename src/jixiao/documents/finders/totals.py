"""Totals and their parts in running text: 其中, 分别为, 由…组成, 按…划分, lists in brackets and lists before their total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jixiao.documents.finders._list_doubts import PLAIN, breaks_off, failing, is_whole
from jixiao.documents.finders._list_readings import Sort, readings
from jixiao.documents.finders._list_strand import Strand, Token, spoken, strands
from jixiao.documents.finders._list_sums import Sum, may_hold, summed
from jixiao.documents.finders._list_triggers import CALLED, Force, Trigger, triggers
from jixiao.documents.finders._lists import REMEMBERED, PartList, lists
from jixiao.documents.finders._runs import held, slipped
from jixiao.documents.finders._totals_behind import behind
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Outcome

_TOLD = (Sort.FULL, Sort.ITEM)


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
                said = (span,) if span.end > span.start else spoken(CALLED, found.head)
                mentions = (found.head.mention, *(part.mention for part in found.parts))
                yield Found(Tie.SUM, found.relation, mentions, said, sure=sure)
        earlier = [*earlier, *strand.tokens[-REMEMBERED:]][-REMEMBERED:]
        known.intersection_update(earlier)


def _sums(strand: Strand, earlier: Sequence[Token], known: set[Token]) -> Iterator[tuple[Sum, Trigger, bool]]:
    """What holds first; then what fails, apart from those totals whose list is already found to hold."""
    listed = [
        found
        for trigger in triggers(strand)
        for reach in (trigger, *_longer(strand, trigger))
        for found in lists(strand, reach, earlier)
    ]
    groups: dict[int, list[PartList]] = {}
    for each in listed:
        groups.setdefault(id(each.trigger), []).append(each)
    closed: list[Sum] = []
    of: dict[Token, list[Sum]] = {}
    for plain in (True, False):
        for each in sorted(listed, key=lambda each: each.trigger.force is Force.OPEN):
            beside = _beside(groups[id(each.trigger)], each)
            for head in each.heads:
                best = _closing(strand, each, head, beside, plain=plain)
                told = of.setdefault(head, [])
                if best is None or (each.trigger.force is Force.OPEN and any(one.overlaps(best) for one in told)):
                    continue
                told.append(best)
                each.closed.append(best)
                closed.append(best)
                yield best, each.trigger, each.trigger.force is not Force.OPEN
    for found, trigger, sure in behind(strand):
        closed.append(found)
        yield found, trigger, sure
    parts = known | {part for found in closed for part in found.parts}
    inside = {part for each in listed if not each.is_open for part in each.values}
    for found in held(strand, earlier, parts, strong=True):
        if found.head.start < found.parts[0].start and not inside.isdisjoint(found.parts):
            continue  # words open their list: what they say comes first
        closed.append(found)
        parts.update(found.parts)
        yield found, _unannounced(found), False
    taken = {(found.head, part) for found in closed for part in found.parts}
    failed: list[tuple[Sum, Trigger, bool]] = []
    using: dict[Token, list[Sum]] = {}
    for found in closed:
        for token in (found.head, *found.parts):
            using.setdefault(token, []).append(found)
    for each in listed:
        if each.values[0].dimension:
            told = _of_these(using, each)
            failed.extend(failing(strand, each, told, parts, inside, _beside(groups[id(each.trigger)], each)))
    broken: list[Sum] = []
    for found, trigger, sure in sorted(failed, key=lambda item: (not item[2], item[1].start)):
        pairs = {(found.head, part) for part in found.parts}
        if pairs.isdisjoint(taken) and not any(one.is_beside(found.head, found.parts) for one in broken):
            taken |= pairs
            broken.append(found)
            yield found, trigger, sure
    parts.update(part for found in broken for part in found.parts)
    for found in held(strand, earlier, parts, strong=False):
        closed.append(found)
        parts.update(found.parts)
        yield found, _unannounced(found), False
    for found, sure in slipped(strand, parts):
        yield found, _unannounced(found), sure


def _of_these(using: Mapping[Token, Sequence[Sum]], each: PartList) -> list[Sum]:
    """What adds up and has to do with the figures of one list: the others of a long passage have no say in it."""
    tokens = (*each.heads, *each.columns, *each.values)
    return list({id(found): found for token in tokens for found in using.get(token, ())}.values())


def _unannounced(found: Sum) -> Trigger:
    """Where words would stand that open a list."""
    start = found.parts[0].start
    return Trigger(start, start, found.parts[-1].end, Force.OPEN)


def _beside(lists: Sequence[PartList], each: PartList) -> list[Sum]:
    """What adds up exactly among the figures of other sorts behind the same words; `lists` are those of these words."""
    return [found for other in lists if other is not each for found in other.closed if found.outcome is Outcome.HOLDS]


def _longer(strand: Strand, trigger: Trigger) -> Iterator[Trigger]:
    """The same words with a list that goes on over the next two sentences: then only what adds up counts."""
    if trigger.bracket >= 0 or trigger.implied or trigger.force is Force.OPEN:
        return
    index = strand.sentence_at(trigger.start)
    if index + 1 < len(strand.sentences) and trigger.stop == strand.sentences[index][1]:
        stop = strand.sentences[min(index + 2, len(strand.sentences) - 1)][1]
        yield replace(trigger, stop=stop, force=Force.OPEN, longer=True)


def _closing(strand: Strand, each: PartList, head: Token, beside: Sequence[Sum], *, plain: bool) -> Sum | None:
    """The first reading that holds; the `plain` ones take the list as a whole, item by item."""
    if any(head is found.head for found in each.closed):
        return None
    for reading in readings(each.order, head, each.columns):
        if (reading.sort in PLAIN) is not plain or each.used(reading.parts):
            continue
        if reading.sort not in _TOLD and sum(bool(part.worth) for part in reading.parts) < 2:
            continue  # 21 = 21 + 0 may hold wherever a list begins
        if not plain and reading.sort is not Sort.ITEM and is_whole(head, each.values, len(each.values), beside):
            continue
        if not may_hold(head, reading.parts) or not (found := summed(head, reading.parts)).holds:
            continue
        if reading.sort not in (Sort.PREFIX, Sort.FIRST) or not breaks_off(strand, each, head, reading.parts):
            return found
    return None
