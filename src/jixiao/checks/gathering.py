"""Gathering: one slip in very many rows is one finding that counts them, and each row keeps its own sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jixiao.checks.finding import Finding, Spot, Told
from jixiao.relations import Hint
from jixiao.relations.hints import MOST_HINTS

FEW = 10
"""As many findings of one sort are told one by one."""
CHAPTERS = ("CMP", "EVD", "IND", "TXT", "XSC")
"""Chapters whose findings say what is lacking in a row; sums and scores are told one by one, however many they are."""


def gathered(findings: Iterable[Finding], chapters: tuple[str, ...] = CHAPTERS) -> Iterator[Finding]:
    """Findings of those chapters with the same code, message and severity, when there are more than a few, as one."""
    sorts: dict[tuple[object, ...], list[Finding]] = {}
    for position, finding in enumerate(findings):
        alike = finding.rule.chapter in chapters
        sort = (finding.code, finding.message, finding.severity) if alike else (position,)
        sorts.setdefault(sort, []).append(finding)
    for group in sorts.values():
        if len(group) > FEW:
            yield joined(group)
        else:
            yield from group


def joined(group: list[Finding]) -> Finding:
    """Several findings of one check as one."""
    first = group[0]
    spots = tuple(
        replace(spot, told=spot.told or Told(finding.message, finding.values, finding.hints))
        for finding in group
        for spot in finding.spots
    )
    values = {"first": Told(first.message, first.values), "number": len(group)}
    return Finding(first.rule, first.severity, spots, "check-many", values, first_hints(spots))


def first_hints(spots: Iterable[Spot]) -> tuple[Hint, ...]:
    """The likely causes at the first places; the others are told at their own."""
    return tuple(dict.fromkeys(hint for spot in spots if spot.told for hint in spot.told.hints))[:MOST_HINTS]
