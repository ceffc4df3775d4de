"""One change of a consistent text at a time: a digit, two digits swapped, the point, the unit, a stale or copied figure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bench.editing import Edit
from bench.known import NARROW, Known, Spot, reread
from jixiao.documents.model import Span
from jixiao.facts import Address
from jixiao.relations import Quantity, Relation, Term

KINDS = ("digit", "swap", "point", "unit", "stale", "copy", "direction", "dropped part", "partial update")
TURNED = {
    "增长": "下降",
    "增加": "减少",
    "提高": "下降",
    "上升": "下降",
    "下降": "增长",
    "减少": "增加",
    "回落": "上升",
    "降低": "提高",
}
UNITS = (("亿元", "万元"), ("万元", "亿元"), ("万元", "元"))
DIGITS = "0123456789"
_SIGNS = "0123456789.,０１２３４５６７８９．，"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change.

    Attributes:
        edits: what is written otherwise.
        changed: the figures that it changes, each as it was and as it is.
        targets: the figures of which a finding must hold one; for a single figure that figure.
        relations: for a part left out, the relations (by index) as they are without it.
        what: for messages.
    """

    kind: str
    edits: tuple[Edit, ...]
    changed: Mapping[Address, tuple[Quantity, Quantity]]
    targets: tuple[Span, ...]
    relations: Mapping[int, Relation]
    what: str


def mutations(known: Known, chance: random.Random, digits: int) -> Iterator[Mutation]:
    """Every kind of change of every related figure; of its one-digit changes at most `digits`, all with 0."""
    for spot in known.spots:
        yield from _digit_changes(spot, chance, digits)
        yield from _slips(known, spot, chance)
        if spot.verb is not None:
            word = known.document.text[slice(*spot.verb)]
            if word in TURNED:
                turned = replace(spot.quantity, value=-spot.quantity.value)
                edit = Edit(spot.verb, TURNED[word])
                yield Mutation(
                    "direction", (edit,), {spot.at: (spot.quantity, turned)}, (spot.span,), {}, f"{word} {spot.written}"
                )
    yield from _dropped(known)


def _digit_changes(spot: Spot, chance: random.Random, digits: int) -> Iterator[Mutation]:
    written = spot.written
    plain = written.translate(NARROW)
    places = [index for index, sign in enumerate(plain) if sign in DIGITS]
    wide = any(sign != other for sign, other in zip(written, plain, strict=True))
    changes = [(place, digit) for place in places for digit in DIGITS if digit != plain[place]]
    for place, digit in chance.sample(changes, min(digits, len(changes))) if digits else changes:
        shown = chr(ord(digit) + 0xFEE0) if wide else digit
        yield from _single("digit", spot, written[:place] + shown + written[place + 1 :])


def _slips(known: Known, spot: Spot, chance: random.Random) -> Iterator[Mutation]:
    written = spot.written
    places = [index for index, sign in enumerate(written.translate(NARROW)) if sign in DIGITS]
    pairs = [(one, other) for one, other in pairwise(places) if other == one + 1 and written[one] != written[other]]
    if pairs:
        left, right = chance.choice(pairs)
        yield from _single("swap", spot, written[:left] + written[right] + written[left] + written[right + 1 :])
    point = written.translate(NARROW).find(".")
    if point > 1 and written[point - 1 : point].isdigit() and written[point - 2 : point - 1].isdigit():
        moved = written[: point - 1] + written[point] + written[point - 1] + written[point + 1 :]
        yield from _single("point", spot, moved)
    for unit, other in UNITS:
        if written.endswith(unit):
            yield from _single("unit", spot, written.removesuffix(unit) + other)
            break
    if spot.stale and spot.stale != written:
        yield from _single("stale", spot, spot.stale)
    unit = written.lstrip(_SIGNS)
    same = [other for one in known.spots if (other := _digits_of(one)) != _digits_of(spot) and _alike(one, spot)]
    if same and unit != written:
        yield from _single("copy", spot, chance.choice(same) + unit)


def _digits_of(spot: Spot) -> str:
    return spot.written[: len(spot.written) - len(spot.written.lstrip(_SIGNS))]


def _alike(one: Spot, other: Spot) -> bool:
    """Whether one could have been copied to the other's place."""
    return one.quantity.unit == other.quantity.unit and one.quantity.places == other.quantity.places


def _single(kind: str, spot: Spot, written: str) -> Iterator[Mutation]:
    quantity = reread(spot, written)
    if quantity is not None and quantity.value != spot.quantity.value:
        what = f"{spot.written} → {written}"
        yield Mutation(kind, (Edit(spot.span, written),), {spot.at: (spot.quantity, quantity)}, (spot.span,), {}, what)


def _dropped(known: Known) -> Iterator[Mutation]:
    """A part, or a listed name, left out where the words say that the list is whole."""
    spots = {spot.at: spot for spot in known.spots}
    for index, relation in enumerate(known.relations):
        targets = tuple(spots[item.at].span for item in relation.quantities() if item.at in spots)
        if index in known.closed:
            for place, term in enumerate(relation.terms):
                spot = spots.get(term.quantity.at)
                if spot is None or spot.clause is None or len(known.of(spot.at)) > 1:
                    continue
                gone = known.document.text[slice(*spot.clause)]
                if gone[0] not in "、，；" or any(sign in gone for sign in "（）："):
                    continue
                rest = replace(relation, terms=relation.terms[:place] + relation.terms[place + 1 :])
                left = tuple(span for span in targets if span != spot.span)
                yield Mutation("dropped part", (Edit(spot.clause, ""),), {}, left, {index: rest}, gone)
        names = known.names.get(index, ())
        for name in names[1:2]:
            whole = Span(name.start - 1, name.end)
            fewer = replace(relation.terms[0].quantity, value=relation.terms[0].quantity.value - 1)
            rest = replace(relation, terms=(Term(fewer),))
            gone = known.document.text[slice(*whole)]
            yield Mutation("dropped part", (Edit(whole, ""),), {}, targets, {index: rest}, gone)


def partial(known: Known, piece: Sequence[int], other: Known) -> Iterator[Mutation]:
    """A piece whose figures are those of the other text, all but one.

    Args:
        known: the text.
        piece: the indexes of its spots that changed.
        other: the same text after an edit that forgot nothing.
    """
    for left in piece if len(piece) > 2 else ():
        edits, changed = [], {}
        for index in piece:
            spot, after = known.spots[index], other.spots[index]
            if index != left and spot.written != after.written:
                edits.append(Edit(spot.span, after.written))
                changed[spot.at] = (spot.quantity, replace(after.quantity, at=spot.at))
        spot = known.spots[left]
        if edits and spot.written != other.spots[left].written:
            targets = tuple(known.spots[index].span for index in piece)
            yield Mutation("partial update", tuple(edits), changed, targets, {}, f"kept {spot.written}")
