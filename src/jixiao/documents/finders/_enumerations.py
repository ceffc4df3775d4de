"""Items that 一是、二是、三是 number, counted beside the figure that says how many there are."""

from __future__ import annotations

import re

from jixiao.documents.finders._list_strand import Strand, Token

_NUMERALS = "一二三四五六七八九十"
_MARK = re.compile(
    r"(?<![\u4e00-\u9fff])(?:第)?([一二三四五六七八九十]{1,3})(?:是(?!否)|、|要|来(?=[，,]))|[（(]([一二三四五六七八九十]{1,3})[）)]"
)
_COUNTED = re.compile(
    r"\s*(?:[大个类点项]*)[^，,。；;：:\d]{0,12}?(?:问题|不足|任务|方面|工作|措施|原因|建议|举措|内容|环节|重点|特点|亮点|成效|经验|短板|行动|工程)"
)
_NEAR = 24  # characters between what is counted and the first item
_REACH = 6000  # characters of all items
MOST = 20  # items


def enumerated(strand: Strand, token: Token) -> tuple[tuple[tuple[int, int], ...], bool] | None:
    """The marks of the items behind a count, as spans of the passage, and whether they stand right behind it.

    Example:
        发现 3 个问题：一是台账不全，二是拨付较慢，三是验收滞后。 has three marks.
    """
    text = strand.text
    counted = _COUNTED.match(text, token.end)
    if counted is None:
        return None
    found: list[tuple[int, int]] = []
    sign = ""
    if _MARK.search(text, counted.end(), counted.end() + _NEAR + 4) is None:
        return None
    for mark in _MARK.finditer(text, counted.end(), counted.end() + _REACH):
        value = _value(mark[1] or mark[2])
        kind = mark[0][-1]
        if not found:
            if mark.start() - counted.end() > _NEAR:
                return None
            if value != 1:
                continue
            sign = kind
        elif kind != sign:
            continue
        if value == 1 and found:
            break  # another enumeration begins
        if value == len(found) + 1:
            found.append(mark.span())
        if len(found) == MOST:
            break
    if len(found) < 2:
        return None
    between = text[counted.end() : found[0][0]]
    return tuple(found), not re.search(r"[^\s：:，,。（(主要表现在为是如下]", between)


def _value(numeral: str) -> int:
    if len(numeral) == 1:
        return _NUMERALS.index(numeral) + 1
    tens, _, ones = numeral.partition("十")
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
