"""Lists that do not add up and are yet meant to: their words say that they are whole, or one slip explains it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from jixiao.documents.finders._list_readings import Reading, Sort, readings
from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_slips import Likeness, is_misread, is_rare, likeness, may_be_misread
from jixiao.documents.finders._list_strand import Strand, Token
from jixiao.documents.finders._list_sums import NEARLY, Sum, summed
from jixiao.documents.finders._list_triggers import Force, Trigger
from jixiao.documents.finders._lists import PartList

NEAR = 24  # characters from a total to its own change
PLAIN = (Sort.FULL, Sort.COLUMN, Sort.FIRST)
MOST_HEADS = 3
_OPEN_END = re.compile(r"^[^，,；;。]{0,14}等(?!级|次|额|价|候)")
_MOVED = re.compile(
    "调[入出走离]|退休|去世|死亡|病故|辞|招[录聘考]|录用|聘|入职|离职|转[入出岗]|新进|报废|处置|划[入出转]|撤"
)
_SETS = tuple(
    tuple(map(re.compile, kinds))
    for kinds in (
        ("因公出国|出国", "用车", "接待"),
        ("货物", "工程", "服务"),
        ("人员经费|人员支出", "公用经费|公用支出", "项目"),
        ("基本支出", "项目支出"),
    )
)
_REST_TOLD = re.compile(r"[^。；;]{0,40}?[。；;，,]\s*(?:其余|剩余)")
_BROKEN_OFF = re.compile(
    r"[^。；;：:]{0,60}[；;，,、][\u4e00-\u9fff]{1,12}\s*$"
)  # the line, and the name of a part, ends
_REST = re.compile("(?:和|及|以及)?其[他它余]")
_DAMAGED = re.compile(r"\d[,，][.．]\d|[,，][.．]\d|\d[.．][,，]\d")
_BREAK = re.compile("[；;。]")
_OTHER_TOPIC = re.compile(
    "另|还|较|比|同期|总|合计|(?<!公)共|全年|当年|本年|年末|年初|上年|结余|结转|实际|预算|决算|完成|支出合计|其中"
)
_CLOSED = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("行政", "事业|参公"),
        ("离休", "退休"),
        ("基本支出|基本经费", "项目"),
        ("人员(?:经费|支出)", "公用"),
        ("男", "女"),
        ("城镇|城市|市区", "农村|乡村"),
        ("购置", "运行"),
        ("税收", "非税"),
        ("授权", "直接"),
        ("省内|市内|境内|国内", "省外|市外|境外|国外"),
        ("委员", "集体"),
        ("收入", "结转"),
    )
)


def failing(
    strand: Strand,
    each: PartList,
    closed: Sequence[Sum],
    parts: Collection[Token],
    listed: Collection[Token],
    beside: Sequence[Sum],
) -> Iterator[tuple[Sum, Trigger, bool]]:
    """The likeliest failing sum of a list, with its words and whether they are sure.

    Args:
        strand: the passage.
        each: the list.
        closed: what adds up in the passage.
        parts: what is a part of some sum that adds up.
        listed: what stands in some list of the passage.
        beside: what adds up among figures of other sorts behind the same words.
    """
    trigger = each.trigger
    if each.is_open:
        if _may_be_whole(each):
            yield from _misread(strand, each, closed)
        return
    if _is_left_open(strand, each):
        return
    best: tuple[tuple[Likeness, bool, bool, int, int], Sum] | None = None
    others: list[tuple[Sum, bool]] = []
    for order, head in enumerate(_heads(each, parts, listed, beside)):
        for reading, found in _failed(strand, each, head, closed):
            if head.worth and is_whole(head, reading.parts, len(each.values), beside):
                like = Likeness.CLEAR
            elif reading.sort in (*PLAIN, Sort.ITEM):
                like = likeness(found)
            else:
                like = Likeness.FAINT if is_misread(found) else Likeness.NONE
            if like is Likeness.NONE and reading.sort is Sort.FULL and not order and _is_set(reading.parts):
                like = Likeness.FAINT
            if head.mention.passage is not strand.passage and (
                strand.sentence_at(trigger.start) or (like is Likeness.FAINT and not is_misread(found))
            ):
                continue  # the total of another paragraph
            rank = like, is_misread(found), found.gap <= NEARLY, -reading.sort, -order
            if like and (best is None or rank > best[0]):
                best = rank, found
            if like and reading.sort is Sort.COLUMN:
                others.append((found, like is Likeness.CLEAR))
    if best is not None:
        like = best[0][0]
        split = trigger.force is Force.SPLIT and like is Likeness.SOME
        sure = like is Likeness.CLEAR or trigger.force is Force.FIRM or split
        sure = sure or _is_set(best[1].parts) or (_is_closed(best[1].parts) and is_misread(best[1]))
        yield best[1], trigger, sure
        if -best[0][3] == Sort.COLUMN:
            taken = {best[1].head, *best[1].parts}
            for found, sure in others:
                if taken.isdisjoint((found.head, *found.parts)):
                    yield found, trigger, sure


def is_whole(head: Token, parts: Sequence[Token], told: int, beside: Sequence[Sum]) -> bool:
    """Whether the list can only be whole: nobody tells a zero among examples; or figures of another sort add up in it."""
    if any(part.mention.figure.number == 0 for part in parts):
        return True
    return any(
        other.head.role is Role.VALUE
        and len(other.parts) == told == len(parts)
        and other.head.mention.sentence == head.mention.sentence
        for other in beside
    )


def breaks_off(strand: Strand, each: PartList, head: Token, parts: Sequence[Token]) -> bool:
    """Whether a list would end in the middle of a run of its likes, while one slip explains the whole of it.

    共12辆，其中甲5辆、乙6辆、丙1辆 with 11 for 12: 11 = 5 + 6 holds by chance.
    """
    outer, alone = each.order.outer, each.order.alone
    if 1 < len(alone) < len(outer) and tuple(alone) != tuple(parts):
        return is_rare(head, alone) and may_be_misread(head, alone)
    if tuple(outer[: len(parts)]) != tuple(parts) or len(outer) <= len(parts):
        return False
    last, following = parts[-1], outer[len(parts)]
    if _BREAK.search(strand.text, last.end, following.start) or _OTHER_TOPIC.search(following.mention.label):
        return False
    return may_be_misread(head, outer) and is_misread(summed(head, outer))


def _heads(
    each: PartList, parts: Collection[Token], listed: Collection[Token], beside: Sequence[Sum]
) -> Sequence[Token]:
    """What may be the total of a list that fails: no part of another sum, unless it stands right before the words."""
    if each.values[0].role is Role.CHANGE:
        return _changes(each, beside) or (each.heads[:1] if _is_set(each.values) else [])
    heads = [
        head for order, head in enumerate(each.heads) if head not in parts or (order == 0 and not each.trigger.fresh)
    ]
    if each.trigger.fresh:
        heads = [head for head in heads if head not in listed] or heads
    heads = heads[:MOST_HEADS]
    return [head for head in heads if all(head is not found.head for found in each.closed)]


def _failed(strand: Strand, each: PartList, head: Token, closed: Sequence[Sum]) -> Iterator[tuple[Reading, Sum]]:
    for reading in readings(each.order, head, each.columns):
        taken = any(one.is_beside(head, reading.parts) for one in closed) or (
            any(one.takes(head, reading.parts) for one in closed)
            and not (
                head is each.heads[0]
                and reading.sort is Sort.FULL
                and is_rare(head, reading.parts, digits=4)
                and may_be_misread(head, reading.parts)
            )
        )
        if not each.used(reading.parts) and not taken:
            plain = reading.sort in (*PLAIN, Sort.ITEM)
            if not plain and not may_be_misread(head, reading.parts):
                continue
            found = summed(head, reading.parts)
            broken = reading.sort is Sort.PREFIX and breaks_off(strand, each, head, reading.parts)
            if not found.holds and not broken:
                yield reading, found


def _is_left_open(strand: Strand, each: PartList) -> bool:
    """Those above 80 are among those above 65; 等 leaves a list open; a part may be unreadable."""
    if _DAMAGED.search(strand.text, each.heads[0].start, each.values[-1].end):
        return True  # a part that cannot be read
    above = sum("以上" in tail(token.mention.before) for token in each.order.outer)
    end = each.values[-1].end
    return (
        above > 1
        or bool(_OPEN_END.match(strand.text[end : min(each.trigger.stop, end + 20)]))
        or bool(_REST_TOLD.match(strand.text, end))
        or bool(_BROKEN_OFF.match(strand.text, end))
    )


def _changes(each: PartList, beside: Sequence[Sum]) -> list[Token]:
    """The change that belongs to a total whose parts add up and tell one change each."""
    for found in beside:
        if found.head.dimension and len(found.parts) == len(each.values):
            behind_it = [head for head in each.heads if found.head.end <= head.start <= found.head.end + NEAR]
            if behind_it:
                return [min(behind_it, key=lambda head: head.start)]
    return []


def _may_be_whole(each: PartList) -> bool:
    """Whether a list without words that close it is yet of one sort: 调出 2 人、退休 1 人; 甲类 800 批、乙类 350 批."""
    trigger, labels = each.trigger, [part.mention.label for part in each.values]
    if each.heads[0].role is Role.CHANGE:
        return each.values[0].role is Role.VALUE and all(_MOVED.search(label) for label in labels)
    if trigger.implied:
        return are_siblings(labels)
    return not trigger.longer or (trigger.fresh and len({part.mention.sentence for part in each.values}) > 1)


def _misread(strand: Strand, each: PartList, closed: Sequence[Sum]) -> Iterator[tuple[Sum, Trigger, bool]]:
    """A list that nothing closes, where one slip explains that it fails; a list of examples only beyond its total."""
    trigger, head = each.trigger, each.heads[0]
    if any(head is found.head for found in (*closed, *each.closed)) or _is_left_open(strand, each):
        return
    examples = head.role is Role.VALUE and not trigger.implied and not trigger.longer
    for reading, found in _failed(strand, each, head, closed):
        if reading.sort not in (*PLAIN, Sort.ITEM):
            return
        beyond = found.relation.left.value < (found.relation.expected() or 0)
        if (beyond or not examples) and is_misread(found):
            yield found, trigger, False
            return


def are_siblings(labels: Sequence[str]) -> bool:
    """Whether labels are alike enough to be parts of one thing: 咨询类、投诉类; 第一批、第二批; 行政、事业."""
    if len(labels) < 2 or any(not 1 < len(label) <= 16 or _OTHER_TOPIC.search(label) for label in labels):
        return False
    last, first = {label[-1] for label in labels}, {label[0] for label in labels}
    return len(last) == 1 or len(first) == 1 or all(_is_closed_by(one, other) for one, other in pairwise(labels))


def _is_closed(parts: Sequence[Token]) -> bool:
    """Whether the parts are all that there are: 行政编制 and 事业编制, 离休 and 退休, or 其他 as the last one."""
    first, *others = [part.mention.label for part in parts]
    return bool(others) and (bool(_REST.match(others[-1])) or all(_is_closed_by(first, other) for other in others))


def _is_set(parts: Sequence[Token]) -> bool:
    """Whether the parts are a whole set by definition: the three of 三公, 货物, 工程 and 服务, 人员, 公用 and 项目."""
    labels = [tail(part.mention.before) for part in parts]
    return any(
        len(parts) == len(kinds) and all(sum(bool(kind.search(label)) for label in labels) == 1 for kind in kinds)
        for kinds in _SETS
    )


def _is_closed_by(one: str, other: str) -> bool:
    return any(
        (left.search(one) and right.search(other)) or (left.search(other) and right.search(one))
        for left, right in _CLOSED
    )
