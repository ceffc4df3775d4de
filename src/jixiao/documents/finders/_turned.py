"""Tables whose rows are the measures (预算数, 执行数, 执行率) or whose rows are years that follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from jixiao.documents.finders._block import Block, Column, Row
from jixiao.documents.finders._column_rules import is_rate
from jixiao.documents.finders._columns import find_columns
from jixiao.documents.finders._headers import ACTUAL, GROWTH, RATE, TARGET
from jixiao.documents.found import Found, Tie
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_MOST_ROWS = 14
_YEAR = re.compile(r"^((?:19|20)\d{2})年?度?$")
_MONTH = re.compile(
    r"^(?:20\d{2}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$|^第?[一二三四]季度$|^(?:19|20)\d{2}年?$"
)
_FEWEST = 2


def find_turned(block: Block) -> Iterator[Found]:
    """The rates that a row holds, of two other rows."""
    if len(block.rows) > _MOST_ROWS or any(column.scored for column in block.columns):
        return
    if any(TARGET.search(column.head) or ACTUAL.search(column.head) for column in block.columns):
        return
    rates = [row for row in block.rows if RATE.search(row.label) and _in_percent(row)]
    if rates and len(rates) <= len(block.rows) - 2:
        yield from find_columns(_turned(block), None, is_rate)


def _in_percent(row: Row) -> bool:
    """Whether the figures of a row are percents by their own sign or by its label."""
    units = {mention.figure.unit for mention in row.figures.values()}
    return bool(units) and (units == {"%"} or (row.unit == "%" and units <= {"", "%"}))


def _turned(block: Block) -> Block:
    columns = tuple(
        Column(
            index,
            row.label,
            "",
            row.unit or block.columns[0].unit,
            () if row.cell is None else (row.cell,),
            all(mention.figure.places == 0 for mention in row.figures.values()),
            all(column.counted for column in block.columns),
        )
        for index, row in enumerate(block.rows)
    )
    rows = tuple(
        Row(
            column.head,
            column.names,
            "",
            "",
            {index: row.figures[column.index] for index, row in enumerate(block.rows) if column.index in row.figures},
            frozenset(index for index, row in enumerate(block.rows) if column.index in row.blanks),
            column.cells[-1] if column.cells else None,
        )
        for column in block.columns
    )
    return Block(block.table, columns, rows, block.beside)


def find_years(block: Block) -> Iterator[Found]:
    """Growth in a table with a row for each year: against the row of the year before."""
    years = [(int(match[1]), row) for row in block.rows if (match := _YEAR.match(row.label))]
    if len(years) <= _FEWEST:
        return
    steps = [(late, early) for (one, early), (other, late) in pairwise(years) if other == one + 1]
    steps += [(late, early) for (one, late), (other, early) in pairwise(years) if one == other + 1]
    for column in block.columns:
        if not (GROWTH.search(column.head) and is_rate(column)):
            continue
        for level in [one for one in block.columns if one.index < column.index and not is_rate(one)][::-1]:
            found = [one for late, early in steps if (one := _step(block, column, level, late, early)) is not None]
            outcomes = [judge(one.relation).outcome for one in found]
            bad = outcomes.count(Outcome.FAILS)
            if len(found) - bad >= _FEWEST and len(found) - bad >= 2 * bad:
                yield from found
                break


def find_running(block: Block) -> Iterator[Found]:
    """累计 = 累计 of the row before + the month's own."""
    rows = [row for row in block.rows if _MONTH.match(row.label)]
    running = [column for column in block.columns if "累计" in column.head and not is_rate(column)]
    for column in running if len(rows) > _FEWEST else ():
        for own in block.columns:
            if own in running or is_rate(own):
                continue
            found = [
                one for early, late in pairwise(rows) if (one := _added(block, column, own, early, late)) is not None
            ]
            outcomes = [judge(one.relation).outcome for one in found]
            good = len(found) - outcomes.count(Outcome.FAILS)
            if good >= _FEWEST - 1 and len(found) - good <= _FEWEST and good * 2 >= len(found) - good:
                yield from found
                break


def _added(block: Block, column: Column, own: Column, early: Row, late: Row) -> Found | None:
    total, before, more = block.quantity(late, column), block.quantity(early, column), block.quantity(late, own)
    if total is None or before is None or more is None:
        return None
    relation = Relation("REL-01", Form.SUM, total, (Term(before), Term(more)), Mode.PRINTED)
    mentions = (late.figures[column.index], early.figures[column.index], late.figures[own.index])
    return Found(Tie.SUM, relation, mentions, column.spans)


def _step(block: Block, column: Column, level: Column, late: Row, early: Row) -> Found | None:
    rate, now, last = block.quantity(late, column, "%"), block.quantity(late, level), block.quantity(early, level)
    if rate is None or now is None or last is None or not last.value:
        return None
    terms = (Term(now), Term(last, -1), Term(last, below=True))
    relation = Relation("REL-04", Form.RATIO, rate, terms, Mode.PRINTED)
    mentions = (late.figures[column.index], late.figures[level.index], early.figures[level.index])
    return Found(Tie.GROWTH, relation, mentions, column.spans)
