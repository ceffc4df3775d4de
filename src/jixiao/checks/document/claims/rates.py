"""Rates that cannot be: more than the whole, and one hundred per cent of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.model import Table
from jixiao.documents.view import Mention, View
from jixiao.figures import FigureKind
from jixiao.figures.reading.figure import Bound

_NOT_THIS = re.compile(r"年初|目标|指标值|计划|增长|提高|超过|上升|为上年|同比")
_EXECUTION = re.compile(r"执行|支出|支付")
_FULL_BASE = re.compile(r"全年预算|调整后|调整预算|全年批复")
_ALMOST = 2  # times the whole: a lost sign (≥90% read as 290%) or a lost point rather than a rate
_ZERO = re.compile(r"(?<![\d.])0(?:\.0+)?(?![\d.])")
_RATE = re.compile(r"率|比例|百分比|%")


@rule("PCT-04")
def no_rate_above_the_whole(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A share of people or goods is never above one hundred; a rate of execution is not on the full-year base."""
    shares, uses = one_of(declared.words("shares")), one_of(declared.words("uses"))
    for passage, sentences in paragraphs(paper):
        for sentence in sentences:
            for mention in sentence.mentions:
                figure = mention.figure
                number = figure.number
                if (
                    figure.kind is not FigureKind.PERCENT
                    or number is None
                    or number <= 1
                    or figure.bound is not Bound.NONE
                ):
                    continue
                label = mention.label[-16:]
                share, use = shares.search(label), uses.search(label)
                if not (share or use) or _NOT_THIS.search(mention.before[-24:]):
                    continue
                certain = number < _ALMOST and (share or _on_full_base(use[0] if use else "", passage.text))
                grave = Severity.ERROR if certain else Severity.WARNING
                values = {"title": quoted(mention.label), "found": quoted(mention.written)}
                yield tell(paper, declared, [mention.span], "claim-above-whole", values, grave)


def _on_full_base(use: str, text: str) -> bool:
    """Whether a rate of execution is surely on the full-year budget."""
    return "年初" not in text and bool(_EXECUTION.search(use) and _FULL_BASE.search(text))


@rule("PCT-11")
def nothing_of_nothing_has_no_rate(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Nothing was planned and nothing done, and the rate is printed as one hundred per cent. Told once."""
    found = [triple for sentence in paper.view.sentences for triple in _triples(sentence.mentions)]
    found += [triple for table in paper.document.tables for triple in _rows(paper.view, table)]
    if found:
        values = {"number": len(found), "rate": quoted(found[0][2].written)}
        yield tell(paper, declared, [mention.span for mention in found[0]], "claim-nothing", values)


def _triples(mentions: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention, Mention]]:
    for first, second, rate in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if _is_nothing(first) and _is_nothing(second) and _is_all(rate) and first.figure.unit == second.figure.unit:
            yield first, second, rate


def _rows(view: View, table: Table) -> Iterator[tuple[Mention, Mention, Mention]]:
    rows = table.rows()
    if not rows or not any(cell and _RATE.search(cell.text) for cell in rows[0]):
        return
    for row in rows[1:]:
        mentions = [view.in_cell(cell) for cell in row if cell is not None]
        single = [each[0] for each in mentions if len(each) == 1]
        for first, second, rate in zip(single, single[1:], single[2:], strict=False):
            if _is_nothing(first) and _is_nothing(second) and _is_all(rate) and _ZERO.search(first.written):
                yield first, second, rate


def _is_nothing(mention: Mention) -> bool:
    return mention.figure.is_quantity and mention.kind is not FigureKind.PERCENT and mention.figure.number == 0


def _is_all(mention: Mention) -> bool:
    rated = mention.kind is FigureKind.PERCENT and bool(_RATE.search(mention.label) or mention.sentence < 0)
    return rated and mention.figure.number == 1
