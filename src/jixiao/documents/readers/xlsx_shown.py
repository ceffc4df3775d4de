"""A number as its cell shows it: 0.9844 under 0.00% is 98.44%, and a figure under #,##0.00 keeps its two decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import IO, Any

from lxml import etree

from jixiao.figures import half_up
from jixiao.files.styles import whole

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
}  # fmt: skip
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_(.)|\*(.)|\[([^\]]*)\]|([0#?.,]+)|(%)|([Ee][+-]|/|@)|(.)', re.DOTALL)
_PLACES = 20  # decimals that a format may ask for
_ROOM = 11  # characters that a number without a format has on the sheet
_TINY = Decimal("0.001")  # below, the digits themselves are wanted
_LONG = 40  # digits of a number before its plain form is no longer for people


def read_codes(styles: IO[bytes]) -> list[str]:
    """The format code of each cell style of a workbook, in the order in which cells refer to them."""
    codes: dict[int, str] = {}
    found: list[str] = []
    for _, element in etree.iterparse(styles, tag=("{*}numFmt", "{*}cellXfs"), resolve_entities=False, no_network=True):
        if etree.QName(element).localname == "numFmt":
            codes[whole(element.get("numFmtId"))] = element.get("formatCode") or ""
        else:
            ids = [whole(style.get("numFmtId")) for style in element.iterfind("{*}xf")]
            found = [codes.get(number, BUILT_IN.get(number, "")) for number in ids]
    return found


def shown(value: Decimal, code: str) -> str:
    """The text of a number under a format code.

    Fractions, scientific notation and conditions are not rendered: the number then stands as it was typed.

    Example:
        >>> shown(Decimal("0.9844"), "0.00%"), shown(Decimal("16734"), "#,##0.00"), shown(Decimal("-3"), "0.0;(0.0)")
        ('98.44%', '16,734.00', '(3.0)')
    """
    sections = _sections(code) if len(code) <= 255 else [""]
    if value < 0 and len(sections) > 1:
        value, section, sign = -value, sections[1], ""
    elif not value and len(sections) > 2:
        section, sign = sections[2], ""
    else:
        section, sign = sections[0], "-" if value < 0 else ""
    if section.strip().lower() in {"", "general", "@", "g/通用格式"}:
        return plain(value)
    text = _rendered(abs(value), section)
    if text is None:
        return plain(value)
    return f"{sign}{text}" if sign and any(letter in "123456789" for letter in text) else text


def plain(value: Decimal) -> str:
    """A number without a format, rounded to what fits on the sheet."""
    text = f"{value:f}"
    if len(text) <= _ROOM or "." not in text:
        return text if len(text) <= _LONG else str(value)
    head = text.partition(".")[0]
    if len(head) >= _ROOM - 1 or abs(value) < _TINY:
        return text if len(text) <= _LONG else str(value)
    return f"{half_up(value, _ROOM - 1 - len(head)).normalize():f}"


def _sections(code: str) -> list[str]:
    sections: list[str] = []
    current: list[str] = []
    for match in _TOKEN.finditer(code):
        if match[0] == ";":
            sections.append("".join(current))
            current = []
        else:
            current.append(match[0])
    return [*sections, "".join(current)]


def _rendered(value: Decimal, section: str) -> str | None:
    """A number of at least zero under one section of a code, None where the code says more than we render."""
    before, after, digits, percents = "", "", "", 0
    for match in _TOKEN.finditer(section):
        quoted, escaped, blank, _, bracket, places, percent, odd, other = match.groups()
        if odd or (bracket is not None and bracket[:1] in "<>=hms" and bracket):
            return None
        word = quoted or escaped or other or ("%" if percent else "") or (" " if blank else "") or _currency(bracket)
        percents += bool(percent)
        if places:
            if digits:
                return None  # digits in two groups: a telephone number, or tens of thousands by a trick
            digits = places
        elif digits:
            after += word
        else:
            before += word
    if not digits:
        return f"{before}{after}".strip() or None
    return f"{before}{_figure(value * 100**percents, digits)}{after}".strip()


def _currency(bracket: str | None) -> str:
    return bracket[1:].partition("-")[0] if bracket and bracket.startswith("$") else ""


def _figure(value: Decimal, places: str) -> str:
    thousands = len(places) - len(places.rstrip(","))
    head, _, tail = places.rstrip(",").partition(".")
    most = min(sum(letter in "0#?" for letter in tail), _PLACES)
    least = min(len(tail.rstrip("#?").replace(",", "")), most)
    rounded = half_up(value / 1000**thousands, most)
    whole_part, _, decimals = f"{rounded:f}".partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    needed = head.replace(",", "").lstrip("#?")
    whole_part = whole_part.lstrip("0").rjust(len(needed), "0")
    if "," in head.strip(","):
        whole_part = (
            re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole_part[-_LONG:]) if len(whole_part) <= _LONG else whole_part
        )
    return f"{whole_part}.{decimals}" if decimals else whole_part or "0"


def shown_day(iso: str, code: str) -> str:
    """A date as its cell shows it: with 年 and 月 where the code has them, else as it is.

    Example:
        >>> shown_day("2023-04-01", 'yyyy"年"m"月"'), shown_day("2023-04-01", "yyyy/m/d")
        ('2023年4月', '2023-04-01')
    """
    parts: list[Any] = iso.partition("T")[0].split("-")
    if "年" not in code or len(parts) != 3:
        return iso
    year, month, day = (int(part) for part in parts)
    return f"{year}年" + (f"{month}月" if "月" in code else "") + (f"{day}日" if "日" in code else "")
