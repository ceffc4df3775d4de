"""A run of digits, points and commas as one exact number, or as several, or as nothing that can be trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

RUN = re.compile(r"[0-9][0-9.,]*")
_LONGEST = 40  # digits; the whole budget of the country in 分 has 16
_PLAIN = re.compile(r"[0-9]+(?:\.([0-9]+))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.([0-9]+))?")
# 1 129 236: groups of three, two of them at least, for 1 318.62 is a row number and an amount.
_SPACED = re.compile(
    r"[0-9]{1,3}(?:([ \u00a0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3}){1,8}(?:\.[0-9]+)?(?![0-9.,])(?!\s[0-9])"
)
_UNIT = re.compile(r"\s{0,2}[万亿]?元|\s?[%‰]")
_LISTED = re.compile("[0-9]{1,2}|(?:19|20)[0-9]{2}")  # 1,2,3 and 2021,2022 are lists, 12,345,67 has lost a digit
_TORN = re.compile(r"([0-9]{1,6})\. ([0-9]{2})(?=\s?(?:%|[万亿]?元|个?百分点))")


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number and where it stands; `sure` is False where only a unit makes one figure of its parts."""

    start: int
    end: int
    value: Decimal
    places: int
    sure: bool = True


def numbers_at(plain: str, text: str, at: int) -> tuple[list[Number], int]:
    """The numbers that the run of digits there holds, and where the run ends.

    Args:
        plain: the folded text.
        at: where a digit stands.
        text: the same characters with full-width commas as they are, to tell a pause from a thousands mark.
    """
    spaced = _SPACED.match(plain, at)
    if spaced:
        decimals = spaced[0].partition(".")[2]
        digits = "".join(spaced[0].split())
        return [Number(at, spaced.end(), Decimal(digits), len(decimals), spaced[1] in "\u2009\u202f")], spaced.end()
    torn = _TORN.match(plain, at)
    if torn:
        return [Number(at, torn.end(), Decimal(f"{torn[1]}.{torn[2]}"), 2)], torn.end()
    run = RUN.match(plain, at)
    if run is None:
        return [], at + 1
    written = run[0].rstrip(".,")
    end = at + len(written)
    wide = "，" in text[at:end]
    match = _PLAIN.fullmatch(written) or _GROUPED.fullmatch(written)
    if match and len(written) <= _LONGEST:
        # 人数增加5，300人参加: a pause, unless the digits are full-width too or money or a share follows.
        if wide and written.count(",") == 1 and text[at].isascii() and not match[1] and not _UNIT.match(plain, end):
            return _pieces(written, at), end
        return [Number(at, end, Decimal(written.replace(",", "")), len(match[1] or ""))], end
    parts = written.split(",")
    good = _PLAIN if wide else _LISTED
    if len(parts) > 1 and all(good.fullmatch(part) and len(part) < _LONGEST for part in parts):
        return _pieces(written, at), end
    return [], run.end()  # 194.9194.9100, 3,.83: damaged, and no reading is better than a guess


def _pieces(written: str, at: int) -> list[Number]:
    found = []
    for part in written.split(","):
        found.append(Number(at, at + len(part), Decimal(part), len(part.partition(".")[2])))
        at += len(part) + 1
    return found
