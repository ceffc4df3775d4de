"""Addresses: where a fact lives, made of business keys and never of a list position.

An address is `year/subject/key/…/field`, as in `2022/project/P01/spent`, `2022/department/total/spent` or
`2022/staff/HQ/行政编制/actual`. Officers may leave the year out and write Chinese names; `Registry.resolve` turns
`项目/P01/支出决算数` into the address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType

Address = NewType("Address", str)

_ESCAPES = {"%": "%25", "/": "%2F", "{": "%7B", "}": "%7D", "|": "%7C"}
_TABLE = str.maketrans(_ESCAPES)


def escape(key: str) -> str:
    """A business key as one segment of an address: the five signs that addresses use themselves are written as %XX."""
    return key if key.isalnum() else key.translate(_TABLE)  # most keys are plain, and there are many


def unescape(segment: str) -> str:
    """The business key behind a segment."""
    for sign, code in reversed(_ESCAPES.items()):
        segment = segment.replace(code, sign)
    return segment


def address(year: int, subject: str, *parts: str) -> Address:
    """Build an address. The last part is a field id and may hold slashes; the keys before it are escaped.

    Example:
        >>> address(2022, "project", "P01", "spent")
        '2022/project/P01/spent'
    """
    *keys, field = parts
    return Address(stem(year, subject, keys) + field)


def stem(year: int, subject: str, keys: Iterable[str]) -> str:
    """What the addresses of one record have in common, with its last slash: `2022/project/P01/`."""
    return "/".join([str(year), subject, *map(escape, keys), ""])


def year_of(where: Address) -> int:
    """The fiscal year at the head of an address."""
    return int(where.split("/", 1)[0])
