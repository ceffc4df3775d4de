"""How much a sum that fails looks like a whole list with one figure slipped rather than a list that is not whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from fractions import Fraction

from jixiao.documents.finders._list_strand import FINE, Token
from jixiao.documents.finders._list_sums import NEARLY, Sum
from jixiao.relations import Quantity, Slip

_CLOSE = Fraction(10, 100)
_LONGEST = 18  # digits of a figure in which a slip is looked for
_FACTORS = tuple(
    (slip, up, down)
    for slip, powers in ((Slip.UNIT, (4, 8)), (Slip.POINT, (1, 2, 3)))
    for power in powers
    for up, down in ((10**power, 1), (1, 10**power))
)
_MISREAD = {Slip.DIGIT, Slip.SWAP}
_OTHER_THAN_DIGITS = re.compile(r"[^\d]")


class Likeness(IntEnum):
    """How much a sum that fails looks like one slip."""

    NONE = 0
    FAINT = 1  # one digit or two swapped ones explain it, as they explain many differences; or parts beyond a total
    SOME = 2  # it fails by little
    CLEAR = 3


def likeness(found: Sum) -> Likeness:
    """How clearly a failing sum is one slip away from holding.

    Parts that go beyond their total cannot be a partial list; parts that stay far below it mostly are one, unless one
    slip of one figure closes them. One wrong digit closes many sums of small counts, so among these it tells little.
    """
    total, worth = found.relation.left.value, found.relation.expected() or Fraction(0)
    if total < 0 or worth < 0:
        return Likeness.FAINT if is_misread(found) else Likeness.NONE
    gap = found.gap
    if gap <= NEARLY:
        return Likeness.CLEAR
    told = slips(found)
    if gap > _CLOSE and told & {Slip.UNIT, Slip.POINT}:
        return Likeness.CLEAR
    misread = bool(told & _MISREAD)
    rare = misread and is_rare(found.head, found.parts)
    if worth > total:
        beyond = total and all(term.quantity.value <= total for term in found.relation.terms)
        if total and (gap <= _CLOSE or rare):
            return Likeness.CLEAR
        return Likeness.FAINT if beyond or misread else Likeness.NONE
    if rare:
        return Likeness.CLEAR
    return Likeness.SOME if gap <= _CLOSE else Likeness.FAINT if misread else Likeness.NONE


def is_misread(found: Sum) -> bool:
    """Whether one other digit, or two swapped ones, in one figure makes a sum hold."""
    return bool(slips(found) & _MISREAD)


def may_be_misread(head: Token, parts: Sequence[Token]) -> bool:
    """Whether a plain sum of levels can be one digit away, told quickly: most readings of a list are not."""
    off = head.worth - sum(part.worth for part in parts)
    slack = 2 * head.slack + 2 * sum(part.slack for part in parts)
    for token, change in ((head, -off), *((part, off) for part in parts)):
        step = _step(token)
        for _ in turned(token.mention.written, token.worth // step, change, slack, step):
            return True
    return False


def slips(found: Sum) -> set[Slip]:
    """The slips that, undone in one figure, make the sum hold."""
    off = int((found.relation.left.value - (found.relation.expected() or Fraction(0))) * FINE)
    sides = list(_sides(found))
    slack = sum(int(quantity.half * FINE) + 1 for _, _, quantity in sides)
    told: set[Slip] = set()
    for token, sign, quantity in sides:
        value = int(abs(quantity.value) * FINE)
        change = (sign if quantity.value >= 0 else -sign) * off
        meant = value + change
        if abs(meant) > slack:
            told.update(slip for slip, up, down in _FACTORS if abs(value * up - meant * down) <= slack * down)
        step = max(int(quantity.size * FINE / 10**quantity.places), 1)
        if change % step <= slack or step - change % step <= slack:
            told.update(turned(token.mention.written, value // step, change, slack, step))
    return told


def _sides(found: Sum) -> Iterator[tuple[Token, int, Quantity]]:
    yield found.head, -1, found.relation.left
    for part, term in zip(found.parts, found.relation.terms, strict=True):
        yield part, term.sign, term.quantity


def turned(written: str, number: int, change: int, slack: int, step: int) -> Iterator[Slip]:
    """Whether another digit at one place, or two neighbouring ones swapped, changes a figure by so much.

    Args:
        written: the figure as it stands in the text.
        number: its digits as one number.
        change: by how much.
        slack: give or take.
        step: what one in its last place is worth, in the measure of the two before.

    A figure may have lost its first digit to a zero (046 for 446), so its digits are counted as they are written.
    """
    width = min(max(len(_OTHER_THAN_DIGITS.sub("", written)), len(str(number))), _LONGEST)
    for place in range(width):
        power = 10**place
        digit, left = number // power % 10, number // (10 * power) % 10
        turned = (change + step * power // 2) // (step * power)
        least = 1 if place == width - 1 and place > 0 else 0
        if turned and least <= digit + turned <= 9 and abs(change - turned * power * step) <= slack:
            yield Slip.DIGIT
        if place + 1 < width and left != digit and abs(change - 9 * power * step * (digit - left)) <= slack:
            yield Slip.SWAP


def is_rare(head: Token, parts: Sequence[Token], digits: int = 3) -> bool:
    """Whether the figures have so many digits that one wrong digit explains few differences: then it is no chance.

    Zeros at the end of all of them do not count: 150 亿 and 50, 30 and 10 亿 have two digits and one.
    """
    worths = [token.worth for token in (head, *parts)]
    least = min((_step(token) for token in (head, *parts)), default=1)
    while any(worths) and all(worth % (10 * least) == 0 for worth in worths):
        least *= 10
    return bool(head.worth // least >= 10 ** (digits - 1))


def _step(token: Token) -> int:
    figure = token.mention.figure
    return max(int(figure.size * FINE / 10**figure.places), 1)
