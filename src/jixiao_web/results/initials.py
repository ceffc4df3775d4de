"""First letters of pinyin, from the order in which GB 2312 lists its common characters; no dictionary is needed.

Its first level of 3 755 characters stands in the order of their sounds; a rarer character has no letter here.
"""

from __future__ import annotations

from bisect import bisect_right

_BEGINS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_FIRST, _LAST = 0xB0A1, 0xD7F9
_CODES = [code for code, _letter in _BEGINS]


def initials(text: str) -> str:
    """“总工会” → “zgh”; letters and figures stay, what has no letter is left out."""
    return "".join(_letter(sign) for sign in text)


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    return _BEGINS[bisect_right(_CODES, code) - 1][1] if _FIRST <= code <= _LAST else ""
