"""Rules between the columns of a table: the reading that its rows follow, and the rows that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.documents.finders._column_rules import Reading, readings_of
from jixiao.documents.finders._grid import Block, Row
from jixiao.documents.finders._headers import POINTS, RATE, SCORE, TARGET
from jixiao.documents.found import Found
from jixiao.documents.view import Mention
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

MOST_COLUMNS = 14
_TRIED = 60  # rows that choose between readings


def find_columns(block: Block, total: Row | None) -> Iterator[Found]:
    """What the columns of a block state."""
    columns = block.columns[:MOST_COLUMNS]
    for column in columns:
        if SCORE.search(column.head) or POINTS.search(column.head):
            continue
        best: tuple[tuple[int, int, bool], Reading] | None = None
        readings = list(readings_of(columns, column, total))
        for reading in readings:
            good, bad = _tried(block, reading, total)
            rank = (good - 2 * bad, good, reading.firm)
            if _holds_mostly(reading, good, bad) and (best is None or rank > best[0]):
                best = rank, reading
        if best is not None:
            yield from _settled(block, best[1], len(readings), total)


def _tried(block: Block, reading: Reading, total: Row | None) -> tuple[int, int]:
    """In how many of the first rows a reading holds and fails; what only habit suggests is dropped early."""
    good = bad = 0
    for found in _apply(block, reading, block.rows[:_TRIED], total):
        outcome = judge(found.relation).outcome
        good += outcome not in (Outcome.FAILS, Outcome.OPEN)
        bad += outcome is Outcome.FAILS
        if not reading.firm and bad > 1 and bad > good:
            break
    return good, bad


def _settled(block: Block, reading: Reading, rivals: int, total: Row | None) -> Iterator[Found]:
    found = list(_apply(block, reading, block.rows, total))
    good, bad = _counts(found)
    sure = good >= 2 * bad if good else reading.firm or rivals == 1
    for one in found:
        yield one if sure else Found(one.tie, one.relation, one.mentions, one.words, one.names, sure=False)


def _counts(found: Sequence[Found]) -> tuple[int, int]:
    outcomes = [judge(one.relation).outcome for one in found]
    return len(outcomes) - outcomes.count(Outcome.FAILS) - outcomes.count(Outcome.OPEN), outcomes.count(Outcome.FAILS)


def _holds_mostly(reading: Reading, good: int, bad: int) -> bool:
    if reading.firm:
        return good >= bad or (good == 0 and bad == 1)
    if reading.form is Form.SUM:
        return good >= 2 and good >= 2 * bad
    return good >= 3 and good >= 4 * bad


def _apply(block: Block, reading: Reading, rows: Sequence[Row], total: Row | None) -> Iterator[Found]:
    for row in rows:
        one = _in_row(block, reading, row, total)
        if one is not None:
            yield one


def _in_row(block: Block, reading: Reading, row: Row, total: Row | None) -> Found | None:
    left = row.figures.get(reading.left.index)
    if left is None or (reading.of_total and row is total):
        return None
    if reading.form is Form.SUM and (RATE.search(row.label) or left.kind is FigureKind.PERCENT):
        return None  # a row of rates among rows of amounts
    terms: list[Term] = []
    mentions: list[Mention] = [left]
    for number, (column, sign, below) in enumerate(reading.terms):
        at = total if reading.of_total and number and total is not None else row
        quantity = block.quantity(at, column)
        if quantity is None:
            if reading.form is Form.RATIO or column.index not in at.blanks:
                return None
            continue
        terms.append(Term(quantity, sign, below))
        if at.figures[column.index] not in mentions:
            mentions.append(at.figures[column.index])
    ratio = reading.form is Form.RATIO
    if not terms or (not ratio and len(terms) < 2 and not terms[0].quantity.value):
        return None
    quantity = block.quantity(row, reading.left, unit="%" if ratio else None)
    if quantity is None or (ratio and left.figure.unit not in ("", "%")):
        return None
    if any(TARGET.search(column.head) for column, _, _ in reading.terms) and _capped(mentions):
        return None
    relation = Relation(reading.code, reading.form, quantity, tuple(terms), Mode.PRINTED)
    return Found(reading.tie, relation, tuple(mentions), reading.left.spans, sure=True)


def _capped(mentions: Sequence[Mention]) -> bool:
    """Whether the completion of a target was capped at 100 %, or the target is a bound."""
    left, result, aim = mentions[0], mentions[1], mentions[-1]
    if any(one.figure.bound is not Bound.NONE for one in mentions[1:]):
        return True
    numbers = [one.figure.number for one in (result, aim)]
    over = numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]
    return over and left.figure.number in (1, 100)
