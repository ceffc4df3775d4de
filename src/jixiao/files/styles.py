"""What a cell's number format makes of a number: a date, a time, a percentage or just a number."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import IO

from lxml import etree

NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DATE_IDS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
TIME_IDS = frozenset({*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56})
PERCENT_IDS = frozenset({9, 10})
SECONDS = 24 * 60 * 60


class Format(Enum):
    """What the number format makes of a number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"


def format_of(number: int, code: str) -> Format:
    """Judge a number format by its id and, for those defined in the file, by its code."""
    if code:
        return format_of_code(code)
    if number in PERCENT_IDS:
        return Format.PERCENT
    if number in DATE_IDS:
        return Format.DATE
    return Format.TIME if number in TIME_IDS else Format.PLAIN


def format_of_code(code: str) -> Format:
    """Judge a format code: letters outside quotes and brackets are what counts.

    Example:
        >>> format_of_code('yyyy"年"m"月"'), format_of_code("0.00%"), format_of_code("[Red]#,##0.00")
        (<Format.DATE: 'date'>, <Format.PERCENT: 'percent'>, <Format.PLAIN: 'plain'>)
    """
    first = NOISE.sub("", code).split(";")[0].lower()
    if first.strip() in {"general", "@", "g/通用格式"}:
        return Format.PLAIN
    if "%" in first:
        return Format.PERCENT
    if any(mark in first for mark in "yd年日") or ("m" in first and not any(mark in first for mark in "hs")):
        return Format.DATE
    return Format.TIME if any(mark in first for mark in "hs") else Format.PLAIN


def read_formats(styles: IO[bytes]) -> list[Format]:
    """The format of each cell style of a workbook, in the order in which cells refer to them."""
    codes: dict[int, str] = {}
    formats: list[Format] = []
    for _, element in etree.iterparse(styles, tag=("{*}numFmt", "{*}cellXfs"), resolve_entities=False, no_network=True):
        if etree.QName(element).localname == "numFmt":
            codes[whole(element.get("numFmtId"))] = element.get("formatCode") or ""
        else:
            ids = [whole(style.get("numFmtId")) for style in element.iterfind("{*}xf")]
            formats = [format_of(number, codes.get(number, "")) for number in ids]
    return formats


def whole(text: str | None) -> int:
    """A whole number from an attribute, 0 where there is none."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0


def iso_moment(serial: Decimal, form: Format, *, since_1904: bool) -> str | None:
    """A serial number of days as ISO text, to the second, or None where it is no day.

    29 February 1900, which spreadsheets count although it never was, is None too.

    Example:
        >>> iso_moment(Decimal("44927"), Format.DATE, since_1904=False)
        '2023-01-01'
    """
    if serial < 0:
        return None
    seconds = int(serial * SECONDS + Decimal("0.5"))
    days, seconds = divmod(seconds, SECONDS)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if days == 0 and (form is Format.TIME or seconds):
        return clock
    if not since_1904 and days in {0, 60}:
        return None
    epoch = date(1904, 1, 1) if since_1904 else date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        day = (epoch + timedelta(days=days)).isoformat()
    except OverflowError:
        return None
    return f"{day}T{clock}" if seconds else day
