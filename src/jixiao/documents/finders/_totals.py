"""Total rows of a table against the rows that they add up, in the structure that most of its columns follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.documents.finders._block import Block, Column
from jixiao.documents.finders._headers import ACTUAL, POINTS, RATE, SCORE, SHARE, TARGET
from jixiao.documents.finders._scored import added as added_mode
from jixiao.documents.finders._structures import Structure, frame_of, is_total, readings_of, splits_of
from jixiao.documents.found import Found, Tie
from jixiao.figures import Bound
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, judge

_FAR = 4
_FEW_BESIDE = 2
_NOT_ADDED = re.compile(
    r"人均|平均|单价|均值|标准|次均|户均|比上年(?!增[减加长]?[额量数]|增减$)|税率|年龄|价格|百分点|环比|增幅|降幅|倍|指数|排名|位次|浓度|累计排|年限|电话"
)
_WHOLE_SHARE = (Fraction(99, 100), Fraction(101, 100))


@dataclass(frozen=True, slots=True)
class Tried:
    """One reading of a total row with its relations, and how many of them fail."""

    structure: Structure
    found: tuple[Found, ...]
    bad: int

    @property
    def good(self) -> int:
        """How many do not fail."""
        return len(self.found) - self.bad

    @property
    def telling(self) -> int:
        """In how many columns it holds for more than one part that is not zero."""
        return sum(
            judge(one.relation).difference == 0 and sum(bool(term.quantity.value) for term in one.relation.terms) > 1
            for one in self.found
        )

    @property
    def rank(self) -> tuple[int, int, Fraction]:
        """The best reading has the highest rank; among those that fail alike the nearest."""
        off = sum((abs(judge(one.relation).difference) for one in self.found), Fraction(0)) if self.bad else Fraction(0)
        return self.good - self.bad, -self.bad, -off


def added(column: Column) -> bool:
    """Whether the figures of a column can be added over rows."""
    head = column.head
    if POINTS.search(head) or (SHARE.search(head) and column.unit in ("%", "")):
        return True
    if column.unit == "%" or _NOT_ADDED.search(head):
        return False
    return not (RATE.search(head) or TARGET.search(head) or ACTUAL.search(head)) or SCORE.search(head) is not None


def find_totals(blocks: Sequence[Block], left_out: Sequence[Sequence[Column]]) -> Iterator[Found]:
    """Every total row and every heading row of a table against its rows.

    Args:
        blocks: of one table: a total that no reading makes right is wrong where other totals of the table are right.
        left_out: columns of each block that are not looked at.
    """
    tried = [(block, list(_tried(block, columns))) for block, columns in zip(blocks, left_out, strict=True)]
    right = [is_total(block.rows[best.structure.whole]) for block, all_ in tried for best, _ in all_ if not best.bad]
    for block, all_ in tried:
        for best, rivals in all_:
            alike = right.count(is_total(block.rows[best.structure.whole]))
            yield from _settled(block, best, rivals, proved=bool(right), alike=bool(alike))


def _tried(block: Block, left_out: Sequence[Column]) -> Iterator[tuple[Tried, int]]:
    """Of every row that has readings the best one, and how many there are."""
    columns = [column for column in block.columns if added(column) and column not in left_out]
    frame = frame_of(block)
    for whole in range(len(block.rows) if columns else 0):
        splits = splits_of(frame, whole, {column.index for column in columns})
        yield from ((one, 1) for structure in splits if (one := _try(block, structure, columns)) is not None)
        if splits:
            continue
        tried = [one for structure in readings_of(frame, whole) if (one := _try(block, structure, columns)) is not None]
        if tried and all(one.bad for one in tried) and any(one.structure.firm for one in tried):
            tried = [one for one in tried if one.structure.firm]
        if tried:
            yield max(tried, key=lambda one: one.rank), len(tried)


def _try(block: Block, structure: Structure, columns: Sequence[Column]) -> Tried | None:
    found = tuple(one for column in columns if (one := _in_column(block, structure, column)) is not None)
    bad = sum(_misses(one, structure) for one in found)
    return Tried(structure, found, bad) if found and (not structure.exact or not bad) else None


def _misses(found: Found, structure: Structure) -> bool:
    verdict = judge(found.relation)
    return verdict.outcome is Outcome.FAILS or (structure.exact and verdict.difference != 0)


def _settled(block: Block, best: Tried, rivals: int, *, proved: bool, alike: bool) -> Iterator[Found]:
    """The relations of a reading, unless it was misread.

    `proved` tells whether some other total or heading of the table is right, `alike` whether one of the same sort is.
    """
    total = is_total(block.rows[best.structure.whole])
    only = total and best.structure.firm and rivals == 1
    empty = only and all(_left_at_zero(one) for one in best.found if _misses(one, best.structure))
    clear = only and (best.good > 0 or _near(best.found))
    shown = total and best.telling > 0  # a column with all its figures proves which rows are added
    plain = empty or (best.bad == 1 and (clear or shown or (proved and (total or _near(best.found)))))
    split = block.beside > 1 and "经费合计" in block.rows[best.structure.whole].label  # may go on in the next block
    less = all(judge(one.relation).difference > 0 for one in best.found if _misses(one, best.structure))
    if best.bad and ((split and less) or block.beside > _FEW_BESIDE):
        return
    told = only or (best.structure.firm and proved)  # marks and other totals say which rows are added
    if best.bad > best.good and not plain and not (told and best.bad == 1):
        return
    stated = plain and (total or alike)
    sure = block.certain and (stated or (best.good > 0 and best.good >= 2 * best.bad))
    for one in best.found:
        yield one if sure else Found(one.tie, one.relation, one.mentions, one.words, sure=False)


def _left_at_zero(found: Found) -> bool:
    """A total of zero over parts that are none: nobody filled it in."""
    values = [term.quantity.value for term in found.relation.terms]
    return not found.relation.left.value and all(value >= 0 for value in values) and any(values)


def _mean(left: Quantity, terms: Sequence[Term], *, score: bool) -> bool:
    """Whether the total row tells the mean of a column."""
    values = [term.quantity.value for term in terms]
    if len(values) < 2 or min(values) <= 0 or not min(values) <= left.value <= max(values):
        return False
    return score or abs(left.value * len(values) - sum(values)) <= 2 * len(values) * left.half


def _near(found: Sequence[Found]) -> bool:
    """Whether sums are of the size of their totals: two splits of one total add up to twice of it."""
    verdicts = [(one.relation.left.value, judge(one.relation)) for one in found]
    return all(abs(verdict.difference) * _FAR < abs(left) + abs(verdict.expected) for left, verdict in verdicts)


def _in_column(block: Block, structure: Structure, column: Column) -> Found | None:
    whole = block.rows[structure.whole]
    share = "%" if SHARE.search(column.head) else None
    left = block.quantity(whole, column, unit=share)
    if left is None:
        return None
    units = {block.rows[index].unit for index in (structure.whole, *structure.parts)}
    if len(units - {""}) > 1 and not column.scored and not column.unit:
        return None  # indicators of different measures
    mentions = [whole.figures[column.index]]
    terms = []
    for index in structure.parts:
        row = block.rows[index]
        quantity = block.quantity(row, column, unit=share)
        if quantity is None:
            if column.index not in row.blanks:
                return None  # words stand there
            continue
        mention = row.figures[column.index]
        if mention.figure.bound not in (Bound.NONE, Bound.LEAST, Bound.MOST) or quantity.size != left.size:
            return None
        mentions.append(mention)
        terms.append(Term(quantity))
    alone = len(structure.parts) > 1 or whole.code.isdigit()  # the others are blank; the one item of a 款
    if not terms or (len(terms) == 1 and not alone):
        return None
    if is_total(whole) and _mean(left, terms, score=SCORE.search(column.head) is not None):
        return None
    code, tie = ("SCR-03", Tie.SCORE) if POINTS.search(column.head) else ("REL-01", Tie.SUM)
    if SCORE.search(column.head):
        code, tie = "SCR-01", Tie.SCORE
    elif SHARE.search(column.head):
        code, tie = "REL-10", Tie.SHARES
    words = (*whole.spans(), *column.spans)
    mode = added_mode(mentions[0], mentions[1:]) if tie is Tie.SCORE else Mode.PRINTED
    if (
        tie is Tie.SHARES
        and left.value != 1
        and not _WHOLE_SHARE[0] <= sum(term.quantity.value for term in terms) <= _WHOLE_SHARE[1]
    ):
        return None
    return Found(tie, Relation(code, Form.SUM, left, tuple(terms), mode), tuple(mentions), words)
