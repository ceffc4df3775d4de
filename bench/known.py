"""What is known to hold in a text before it is changed: its figures and what ties them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bench.drafts import SIZES, Draft
from jixiao.checks.document.review import Review
from jixiao.documents.model import Document, Span
from jixiao.documents.reading import from_text
from jixiao.facts import Address
from jixiao.relations import Form, Outcome, Quantity, Relation, judge

NARROW = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})[年./-](?:(\d{1,2})[月./-]?)?(?:(\d{1,2})日?)?$")
_SHORT = 3  # signs of a figure of which last year's need not differ
_A_DAY = 10**7  # quantities from here on without a unit are days: 20240531
_VERBS = ("增长", "下降", "增加", "减少", "提高", "上升", "回落", "降低")


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure that takes part in some relation.

    Attributes:
        at: how relations know it; `quantity` how one of them has it.
        written: as it stands.
        verb: the word that tells its direction, if that can be turned.
        clause: what goes when it is left out of its list.
        stale: what last year's text has in its place, "" where that is unknown.
    """

    at: Address
    span: Span
    written: str
    quantity: Quantity
    verb: Span | None = None
    clause: Span | None = None
    stale: str = ""


@dataclass(frozen=True)
class Known:
    """A text that holds.

    Attributes:
        name: what it is called in messages.
        spots: its figures in the order of the text.
        relations: what ties them; `closed` and `names` as in `bench.drafts.Tied`.
        others: consistent texts that differ in the figures of one piece, with the indexes of its spots.
    """

    name: str
    document: Document
    spots: tuple[Spot, ...]
    relations: tuple[Relation, ...]
    closed: frozenset[int] = frozenset()
    names: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def of(self, at: Address) -> list[Relation]:
        """The relations that take a figure."""
        return [relation for relation in self.relations if any(item.at == at for item in relation.quantities())]


def from_draft(draft: Draft, name: str, stale: Mapping[Address, str]) -> Known:
    """A written text with its own truth."""
    tied = {slot.at for tie in draft.ties for slot in tie.slots}
    spots = tuple(
        Spot(slot.at, slot.span, slot.text, slot.quantity(), slot.verb, slot.clause, stale.get(slot.at, ""))
        for slot in draft.slots
        if slot.at in tied
    )
    return Known(
        name,
        from_text(draft.text),
        spots,
        tuple(tie.relation for tie in draft.ties),
        frozenset(index for index, tie in enumerate(draft.ties) if tie.closed and len(tie.slots) > 3),
        {index: tie.names for index, tie in enumerate(draft.ties) if tie.names},
    )


def from_review(reviewed: Review, name: str) -> Known:
    """Any document, with the relations that a review found in it and that hold."""
    text = reviewed.document.text
    spots: dict[Address, Spot] = {}
    relations = []
    for found, verdict in reviewed.relations:
        if verdict.outcome is not Outcome.HOLDS:
            continue
        relations.append(found.relation)
        known = {item.at: item for item in found.relation.quantities()}
        for mention in found.mentions:
            quantity = known.get(mention.at)
            if quantity is not None and mention.at not in spots:
                start = mention.span.start
                verb = Span(start - 2, start) if text[max(0, start - 2) : start] in _VERBS else None
                written = text[slice(*mention.span)]
                spots[mention.at] = Spot(
                    mention.at, mention.span, written, quantity, verb, stale=_of_last_year(written)
                )
    ordered = tuple(sorted(spots.values(), key=lambda spot: spot.span))
    return Known(name, reviewed.document, ordered, tuple(relations))


def _of_last_year(written: str) -> str:
    """What last year's text may have had there: a figure of the same form, up to a fifth smaller or larger; "" for short ones."""
    match = _NUMBER.match(written)
    if match is None or len(match[0]) < _SHORT or "年" in written:
        return ""
    whole, point, part = match[0].partition(".")
    steps = int(whole + part)
    chance = random.Random(written)
    other = str(steps * chance.choice((*range(80, 99), *range(102, 121))) // 100).rjust(len(part) + 1, "0")
    shown = f"{other[: len(other) - len(part)]}.{other[len(other) - len(part) :]}" if point else other
    return shown + written[match.end() :]


def reread(spot: Spot, written: str) -> Quantity | None:
    """The quantity of a figure that is written so instead; None where this cannot be told from its digits alone."""
    plain = "".join(written.translate(NARROW).split()).replace(",", "")
    old = "".join(spot.written.translate(NARROW).split()).replace(",", "")
    if spot.quantity.value >= _A_DAY and not spot.quantity.unit and _DATE.search(old):
        return _day(spot, plain)
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1 or not plain.startswith(numbers[0]):
        return None
    number = Fraction(numbers[0])
    before = _NUMBER.findall(old)
    if len(before) != 1 or Fraction(before[0]) * spot.quantity.size != abs(spot.quantity.value):
        return None  # a relation takes it otherwise than printed
    unit, places = plain.removeprefix(numbers[0]), len(numbers[0].partition(".")[2])
    size = spot.quantity.size
    if unit != old.removeprefix(before[0]):
        size = SIZES.get(unit, size)
    sign = -1 if spot.quantity.value < 0 else 1
    return replace(spot.quantity, value=sign * number * size, size=size, unit=unit, places=places)


def _day(spot: Spot, plain: str) -> Quantity | None:
    match = _DATE.search(plain)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    own = int(spot.quantity.value)
    month, day = month or own // 100 % 100, day or own % 100
    return replace(spot.quantity, value=Fraction(year * 10000 + month * 100 + day))


def changed(relation: Relation, quantities: Mapping[Address, tuple[Quantity, Quantity]]) -> Relation:
    """A relation whose figures were changed from one quantity to another."""
    terms = tuple(replace(term, quantity=_put(term.quantity, quantities)) for term in relation.terms)
    return replace(relation, left=_put(relation.left, quantities), terms=terms)


def _put(own: Quantity, quantities: Mapping[Address, tuple[Quantity, Quantity]]) -> Quantity:
    if own.at not in quantities:
        return own
    old, new = quantities[own.at]
    sign = (-1 if own.value < 0 else 1) * (-1 if old.value * new.value < 0 else 1)
    return replace(own, value=sign * abs(new.value), size=new.size, places=new.places, unit=new.unit)


def menders(relations: Sequence[Relation]) -> set[Address]:
    """The figures of which one changed digit mends every broken relation and breaks none."""
    broken = [relation for relation in relations if judge(relation).outcome is Outcome.FAILS]
    broken.sort(
        key=lambda relation: (relation.form is not Form.SUM, len(relation.terms))
    )  # the cheapest are asked first
    shared = [{item.at: item for item in relation.quantities() if item.written} for relation in broken]
    found = set()
    for at, quantity in (shared[0] if shared else {}).items():
        if not all(at in one for one in shared[1:]):
            continue
        others = [
            relation
            for relation in relations
            if relation not in broken and any(item.at == at for item in relation.quantities())
        ]
        for value in _one_digit(quantity):
            put = {at: (quantity, replace(quantity, value=value))}
            if all(judge(changed(relation, put)).outcome is not Outcome.FAILS for relation in (*broken, *others)):
                found.add(at)
                break
    return found


def _one_digit(quantity: Quantity) -> Iterable[Fraction]:
    unit = quantity.size / 10**quantity.places
    steps = abs(quantity.value) / unit
    digits = str(int(steps)).rjust(quantity.places + 1, "0")
    sign = -1 if quantity.value < 0 else 1
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit and not (other == "0" and place == 0 and len(digits) > quantity.places + 1):
                yield sign * int(digits[:place] + other + digits[place + 1 :]) * unit
