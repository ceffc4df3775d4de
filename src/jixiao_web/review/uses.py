"""Where a figure goes: the figures computed from it, the lines of scorecards that read it, the findings that concern it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jixiao.checks import Finding
from jixiao.facts import Fact, Facts
from jixiao.scoring import Line, Scorecard
from jixiao_web.evaluation.cards import Computed
from jixiao_web.filling.facts import Gathered


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A line of a scorecard that reads the figure; `project` is empty on the department's card."""

    project: str
    line: Line


@dataclass(frozen=True)
class Uses:
    """What changes with a figure.

    Attributes:
        fact: the figure itself.
        derived: figures that a rule computes from it, directly or through others, in the order of the core.
        lines: lines of scorecards.
        findings: what the checks say of it or of what comes of it.
        reached: the addresses of all of them.
    """

    fact: Fact
    derived: tuple[Fact, ...]
    lines: tuple[ReadBy, ...]
    findings: tuple[Finding, ...]
    reached: frozenset[str]


def reached_from(facts: Facts, where: str) -> frozenset[str]:
    """The address and those of all figures that come of it."""
    readers: dict[str, list[str]] = {}
    for fact in facts:
        for one in fact.inputs:
            readers.setdefault(one, []).append(fact.address)
    found = {where}
    waiting: list[str] = [where]
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in found:
                found.add(reader)
                waiting.append(reader)
    return frozenset(found)


def of_department(computed: Computed, where: str) -> Uses | None:
    """In the whole consolidated year; None for an address that is none."""
    cards = {"": computed.card} if computed.card is not None else {}
    return _uses(computed.gathered, where, {**cards, **computed.projects}, computed.findings)


def of_part(gathered: Gathered, where: str, findings: Iterable[Finding]) -> Uses | None:
    """In one unit's form alone: what a reader sees who may not see the department's figures."""
    return _uses(gathered, where, {}, findings)


def _uses(gathered: Gathered, where: str, cards: Mapping[str, Scorecard], findings: Iterable[Finding]) -> Uses | None:
    facts = gathered.facts
    if where not in facts:
        return None
    reached = reached_from(facts, where)
    derived = tuple(fact for fact in facts if fact.address in reached and fact.address != where)
    lines = tuple(
        ReadBy(project, line)
        for project, card in cards.items()
        for line in card.lines
        if not reached.isdisjoint(line.facts)
    )
    concerned = tuple(item for item in findings if not reached.isdisjoint(item.at))
    return Uses(facts.fact(where), derived, lines, concerned, reached)


def address_of(gathered: Gathered, row: int, field: str) -> str:
    """The address of a cell of a form; empty where its row has no key yet."""
    return next((f"{stem}{field}" for stem, (pk, _subject) in gathered.places.items() if pk == row), "")
