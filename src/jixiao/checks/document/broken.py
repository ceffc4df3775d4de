"""Findings from broken relations: one each, and the figure that is most likely wrong named in all that it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from jixiao.checks.catalogue import review_catalogue
from jixiao.checks.document.causes import candidates
from jixiao.checks.document.finding import Candidate, PaperFinding
from jixiao.checks.document.labels import declared
from jixiao.checks.document.paper import Paper
from jixiao.checks.severity import Severity
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.wording import in_signs
from jixiao.figures import half_up
from jixiao.relations import Form, Outcome, Verdict, find_repairs

SLIGHT = (Outcome.LAST_PLACE, Outcome.CUT)


def broken(paper: Paper) -> Iterator[PaperFinding]:
    """A finding for every relation that fails, and one note for all that are off in the last place only."""
    relations = [found.relation for found, _ in paper.judged]
    failing = [index for index, (_, verdict) in enumerate(paper.judged) if verdict.outcome is Outcome.FAILS]
    mentions = {mention.at: mention for found, _ in paper.judged for mention in found.mentions}
    groups = find_repairs(relations, failing)
    for group in groups:
        for index in group.broken:
            found, verdict = paper.judged[index]
            listed, suspect = candidates(found, verdict, group, mentions, paper)
            yield _finding(paper, found, verdict, listed, suspect)
    yield from _slight(paper)


def _finding(
    paper: Paper, found: Found, verdict: Verdict, listed: Sequence[Candidate], suspect: Span | None
) -> PaperFinding:
    rule = declared(found)
    message, values = _told(paper, found, verdict)
    shown = _shown(found, verdict.expected)
    named = next((item for item in listed if item.span == suspect and item.proposed), None)
    expectation, expected = "review-expected", {"expected": shown}
    if found.names:
        expectation, expected = "review-expected-names", {}
    elif _is_bound(found):
        expectation, expected = "", {}
    elif named is not None:
        expectation, expected = "review-expected-figure", {"found": named.found, "expected": named.proposed}
    return PaperFinding(
        rule=rule,
        severity=rule.severity if found.sure else _milder(rule.severity),
        spans=found.spans,
        message=message,
        values=values,
        expectation=expectation,
        expected_values=expected,
        place=paper.place(found.spans[0]),
        suspect=suspect,
        candidates=tuple(listed),
    )


def _told(paper: Paper, found: Found, verdict: Verdict) -> tuple[str, Mapping[str, object]]:
    left = found.relation.left
    if found.tie is Tie.ORDER:
        return "review-broken-order", {"relation": in_signs(found)}
    if found.tie is Tie.GRADE:
        return "review-broken-grade", {"found": _written(found)}
    if found.tie is Tie.COUNT and found.names:
        return "review-broken-names", {
            "found": _written(found),
            "expected": len(found.names),
            "names": tuple("".join(paper.document.text[start:end].split()) for start, end in found.names),
        }
    difference = left.show(abs(verdict.difference), places=_needed(verdict.difference / left.size, left.places))
    if left.unit == "%":
        difference = difference.removesuffix("%") + " 个百分点"
    values = {
        "relation": in_signs(found),
        "found": _written(found),
        "expected": _shown(found, verdict.expected),
        "difference": difference,
    }
    return ("review-broken-bound" if _is_bound(found) else "review-broken"), values


def _written(found: Found) -> str:
    return "".join(found.mentions[0].written.split()) if found.mentions else found.relation.left.show()


def _shown(found: Found, value: Fraction) -> str:
    """A value as the left side would print it: a fall that is told in words has no sign, one printed with - keeps it."""
    left = found.relation.left
    signed = bool(found.mentions) and found.mentions[0].figure.value == left.value / left.size
    return left.show(value if signed or left.value >= 0 or value >= 0 else -value)


def _needed(value: Fraction, places: int) -> int:
    """So many places that a difference is not shown as nothing."""
    return next((more for more in range(places, places + 4) if half_up(abs(value), more)), places)


def _is_bound(found: Found) -> bool:
    return found.relation.form in (Form.AT_MOST, Form.AT_LEAST)


def _milder(severity: Severity) -> Severity:
    return Severity.WARNING if severity.rank < Severity.WARNING.rank else severity


def _slight(paper: Paper) -> Iterator[PaperFinding]:
    """One note for all relations off in the last place: rounding is no error, yet somebody may want to know."""
    slight = [found for found, verdict in paper.judged if verdict.outcome in SLIGHT]
    rule = review_catalogue()["REL-15"]
    if slight and rule.on:
        where = tuple(in_signs(found) for found in slight)
        spans = [found.mentions[0].span for found in slight if found.mentions]
        if spans:
            yield paper.finding(rule, spans, "review-last-place", number=len(slight), where=where)
