"""The numbers that Word counts by itself: 一、 （一） 1. (1), rendered as the reader of the page sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jixiao.documents.readers.docx_text import W
from jixiao.files.styles import whole

_DIGITS = "〇一二三四五六七八九"
_TENS = ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"))
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_SLOT = re.compile(r"%([1-9])")
_MOST = 9999  # a number above is not rendered in letters


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what stands around the number (%1 is the number)."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # of a list (numId)
    shared: dict[str, str] = field(default_factory=dict)  # list → the definition whose count it shares
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    restarts: dict[str, set[int]] = field(default_factory=dict)  # levels at which a list starts anew

    def next(self, number: str, level: int) -> str:
        """The mark of the next paragraph of that list and level, "" where the list is unknown or shows none."""
        levels = self.levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared[number], {})
        if number not in self.seen:
            self.seen.add(number)
            for restarted in self.restarts.get(number, ()):
                counts.pop(restarted, None)
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].form in {"bullet", "none"}:
            return (
                levels[level].pattern if levels[level].pattern.isprintable() and levels[level].form == "bullet" else ""
            )

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            told = levels.get(other, Level())
            return rendered(counts.get(other, told.start), told.form)

        return _SLOT.sub(shown, levels[level].pattern)


def read_numbering(root: Any | None) -> Numbering:
    """The lists of `numbering.xml`; none where there is no such part."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {}
    for definition in root.iterfind(f"{W}abstractNum"):
        levels = {whole(level.get(f"{W}ilvl")): _level(level) for level in definition.iterfind(f"{W}lvl")}
        abstract[definition.get(f"{W}abstractNumId", "")] = levels
    for listed in root.iterfind(f"{W}num"):
        number, link = listed.get(f"{W}numId", ""), listed.find(f"{W}abstractNumId")
        base = link.get(f"{W}val", "") if link is not None else ""
        levels = dict(abstract.get(base, {}))
        for override in listed.iterfind(f"{W}lvlOverride"):
            at = whole(override.get(f"{W}ilvl"))
            changed, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            if changed is not None:
                levels[at] = _level(changed)
            if start is not None:
                told = levels.get(at, Level())
                levels[at] = Level(whole(start.get(f"{W}val")), told.form, told.pattern)
                numbering.restarts.setdefault(number, set()).add(at)
        numbering.levels[number], numbering.shared[number] = levels, base
    return numbering


def _level(element: Any) -> Level:
    def value(name: str, usual: str) -> str:
        found = element.find(f"{W}{name}")
        return usual if found is None else found.get(f"{W}val", usual)

    return Level(whole(value("start", "1")), value("numFmt", "decimal"), value("lvlText", "")[:40])


def rendered(number: int, form: str) -> str:
    """A number in one of Word's forms.

    Example:
        >>> [rendered(12, form) for form in ("chineseCounting", "decimal", "lowerLetter", "upperRoman")]
        ['十二', '12', 'l', 'XII']
    """
    if not 0 < number <= _MOST:
        return str(number)
    if form in {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
    }:
        return chinese(number) if form != "ideographDigital" else "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % len(_STEMS)]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % len(_BRANCHES)]
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """A whole number below a hundred million in Chinese numerals: 12 is 十二, 105 is 一百零五."""
    if number == 0:
        return ""
    for size, name in _TENS:
        if number >= size:
            head, rest = divmod(number, size)
            lead = "" if size == 10 and head == 1 else chinese(head)
            gap = "零" if rest and rest < size // 10 else ""
            return f"{lead}{name}{gap}{_after_zero(rest) if gap or size > 10 else chinese(rest)}"
    return _DIGITS[number]


def _after_zero(rest: int) -> str:
    return f"一{chinese(rest)}" if 10 <= rest < 20 else chinese(rest)


def _roman(number: int) -> str:
    letters = ""
    for size, name in (*_ROMAN, *_ROMAN_SMALL):
        letters += name * (number // size)
        number %= size
    return letters
