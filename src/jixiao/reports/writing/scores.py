"""What the text needs beside a scorecard's own facts: how many lines lost points, and what each indicator lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value
from jixiao.figures import MISSING, Count, Missing, Score
from jixiao.reports.model import Spans, Text
from jixiao.reports.writing.pen import NO_BASE, Pen
from jixiao.scoring import Line, Scorecard, scorecard_facts
from jixiao.scoring.because import ByRow

DEPARTMENT = "部门"


def score_facts(facts: Facts, card: Scorecard | None, project_cards: Sequence[Scorecard]) -> dict[Address, Fact]:
    """The facts of the cards, and those that only the text needs, each under its own address.

    Beside what `scorecard_facts` gives: `lost/count` (lines that lost points), for each indicator that lost points
    `indicator/O1/lost`, and for each project the points of its execution rate as `project-points/P01/P-01`.
    """
    found: dict[Address, Fact] = {}
    if card is not None:
        if facts.at("score", "total") not in facts:  # who scored may have joined them already, and there are many
            found.update(scorecard_facts(card, facts, project_cards))
        made = [_count(facts, card), *_indicators(facts, card)]
        found.update((fact.address, fact) for fact in made)
    for one in project_cards:
        found.update((fact.address, fact) for fact in (*_points(facts, one), *_indicators(facts, one)))
    return found


def _count(facts: Facts, card: Scorecard) -> Fact:
    count: Value | Missing = Count(sum(has_lost(line) for line in card.lines)) if card.complete else MISSING
    inputs = tuple(facts.at("lost", line.code) for line in card.lines)
    return _fact(facts.at("lost", "count"), count, "失分项数", "有失分的评分项数", inputs, Kind.COUNT)


def _points(facts: Facts, card: Scorecard) -> Iterator[Fact]:
    line = execution_line(card)
    if line is not None:
        where = facts.at("project-points", card.project, line.code)
        yield _fact(where, line.points, f"{card.title} · {line.name}分值", card.scheme.title, ())


def _indicators(facts: Facts, card: Scorecard) -> Iterator[Fact]:
    """What the indicators of one owner lost; a department's card may gather those of projects too, which have their own."""
    for line in (detail for one in card.lines for detail in one.details if has_lost(detail)):
        record = facts.rows.named("indicator", line.code)
        if record is None or record.owner != (card.project or DEPARTMENT):
            continue
        rule = "；".join(part for part in (line.reason, line.step) if part)
        where = facts.at("indicator", line.code, "lost")
        yield _fact(where, line.lost, f"{line.name} · 扣分", rule, tuple(dict.fromkeys(line.facts)))


def execution_line(card: Scorecard | None) -> Line | None:
    """The line of a project card that a rule of its own scores from the money, with no indicators behind it."""
    return next((line for line in card.lines if isinstance(line.because, ByRow)), None) if card is not None else None


def _fact(
    where: Address,
    value: Value | Missing,
    title: str,
    rule: str,
    inputs: tuple[Address, ...],
    kind: Kind = Kind.SCORE,
) -> Fact:
    unit = "个" if kind is Kind.COUNT else "分"
    period = f"{where.split('/', 1)[0]}年度"
    passport = Passport(Provenance.DERIVED, period=period, unit=unit, rule=rule)
    return Fact(address=where, value=value, kind=kind, title=title, passport=passport, names=(title,), inputs=inputs)


def has_lost(line: Line) -> bool:
    """Whether points were lost here; a line that is not yet scored has lost nothing."""
    return isinstance(line.lost, Score) and line.lost > Score.zero()


def lost_lines(pen: Pen) -> list[Line]:
    """The department's lines that lost points, in the order of printing."""
    return [] if pen.card is None else [line for line in pen.card.lines if has_lost(line)]


def indicator_score(pen: Pen, key: str) -> Spans:
    """The score of an indicator, a dash where the scheme gives it none."""
    return _or_dash(pen, pen.facts.at("indicator-score", key, "score"))


def project_score(pen: Pen, key: str) -> Spans:
    """The score of a project's own self-evaluation, a dash where it was not scored."""
    return _or_dash(pen, pen.facts.at("project-score", key, "total"))


def _or_dash(pen: Pen, where: Address) -> Spans:
    if where not in pen.facts or isinstance(pen.facts.value(where), Missing):
        return (Text(NO_BASE),)
    return (pen.figure(where),)
