"""The rows that a total row may add up: all, the outermost marks, those without 其中, subtotals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.documents.finders._block import Block, Row
from jixiao.documents.finders._headers import TOTAL

WITHIN = re.compile(r"^其中[:：]?|^(?:#|＃)")
_CARRIED = re.compile(r"结转|结余|事业基金")
_MOST_CHILDREN = 40
_MOST_TOTALS = 12
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[)）]"),
)
_SMALL = re.compile(r"小\s*计")


@dataclass(frozen=True, slots=True)
class Structure:
    """One reading: the row and the rows that make it.

    Attributes:
        firm: marks, not only the order, say so.
        exact: it is believed only where it holds to the last digit: so many rows hide a slip in their rounding.
    """

    whole: int
    parts: tuple[int, ...]
    firm: bool
    exact: bool = False


def is_total(row: Row) -> bool:
    """Whether a row is named a total."""
    return any(TOTAL.match(label) is not None for label in row.labels)


def total_row(block: Block) -> Row | None:
    """The one total row of a block, for shares; None for none or several."""
    named = [row for row in block.rows if is_total(row) and not _SMALL.search(row.label)]
    return named[0] if len(named) == 1 else None


def _levels(rows: Sequence[Row]) -> list[int]:
    """The depth of every row's own mark: -1 for none; a code counts by its length."""
    found = []
    for row in rows:
        label = WITHIN.sub("", row.label)
        marked = next((depth for depth, mark in enumerate(_LEVELS) if mark.match(label)), -1)
        found.append(
            len(row.code)
            if len(row.code) in (3, 5, 7) and row.code.isdigit() and marked < 0 and not is_total(row)
            else marked
        )
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """What the labels of a block's rows say: their depth, which are totals, which subtotals."""

    rows: tuple[Row, ...]
    levels: list[int]
    totals: list[int]
    small: list[int]


def frame_of(block: Block) -> Frame:
    """The labels of a block, read once."""
    totals = [index for index, row in enumerate(block.rows) if is_total(row)]
    small = [index for index in totals if _SMALL.search(block.rows[index].label)]
    return Frame(block.rows, _levels(block.rows), totals, small)


def readings_of(frame: Frame, whole: int) -> Iterator[Structure]:
    """The rows that a row may add up, likelier readings first."""
    at = bisect_left(frame.totals, whole)
    found = _under(frame, whole) if at == len(frame.totals) or frame.totals[at] != whole else _of_total(frame, at)
    seen: set[tuple[int, ...]] = set()
    for structure in found:
        if structure.parts and structure.parts not in seen:
            seen.add(structure.parts)
            yield structure


def _of_total(frame: Frame, at: int) -> Iterator[Structure]:
    rows, totals, small, whole = frame.rows, frame.totals, frame.small, frame.totals[at]
    before = totals[at - 1] if at else -1
    after = totals[at + 1] if at + 1 < len(totals) else len(rows)
    carried = before >= 0 and any(_CARRIED.search(rows[index].label) for index in range(before + 1, whole))
    for span in (range(whole + 1, after), range(before + 1, whole)):
        for parts, firm in _flattened(frame, span):
            yield Structure(whole, parts, firm and not (carried and span.stop == whole))
    if before >= 0 and whole > before + 1:  # 本年收入合计, then carry-over, then 总计
        for parts, firm in _flattened(frame, range(before + 1, whole)):
            yield Structure(whole, (before, *parts), firm=firm and carried)
    if _SMALL.search(rows[whole].label) or whole not in (totals[0], totals[-1], totals[1 % len(totals)]):
        return
    if small:
        yield Structure(whole, tuple(small), firm=True)
        loose = tuple(index for index in range(small[-1] + 1, whole) if index not in totals[at - 1 : at])
        if loose:
            yield Structure(whole, (*small, *loose), firm=False)
    if 1 < len(totals) <= _MOST_TOTALS:
        others = tuple(index for index in range(len(rows)) if index not in totals)
        yield Structure(whole, others, firm=False, exact=True)


def _under(frame: Frame, whole: int) -> Iterator[Structure]:
    """The rows under a row that is no total: 其中 after it, or marks and codes one level deeper."""
    rows, levels = frame.rows, frame.levels
    following = whole + 1
    if following >= len(rows) or is_total(rows[following]):
        return
    if WITHIN.match(rows[following].label):
        if WITHIN.match(rows[whole].label):
            return
        for end in range(following + 2, min(len(rows), following + 12) + 1):
            if end > following + 1 and is_total(rows[end - 1]):
                break
            yield Structure(whole, tuple(range(following, end)), firm=False)
        return
    depth, deeper = levels[whole], levels[following]
    if depth < 0 or deeper <= depth:
        return
    code = rows[whole].code
    parts = []
    for index in range(following, len(rows)):
        if levels[index] >= 0 and (levels[index] <= depth or is_total(rows[index])):
            break
        if code and not rows[index].code.startswith(code):
            break
        if levels[index] == deeper:
            parts.append(index)
    yield Structure(whole, tuple(parts), firm=True)


def _flattened(frame: Frame, span: range) -> Iterator[tuple[tuple[int, ...], bool]]:
    """The rows of a span without those inside others: all, the outermost marks, without 其中 and what follows it."""
    rows, levels = frame.rows, frame.levels
    inside = [index for index in span if rows[index].figures]
    if not inside:
        return
    within = [index for index in inside if WITHIN.match(rows[index].label) and index != span[0]]
    marked = [levels[index] for index in inside if levels[index] >= 0]
    if marked and (len(set(marked)) > 1 or len(marked) < len(inside)):
        top = tuple(index for index in inside if levels[index] == min(marked))
        yield top, True
        loose = tuple(index for index in inside if levels[index] in (min(marked), -1) and index not in within)
        yield loose, False
    if within:
        yield from _without(inside, within)
    nested = _nested(rows, inside)
    if len(nested) < len(inside):
        yield nested, False
    yield tuple(inside), len(set(marked)) <= 1 and not any(WITHIN.match(rows[index].label) for index in inside)


def _nested(rows: Sequence[Row], inside: Sequence[int]) -> tuple[int, ...]:
    """The rows left when those are taken out that follow a row and add up to it in every column but one."""
    kept = []
    at = 0
    while at < len(inside):
        kept.append(inside[at])
        at += 1 + _children(rows, inside[at:])
    return tuple(kept)


def _children(rows: Sequence[Row], inside: Sequence[int]) -> int:
    """How many of the rows after the first add up to it: 0 for none."""
    whole = {
        column: mention.figure.value for column, mention in rows[inside[0]].figures.items() if mention.figure.value
    }
    sums = dict.fromkeys(whole, Decimal(0))
    wanted = max(1, len(whole) - 1)
    for count, index in enumerate(inside[1:_MOST_CHILDREN], 1):
        for column, mention in rows[index].figures.items():
            if column in sums and isinstance(mention.figure.value, Decimal):
                sums[column] += mention.figure.value
        if count > 1 and whole and sum(sums[column] == value for column, value in whole.items()) >= wanted:
            return count
        if all(isinstance(value, Decimal) and sums[column] > value for column, value in whole.items()):
            return 0
    return 0


def _without(inside: Sequence[int], within: Sequence[int]) -> Iterator[tuple[tuple[int, ...], bool]]:
    """The rows left when each 其中 takes 1, 2, 3 … rows with it, the same number for all or up to the end."""
    for width in range(1, 8):
        taken = {index + step for index in within for step in range(width)}
        yield tuple(index for index in inside if index not in taken), False


def splits_of(frame: Frame, whole: int, columns: Collection[int]) -> list[Structure]:
    """The splits of one total that follow each other (by kind, by source, by unit), each adding up to it.

    Returns:
        At least two, which together take every row up to the next total; empty otherwise. One column of several may be
        off in a split.
    """
    at = bisect_left(frame.totals, whole)
    if at == len(frame.totals) or frame.totals[at] != whole:
        return []
    after = frame.totals[at + 1] if at + 1 < len(frame.totals) else len(frame.rows)
    wanted = _values(frame.rows[whole], columns)
    enough = max(1, len(wanted) - 1)
    sums = dict.fromkeys(wanted, Decimal(0))
    found: list[Structure] = []
    parts: list[int] = []
    for index in range(whole + 1, after):
        for column, value in _values(frame.rows[index], sums).items():
            sums[column] += value
        parts.append(index)
        if wanted and len(parts) > 1 and sum(sums[column] == value for column, value in wanted.items()) >= enough:
            found.append(Structure(whole, tuple(parts), firm=True))
            sums, parts = dict.fromkeys(wanted, Decimal(0)), []
    return found if len(found) > 1 and not parts else []


def _values(row: Row, columns: Collection[int]) -> dict[int, Decimal]:
    """The numbers of a row in some columns, zeros left out."""
    values = {column: mention.figure.value for column, mention in row.figures.items() if column in columns}
    return {column: value for column, value in values.items() if isinstance(value, Decimal) and value}
