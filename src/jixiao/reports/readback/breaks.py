"""Which relations the edits break: those that held between the figures as written and fail between those shown now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from jixiao.checks.document.labels import called
from jixiao.checks.document.review import Judged
from jixiao.documents.finders import find_all
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Document, Span
from jixiao.documents.view import View
from jixiao.documents.wording import in_signs
from jixiao.facts import Address
from jixiao.figures import Figure
from jixiao.relations import Form, Outcome, Quantity, Relation, judge
from jixiao.reports.readback.changes import Break, Change, Sort
from jixiao.reports.readback.extract import Extract
from jixiao.reports.readback.known import Known
from jixiao.reports.readback.pairing import Shown, places_of

_HELD = (Outcome.HOLDS, Outcome.LAST_PLACE)
_BROKEN = (Outcome.FAILS, Outcome.CUT)


class Broken(NamedTuple):
    """A broken relation with the addresses of its figures, as far as they are facts."""

    addresses: frozenset[Address]
    told: Break


def relations_in(document: Document) -> tuple[Judged, ...]:
    """The relations that a document states, each with its verdict."""
    return tuple(Judged(found, judge(found.relation)) for found in map(called, find_all(View(document))))


def changed_figures(changes: Sequence[Change]) -> dict[Address, Figure]:
    """Address → the figure that stands there now; of several, the first in the document."""
    found: dict[Address, Figure] = {}
    for change in changes:
        if change.sort is Sort.FIGURE and change.matters and change.new is not None and change.new.number is not None:
            found.setdefault(Address(change.address), change.new)
    return found


def with_breaks(changes: Sequence[Change], broken: Sequence[Broken]) -> Iterator[Change]:
    """The changes, each with the relations that its fact takes part in."""
    by_address: dict[str, list[Break]] = {}
    for one in broken:
        for where in one.addresses:
            by_address.setdefault(where, []).append(one.told)
    for change in changes:
        if change.sort is Sort.FIGURE and change.matters:
            change = replace(change, breaks=tuple(by_address.get(change.address, ())))  # noqa: PLW2901  (the same change, told more)
        yield change


def broken_among_facts(known: Known, new: Mapping[Address, Figure]) -> Iterator[Broken]:
    """The relations between facts that the new figures break."""
    for relation in known.relations:
        edited = [item for item in relation.quantities() if item.at in new]
        if not edited or judge(relation).outcome not in _HELD:
            continue
        after = relation
        for item in edited:
            after = after.with_quantity(_now(item, new[item.at]))
        if judge(after).outcome in _BROKEN:
            where = frozenset(item.at for item in after.quantities())
            yield Broken(where, told_of(after, in_signs(Found(Tie.SUM, after, ()))))


def _now(before: Quantity, figure: Figure) -> Quantity:
    value = figure.number
    if value is None:
        return before
    turned = before.value < 0 < value  # a difference is printed without its sign
    coarser = figure.places < before.places
    return replace(
        before, value=-value if turned else value, places=figure.places, printed=before.printed or coarser, typed=None
    )


def told_of(after: Relation, words: str, spans: tuple[Span, ...] = ()) -> Break:
    """A relation that does not hold, with what its two sides are."""
    verdict = judge(after)
    right = after.left.show(verdict.expected, _telling(after))
    return Break(after.code, words, after.left.show(), right, after.form in (Form.AT_MOST, Form.AT_LEAST), spans)


def _telling(relation: Relation) -> int:
    """The decimals at which the two sides look different."""
    left, expected = relation.left, judge(relation).expected
    return next((more for more in range(left.places, 8) if left.show(places=more) != left.show(expected, more)), 8)


class Behind:
    """Finds the control that a figure of the text comes from."""

    def __init__(self, seats: Sequence[tuple[Span, Shown]]) -> None:
        self._seats = sorted((seat for seat in seats if seat[0].start < seat[0].end), key=itemgetter(0))
        self._starts = [span.start for span, _ in self._seats]

    def at(self, span: Span) -> Shown | None:
        """The control whose text is part of these characters."""
        index = bisect_right(self._starts, span.end - 1) - 1
        return self._seats[index][1] if index >= 0 and self._seats[index][0].end > span.start else None


def changed_seats(changes: Sequence[Change]) -> dict[Span, Figure]:
    """Place of a control → the figure that stands there now."""
    figures = [change for change in changes if change.sort is Sort.FIGURE and change.matters]
    return {
        seat.span: change.new
        for change in figures
        if change.new is not None and change.new.number is not None
        for seat in change.seats
    }


def broken_in_text(before: Extract, shown: Sequence[Shown], new: Mapping[Span, Figure]) -> Iterator[Broken]:
    """The relations that the text itself states, which the new figures break.

    Args:
        before: the document with its figures put back; its controls are those of the edited one.
        shown: the controls of the edited document.
        new: place of a control in the edited document → the figure that stands there now.
    """
    places = places_of(before.document)
    behind = Behind([(places.span(before.controls[one.index]), one) for one in shown])
    for judged in relations_in(before.document):
        if judged.verdict.outcome in _HELD:
            yield from _broken(judged.found, [behind.at(mention.span) for mention in judged.found.mentions], new)


def _broken(found: Found, controls: Sequence[Shown | None], new: Mapping[Span, Figure]) -> Iterator[Broken]:
    """The relation after the edits, where they break it. A place that was not changed keeps its figure."""
    after, hit = found.relation, False
    spans: list[Span] = []
    addresses: set[Address] = set()
    for mention, control in zip(found.mentions, controls, strict=True):
        if control is None:
            continue
        addresses.add(Address(control.fact.address))
        spans.append(control.seat.span)
        item = next((item for item in after.quantities() if item.at == mention.at), None)
        if control.seat.span in new and item is not None:
            after, hit = after.with_quantity(_now(item, new[control.seat.span])), True
    if hit and judge(after).outcome in _BROKEN:
        words = in_signs(replace(found, relation=after, mentions=()))
        yield Broken(frozenset(addresses), told_of(after, words, tuple(spans)))
