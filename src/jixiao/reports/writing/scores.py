"""What the text needs beside a scorecard's own facts: full marks, the loss in all, and what each indicator got."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value
from jixiao.figures import MISSING, Count, Missing, Score
from jixiao.reports.model import Spans, Text
from jixiao.reports.writing.pen import NO_BASE, Pen
from jixiao.scoring import Line, Part, Scorecard, scorecard_facts

DEPARTMENT = "部门"


def score_facts(facts: Facts, card: Scorecard | None, project_cards: Sequence[Scorecard]) -> dict[Address, Fact]:
    """The facts of the cards, and those that they imply, each under its own address.

    Beside what `scorecard_facts` gives: `points/total`, `lost/total`, `lost/count` (lines that lost points), for each
    project `project-points/P01/P-01` and `…/total`, for each indicator `indicator/O1/score` and `…/lost`.
    """
    found: dict[Address, Fact] = {}
    if card is not None:
        found.update(scorecard_facts(card, facts, project_cards))
        found.update((fact.address, fact) for fact in _totals(facts, card))
        details = (detail for line in card.lines for detail in line.details)
        found.update((fact.address, fact) for fact in _indicators(facts, details, project=""))
    for one in project_cards:
        found.update((fact.address, fact) for fact in _points(facts, one))
        details = (detail for line in one.lines for detail in line.details)
        found.update((fact.address, fact) for fact in _indicators(facts, details, project=one.project))
    return found


def _totals(facts: Facts, card: Scorecard) -> Iterator[Fact]:
    missing = not card.complete
    count: Value | Missing = MISSING if missing else Count(sum(has_lost(line) for line in card.lines))
    codes = [line.code for line in card.lines]
    inputs = tuple(facts.at("lost", code) for code in codes)
    points = tuple(facts.at("points", node.code) for node in card.nodes)
    yield _fact(facts.at("points", "total"), card.points, "自评满分", "各部分分值合计", points)
    yield _fact(facts.at("lost", "total"), card.lost, "失分合计", "各评分项失分合计", inputs)
    yield _fact(facts.at("lost", "count"), count, "失分项数", "有失分的评分项数", inputs, Kind.COUNT)


def _points(facts: Facts, card: Scorecard) -> Iterator[Fact]:
    nodes: tuple[Part | Line, ...] = (*card.parts, *card.lines)
    told = [("total", "满分", card.points), *((node.code, f"{node.name}分值", node.points) for node in nodes)]
    for code, name, points in told:
        yield _fact(
            facts.at("project-points", card.project, code), points, f"{card.title} · {name}", card.scheme.title, ()
        )


def _indicators(facts: Facts, lines: Iterator[Line], project: str) -> Iterator[Fact]:
    """What the indicators of one owner got; a department's card may gather those of projects too, which have their own."""
    for line in lines:
        record = facts.rows.named("indicator", line.code)
        if record is None or record.owner != (project or DEPARTMENT):
            continue
        for name, title, value in (("score", "得分", line.score), ("lost", "扣分", line.lost)):
            rule = "；".join(part for part in (line.reason, line.step) if part)
            where = facts.at("indicator", line.code, name)
            yield _fact(where, value, f"{line.name} · {title}", rule, tuple(dict.fromkeys(line.facts)))


def _fact(
    where: Address, value: Value | Missing, title: str, rule: str, inputs: tuple[Address, ...], kind: Kind = Kind.SCORE
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
    return _or_dash(pen, pen.facts.at("indicator", key, "score"))


def project_score(pen: Pen, key: str) -> Spans:
    """The score of a project's own self-evaluation, a dash where it was not scored."""
    return _or_dash(pen, pen.facts.at("project-score", key, "total"))


def _or_dash(pen: Pen, where: Address) -> Spans:
    if where not in pen.facts or isinstance(pen.facts.value(where), Missing):
        return (Text(NO_BASE),)
    return (pen.figure(where),)
