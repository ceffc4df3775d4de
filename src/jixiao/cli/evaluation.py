"""One evaluation: a workbook read, its facts, the scorecards and the findings — everything short of writing files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jixiao import exchange
from jixiao.checks import Finding, check
from jixiao.facts import DepartmentYear, Facts, Registry
from jixiao.facts.building import CellProblem
from jixiao.figures import Missing
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import choose_scheme
from jixiao.scoring import Scorecard, project_cards, score, scorecard_facts


@dataclass(frozen=True)
class Evaluation:
    """What one workbook came to. `facts` include the scores; `findings` include what was wrong with single cells."""

    year: DepartmentYear
    registry: Registry
    scheme: Scheme
    card: Scorecard
    projects: Mapping[str, Scorecard]
    facts: Facts
    problems: tuple[CellProblem, ...]
    findings: tuple[Finding, ...]


def read_year(path: Path, known: Registry) -> tuple[DepartmentYear, tuple[CellProblem, ...]]:
    """Read a workbook. Raises FileRefused: unreadable, or without a fiscal year."""
    built = exchange.read(path, known)
    if built.year is None:
        raise FileRefused(
            "evaluate-no-year", file=path.name, problems="\n".join(item.sentence() for item in built.problems)
        )
    return built.year, built.problems


def scheme_of(year: DepartmentYear, named: str | None, rulebook: Path | None) -> Scheme:
    """The scheme asked for, else the one that the workbook names, else the one in force for its place and year."""
    told = named or (None if isinstance(year.cover.scheme, Missing) else year.cover.scheme)
    return choose_scheme(place_of(year), "department", year.year, named=told, rulebook=rulebook)


def place_of(year: DepartmentYear) -> str:
    """The region code on the cover, empty where nobody wrote one."""
    return "" if isinstance(year.cover.region, Missing) else year.cover.region


def evaluate(
    path: Path, *, scheme: str | None = None, rulebook: Path | None = None, step: Callable[[], None] = lambda: None
) -> Evaluation:
    """Read, score and check one workbook; `step` is called after each of the three.

    Raises:
        FileRefused: the file cannot be read as a workbook of ours.
        RuleError: the scheme does not exist or cannot be used.
    """
    known = registry()
    year, problems = read_year(path, known)
    step()
    chosen = scheme_of(year, scheme, rulebook)
    plain = Facts(year, known)
    card = score(plain, chosen)
    projects = project_cards(plain, choose_scheme(place_of(year), "project", year.year, rulebook=rulebook))
    facts = plain.extended(scorecard_facts(card, plain, projects.values()))
    step()
    findings = check(facts, card, problems, projects)
    step()
    return Evaluation(year, known, chosen, card, projects, facts, problems, findings)
