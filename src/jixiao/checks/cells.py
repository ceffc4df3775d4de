"""Bad cells of reading as findings: those of one kind in one column are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jixiao.checks.catalogue import Declaration
from jixiao.checks.finding import Finding, Said, Spot, Told
from jixiao.checks.gathering import first_hints
from jixiao.checks.meant import meant
from jixiao.checks.severity import Severity
from jixiao.facts import Address, Facts
from jixiao.facts.building import CellProblem
from jixiao.relations import Hint

CHAPTER = "CEL"
NOT_THERE = "build-no-such"


def cell_findings(problems: Iterable[CellProblem], rules: Mapping[str, Declaration], facts: Facts) -> Iterator[Finding]:
    """Findings of the CEL chapter: each declaration names the beginnings of the message ids that it gathers."""
    gathered: dict[tuple[str, str, str, str], list[CellProblem]] = {}
    for problem in problems:
        rule = _rule(problem.message_id, rules)
        gathered.setdefault((rule.code, problem.message_id, problem.subject, problem.field), []).append(problem)
    for (code, *_), group in gathered.items():
        rule = rules[code]
        severities = [Severity(problem.severity) for problem in group]
        spots = tuple(_spot(problem, facts) for problem in group)
        said = Said(group[0].message_id, group[0].values)
        yield Finding(
            rule,
            max([rule.severity, min(severities, key=lambda one: one.rank)], key=lambda one: one.rank),
            spots,
            "check-cells" if len(group) > 1 else "check-cell",
            {"said": said, "number": len(group)},
            first_hints(spots),
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


def _spot(problem: CellProblem, facts: Facts) -> Spot:
    """The cell of a problem, with the name of its column and its own sentence."""
    where = Address("/".join(part for part in (problem.subject, problem.field) if part))
    subject = facts.registry.by_id.get(problem.subject)
    names = {} if subject is None else {field.id: field.zh for field in subject.fields}
    told = Told("check-cell", {"said": Said(problem.message_id, problem.values)}, _hints(problem, facts))
    return Spot(where, names.get(problem.field, ""), problem.origin, told=told)


def _hints(problem: CellProblem, facts: Facts) -> tuple[Hint, ...]:
    """For a reference to nothing, the row that may be meant."""
    subject = facts.registry.by_id.get(problem.subject)
    if problem.message_id != NOT_THERE or subject is None:
        return ()
    return meant(facts, subject.field(problem.field).to, str(problem.values["found"]))
