"""Formulas as officers read them: the words of the language in Chinese, its signs as they are printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from jixiao.rules.formula.steps import WORDS

_KNOWN: Mapping[str, str] = MappingProxyType(
    {
        **WORDS,
        "abs": "绝对值",
        "count_yes": "是的个数",
        "and": " 且 ",
        "or": " 或 ",
        "not": "不满足",
        "in": "属于",
        "case": "按情形取：",
        "when": "若 ",
        "then": " 则 ",
        "else": "，否则 ",
        "end": "",
        "*": " × ",
        "/": " ÷ ",
        "+": " ＋ ",
        "-": " − ",
        "<=": " ≤ ",
        ">=": " ≥ ",
        "<>": " ≠ ",
        "=": " ＝ ",
        "<": " ＜ ",
        ">": " ＞ ",
        ",": "，",
        "(": "（",
        ")": "）",
    }
)
_SIGNS = str.maketrans("×÷＋－−＝＞＜≥≤≠，（）", "*/+--=><\u2265\u2264\u2260,()")
_TWO = {"\u2265": ">=", "\u2264": "<=", "\u2260": "<>"}
_PART = re.compile(
    r"(?P<quoted>['‘“][^'’”]*['’”])|(?P<null>is\s+(?P<there>not\s+)?null)|(?P<percent>\d+(?:\.\d+)?\s*[%％])"
    r"|(?P<word>\w+(?:\.\d+)?)|(?P<sign><=|>=|<>|[^\s\w])",
    re.IGNORECASE,
)


def in_words(formula: str) -> str:
    """A formula for reading; it computes nothing.

    Example:
        >>> in_words("greatest(0, 分值 - 1 * 一般问题数 - 3 * 严重问题数)")
        '取大（0，分值 − 1 × 一般问题数 − 3 × 严重问题数）'
        >>> in_words("计算符号 = '定性' and (评定得分 is null or 评定得分 <= 分值 × 80%)")
        '计算符号 ＝ “定性” 且（评定得分没有填 或 评定得分 ≤ 分值 × 80%）'
    """
    parts = "".join(map(_said, _PART.finditer(formula)))
    return re.sub(r" +", " ", re.sub(r" *([（），]) *", r"\1", parts)).strip()


def _said(part: re.Match[str]) -> str:
    text = part[0]
    if part["quoted"]:
        return f"“{text[1:-1]}”"
    if part["null"]:
        return "已填" if part["there"] else "没有填"
    if part["sign"]:
        plain = text.translate(_SIGNS)
        plain = _TWO.get(plain, plain)
        return _KNOWN.get(plain, plain)
    return _KNOWN.get(text.lower(), text)
