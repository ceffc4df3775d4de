"""Passports in words: what a reader may ask of every figure that a report prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from jixiao.facts import Address, Fact, Facts
from jixiao.facts.showing import shown
from jixiao.figures import Missing, Money
from jixiao.reports.model import Block, Chart, FactNote, Live, Spans, spans_of
from jixiao.reports.writing.formats import in_full
from jixiao.reports.writing.pen import NO_BASE

TOLD = 10
"""So many figures behind a figure are told one by one."""
_SCORE = "score"
_BESIDE = frozenset({"lost", "points", "reason", "change"})
"""What stands beside a score or repeats a figure; it uses what the score uses, and need not be told again."""


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
    asked = dict.fromkeys(wanted)
    uses = _uses(facts)
    return {
        where: replace(
            note(fact := facts.fact(where)),
            inputs=_first([_operand(facts, at) for at in dict.fromkeys(fact.inputs) if at in facts]),
            uses=_first(uses.get(fact.address, ())),
        )
        for where in asked
    }


def _uses(facts: Facts) -> Mapping[Address, Sequence[str]]:
    """Address → the titles of what was computed from it, scores first."""
    found: dict[Address, dict[str, None]] = {}
    for fact in sorted(facts, key=lambda one: _subject(one) != _SCORE):
        if _subject(fact) not in _BESIDE:
            for where in fact.inputs:
                found.setdefault(where, {}).setdefault(fact.title)
    return {where: tuple(titles) for where, titles in found.items()}


def _subject(fact: Fact) -> str:
    return fact.address.split("/")[1]


def _operand(facts: Facts, where: Address) -> str:
    """A figure that another was computed from: 人员经费 · 支出决算数 5431.06 万元（预算执行 › M12）."""
    fact = facts.fact(where)
    match fact.value:
        case Missing():
            value = NO_BASE
        case Money():
            value = shown(fact.value)
        case known:
            value = in_full(known)
    origin = fact.passport.origin
    place = " › ".join(part for part in (origin.sheet, origin.cell) if part)
    return f"{fact.title} {value}" + (f"（{place}）" if place else "")


def _first(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(told) if len(told) <= TOLD else (*told[:TOLD], f"等{len(told)}个")


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
        note=passport.note,
    )
