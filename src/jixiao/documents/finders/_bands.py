"""Bands of a list (100亿元以上、50—100亿元、10—50亿元 …): low below high, and neighbours that meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence
from jixiao.figures import Figure, FigureKind
from jixiao.relations import Form, Mode, Relation, Term

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_UNIT = r"[万亿]?元|[个周]?岁|平方米|公里|亩|人|户|分|家|米|吨|[%％]"
_BAND = re.compile(
    rf"(?<![\d.])(?P<low>{_NUMBER})\s{{0,3}}(?P<one>{_UNIT})?\s{{0,3}}(?:[-—–~～－]{{1,2}}|至|到)\s{{0,3}}(?P<high>{_NUMBER})\s{{0,3}}(?P<unit>{_UNIT})"
    rf"|(?<![\d.])(?P<edge>{_NUMBER})\s{{0,3}}(?P<of>{_UNIT})\s{{0,3}}[（(]?(?:及|含|不含)?[)）]?(?P<side>以上|以下|以内)"
)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Band:
    """A band with the figures of its ends; None where it is open."""

    low: Mention | None
    high: Mention | None
    start: int
    end: int


def bands(sentence: Sentence) -> list[Band]:
    """The bands of a sentence that share one unit; empty when it lists none."""
    text = sentence.text
    matches = list(_BAND.finditer(text))
    units = [match["unit"] or match["of"] for match in matches]
    if len(matches) < _FEWEST or len(set(units)) > 1 or sum(match["low"] is not None for match in matches) < 2:
        return []
    if sum(match["side"] is not None for match in matches) > 2:
        return []
    return [_band(sentence, match) for match in matches]


def _band(sentence: Sentence, match: re.Match[str]) -> Band:
    if match["side"]:
        edge = _end(sentence, match, "edge", match["of"], match.end("of"))
        return Band(edge, None, *match.span()) if match["side"] == "以上" else Band(None, edge, *match.span())
    low = _end(sentence, match, "low", match["unit"], match.end("one") if match["one"] else match.end("low"))
    return Band(low, _end(sentence, match, "high", match["unit"], match.end("unit")), *match.span())


def _end(sentence: Sentence, match: re.Match[str], group: str, unit: str, end: int) -> Mention:
    """The figure of one end, with the unit that both share."""
    start, end = sentence.start + match.start(group), sentence.start + end
    places = len(match[group].partition(".")[2])
    kind = FigureKind.MONEY if unit.endswith("元") else FigureKind.PERCENT if unit in "%％" else FigureKind.MEASURE
    figure = Figure(start, end, Decimal(match[group]), unit.replace("％", "%"), kind, None, places)
    passage = sentence.passage
    number = sentence.mentions[0].sentence if sentence.mentions else -1
    return Mention(figure, passage, passage.span(start, end), number, "", "", "")


def find_bands(sentence: Sentence) -> Iterator[Found]:
    """What the bands of a sentence state, when most of them agree how they are listed."""
    listed = bands(sentence)
    if not listed:
        return
    closed = [(band.low, band.high) for band in listed if band.low is not None and band.high is not None]
    rising = sum(_value(low) < _value(high) for low, high in closed)
    turned = rising * 2 < len(closed)  # 100—50、50—10: a list that writes the higher end first
    words = (sentence.passage.span(sentence.start + listed[0].start, sentence.start + listed[-1].end),)
    for low, high in closed:
        first, second = (high, low) if turned else (low, high)
        relation = Relation("REL-12", Form.AT_MOST, first.quantity(exact=True), (Term(second.quantity(exact=True)),))
        yield Found(Tie.BOUND, relation, (first, second), words)
    if not turned:
        yield from _meeting(listed, words)


def _meeting(listed: Sequence[Band], words: tuple[Span, ...]) -> Iterator[Found]:
    down = _descending(listed)
    edges = [(one.low, other.high) if down else (one.high, other.low) for one, other in pairwise(listed)]
    known = [(one, other) for one, other in edges if one is not None and other is not None]
    equal = [_value(one) == _value(other) for one, other in known]
    shared = sum(equal) * 3 >= len(known) and any(equal)  # a slip touches two edges of three or more
    if not shared and not any(abs(_value(one) - _value(other)) == 1 for one, other in known):
        return
    for one, other in known:
        if shared:
            relation = Relation(
                "REL-12", Form.SUM, other.quantity(exact=True), (Term(one.quantity(exact=True)),), Mode.EXACT
            )
            yield Found(Tie.BOUND, relation, (other, one), words)
        else:
            first, second = (other, one) if down else (one, other)
            relation = Relation(
                "REL-12", Form.AT_MOST, first.quantity(exact=True), (Term(second.quantity(exact=True)),)
            )
            yield Found(Tie.BOUND, relation, (first, second), words)


def _descending(listed: Sequence[Band]) -> bool:
    ends = [_value(band.low or band.high) for band in listed]
    falls = sum(later < earlier for earlier, later in pairwise(ends))
    return falls * 2 > len(ends) - 1


def _value(mention: Mention | None) -> Decimal:
    return mention.figure.value if mention is not None and isinstance(mention.figure.value, Decimal) else Decimal(0)
