"""Checks that are declared relations: each failing one becomes a finding with its difference and its likely cause."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from fractions import Fraction

from jixiao.checks.finding import Points
from jixiao.checks.severity import Severity
from jixiao.checks.view import Found, Shared, View
from jixiao.facts import Address
from jixiao.files.messages import Term as Word
from jixiao.relations import Form, Outcome, Relation, Verdict, hints, judge

# Decimals of sums and rates on forms; more where the difference lies beyond them, up to MOST.
USUAL, MOST = 2, 8
_SILENT = (Outcome.HOLDS, Outcome.LAST_PLACE, Outcome.OPEN)


def ties(view: View) -> Iterator[Found]:
    """Every relation of the check's identity that does not hold."""
    identity = view.rule.identity
    if identity is None:
        return
    declared = view.shared.declared
    for relation in declared.relations(identity):
        yield from failing(relation)
    for where in restated(view.shared, identity.restated):
        for relation in declared.restatements(identity.code, where):
            yield from failing(relation)


def restated(shared: Shared, patterns: tuple[str, ...]) -> Iterator[Address]:
    """The addresses of stated figures that match one of the patterns, each once."""
    stated = dict.fromkeys(where for document in shared.declared.documents.values() for where in document)
    for where in stated:
        if any(fnmatchcase(where.partition("/")[2], pattern) for pattern in patterns):
            yield where


def failing(relation: Relation) -> Iterator[Found]:
    """The finding of a relation that does not hold; digits cut instead of rounded are no more than a note.

    Nor is it an error where the figures hold with the decimals that were typed: whether the paper prints 98.4 or 98.40
    is for the officer to look up. Amounts are printed to two decimals nearly always, so theirs is a warning.
    """
    verdict = judge(relation)
    if verdict.outcome in _SILENT:
        return
    cut = verdict.outcome is Outcome.CUT
    coarse = judge(relation.as_typed).outcome in _SILENT
    mild = Severity.WARNING if relation.left.unit == "万元" else Severity.NOTE
    yield Found(
        at=_written(relation),
        values=_values(relation, verdict),
        severity=mild if coarse else Severity.NOTE if cut else None,
        message="check-coarse" if coarse else "check-cut" if cut else _message(relation),
        hints=() if coarse else hints(relation, verdict),
    )


def _written(relation: Relation) -> tuple[Address, ...]:
    """The left side first, then what else somebody wrote."""
    others = (quantity.at for quantity in relation.quantities() if quantity.written)
    return tuple(dict.fromkeys((relation.left.at, *others)))


def _message(relation: Relation) -> str:
    return {Form.AT_MOST: "check-at-most", Form.AT_LEAST: "check-at-least"}.get(relation.form, "check-tie")


def _values(relation: Relation, verdict: Verdict) -> dict[str, object]:
    left = relation.left
    places = _telling(relation, verdict.expected)
    usual = max(places, USUAL if left.size != 1 or left.unit == "分" else 0)
    difference = left.show(abs(verdict.difference), usual)
    return {
        "title": left.title,
        "found": left.show(places=places),
        "expected": left.show(verdict.expected, usual),
        "more": Word("word-more" if verdict.difference > 0 else "word-less"),
        "difference": Points(difference.removesuffix("%")) if left.unit == "%" else difference,
        "relation": relation.text,
    }


def _telling(relation: Relation, expected: Fraction) -> int:
    """The decimals to show: those of the left side, and more where it would look the same as what it should be."""
    left = relation.left
    return next(
        (places for places in range(left.places, MOST) if left.show(places=places) != left.show(expected, places)), MOST
    )
