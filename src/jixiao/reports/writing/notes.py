"""Passports in words: what a reader may ask of every figure that a report prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.facts import Fact, Facts
from jixiao.figures import Missing
from jixiao.reports.model import Block, Chart, FactNote, Live, Spans, spans_of
from jixiao.reports.writing.formats import in_full
from jixiao.reports.writing.pen import NO_BASE


def addresses(blocks: Iterable[Block], *runs: Spans) -> Iterator[str]:
    """Every address that live figures and bars name, in reading order."""
    for block in blocks:
        if isinstance(block, Chart):
            yield from (bar.address for bar in block.bars if bar.address)
        yield from (span.address for span in spans_of(block) if isinstance(span, Live))
    for run in runs:
        yield from (span.address for span in run if isinstance(span, Live))


def notes(facts: Facts, wanted: Iterable[str]) -> dict[str, FactNote]:
    """Address → passport in words. Raises UnknownAddress: a figure in the text that is no fact, which is our fault."""
    return {where: note(facts.fact(where)) for where in dict.fromkeys(wanted)}


def note(fact: Fact) -> FactNote:
    """The passport of one fact. A computed figure tells its rule, an entered one its cell or paper."""
    passport = fact.passport
    source = passport.rule or passport.origin.text()
    document = passport.document if passport.document not in source else ""
    return FactNote(
        title=fact.title,
        value=NO_BASE if isinstance(fact.value, Missing) else in_full(fact.value),
        basis=passport.basis,
        period=passport.period,
        source="；".join(part for part in (source, document) if part),
        kind=passport.provenance.value,
    )
