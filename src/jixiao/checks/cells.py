"""Bad cells of reading as findings: those of one kind in one column are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jixiao.checks.catalogue import Declaration
from jixiao.checks.finding import Finding, Said, Spot
from jixiao.checks.severity import Severity
from jixiao.facts import Address
from jixiao.facts.building import CellProblem

CHAPTER = "CEL"


def cell_findings(problems: Iterable[CellProblem], rules: Mapping[str, Declaration]) -> Iterator[Finding]:
    """Findings of the CEL chapter: each declaration names the beginnings of the message ids that it gathers."""
    gathered: dict[tuple[str, str, str, str], list[CellProblem]] = {}
    for problem in problems:
        rule = _rule(problem.message_id, rules)
        gathered.setdefault((rule.code, problem.message_id, problem.subject, problem.field), []).append(problem)
    for (code, *_), group in gathered.items():
        rule = rules[code]
        severities = [Severity(problem.severity) for problem in group]
        yield Finding(
            rule,
            max([rule.severity, min(severities, key=lambda one: one.rank)], key=lambda one: one.rank),
            tuple(_spot(problem) for problem in group),
            "check-cells" if len(group) > 1 else "check-cell",
            {"said": Said(group[0].message_id, group[0].values), "number": len(group)},
        )


def _rule(message_id: str, rules: Mapping[str, Declaration]) -> Declaration:
    """The declaration with the longest beginning that fits; one of them gathers what no other does."""
    fitting = [
        (len(start), rule.code)
        for rule in rules.values()
        if rule.chapter == CHAPTER
        for start in rule.words("starts")
        if message_id.startswith(start)
    ]
    return rules[max(fitting)[1]]


def _spot(problem: CellProblem) -> Spot:
    where = Address("/".join(part for part in (problem.subject, problem.field) if part))
    return Spot(where, where, problem.origin)
