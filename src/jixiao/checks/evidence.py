"""Evidence: every figure has its paper, every paper its figure."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.indicators import measured
from jixiao.checks.meant import meant
from jixiao.checks.view import Found, View, check, names_in, told
from jixiao.facts import PartialDate
from jixiao.figures import Score


@check("EVD-01")
def actuals_have_a_source(view: View) -> Iterator[Found]:
    """A quantitative result names its evidence or where its figure comes from. All of them are told at once."""
    listed = {name for item in view.year.evidence for name in names_in(item.lines)}
    bare = [
        item for item in measured(view) if not told(item.evidence) and not told(item.origin) and item.no not in listed
    ]
    if bare:
        yield Found(
            tuple(view.at("indicator", item, "evidence") for item in bare), {"names": tuple(item.name for item in bare)}
        )


@check("EVD-03")
def judgement_is_no_measurement(view: View) -> Iterator[Found]:
    """A figure whose only source is the department's own judgement was not measured."""
    for item in measured(view):
        if item.origin in view.rule.words("origins"):
            yield Found((view.at("indicator", item, "origin"),), {"name": item.name, "origin": item.origin})


@check("EVD-04")
def files_are_listed_once(view: View) -> Iterator[Found]:
    """One file under two numbers was listed for unrelated lines."""
    first: dict[str, object] = {}
    for item in view.year.evidence:
        file = told(item.file)
        if file and file in first:
            yield Found((view.at("evidence", item, "file"), view.at("evidence", first[file], "file")), {"file": file})
        elif file:
            first[file] = item


@check("EVD-06")
def papers_are_ready(view: View) -> Iterator[Found]:
    """A paper without file, date or seal cannot be handed in. All of them are told at once."""
    bare = [
        item
        for item in view.year.evidence
        if not told(item.file) or not isinstance(item.date, PartialDate) or item.sealed is not True
    ]
    if bare:
        yield Found(
            tuple(view.at("evidence", item, "file") for item in bare), {"names": tuple(item.no for item in bare)}
        )


@check("EVD-09")
def evidence_numbers_exist(view: View) -> Iterator[Found]:
    """A number in an indicator's evidence column is in the list of evidence."""
    known = {item.no for item in view.year.evidence}
    for item in view.year.indicator:
        unknown = tuple(name for name in names_in(item.evidence) if name not in known)
        if unknown:
            hints = meant(view.facts, "evidence", unknown[0])
            yield Found((view.at("indicator", item, "evidence"),), {"name": item.name, "numbers": unknown}, hints=hints)


@check("EVD-10")
def papers_prove_something(view: View) -> Iterator[Found]:
    """A paper names a score line or an indicator that exists."""
    if view.card is None:
        return
    known = {line.code for line in view.card.lines} | {item.no for item in view.year.indicator}
    for item in view.year.evidence:
        unknown = tuple(name for name in names_in(item.lines) if name not in known)
        if unknown:
            yield Found((view.at("evidence", item, "lines"),), {"name": item.name, "lines": unknown})


@check("CMP-13")
def management_lines_have_papers(view: View) -> Iterator[Found]:
    """A score line with points has at least one paper. All of them are told at once."""
    if view.card is None:
        return
    listed = {name for item in view.year.evidence for name in names_in(item.lines)}
    bare = [
        line
        for line in view.card.lines
        if isinstance(line.score, Score) and line.score.points > 0 and line.code not in listed
    ]
    if bare:
        at = tuple(view.facts.at("score", line.code) for line in bare)
        yield Found(at, {"lines": tuple(f"{line.code} {line.name}" for line in bare)})
