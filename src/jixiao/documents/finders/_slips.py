"""Two figures that one slip of the hand tells apart: a digit replaced, left out or put in, or two that changed places."""

from __future__ import annotations

from jixiao.documents.view import Mention

_FEWEST = 3


def near(one: Mention, other: Mention, fewest: int = _FEWEST) -> bool:
    """Whether the digits of two figures differ by one slip; both need `fewest` digits for that to mean anything.

    Example:
        968,417万元 and 986,417万元, 93.32% and 93.23%, 1286.40万元 and 126.40万元.
    """
    if one.figure.places != other.figure.places and one.figure.unit == other.figure.unit:
        return False
    left, right = digits(one), digits(other)
    if min(len(left), len(right)) < fewest or left == right:
        return False
    if len(left) == len(right):
        wrong = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and left[wrong[0]] == right[wrong[1]]
        return len(wrong) == 1 or (swapped and left[wrong[1]] == right[wrong[0]])
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) != 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :]


def digits(mention: Mention) -> str:
    """The digits of a figure without the zeros around them."""
    return "".join(letter for letter in mention.written if letter.isdecimal()).strip("0")
