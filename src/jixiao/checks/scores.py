"""Scores: stated ones add up and equal the computed ones; lost points are explained; plus items have a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from jixiao.checks.reached import missed
from jixiao.checks.ties import failing
from jixiao.checks.view import Found, View, check, names_in, told
from jixiao.facts import Address
from jixiao.figures import Missing, Score, half_up
from jixiao.relations import Form, Quantity, Relation, Term

_GRADE = re.compile(r"(?:等级|评价|结论)[为是：:]+\s*[“\"']?([优良中低差])[”\"'。，；、\s]")


@check("SCR-01")
def parts_add_up(view: View) -> Iterator[Found]:
    """In each document the stated parts, with the plus and minus items, add to the stated total."""
    if view.card is None:
        return
    year = view.year.year
    total = Address(f"{year}/score/total")
    parts = [Address(f"{year}/score/{node.code}") for node in view.card.nodes]
    for stated in view.shared.declared.documents.values():
        if total in stated and parts and all(part in stated for part in parts):
            terms = [Term(stated[part]) for part in parts]
            bonus = view.card.adjusted
            if isinstance(bonus, Score) and bonus.points:
                terms.append(Term(_points(Address(f"{year}/bonus"), bonus)))
            yield from failing(Relation("SCR-01", Form.SUM, stated[total], tuple(terms)))


def _points(at: Address, score: Score) -> Quantity:
    return Quantity(at, "加减分", Fraction(score.points), "分", places=2, written=False)


@check("SCR-04")
def project_totals_add_up(view: View) -> Iterator[Found]:
    """A project's stated total is the stated scores of its indicators and the score of its execution rate."""
    for project in view.year.project:
        card = view.shared.projects.get(project.project)
        indicators = view.shared.indicators.get(project.project, ())
        stated = [item.self_score for item in indicators if isinstance(item.self_score, Score)]
        if card is None or not isinstance(project.self_score, Score) or not indicators or len(stated) < len(indicators):
            continue
        rest = [line.score for line in card.lines if not line.details]
        if any(isinstance(score, Missing) for score in rest):
            continue
        expected = Score.sum([*stated, *(score for score in rest if isinstance(score, Score))])
        if expected != project.self_score:
            values = {"name": project.name, "stated": project.self_score, "expected": expected}
            yield Found((view.at("project", project, "self_score"),), values)


@check("SCR-05")
def stated_scores_recompute(view: View) -> Iterator[Found]:
    """An indicator's stated score is what the scheme gives for its target and result. Unearned full marks are SCR-18's."""
    for item in view.year.indicator:
        line = view.shared.scored.get(item.no)
        if (
            line is None
            or line.kind != "computed"
            or not isinstance(item.self_score, Score)
            or item.self_score == line.score
        ):
            continue
        if not (missed(view, item) and item.self_score == item.weight):
            values = {"name": item.name, "stated": item.self_score, "expected": line.score, "reason": line.reason}
            yield Found((view.at("indicator", item, "self_score"),), values)


@check("SCR-06")
def judged_scores_fit_their_state(view: View) -> Iterator[Found]:
    """A qualitative score lies between the shares of its points that its state allows."""
    low, high = view.rule.table("low"), view.rule.table("high")
    for item in view.year.indicator:
        if not (isinstance(item.state, str) and isinstance(item.judged, Score) and isinstance(item.weight, Score)):
            continue
        lowest, highest = (
            Score(half_up(Fraction(item.weight.points) * Fraction(table[item.state]), 2)) for table in (low, high)
        )
        if not lowest <= item.judged <= highest:
            values = {"name": item.name, "state": item.state, "judged": item.judged, "low": lowest, "high": highest}
            yield Found((view.at("indicator", item, "judged"),), values)


@check("SCR-09")
def grade_words_match(view: View) -> Iterator[Found]:
    """A grade that a paragraph names is the grade of the total."""
    if view.card is None or not view.card.grade:
        return
    for paragraph in view.shared.paragraphs:
        if paragraph.subject == "narrative" and paragraph.record.slot == "自评结论":
            for match in _GRADE.finditer(paragraph.text):
                if match[1] != view.card.grade:
                    values = {"stated": match[1], "grade": view.card.grade, "total": view.card.total}
                    yield Found((paragraph.at,), values)


@check("SCR-11")
def lost_points_have_a_problem(view: View) -> Iterator[Found]:
    """Every line that lost points is named by a problem; the lines that none names are told once, all together."""
    if view.card is None:
        return
    named = {code for problem in view.year.problem for code in names_in(problem.lines)}
    lost = [line for line in view.card.lines if isinstance(line.lost, Score) and line.lost.points > 0]
    unexplained = [line for line in lost if line.code not in named]
    if unexplained:
        points = Score.sum(line.lost for line in unexplained if isinstance(line.lost, Score))
        at = tuple(view.facts.at("score", line.code) for line in unexplained)
        yield Found(at, {"lines": tuple(f"{line.code} {line.name}" for line in unexplained), "points": points})


@check("SCR-14")
def plus_items_have_a_document(view: View) -> Iterator[Found]:
    """A plus item that no document grounds is not accepted."""
    for item in view.year.bonus:
        if isinstance(item.points, Score) and item.points.points > 0 and not told(item.document):
            yield Found((view.at("bonus", item, "document"),), {"name": item.name, "points": item.points})


@check("CMP-20")
def every_line_is_scored(view: View) -> Iterator[Found]:
    """A line without its data has no score: the total is a preview. All are told at once, with the cells to fill in."""
    if view.card is None:
        return
    missing = [line for line in view.card.lines if isinstance(line.score, Missing)]
    if missing:
        blank = tuple(dict.fromkeys(where for line in missing for where in _blank(view, line.facts)))
        at = (*blank, *(view.facts.at("score", line.code) for line in missing))
        values: dict[str, object] = {
            "lines": tuple(f"{line.code} {line.name}" for line in missing),
            "points": view.card.open,
        }
        if not blank:
            yield Found(at, values)
        else:
            names = tuple(view.facts.fact(where).title for where in blank)
            yield Found(at, {**values, "names": names}, message="check-CMP-20-blank")


def _blank(view: View, wanted: Iterable[Address]) -> Iterator[Address]:
    """The cells that somebody has to fill in before figures can be computed."""
    for where in wanted:
        fact = view.facts.fact(where) if where in view.facts else None
        if fact is None or not isinstance(fact.value, Missing):
            continue
        if fact.missing:
            yield from _blank(view, fact.missing)
        elif not fact.passport.rule and where.split("/")[1] != "indicator":  # results of indicators are IND-04's
            yield where
