"""Cell addresses: "B7" is row 7, column 2, and back."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def split_reference(reference: str) -> tuple[int, int] | None:
    """Row and column, both from one, or None when the text is no cell address.

    Example:
        >>> split_reference("XFD1048576")
        (1048576, 16384)
    """
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row else None


def column_letters(column: int) -> str:
    """The letters of a column from one: 28 is "AB"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(row: int, column: int) -> str:
    """The address of a cell: `reference(7, 2)` is "B7"."""
    return f"{column_letters(column)}{row}"


def split_range(text: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of "A1:C2" (or of "A1"), or None when it is no range."""
    first, _, last = text.partition(":")
    start, stop = split_reference(first), split_reference(last or first)
    if start is None or stop is None or stop[0] < start[0] or stop[1] < start[1]:
        return None
    return (*start, *stop)


def range_size(text: str) -> int:
    """How many cells a range covers; zero when it is no range."""
    corners = split_range(text)
    return (corners[2] - corners[0] + 1) * (corners[3] - corners[1] + 1) if corners else 0
