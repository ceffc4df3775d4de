"""Figures of the text against the cells of a table that has a row of the same name and a column of the same year or role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.documents.finders._grid import Block, Column, Row, blocks
from jixiao.documents.finders._headers import RATE
from jixiao.documents.finders._structures import WITHIN
from jixiao.documents.finders._subjects import plain, told_before
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import Mention, View
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_CHANGE = re.compile(r"增加|减少|增长|下降|上升|比|较|占|其余")
_ROLE = {"预算": re.compile(r"预算|计划|安排"), "决算": re.compile(r"决算|支出|执行|完成")}
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TAIL = re.compile(r"(?:预算数?|支出决算数?|决算数?|支出|为|是|共计?|合计|达|\s)+$")
_AGREE = 2


def find_told(view: View, year: str) -> Iterator[Found]:
    """Table by table: what the text tells of its rows, when it agrees in two cells at least."""
    by_name: dict[str, list[tuple[Mention, str, str]]] = defaultdict(list)
    for sentence in view.sentences:
        for mention in sentence.mentions:
            if mention.kind not in (FigureKind.MONEY, FigureKind.COUNT) or mention.figure.bound is not Bound.NONE:
                continue
            if _CHANGE.search(mention.label) or not isinstance(mention.figure.value, Decimal):
                continue
            before = told_before(mention, sentence)
            told = _YEAR.findall(before)
            name = _name(mention.label)
            if name:
                by_name[name].append((mention, told[-1] if told else year, before))
    if by_name:
        for block in blocks(view):
            yield from _of_block(block, by_name)


def _name(label: str) -> str:
    told = plain(WITHIN.sub("", "".join(label.split())))
    told = re.sub(r"^[一二三四五六七八九十\d]+[、.．]|维护|其中[:：]?", "", told)
    return _TAIL.sub("", told)


def _of_block(block: Block, by_name: dict[str, list[tuple[Mention, str, str]]]) -> Iterator[Found]:
    names = [_name(row.label) for row in block.rows]
    for column in block.columns:
        if column.unit == "%" or RATE.search(column.head):
            continue
        found: list[Found] = []
        for row, name in zip(block.rows, names, strict=True):
            if not name or names.count(name) > 1 or column.index not in row.figures:
                continue
            told = [
                mention for mention, own, text in by_name.get(name, ()) if _meant(block, column, mention, own, text)
            ]
            if len(told) == 1 and (one := _found(block, row, column, told[0])) is not None:
                found.append(one)
        yield from _settled(found)


def _meant(block: Block, column: Column, mention: Mention, year: str, text: str) -> bool:
    """Whether the text speaks of this column: its year, or its role where the header names one."""
    told = _YEAR.search(column.head)
    if told:
        return told[0] == year
    others = [
        other for other in block.columns if other is not column and other.unit != "%" and not RATE.search(other.head)
    ]
    if re.search(r"上年|去年|同期", column.head):
        return False
    for role, words in _ROLE.items():
        if role in column.head:
            return words.search(mention.label) is not None or (not others and words.search(text) is not None)
    return not others or re.search(r"本年|本期|金额|数量|起数", column.head) is not None


def _found(block: Block, row: Row, column: Column, mention: Mention) -> Found | None:
    cell = block.quantity(row, column)
    if cell is None or not cell.unit or (mention.kind is FigureKind.MONEY) != cell.unit.endswith("元"):
        return None
    relation = Relation("REL-11", Form.SUM, mention.quantity(), (Term(cell),), Mode.EXACT)
    if mention.figure.places != row.figures[column.index].figure.places or mention.figure.unit != cell.unit:
        relation = Relation("REL-11", Form.SUM, mention.quantity(), (Term(cell),), Mode.PRINTED)
    return Found(Tie.SAME, relation, (mention, row.figures[column.index]), (*row.spans(), *column.spans))


def _settled(found: Sequence[Found]) -> Iterator[Found]:
    bad = sum(judge(one.relation).outcome is Outcome.FAILS for one in found)
    good = len(found) - bad
    for one in found:
        fails = judge(one.relation).outcome is Outcome.FAILS
        if not fails or (good >= _AGREE and bad <= good + 1):
            yield one
        elif good == 1 and bad == 1:
            yield Found(one.tie, one.relation, one.mentions, one.words, sure=False)
