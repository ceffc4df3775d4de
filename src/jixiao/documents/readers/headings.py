"""What the beginning of a line says about it: heading, list item or running text.

Officials number in a fixed order: 一、 （一） 1. （1）. A line with such a mark that is short and ends without 。 is a
heading; with a sentence behind the mark it is an item. A part of the document (第一部分, 附件1) and its title stand above
all of them and have level 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jixiao.documents.model import Passage, Sort

LONGEST = 45  # characters of a heading with a mark
LONGEST_BARE = 30  # of one without
_HAN = "一二三四五六七八九十百零〇"
_UNITS = "万亿元个人件次户家项名天%％‰"
_MARKS = (
    (0, Sort.HEADING, rf"第[{_HAN}\d]{{1,4}}(?:部分|章|编|篇)[、：:]?"),
    (0, Sort.HEADING, rf"附[件表录][{_HAN}\d]{{0,3}}(?:-\d{{1,2}})?[、：:.]?"),
    (1, Sort.HEADING, rf"第[{_HAN}\d]{{1,4}}节[、：:]?"),
    (1, Sort.HEADING, rf"[{_HAN}]{{1,3}}[、．.]"),
    (2, Sort.HEADING, rf"[（(] ?[{_HAN}]{{1,3}} ?[）)][、．.]?"),
    (4, Sort.HEADING, rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}[.、]?(?=[ 　]*[^\W\d_])(?![ 　]*[{_UNITS}年月日])"),
    (3, Sort.HEADING, r"\d{1,2} ?(?:[．、]|\.(?!\d))"),
    (4, Sort.HEADING, r"[（(] ?\d{1,2} ?[）)][、．.]?|\d{1,2}[）)]|[①-⑳㈠-㈩⑴-⒇⒈-⒛]"),
    (0, Sort.ITEM, rf"第[{_HAN}\d]{{1,5}}条[、：:]?"),
    (0, Sort.ITEM, r"[一二三四五六七八九十]{1,2}(?:是(?!否)|要(?=[一-龥]))|其[一二三四五六七八九][是，、]"),
    (0, Sort.ITEM, r"[●○■□◆◇▲△★☆•·➢✓]|[-*—](?= )"),
)
_MARK = re.compile("|".join(f"(?P<m{index}>{pattern})" for index, (_, _, pattern) in enumerate(_MARKS)))
_SENTENCE = re.compile(r"[。！？!?；;]")
_UNFINISHED = re.compile(r"[，、；：,;:（(《“。！？!?]$")
_FIGURE = re.compile(rf"\d[\d.,]*\s*[{_UNITS}]")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number before a heading or an item: as written, the level that it gives, what it can be at most."""

    written: str
    level: int
    sort: Sort
    kind: int


def mark_of(text: str) -> Mark | None:
    """The mark at the start of a text, None where there is none.

    Example:
        >>> mark_of("（二）资金使用情况").level, mark_of("3.5 万元"), mark_of("一是压实责任。").sort.value
        (2, None, 'item')
    """
    match = _MARK.match(text)
    if match is None or match.lastgroup is None:
        return None
    kind = int(match.lastgroup[1:])
    level, sort, _ = _MARKS[kind]
    return Mark(match[0], level, sort, kind)


def looks_headed(text: str, mark: Mark | None) -> bool:
    """Whether a text with that mark is short and open enough for a heading."""
    if mark is None or mark.sort is not Sort.HEADING or len(text) > LONGEST:
        return False
    rest = text[len(mark.written) :].strip()
    if not rest:
        return mark.level == 0
    return not _SENTENCE.search(rest) and not (_UNFINISHED.search(rest) and not rest.endswith(("：", ":")))


def may_head(text: str) -> bool:
    """Whether a line without a mark could be a title or a heading: short, whole, no figures with units in it."""
    return (
        4 <= len(text) <= LONGEST_BARE
        and text[0] not in "（(《“"
        and not _SENTENCE.search(text)
        and not _UNFINISHED.search(text)
        and not re.search(r"[：:，,|\t]", text)
        and not _FIGURE.search(text)
        and any("一" <= letter <= "龥" for letter in text)
    )


def sorted_out(passages: Sequence[Passage], body: Sequence[bool], levels: Sequence[int] = ()) -> list[Passage]:
    """The same passages with their sort, level and mark.

    Args:
        passages: in reading order; those that are no paragraphs are left as they are.
        body: for each, whether running text or a table follows it directly.
        levels: for each, the level of the outline that the file itself gives it, 0 for none; empty where it has no outline.
    """
    marks = [mark_of(passage.text) if passage.sort is Sort.PARAGRAPH else None for passage in passages]
    headed = [looks_headed(passage.text, mark) for passage, mark in zip(passages, marks, strict=True)]
    found: list[Passage] = []
    level, titles = 0, 2  # as many title lines may open a document or an annex
    for index, (passage, mark) in enumerate(zip(passages, marks, strict=True)):
        titles -= 1
        if passage.sort is not Sort.PARAGRAPH:
            found.append(passage)
        elif levels and levels[index] and len(passage.text) <= 2 * LONGEST and not passage.text.endswith(("。", "；")):
            level = mark.level if mark is not None and mark.level else levels[index]
            titles = 0
            written = mark.written if mark is not None else ""
            found.append(replace(passage, sort=Sort.HEADING, level=level, mark=written))
        elif mark is not None and headed[index] and not _listed(index, marks, headed):
            level = mark.level
            titles = 0 if level else 2
            found.append(replace(passage, sort=Sort.HEADING, level=level, mark=mark.written))
        elif mark is not None:
            found.append(replace(passage, sort=Sort.ITEM, mark=mark.written))
            titles = 0
        elif may_head(passage.text) and (titles >= 0 or body[index]):
            # a title stands above all headings, a line without a number under the last of them
            found.append(replace(passage, sort=Sort.HEADING, level=0 if titles >= 0 else min(level + 1, 4)))
        else:
            found.append(passage)
            titles = 0
    return found


def _listed(index: int, marks: Sequence[Mark | None], headed: Sequence[bool]) -> bool:
    """Whether a short line with an Arabic number stands among its like: 1.甲 2.乙 3.丙 is a list, no row of headings."""
    mark = marks[index]
    if mark is None or mark.level < 3:
        return False
    for other in (index - 1, index + 1):
        if 0 <= other < len(marks) and headed[other] and (near := marks[other]) is not None and near.kind == mark.kind:
            return True
    return False
