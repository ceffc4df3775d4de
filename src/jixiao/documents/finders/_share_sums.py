"""Shares of a list whose parts together are their base: the total is printed nowhere, or printed wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from jixiao.documents.finders._bases import Reading, Used, of_sum, share
from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.finders._share_bases import SCOPED, Share
from jixiao.relations import Outcome

MOST_PARTS = 12
ALONE = 3  # shares; among more than these one may stand alone against the others
NEAREST = 6  # figures before a list among which its total may stand
FEW_DIGITS = 3  # so few agree by chance


def of_parts(
    quantities: Sequence[Spoken], shares: Sequence[tuple[Share, list[Reading]]], used: Used
) -> dict[int, tuple[Reading, bool]]:
    """Shares of a sentence that no printed figure is the base of, but all their parts together, by the id of the share.

    Where a total stands before the list that differs from the sum of its parts in one digit, that digit is the error:
    the shares are read against it, and fail surely.
    """
    found: dict[int, tuple[Reading, bool]] = {}
    for _, group in groupby(shares, key=lambda one: one[0].rate.sentence):
        told = [(met, readings) for met, readings in group if met.sure and not SCOPED.search(met.of)]
        parts = list({met.part.index: met.part for met, _ in told}.values())
        if not 1 < len(parts) <= MOST_PARTS or used.most(told[0][0].rate) > 1 or len({one.sort for one in parts}) > 1:
            continue
        heads = [one.below[0][0] for _, readings in told for one in readings if one.told]
        if len(told) > 1 and len(set(heads)) == 1 and _implied(heads[0], [met for met, _ in told]):
            found |= {id(met): (share(met.rate, met.part, heads[0], told=True), True) for met, _ in told}
            continue
        summed = {id(met): of_sum(met.rate, met.part, parts) for met, _ in told}
        holding = sum(reading.outcome is Outcome.HOLDS for reading in summed.values())
        if holding < max(2, len(parts) - 1):
            odd = _odd([met for met, _ in told]) if not heads else None
            if odd is not None:
                found[id(odd)] = summed[id(odd)], True
            continue
        head = _mistyped([*heads, *_before(quantities, parts)], parts)
        for met, readings in told:
            named = next((reading for reading in readings if reading.told), None)
            if head is not None:
                found[id(met)] = share(met.rate, met.part, head, told=True), True
            elif named is not None:
                found[id(met)] = named, False
            elif len(parts) > 2:
                found[id(met)] = summed[id(met)], len(parts) > ALONE and summed[id(met)].outcome is Outcome.FAILS
    return found


def _odd(shares: Sequence[Share]) -> Share | None:
    """The one share that has not the base that all the others have, and whose part is not what they leave for it."""
    if len(shares) <= ALONE or any(met.rate.quantity().low <= 0 for met in shares):
        return None
    ranges = [_base(met) for met in shares]
    odd = []
    for place, met in enumerate(shares):
        others = ranges[:place] + ranges[place + 1 :]
        low, high = max(one[0] for one in others), min(one[1] for one in others)
        if low <= high and (ranges[place][0] > high or ranges[place][1] < low):
            odd.append(met)
    return odd[0] if len(odd) == 1 else None


def _base(met: Share) -> tuple[Fraction, Fraction]:
    """Between which values the base of a share lies, if it is right."""
    part, rate = met.part.levels(), met.rate.quantity()
    return part.low / rate.high, part.high / rate.low


def _implied(head: Spoken, shares: Sequence[Share]) -> bool:
    """Whether every share misses the total, and one digit of it changed would make every one right."""
    low, high = Fraction(0), Fraction(0)
    for met in shares:
        if met.rate.quantity().low <= 0 or share(met.rate, met.part, head).outcome is not Outcome.FAILS:
            return False
        least, most = _base(met)
        low, high = max(low, least), min(high or most, most)
    written = _digits(head, head.amount)
    changed = (
        written[:spot] + digit + written[spot + 1 :]
        for spot, sign in enumerate(written)
        for digit in "0123456789"
        if sign.isdigit() and digit != sign
    )
    return low <= high and any(low <= Fraction(one) * head.mention.figure.size <= high for one in changed)


def _before(quantities: Sequence[Spoken], parts: Sequence[Spoken]) -> list[Spoken]:
    """The amounts before a list that may be its total: the one right before it, and others of many digits."""
    first = min(parts, key=lambda part: part.index)
    near = [item for item in back(quantities, first.index, NEAREST) if item.sentence >= first.sentence - 1]
    near = [item for item in near if item.role is Role.LEVEL and item.sort == first.sort]
    return [item for item in near if item.index == first.index - 1 or len(_digits(item, item.amount)) > FEW_DIGITS]


def _mistyped(heads: Sequence[Spoken], parts: Sequence[Spoken]) -> Spoken | None:
    """The total before the list that one digit makes the sum of the parts."""
    total = sum((part.amount for part in parts), Decimal(0))
    close = (head for head in heads if _one_digit(_digits(head, head.amount), _digits(head, total)))
    return next(close, None)


def _digits(item: Spoken, amount: Decimal) -> str:
    """An amount in base units as it would be printed there."""
    figure = item.mention.figure
    return f"{amount * figure.size.denominator / figure.size.numerator:.{figure.places}f}"


def _one_digit(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(left != right for left, right in zip(one, other, strict=True)) == 1
