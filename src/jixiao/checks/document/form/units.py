"""TXT-10 and ART-18: 元 where 万元 is meant, and amounts of one size told in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.view import Mention
from jixiao.figures import FigureKind

_WAN = 10_000
_SMALL = 1000  # yuan: less than that is no sum of a department beside others in 万元
_LONG = 4  # digits that do not come twice by chance
# A standard, a price or a mean is told in 元 wherever the sums stand in 万元.
_RATE = re.compile(
    r"每|人均|户均|均|标准|单价|票价|单[次项件]|限额|起步|元\s*[/／]|[×xX*/／]|按|以内|至|不超过|折合|收费|价格|工资|日|天"
)


def _money(mentions: Sequence[Mention]) -> list[tuple[Mention, Fraction, int]]:
    """The amounts of a sentence: in yuan, and the size of the unit that they are told in."""
    found = []
    for mention in mentions:
        figure = mention.figure
        if figure.kind is FigureKind.MONEY and figure.number is not None and figure.size.denominator == 1:
            found.append((mention, abs(figure.number), figure.size.numerator))
    return found


def _is_rate(mention: Mention) -> bool:
    return bool(_RATE.search(mention.before[-12:]) or re.match(r"\s*(?:[/／每]|的?标准|[×xX*])", mention.after))


def _hit(mention: Mention) -> Hit:
    return Hit(mention.span, "".join(mention.written.split()))


@rule("TXT-10")
def one_unit_in_a_sentence(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """An amount of ten thousand 元 and more beside others in 万元; the same sum told again in 元 is left alone."""
    hits: list[Hit] = []
    for sentence in paper.view.sentences:
        amounts = _money(sentence.mentions)
        larger = max((size for _, _, size in amounts), default=1)
        told = {value for _, value, size in amounts if size == larger}
        for mention, value, size in amounts:
            if size < larger and value >= larger and value not in told and not _is_rate(mention):
                hits.append(_hit(mention))
    yield from gathered(paper, declared, hits)


@rule("ART-18")
def units_do_not_jump(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A few 元 in a list of amounts in 万元, or one long row of digits told once with 元 and once with 万元."""
    hits: list[Hit] = []
    everywhere: list[tuple[Mention, Fraction, int]] = []
    for sentence in paper.view.sentences:
        amounts = _money(sentence.mentions)
        everywhere += amounts
        others = sum(1 for _, value, size in amounts if size >= _WAN and value)
        for mention, value, size in amounts:
            if size == 1 and 0 < value < _SMALL and others > 1 and not _is_rate(mention):
                hits.append(_hit(mention))
    first: dict[Fraction, tuple[Mention, int]] = {}
    for mention, value, size in everywhere:
        digits = value / size
        if len(f"{mention.figure.value}".replace(".", "").rstrip("0")) < _LONG:
            continue
        before, unit = first.setdefault(digits, (mention, size))
        if unit != size:
            hits += [_hit(before), _hit(mention)]
    unique = {hit.span: hit for hit in hits}
    yield from gathered(paper, declared, unique.values())
