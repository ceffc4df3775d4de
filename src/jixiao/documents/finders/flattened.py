"""Cells glued together in copying: 86.586.5100% is a budget, a spending and their rate when a cut makes them so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Passage
from jixiao.documents.view import Mention, View
from jixiao.figures import Figure, FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_GLUED = re.compile(r"(?<![\d.])(\d[\d.]{4,28})[%％]")
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?")
_RATE = re.compile(r"(?:100|[1-9]?\d)(?:\.\d{1,2})?")
_WORDS = re.compile(r"执行率|完成率|支出率|到位率|使用率|[（(][A-Z]/[A-Z][)）]")
_NEAR = 200  # characters before


def find(view: View) -> Iterator[Found]:
    """Glued cells that can be cut in one way only so that the rate is the rate."""
    heard = ""
    for block in view.document.blocks:
        if not isinstance(block, Passage):
            heard = ""
            continue
        text = block.text
        for match in _GLUED.finditer(text):
            if match[1].count(".") != 1 and _WORDS.search((heard + text[: match.start()])[-_NEAR:]):
                cuts = list(_cuts(match[1]))
                found = [one for cut in cuts if (one := _found(block, match, cut)) is not None]
                if len(found) == 1:
                    yield found[0]
        heard = (heard + text)[-_NEAR:]


def _cuts(digits: str) -> Iterator[tuple[int, int]]:
    for second in range(2, len(digits)):
        if not _RATE.fullmatch(digits, second):
            continue
        for first in range(1, second):
            one, other = digits[:first], digits[first:second]
            if _AMOUNT.fullmatch(one) and _AMOUNT.fullmatch(other) and _alike(one, other):
                yield first, second


def _alike(one: str, other: str) -> bool:
    """Amounts of one row have as many decimals."""
    return len(one.partition(".")[2]) == len(other.partition(".")[2]) and Decimal(one) != 0


def _found(passage: Passage, match: re.Match[str], cut: tuple[int, int]) -> Found | None:
    start = match.start(1)
    ends = [start, start + cut[0], start + cut[1], match.end()]
    planned, used, rate = (
        _mention(passage, begin, end, index) for index, (begin, end) in enumerate(itertools.pairwise(ends))
    )
    terms = (Term(used.quantity()), Term(planned.quantity(), below=True))
    relation = Relation("PCT-01", Form.RATIO, rate.quantity(), terms, Mode.PRINTED)
    outcome = judge(relation).outcome
    holds = outcome is Outcome.HOLDS and rate.quantity().value * 100 >= 1
    return Found(Tie.RATE, relation, (rate, used, planned)) if holds else None


def _mention(passage: Passage, start: int, end: int, index: int) -> Mention:
    percent = index == 2
    digits = passage.text[start : end - 1] if percent else passage.text[start:end]
    kind = FigureKind.PERCENT if percent else FigureKind.NUMBER
    places = len(digits.partition(".")[2])
    figure = Figure(start, end, Decimal(digits), "%" if percent else "", kind, None, places)
    return Mention(figure, passage, passage.span(start, end), -1, "", "", "")
