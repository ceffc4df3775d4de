"""Scores in a table: within their points, points that add up, full marks beside a missed target."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from jixiao.documents.finders._block import Block, Column, Row
from jixiao.documents.finders._headers import ACTUAL, POINTS, SCORE, TARGET
from jixiao.documents.finders._scored import added
from jixiao.documents.finders._structures import is_total
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import Mention
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_LEAST = re.compile(r"[≥＞>]|不低于|不少于|以上|大于|高于|超过")
_MOST = re.compile(r"[≤＜<]|不高于|不超过|以内|以下|小于|低于|控制在")
_COST = re.compile(r"成本|投诉|事故|差错|延误|时限|控制|费用|结转|支出|用时|天数")
_BASE = 100


def find_points(block: Block) -> Iterator[Found]:
    """What scores, points, targets and results of a block's rows state."""
    points, score = _one(block, _points), _one(block, _score)
    if points is None or score is None:
        return
    target, actual = _one(block, _target), _one(block, _actual)
    lost = _one(block, _lost)
    for row in block.rows:
        earned, most = block.quantity(row, score), block.quantity(row, points)
        if earned is None or most is None or most.size != earned.size:
            continue  # weights in percent bound no score
        mentions = (row.figures[score.index], row.figures[points.index])
        relation = Relation("SCR-02", Form.AT_MOST, earned, (Term(most),), Mode.EXACT)
        yield Found(Tie.BOUND, relation, mentions, (*score.spans, *points.spans))
        if lost is not None and (gone := block.quantity(row, lost)) is not None:
            relation = Relation("REL-02", Form.SUM, gone, (Term(most), Term(earned, -1)), Mode.EXACT)
            yield Found(Tie.DIFFERENCE, relation, (row.figures[lost.index], *mentions[::-1]), lost.spans)
        full = earned.value == most.value and most.value > 0
        if full and target and actual and not is_total(row):
            yield from _missed(block, row, target, actual)


def _points(column: Column) -> bool:
    return bool(POINTS.search(column.head)) and not SCORE.search(column.head)


def _score(column: Column) -> bool:
    return bool(SCORE.search(column.head))


def _lost(column: Column) -> bool:
    return column.names[-1:] in (("扣分",), ("扣减分",), ("失分",))


def _target(column: Column) -> bool:
    told = TARGET.search(column.head) is not None or (column.bounded and not POINTS.search(column.head))
    return told and not ACTUAL.search(column.head)


def _actual(column: Column) -> bool:
    return bool(ACTUAL.search(column.head))


def _one(block: Block, wanted: Callable[[Column], bool]) -> Column | None:
    named = [column for column in block.columns if wanted(column)]
    return named[0] if len(named) == 1 else None


def find_form(blocks: Sequence[Block]) -> dict[int, list[Found]]:
    """The total of a form whose money block above the indicators carries points too (预算执行率 10分).

    Returns:
        By the index of the block the sums of points and scores over all blocks; empty where they do not close.
    """
    found: dict[int, list[Found]] = {}
    for index in range(1, len(blocks)):
        total = next((row for row in blocks[index].rows[::-1] if is_total(row)), None)
        if total is None:
            continue
        sums = [
            one
            for wanted, code in ((_points, "SCR-03"), (_score, "SCR-01"))
            if (one := _over_blocks(blocks[: index + 1], total, wanted, code)) is not None
        ]
        if any(judge(one.relation).outcome is not Outcome.FAILS for one in sums):
            found[index] = sums
    return found


def _over_blocks(blocks: Sequence[Block], total: Row, wanted: Callable[[Column], bool], code: str) -> Found | None:
    own = _one(blocks[-1], wanted)
    left = blocks[-1].quantity(total, own) if own is not None else None
    if own is None or left is None:
        return None
    mentions = [total.figures[own.index]]
    terms: list[Term] = []
    outside = 0
    for block in blocks:
        column = _one(block, wanted)
        for row in block.rows if column is not None else ():
            if row is total or column is None or (quantity := block.quantity(row, column)) is None:
                continue
            if block is blocks[-1] and is_total(row):
                return None  # subtotals: not this form
            outside += block is not blocks[-1]
            terms.append(Term(quantity))
            mentions.append(row.figures[column.index])
    if not outside or len(terms) < 2:
        return None
    relation = Relation(code, Form.SUM, left, tuple(terms), added(mentions[0], mentions[1:]))
    return Found(Tie.SCORE, relation, tuple(mentions), own.spans)


def _missed(block: Block, row: Row, target: Column, actual: Column) -> Iterator[Found]:
    """Full marks: the result meets its target."""
    aim, result = row.figures.get(target.index), row.figures.get(actual.index)
    if aim is None or result is None or not _alike(aim, result):
        return
    wanted, got = block.quantity(row, target), block.quantity(row, actual)
    text = aim.passage.text
    least, most = _LEAST.search(text), _MOST.search(text)
    if wanted is None or got is None or (least and most):
        return
    bounded = bool(least or most)
    whole = aim.kind is FigureKind.PERCENT and aim.figure.value == _BASE and not _COST.search("".join(row.labels))
    told = bounded or whole
    if not told and (_COST.search("".join(row.labels)) or aim.figure.bound is not Bound.NONE):
        return
    form = Form.AT_MOST if most else Form.AT_LEAST
    relation = Relation("SCR-18", form, got, (Term(wanted),), Mode.EXACT)
    yield Found(Tie.BOUND, relation, (result, aim), (*actual.spans, *target.spans), sure=told)


def _alike(aim: Mention, result: Mention) -> bool:
    """Whether target and result can be compared, and the target is none that copying damaged: 290% was ≥90%."""
    if aim.kind is not result.kind or (aim.figure.unit != result.figure.unit):
        return False
    value = aim.figure.number
    return value is not None and not (aim.kind is FigureKind.PERCENT and value * _BASE > _BASE)
