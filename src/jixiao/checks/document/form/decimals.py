"""PCT-03 and ART-22: rates and amounts that stand side by side have the same number of decimals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.view import Mention
from jixiao.figures import Bound, FigureKind

_FEWEST = 4  # figures that can be said to have a common number of decimals
_WAN = 10_000
_ONE = Fraction(1, 100)
_YUAN_PLACES = 2  # decimals of 万元 that officials print
_EXPORTED = 6  # decimals of 万元 as systems give them


def _odd(mentions: Sequence[Mention]) -> tuple[list[Mention], int]:
    """Those whose number of decimals is not that of most, and that number; none where no number is that of most."""
    places = Counter(mention.figure.places for mention in mentions)
    if len(mentions) < _FEWEST or len(places) < 2:
        return [], 0
    usual, often = places.most_common(1)[0]
    if often * 3 < len(mentions) * 2:
        return [], usual
    return [mention for mention in mentions if mention.figure.places != usual], usual


def _hit(mention: Mention) -> Hit:
    return Hit(mention.span, "".join(mention.written.split()))


def _columns(paper: Paper) -> Iterator[list[Mention]]:
    for table in paper.document.tables:
        columns: dict[int, list[Mention]] = {}
        for cell in table.cells:
            mentions = paper.view.in_cell(cell)
            if len(mentions) == 1 and len(mentions[0].written) == len(cell.text.strip()):
                columns.setdefault(cell.column, []).append(mentions[0])
        yield from columns.values()


@rule("PCT-03")
def rates_have_equal_places(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Rates of one paragraph with decimals; whole ones (100%, a target of 95%) and bounds are left alone."""
    groups: dict[int, list[Mention]] = {}
    for mention in paper.view.mentions:
        figure = mention.figure
        if figure.kind is not FigureKind.PERCENT or figure.number is None or figure.bound is not Bound.NONE:
            continue
        if figure.places and abs(figure.number) >= _ONE:  # of a small rate more decimals are printed to show it at all
            groups.setdefault(id(mention.passage), []).append(mention)
    odd = [_odd(group) for group in groups.values()]
    hits = [_hit(mention) for mentions, _ in odd for mention in mentions]
    usual = next((places for mentions, places in odd if mentions), 0)
    yield from gathered(paper, declared, hits, usual=usual)


@rule("ART-22")
def amounts_have_equal_places(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Amounts in 万元 with three to five decimals, and columns of a table that mix them; six are a system's export."""
    hits: list[Hit] = []
    for mention in paper.view.mentions:
        figure = mention.figure
        if figure.kind is FigureKind.MONEY and figure.size == _WAN and _YUAN_PLACES < figure.places < _EXPORTED:
            hits.append(_hit(mention))
    for column in _columns(paper):
        amounts = [
            mention
            for mention in column
            if mention.kind in (FigureKind.MONEY, FigureKind.NUMBER) and 0 < mention.figure.places < _EXPORTED
        ]
        hits += [_hit(mention) for mention in _odd(amounts)[0]]
    yield from gathered(paper, declared, hits)
