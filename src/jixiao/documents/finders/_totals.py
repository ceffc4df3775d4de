"""Total rows of a table against the rows that they add up, in the structure that most of its columns follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.documents.finders._grid import Block, Column
from jixiao.documents.finders._headers import ACTUAL, POINTS, RATE, SCORE, SHARE, TARGET
from jixiao.documents.finders._scored import added as added_mode
from jixiao.documents.finders._structures import Structure, frame_of, is_total, readings_of, splits_of
from jixiao.documents.found import Found, Tie
from jixiao.figures import Bound
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_FAR = 4
_FEW_BESIDE = 2
_NOT_ADDED = re.compile(r"人均|平均|单价|均值|标准|次均|比上年|税率|年龄|价格")
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
    def rank(self) -> tuple[int, int, Fraction]:
        """The best reading has the highest rank; among those that fail alike the nearest."""
        off = sum((abs(judge(one.relation).difference) for one in self.found), Fraction(0)) if self.bad else Fraction(0)
        return self.good - self.bad, -self.bad, -off


def added(column: Column) -> bool:
    """Whether the figures of a column can be added over rows."""
    head = column.head
    if SHARE.search(head) and column.unit in ("%", ""):
        return True
    if column.unit == "%" or _NOT_ADDED.search(head):
        return False
    return not (RATE.search(head) or TARGET.search(head) or ACTUAL.search(head)) or "得分" in head


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
    clear = total and best.structure.firm and rivals == 1 and _near(best.found)
    plain = best.bad == 1 and (clear or (proved and (total or _near(best.found))))
    split = block.beside > 1 and "经费合计" in block.rows[best.structure.whole].label  # goes on in the next block
    if (best.bad > best.good and not plain) or (best.bad and (split or block.beside > _FEW_BESIDE)):
        return
    stated = plain and (total or alike)
    sure = block.certain and (stated or (best.good > 0 and best.good >= 2 * best.bad))
    for one in best.found:
        yield one if sure else Found(one.tie, one.relation, one.mentions, one.words, sure=False)


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
        if row.unit != whole.unit:
            return None  # indicators of different measures
        mentions.append(mention)
        terms.append(Term(quantity))
    alone = len(structure.parts) > 1 or whole.code.isdigit()  # the others are blank; the one item of a 款
    if not terms or (len(terms) == 1 and not alone):
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
