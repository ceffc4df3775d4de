"""What tables state: total rows and columns, rates and growth in their columns, scores within their points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from jixiao.documents.finders._block import Block
from jixiao.documents.finders._columns import find_columns
from jixiao.documents.finders._grid import blocks
from jixiao.documents.finders._headers import POINTS, SCORE
from jixiao.documents.finders._points import find_form, find_points
from jixiao.documents.finders._structures import is_total, total_row
from jixiao.documents.finders._totals import find_totals
from jixiao.documents.finders._turned import find_running, find_turned, find_years
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Form, Mode, Relation, Term


def find(view: View) -> Iterator[Found]:
    """The relations of every table."""
    for _, group in groupby(blocks(view), key=lambda block: id(block.table)):
        yield from _of_table(list(group))


def _of_table(found: list[Block]) -> Iterator[Found]:
    form = find_form(found)
    scored = [[one for one in block.columns if POINTS.search(one.head) or SCORE.search(one.head)] for block in found]
    yield from find_totals(found, [columns if index in form else [] for index, columns in enumerate(scored)])
    for sums in form.values():
        yield from sums
    for block in found:
        yield from find_columns(block, total_row(block))
        yield from find_points(block)
        yield from find_turned(block)
        yield from find_years(block)
        yield from find_running(block)
    for one, other in pairwise(found):
        yield from _both_sides(one, other)


def _both_sides(income: Block, spending: Block) -> Iterator[Found]:
    """收入总计 = 支出总计 where both stand side by side."""
    if len(income.rows) != len(spending.rows) or income.rows[-1].cell is None or spending.rows[-1].cell is None:
        return
    left, right = income.rows[-1], spending.rows[-1]
    if left.cell.row != right.cell.row or not (is_total(left) and is_total(right)):  # type: ignore[union-attr]  # seen above
        return
    heads = {column.head[-4:]: column for column in income.columns}
    for column in spending.columns:
        like = heads.get(column.head[-4:])
        one = income.quantity(left, like) if like is not None else None
        other = spending.quantity(right, column)
        if like is not None and one is not None and other is not None:
            relation = Relation("REL-06", Form.SUM, one, (Term(other),), Mode.PRINTED)
            yield Found(Tie.BALANCE, relation, (left.figures[like.index], right.figures[column.index]), left.spans())
