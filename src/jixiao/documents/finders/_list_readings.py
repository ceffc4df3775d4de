"""How the figures behind an opening word may be the parts of a total: every reading that punctuation and words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from jixiao.documents.finders._list_roles import Role
from jixiao.documents.finders._list_strand import Strand, Token

_NESTED = re.compile(r"其中|包括|含(?![量税])")
_ITEM = re.compile("[；;。]")
MOST = 40  # figures of one list; a longer one stands in a table


class Sort(IntEnum):
    """Where a reading comes from, the plainest first."""

    FULL = 0  # every figure of the list
    COLUMN = 1  # the figure of every item that answers to this total
    FIRST = 2  # the first figure of every item
    ITEM = 3  # the first item alone, where it has several
    NESTED = 4  # without the parts of parts
    PREFIX = 5  # the list ends earlier than its sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """Parts of one total."""

    head: Token
    parts: tuple[Token, ...]
    sort: Sort


def items(strand: Strand, start: int, stop: int, values: Sequence[Token]) -> list[list[Token]]:
    """The figures of a list item by item, as semicolons (or full stops) part it; items without figures are left out."""
    marks = [match.start() for match in _ITEM.finditer(strand.text, start, stop)]
    found: list[list[Token]] = []
    current: list[Token] = []
    index = 0
    for token in values:
        if index < len(marks) and marks[index] < token.start:
            while index < len(marks) and marks[index] < token.start:
                index += 1
            if current:
                found.append(current)
            current = []
        current.append(token)
    return [*found, current] if current else found


@dataclass(frozen=True, slots=True)
class Layout:
    """A list as its punctuation orders it.

    Attributes:
        values: the figures that may be parts, in their order.
        grouped: the same item by item.
        outer: without what belongs to a 其中 inside the list.
        alone: the outer figures of the first item.
        nested: offsets of the 其中 inside.
    """

    values: list[Token]
    grouped: list[list[Token]]
    outer: list[Token]
    alone: list[Token]
    nested: list[int]


def layout(strand: Strand, values: Sequence[Token], start: int, stop: int) -> Layout:
    """Order the figures between two offsets, those in brackets left out before."""
    values = list(values[:MOST])
    nested = [match.start() for match in _NESTED.finditer(strand.text, start, min(stop, values[-1].start))]
    outer = _outer(strand, values, nested, stop)
    first = items(strand, start, stop, outer)[:1]
    return Layout(values, items(strand, start, stop, values), outer, first[0] if first else [], nested)


def readings(order: Layout, head: Token, columns: Sequence[Token]) -> Iterator[Reading]:
    """Every reading of a list as the parts of one total, the plainest first.

    Args:
        order: the list.
        head: what may be its total.
        columns: the figures of the sentence before it that the items may answer to, in their order.
    """
    values, grouped, outer = order.values, order.grouped, order.outer
    if len(outer) >= 2:
        yield Reading(head, tuple(outer), Sort.FULL)
    width = len(columns)
    if width > 1 and head in columns:
        at = list(columns).index(head)
        if len(grouped) > 1 and all(len(item) == width for item in grouped):
            yield Reading(head, tuple(item[at] for item in grouped), Sort.COLUMN)
        elif len(values) % width == 0 and len(values) > width and not any(token.worth == 0 for token in values):
            yield Reading(head, tuple(values[at::width]), Sort.COLUMN)
    if len(grouped) > 1:
        like = [_like(head, columns, item) for item in grouped]
        if any(token is not item[0] for token, item in zip(like, grouped, strict=True)):
            yield Reading(head, tuple(like), Sort.COLUMN)
        first = tuple(item[0] for item in grouped)
        yield Reading(head, first, Sort.FIRST)
        if 1 < len(order.alone) < len(outer):
            yield Reading(head, tuple(order.alone), Sort.ITEM)
        for length in range(len(first) - 1, 1, -1):
            yield Reading(head, first[:length], Sort.PREFIX)
    if order.nested:
        for parts in _without(values, order.nested):
            yield Reading(head, parts, Sort.NESTED)
        if len(values) >= 2 and len(values) != len(outer):
            yield Reading(head, tuple(values), Sort.NESTED)
    for length in range(len(outer) - 1, 1, -1):
        yield Reading(head, tuple(outer[:length]), Sort.PREFIX)


def _outer(strand: Strand, values: list[Token], nested: list[int], stop: int) -> list[Token]:
    """The list without what stands between a 其中 inside it and the end of its item."""
    kept: list[Token] = []
    index = closed = 0
    for token in values:
        while index < len(nested) and nested[index] < token.start:
            if nested[index] >= closed:
                mark = _ITEM.search(strand.text, nested[index], stop)
                closed = mark.start() if mark else stop
            index += 1
        if token.start >= closed:
            kept.append(token)
    return kept


def _without(values: list[Token], nested: list[int]) -> Iterator[tuple[Token, ...]]:
    """The list where each 其中 inside it takes the next one, two, three … figures for its own."""
    for length in range(1, 7):
        kept: list[Token] = []
        skip, index = 0, 0
        for token in values:
            if index < len(nested) and nested[index] < token.start:
                while index < len(nested) and nested[index] < token.start:
                    index += 1
                skip = length
            if skip:
                skip -= 1
            else:
                kept.append(token)
        if len(kept) >= 2:
            yield tuple(kept)


def _like(head: Token, columns: Sequence[Token], item: list[Token]) -> Token:
    """The figure of an item that measures what the total measures, told by the words before both."""
    if len(item) == 1:
        return item[0]
    wanted = words(head)
    others = set().union(*(words(column) for column in columns if column is not head)) - wanted
    best, most = item[0], -1
    for token in item:
        told = words(token)
        score = 2 * len(told & wanted) - len(told & others)
        if token.role is head.role and score > most:
            best, most = token, score
    return best


def words(token: Token) -> set[str]:
    """Pairs of characters of its label."""
    return words_of("".join(token.mention.label.split())[-12:])


def words_of(label: str) -> set[str]:
    """Pairs of characters: what two labels have in common tells whether they measure one thing."""
    return {label[at : at + 2] for at in range(len(label) - 1)}


def levels(tokens: Sequence[Token]) -> list[Token]:
    """Those that tell a level."""
    return [token for token in tokens if token.role is Role.VALUE]
