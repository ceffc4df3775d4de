"""One evaluation: a workbook read, its facts, the scorecards and the findings — everything short of writing files."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jixiao import exchange
from jixiao.checks import Finding, check
from jixiao.facts import DepartmentYear, Facts, Registry
from jixiao.facts.building import CellProblem
from jixiao.figures import Missing
from jixiao.files.errors import FileRefused
from jixiao.rules import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import choose_scheme, entries
from jixiao.scoring import Scorecard, project_cards, score, scorecard_facts


@dataclass(frozen=True)
class Evaluation:
    """What one workbook came to.

    Attributes:
        year, registry: what was read, and the declarations by which it was.
        card: the department's scorecard; None where no scheme is in force for its place and year, and then
            `unscored` says so.
        projects: scorecards of the projects by key; none where no project scheme is in force.
        facts: entered, derived and scored figures.
        problems: what was wrong with single cells; `findings` include them.
    """

    year: DepartmentYear
    registry: Registry
    card: Scorecard | None
    unscored: RuleError | None
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
    """The region code on the cover in half-width digits, empty where nobody wrote one."""
    return "" if isinstance(year.cover.region, Missing) else unicodedata.normalize("NFKC", year.cover.region).strip()


def in_force(year: DepartmentYear, named: str | None, rulebook: Path | None) -> tuple[Scheme | None, RuleError | None]:
    """The department's scheme, or why there is none; a scheme that was asked for by name must exist."""
    try:
        return scheme_of(year, named, rulebook), None
    except RuleError as error:
        if error.message_id != "scheme-none-in-force":
            raise
        return None, error


def cards_of_projects(facts: Facts, rulebook: Path | None) -> Mapping[str, Scorecard]:
    """The scorecards of the projects, none where no project scheme is in force."""
    try:
        scheme = choose_scheme(place_of(facts.year), "project", facts.year.year, rulebook=rulebook)
    except RuleError as error:
        if error.message_id != "scheme-none-in-force":
            raise
        return {}
    return project_cards(facts, scheme)


def evaluate(
    path: Path, *, scheme: str | None = None, rulebook: Path | None = None, step: Callable[[], None] = lambda: None
) -> Evaluation:
    """Read, score and check one workbook; `step` is called after each of the three.

    Raises:
        FileRefused: the file cannot be read as a workbook of ours.
        RuleError: the scheme that was named does not exist or cannot be used.
    """
    known = registry()
    year, problems = read_year(path, known)
    step()
    chosen, unscored = in_force(year, scheme, rulebook)
    plain = Facts(year, known)
    card = None if chosen is None else score(plain, chosen)
    projects = cards_of_projects(plain, rulebook)
    facts = plain if card is None else plain.extended(scorecard_facts(card, plain, projects.values()))
    step()
    known_schemes = {entry.id: entry.title for entry in entries(rulebook) if entry.form == "department"}
    findings = check(facts, card, problems, projects, known_schemes if unscored else None)
    step()
    return Evaluation(year, known, card, unscored, projects, facts, problems, findings)
