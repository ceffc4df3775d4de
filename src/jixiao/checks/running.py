"""Running the catalogue over one department-year: facts in, findings out, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
)
from jixiao.checks.catalogue import Declaration, catalogue
from jixiao.checks.cells import CHAPTER, cell_findings
from jixiao.checks.finding import Finding
from jixiao.checks.spots import spot
from jixiao.checks.ties import ties
from jixiao.checks.view import Found, Function, Shared, View
from jixiao.facts import Facts
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
) -> tuple[Finding, ...]:
    """Run every check that is on.

    Args:
        facts: of one department-year, extended by its scores.
        card: the department's scorecard; checks of scores are silent without it.
        cell_problems: what was wrong with single cells when the data were read.
        projects: the scorecards of the projects, by their keys.

    Returns:
        Findings by severity, then code, then place.
    """
    shared, rules = Shared(facts, card, projects), catalogue()
    found = [
        *cell_findings(cell_problems, rules),
        *(item for rule in rules.values() if rule.on for item in _run(shared, rule)),
    ]
    return tuple(sorted(found, key=lambda item: (item.severity.rank, item.code, item.at)))


def _run(shared: Shared, rule: Declaration) -> Iterator[Finding]:
    if rule.chapter == CHAPTER:
        return
    look = functions().get(rule.code, ties)
    for item in look(View(shared, rule)):
        yield _finding(shared.facts, rule, item)


def _finding(facts: Facts, rule: Declaration, item: Found) -> Finding:
    return Finding(
        rule,
        item.severity or rule.severity,
        tuple(spot(facts, where) for where in item.at),
        item.message or f"check-{rule.code}",
        item.values,
        item.hints,
    )
