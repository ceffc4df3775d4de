"""Rules between the columns of a table: the reading that its rows follow, and the rows that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from jixiao.documents.finders._block import Block, Column, Row
from jixiao.documents.finders._column_rules import readings_of
from jixiao.documents.finders._column_words import Reading
from jixiao.documents.finders._headers import RATE, TARGET
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import Mention
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, judge

MOST_COLUMNS = 14
LARGEST_COUNT = 300  # beyond it nearly every percent with one decimal has a whole-number base
_TRIED = 60  # rows that choose between readings
_UNSIGNED = re.compile(r"差值|差异|相差")
_PLAIN = (Fraction(0), Fraction(1))  # rates that many pairs of columns have


def find_columns(block: Block, total: Row | None, wanted: Callable[[Column], bool] | None = None) -> Iterator[Found]:
    """What the columns of a block, or those `wanted`, state."""
    columns = block.columns[:MOST_COLUMNS]
    for column in columns:
        if column.scored or (wanted is not None and not wanted(column)):
            continue
        best: tuple[tuple[int, int, bool], Reading] | None = None
        readings = list(readings_of(columns, column, total))
        for reading in readings:
            if not reading.firm and not _promising(block, reading):
                continue
            good, bad, telling = _tried(block, reading, total)
            rank = (good - 2 * bad, good, reading.firm)
            if _holds_mostly(reading, good, bad, telling) and (best is None or rank > best[0]):
                best = rank, reading
        if best is not None:
            yield from _settled(block, best[1], len(readings), total)


def _promising(block: Block, reading: Reading) -> bool:
    """Whether a ratio comes near in some of the first rows: most pairs of columns do not, and need no closer look."""
    if reading.form is not Form.RATIO or len(reading.terms) != 2 or reading.of_total:
        return True
    (above, _, _), (below, _, _) = reading.terms
    near = far = 0
    for row in block.rows[:_TRIED]:
        left = block.quantity(row, reading.left, "%" if reading.percent else None)
        one, other = block.quantity(row, above), block.quantity(row, below)
        if left is None or one is None or other is None or not other.value:
            continue
        slack = 4 * (left.half * abs(other.value) + one.half + other.half * abs(left.value))
        close = abs(left.value * other.value - one.value) <= slack
        near, far = near + close, far + (not close)
        if far > 2 and far > near:
            return False
    return near > 0


def _tried(block: Block, reading: Reading, total: Row | None) -> tuple[int, int, int]:
    """In how many of the first rows a reading holds and fails, and in how many it holds by more than 0 or 100 %."""
    good = bad = telling = 0
    for found in _apply(block, reading, block.rows[:_TRIED], total):
        outcome = judge(found.relation).outcome
        holds = outcome not in (Outcome.FAILS, Outcome.OPEN)
        good += holds
        bad += outcome is Outcome.FAILS
        telling += holds and found.relation.left.value not in _PLAIN
        if not reading.firm and bad > 1 and bad > good:
            break
    return good, bad, telling


def _settled(block: Block, reading: Reading, rivals: int, total: Row | None) -> Iterator[Found]:
    found = list(_apply(block, reading, block.rows, total))
    good, bad = _counts(found)
    sure = reading.firm or (good >= 2 * bad if good else rivals == 1)
    for one in found:
        yield one if sure else Found(one.tie, one.relation, one.mentions, one.words, one.names, sure=False)


def _counts(found: Sequence[Found]) -> tuple[int, int]:
    outcomes = [judge(one.relation).outcome for one in found]
    return len(outcomes) - outcomes.count(Outcome.FAILS) - outcomes.count(Outcome.OPEN), outcomes.count(Outcome.FAILS)


def _holds_mostly(reading: Reading, good: int, bad: int, telling: int) -> bool:
    if reading.firm:
        return good >= bad or (good == 0 and bad == 1) or (reading.ruled and good + 1 >= bad)
    if reading.form is Form.SUM or reading.form is Form.PRODUCT:
        return good >= 2 and good >= 2 * bad
    if reading.form is Form.WHOLE:
        return telling >= 3 and good >= 3 * bad
    return good + bad >= 3 and telling >= 2 and good >= 2 * bad


def _apply(block: Block, reading: Reading, rows: Sequence[Row], total: Row | None) -> Iterator[Found]:
    for row in rows:
        one = _in_row(block, reading, row, total)
        if one is not None:
            yield one


def _in_row(block: Block, reading: Reading, row: Row, total: Row | None) -> Found | None:
    left = row.figures.get(reading.left.index)
    if left is None or (reading.of_total and row is total):
        return None
    if (
        reading.form in (Form.SUM, Form.PRODUCT)
        and not reading.points
        and (RATE.search(row.label) or left.kind is FigureKind.PERCENT)
    ):
        return None  # a row of rates among rows of amounts
    told = _terms(block, reading, row, total)
    quantity = block.quantity(row, reading.left, "%" if _percent(reading) else None)
    if told is None or quantity is None:
        return None
    terms, mentions = told
    if _percent(reading) and left.figure.unit not in ("", "%", "百分点", "个百分点"):
        return None
    if reading.form is Form.WHOLE and (not quantity.value or not 0 < terms[0].quantity.value <= LARGEST_COUNT):
        return None
    found = [left, *(mention for mention in dict.fromkeys(mentions) if mention is not left)]
    if any(TARGET.search(column.head) for column, _, _ in reading.terms) and _capped(found):
        return None
    if reading.tie is Tie.MEAN:
        quantity = replace(quantity, printed=True)
    relation = Relation(reading.code, reading.form, quantity, tuple(terms), Mode.PRINTED)
    expected = relation.expected()
    if _UNSIGNED.search(reading.left.head) and expected is not None and expected < 0 < quantity.value:
        relation = replace(relation, left=replace(quantity, value=-quantity.value))  # 差值 is printed without its sign
    return Found(reading.tie, relation, tuple(found), reading.left.spans, sure=True)


def _percent(reading: Reading) -> bool:
    return reading.points or (reading.percent and reading.form in (Form.RATIO, Form.WHOLE))


def _terms(block: Block, reading: Reading, row: Row, total: Row | None) -> tuple[list[Term], list[Mention]] | None:
    """The terms in one row; None where a figure is missing that a blank cannot stand for."""
    terms: list[Term] = []
    mentions: list[Mention] = []
    for number, (column, sign, below) in enumerate(reading.terms):
        at = total if reading.of_total and number and total is not None else row
        quantity: Quantity | None = block.quantity(at, column, "%" if reading.points else None)
        if quantity is None:
            if reading.form is not Form.SUM or column.index not in at.blanks:
                return None
            continue
        if reading.form is Form.PRODUCT and number:
            quantity = replace(quantity, printed=True)  # a unit price is rounded, even in 元
        terms.append(Term(quantity, sign, below))
        mentions.append(at.figures[column.index])
    if not terms or (reading.form is Form.SUM and len(terms) < 2 and not terms[0].quantity.value):
        return None
    return terms, mentions


def _capped(mentions: Sequence[Mention]) -> bool:
    """Whether the completion of a target was capped at 100 %, or the target is a bound."""
    left, result, aim = mentions[0], mentions[1], mentions[-1]
    if any(one.figure.bound is not Bound.NONE for one in mentions[1:]):
        return True
    numbers = [one.figure.number for one in (result, aim)]
    over = numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]
    return over and left.figure.number in (1, 100)
