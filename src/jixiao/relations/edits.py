"""What may have been meant instead of a printed figure: the slips of fingers, copies and units, each undone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from jixiao.figures import half_up
from jixiao.relations.quantity import Quantity


class Slip(Enum):
    """What happened to a figure, the likeliest first."""

    DIGIT = "digit"  # one digit is another
    SWAP = "swap"  # two neighbouring digits changed places
    LOST = "lost"  # a digit was left out
    DOUBLED = "doubled"  # a digit too many
    POINT = "point"  # the decimal point moved
    UNIT = "unit"  # 元 for 万元, 万元 for 亿元
    SIGN = "sign"  # a rise told as a fall
    OTHER = "other"  # the figure is simply another one

    @property
    def rank(self) -> int:
        """0 for the likeliest."""
        return list(Slip).index(self)


_POINTS = (Fraction(10), Fraction(1, 10), Fraction(100), Fraction(1, 100), Fraction(1000), Fraction(1, 1000))
_UNITS = (Fraction(10**4), Fraction(1, 10**4), Fraction(10**8), Fraction(1, 10**8))


def printed_text(quantity: Quantity) -> str:
    """The digits as they stand on the paper, without unit, sign and thousands marks."""
    return f"{half_up(abs(quantity.value) / quantity.size, quantity.places):f}"


def slips(quantity: Quantity) -> Iterator[tuple[Slip, Fraction]]:
    """Every value, in base units, that the figure would have had before one slip."""
    text = printed_text(quantity)
    # No slip but a moved point changes how many decimals there are: a text is so many steps of the last place.
    step = quantity.size / 10**quantity.places * (-1 if quantity.value < 0 else 1)
    for slip, meant in _texts(text):
        if meant[0] != "." and (meant[0] != "0" or meant.startswith("0.") or meant == "0"):
            yield slip, int(meant.replace(".", "")) * step
    for factor in _POINTS:
        yield Slip.POINT, quantity.value * factor
    for factor in _UNITS:
        yield Slip.UNIT, quantity.value * factor
    yield Slip.SIGN, -quantity.value


def slip_between(quantity: Quantity, value: Fraction) -> Slip:
    """What must have happened if the figure was meant to be `value`."""
    return next((slip for slip, meant in slips(quantity) if meant == value), Slip.OTHER)


def one_digit_changed(text: str) -> Iterator[str]:
    """A printed figure with one of its digits another one."""
    for index in _digits(text):
        for digit in "0123456789":
            if digit != text[index]:
                yield f"{text[:index]}{digit}{text[index + 1 :]}"


def neighbours_swapped(text: str) -> Iterator[str]:
    """A printed figure with two neighbouring digits exchanged, over the point too."""
    for one, other in pairwise(_digits(text)):
        if text[one] != text[other]:
            signs = list(text)
            signs[one], signs[other] = signs[other], signs[one]
            yield "".join(signs)


def _digits(text: str) -> list[int]:
    return [index for index, sign in enumerate(text) if sign != "."]


def _texts(text: str) -> Iterator[tuple[Slip, str]]:
    spots = _digits(text)
    yield from ((Slip.DIGIT, changed) for changed in one_digit_changed(text))
    yield from ((Slip.SWAP, changed) for changed in neighbours_swapped(text))
    point = text.find(".")
    for index in range(len(text) + 1):
        # behind the point a lost digit would have left one place fewer: forms print a fixed number of places
        if point < 0 or index <= point:
            for digit in "0123456789":
                yield Slip.LOST, f"{text[:index]}{digit}{text[index:]}"
    for index in spots:
        if len(spots) > 1 and (point < 0 or index < point):
            yield Slip.DOUBLED, text[:index] + text[index + 1 :]
