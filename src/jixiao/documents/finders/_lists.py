"""Lists of figures behind their opening words, and the figures that may be the totals of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jixiao.documents.finders._list_readings import Layout, layout, words, words_of
from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_strand import Strand, Token
from jixiao.documents.finders._list_sums import Sum
from jixiao.documents.finders._list_triggers import Force, Trigger

BACK = 4  # sentences before a list in which its total is looked for
MOST_HEADS = 10
REMEMBERED = 24  # figures before a list among which its total is looked for
REACH = 2000  # characters of a list
_WHOLE = re.compile("共|合计|总|全[年市县区省部国]|累计|汇总")
_IN_POST = re.compile("在职|在编|在岗|实有")
_NOT_IN_POST = re.compile("其他人员|学生|离退休|离休|退休|劳务|编外|遗属|临聘|聘用|抚恤|年末|其他从业")
_STATUS = re.compile("(?:现|均|全部)?已(?!婚|故|退)|尚未|仍未")
_SUMMED_UP = re.compile("全年|合计|共|总计|累计")
_FULL_MARKS = re.compile("满分|分值|权重|标准分")
_MOVED = re.compile("调[入出走离]|去世|病故|辞职|离职|入职|转[出入]|招[录聘]")
_OPENED = re.compile("其中|分别|包括|按[^，,。；;]{1,12}分")
_ITEM = re.compile("[；;。]")


@dataclass(slots=True)
class PartList:
    """The figures of one dimension behind one opening word, and what they may add up to."""

    trigger: Trigger
    heads: list[Token]
    columns: list[Token]
    values: list[Token]
    order: Layout
    closed: list[Sum] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether its words do not say that it is whole."""
        return self.trigger.force is Force.OPEN

    def used(self, parts: Sequence[Token]) -> bool:
        """Whether a sum that holds took one of the figures."""
        return any(part in found.parts for found in self.closed for part in parts)


def lists(strand: Strand, trigger: Trigger, earlier: Sequence[Token]) -> Iterator[PartList]:
    stop = min(trigger.stop, trigger.end + REACH)
    inside = strand.between(trigger.end, stop)
    inside = [token for token in inside if token.bracket == trigger.bracket]
    inside = [token for token in inside if token.role in (Role.VALUE, Role.CHANGE)]
    mark = _ITEM.search(strand.text, trigger.end, stop)
    if inside and trigger.implied and _OPENED.search(strand.text, trigger.end, inside[0].start):
        return
    if not inside or (mark and inside[0].start > mark.start() and not trigger.implied):
        return  # names are listed, or a clause without figures came between
    for kind in dict.fromkeys(token.dimension for token in inside):
        for wanted in (Role.VALUE, Role.CHANGE):
            own = {wanted, Role.CHANGE} if trigger.made else {wanted}
            values = [token for token in inside if token.dimension == kind and token.role in own]
            if len(values) < 2:
                continue
            risen = _risen(strand, trigger, kind) if wanted is Role.VALUE else []
            if risen:
                mark = _ITEM.search(strand.text, values[0].start, stop)
                first = [token for token in values if mark is None or token.start < mark.start()]
                if len(first) > 1:
                    opened = replace(trigger, force=Force.OPEN)
                    yield PartList(opened, risen, [], first, layout(strand, first, trigger.end, stop))
                if trigger.force is Force.OPEN:
                    continue  # 减少 3 人，主要是…: what explains a change is no part of a level
            heads, columns = _heads(strand, trigger, kind, wanted, earlier)
            if heads and _IN_POST.search(heads[0].mention.before):
                outside = (at for at, token in enumerate(values) if _NOT_IN_POST.search(token.mention.before))
                values = values[: next(outside, len(values))]
            if trigger.force is Force.FIRM:
                summed_up = (at for at, token in enumerate(values) if at > 1 and _SUMMED_UP.match(token.mention.label))
                values = values[: next(summed_up, len(values))]
            full = [bool(_FULL_MARKS.search(tail(token.mention.before))) for token in values]
            if kind == "分" and not all(full):
                values = [token for token, mark in zip(values, full, strict=True) if not mark]
            moved = [bool(_MOVED.search(token.mention.label)) for token in values]
            if kind == "人" and not all(moved):
                values = [token for token, out in zip(values, moved, strict=True) if not out]
            status = [bool(_STATUS.match(token.mention.label)) for token in values]
            if status and not status[0] and sum(status) == 1 and trigger.force is Force.WEAK:
                values = values[: status.index(True)]
            if heads and len(values) > 1:
                yield PartList(
                    trigger, _alike(heads, values), columns, values, layout(strand, values, trigger.end, stop)
                )


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
        item = max(strand.text.rfind(mark, strand.sentences[index][0], trigger.start) for mark in "；;")
        same = [token for token in same if token.start > item] or same
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
