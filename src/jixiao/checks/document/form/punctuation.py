"""TXT-03: half-width marks inside Chinese text; thousands marks, decimals, times, ratios and Latin text are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.damaged import damaged_in
from jixiao.checks.document.form.hits import Hit, gathered, running
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ".": "。"}
_HALF = re.compile(
    r"(?<=[一-龥”》）〉】])[,;!?](?!,)"  # behind a Chinese character
    r"|(?<=[一-龥”》）〉】]):(?!//)"
    r"|(?<=[\d%％])[,;](?=[一-龥“《（])"  # behind a figure only if Chinese goes on
    r"|(?<=[一-龥]{2})\.(?=[一-龥])"
    r"|\((?=[^()（）]{0,40}[一-龥])(?=[^()（）]{1,60}\))"
)


_OFTEN = 3  # marks that are no slip


@rule("TXT-03")
def marks_are_full_width(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Half-width commas, colons, brackets beside Chinese characters, where others are full-width; not in table cells."""
    found: dict[str, list[Hit]] = {}
    full: Counter[str] = Counter()
    for passage in running(paper):
        text = passage.text
        for half, mark in _FULL.items():
            full[half] += text.count(mark)
        if not any(mark in text for mark in _FULL):
            continue
        broken = damaged_in(text)
        for match in _HALF.finditer(text):
            if not any(start <= match.start() < end for start, end in broken[:_OFTEN]):
                around = text[max(match.start() - 2, 0) : match.end() + 2].strip()
                found.setdefault(match[0], []).append(Hit(passage.span(match.start(), match.end()), around))
    # a program that writes one sort of mark half-width does so throughout: then nothing is mixed
    mixed = {half: hits for half, hits in found.items() if len(hits) < _OFTEN or full[half] >= len(hits)}
    marks = "、".join(_FULL[half] for half in sorted(mixed))
    yield from gathered(paper, declared, [hit for hits in mixed.values() for hit in hits], marks=marks)
