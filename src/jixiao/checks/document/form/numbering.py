"""TXT-02: the numbers of headings and lists follow one another: none left out, none told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Passage, Sort

_HAN = "一二三四五六七八九十"
_DIGITS = {letter: number for number, letter in enumerate(_HAN, 1)}
# The four levels of official prose in their order, then lists inside a paragraph, which belong to no level.
_STYLES = (
    rf"(?P<a>[{_HAN}]{{1,3}})[、．.](?![{_HAN}])",
    rf"[（(] ?(?P<b>[{_HAN}]{{1,3}}) ?[）)]",
    r"(?P<c>\d{1,2}) ?(?:[．、]|\.(?!\d))",
    r"[（(] ?(?P<d>\d{1,2}) ?[）)]",
    r"(?P<e>[①-⑳])",
    rf"(?P<f>[{_HAN}]{{1,2}})(?:是(?!否)|要(?=[一-龥]))",
    rf"第(?P<g>[{_HAN}]{{1,2}})[，,、](?![{_HAN}])",
)
_NAMES = "abcdefg"
_LEVELS = "abcde"
_START = re.compile(rf"[ 　]*(?:{'|'.join(_STYLES)})")
_INSIDE = re.compile(rf"(?<=[。；：！;:])[ 　]*(?:{'|'.join(_STYLES)})")
_FURTHEST = 3  # a number further off than that is read wrongly rather than written wrongly
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    number: int
    start: int
    end: int


@dataclass(slots=True)
class _Count:
    """Where the lists of each style have come to; lists of one style may stand inside one another."""

    open: dict[str, list[int]] = field(default_factory=dict)

    def slip(self, mark: _Mark) -> int:
        """The number that should stand there; 0 where nothing is wrong with the one that does."""
        for deeper in _LEVELS[_LEVELS.index(mark.style) + 1 :] if mark.style in _LEVELS else "":
            self.open.pop(deeper, None)
        if mark.style in "ab":
            self.open.pop("f", None)
            self.open.pop("g", None)
        lists = self.open.setdefault(mark.style, [])
        if mark.number == 1:
            lists.append(1)
            del lists[:-_DEEPEST]
            return 0
        for depth in range(len(lists) - 1, -1, -1):
            if lists[depth] + 1 == mark.number:
                del lists[depth + 1 :]
                lists[depth] = mark.number
                return 0
        if not lists:  # an excerpt begins anywhere
            lists.append(mark.number)
            return 0
        expected = lists[-1] + 1
        lists[-1] = mark.number
        return expected if -1 <= mark.number - expected <= _FURTHEST and mark.number != expected else 0


@rule("TXT-02")
def numbers_follow_one_another(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A number left out or told twice, among headings or inside a paragraph. Tables and contents pages are left alone."""
    count = _Count()
    hits: list[Hit] = []
    expected_marks: list[str] = []
    for passage in paper.document.blocks:
        if not isinstance(passage, Passage) or passage.sort is Sort.FOOTNOTE:
            continue
        for mark in _marks(passage):
            expected = count.slip(mark)
            if expected:
                written = passage.text[mark.start : mark.end]
                hits.append(
                    Hit(passage.span(mark.start, mark.end), written)
                )  # an item may be missing: nothing is proposed
                expected_marks.append(f"“{_written(mark, expected, written)}”")
    yield from gathered(paper, declared, hits, expected=tuple(dict.fromkeys(expected_marks)))


def _marks(passage: Passage) -> Iterator[_Mark]:
    first = _START.match(passage.text)
    for match in chain([first] if first else [], _INSIDE.finditer(passage.text)):
        style = next(name for name in _NAMES if match[name] is not None)
        start = match.start() + len(match[0]) - len(match[0].lstrip(" 　"))
        yield _Mark(style, _number(match[style]), start, match.end())


def _number(written: str) -> int:
    if written.isascii():
        return int(written)
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + (_DIGITS.get(ones, 0))


def _written(mark: _Mark, number: int, written: str) -> str:
    """The same mark with another number."""
    if mark.style == "e":
        return chr(ord("①") + number - 1)
    if mark.style in "cd":
        return re.sub(r"\d+", str(number), written)
    tens, ones = divmod(number, 10)
    han = (_HAN[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones - 1] if ones else "")
    return re.sub(rf"[{_HAN}]+", han, written, count=1)
