"""Missing is a value of its own: nobody supplied a figure, which is never the same as zero."""

from __future__ import annotations

from enum import Enum


class Missing(Enum):
    """The type with one value, `MISSING`; a figure that may be absent is typed `Money | Missing`."""

    MISSING = "missing"

    def __bool__(self) -> bool:
        # A truth test would treat a missing figure and a zero alike; the question is `figure is MISSING`.
        raise TypeError("a missing figure is neither true nor false; ask `is MISSING`")

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing.MISSING
