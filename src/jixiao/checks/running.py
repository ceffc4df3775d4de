"""Running the catalogue over one department-year: facts in, findings out, the gravest first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING

from jixiao.checks import (
    completeness,
    contracts,
    cover,
    evidence,
    forms,
    indicators,
    money,
    parts,
    people,
    prose,
    reached,
    reason,
    satisfaction,
    scores,
    sections,
    stated,
    targets,
    time,
    units,
)
from jixiao.checks.catalogue import Declaration, catalogue
from jixiao.checks.cells import CHAPTER, cell_findings
from jixiao.checks.finding import Finding
from jixiao.checks.gathering import gathered
from jixiao.checks.spots import Places
from jixiao.checks.ties import ties
from jixiao.checks.view import Found, Function, Shared, View
from jixiao.facts import Address, Facts
from jixiao.facts.building import CellProblem

if TYPE_CHECKING:
    from jixiao.scoring import Scorecard

_MODULES = (
    completeness,
    contracts,
    cover,
    evidence,
    forms,
    indicators,
    money,
    parts,
    people,
    prose,
    reached,
    reason,
    satisfaction,
    scores,
    sections,
    stated,
    targets,
    time,
    units,
)


NO_CARDS: Mapping[str, Scorecard] = MappingProxyType({})


@cache
def functions() -> Mapping[str, Function]:
    """Code → the function that carries it."""
    found = {
        item.code: item
        for module in _MODULES
        for item in vars(module).values()
        if isinstance(item, FunctionType) and hasattr(item, "code")
    }
    return MappingProxyType(found)


def check(
    facts: Facts,
    card: Scorecard | None = None,
    cell_problems: Iterable[CellProblem] = (),
    projects: Mapping[str, Scorecard] = NO_CARDS,
    schemes: Mapping[str, str] | None = None,
    only: Container[str] | None = None,
) -> tuple[Finding, ...]:
    """Run every check that is on.

    Args:
        facts: of one department-year, extended by its scores.
        card: the department's scorecard; checks of scores are silent without it.
        cell_problems: what was wrong with single cells when the data were read.
        projects: the scorecards of the projects, by their keys.
        schemes: when no scheme is in force and there is no card for that reason, the schemes that there are, id →
            title; CMP-27 tells it.
        only: the codes that are asked for, where not all of them are.

    Returns:
        Findings by severity, then code, then sheet and row.
    """
    shared, rules, places = Shared(facts, card, projects, schemes), catalogue(), Places(facts)
    asked = [rule for rule in rules.values() if rule.on and (only is None or rule.code in only)]
    found = [
        *cell_findings(cell_problems, rules, facts),
        *gathered(item for rule in asked for item in _run(shared, rule, places)),
    ]
    sheets = {subject.id: index for index, subject in enumerate(facts.registry.subjects)}
    return tuple(sorted(found, key=lambda item: (item.severity.rank, item.code, *_order(item, sheets))))


def _order(finding: Finding, sheets: Mapping[str, int]) -> tuple[int, int, tuple[Address, ...]]:
    """Where a finding stands among those of its code: its sheet, the row of its first place, its addresses."""
    if not finding.spots:
        return -1, 0, ()
    names = [part for part in finding.at[0].split("/") if part in sheets]
    return sheets[names[0]] if names else -1, finding.spots[0].row, finding.at


def _run(shared: Shared, rule: Declaration, places: Places) -> Iterator[Finding]:
    if rule.chapter == CHAPTER or (rule.whole and shared.part):
        return
    look = functions().get(rule.code, ties)
    for item in look(View(shared, rule)):
        yield _finding(places, rule, item)


def _finding(places: Places, rule: Declaration, item: Found) -> Finding:
    return Finding(
        rule,
        item.severity or rule.severity,
        tuple(places.spot(where) for where in item.at),
        item.message or f"check-{rule.code}",
        item.values,
        item.hints,
    )
