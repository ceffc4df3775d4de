"""Satisfaction is asked of people: how many, of how many."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Count


def _asked(view: View) -> Iterator[Any]:
    return (
        item for item in view.year.indicator if "满意" in told(item.name) and item.operator not in ("定性", "不适用")
    )


@check("PCT-05")
def full_satisfaction_needs_many(view: View) -> Iterator[Found]:
    """Everybody satisfied among a handful asked, when there were more to ask; and a result where nobody was asked."""
    for item in _asked(view):
        if item.sample == Count(0):
            if isinstance(item.actual, Decimal):
                at = (view.at("indicator", item, "sample"), view.at("indicator", item, "actual"))
                yield Found(at, {"name": item.name, "actual": item.actual}, message="check-PCT-05-nobody")
            continue
        few = isinstance(item.sample, Count) and item.sample.number < view.rule.figure("sample")
        all_asked = isinstance(item.sample, Count) and item.population == item.sample
        if item.actual == Decimal(100) and few and not all_asked:
            yield Found((view.at("indicator", item, "sample"),), {"name": item.name, "sample": item.sample})


@check("CMP-11")
def surveys_are_described(view: View) -> Iterator[Found]:
    """A satisfaction figure without a number of answers comes from nowhere."""
    bare = [item for item in _asked(view) if isinstance(item.actual, Decimal) and not isinstance(item.sample, Count)]
    if bare:
        yield Found(
            tuple(view.at("indicator", item, "sample") for item in bare), {"names": tuple(item.name for item in bare)}
        )


@check("EVD-05")
def samples_come_from_their_population(view: View) -> Iterator[Found]:
    """Nobody answers twice: a sample is no larger than the people it was drawn from."""
    for item in _asked(view):
        if isinstance(item.sample, Count) and isinstance(item.population, Count) and item.sample > item.population:
            at = (view.at("indicator", item, "sample"), view.at("indicator", item, "population"))
            yield Found(at, {"name": item.name, "sample": item.sample, "population": item.population})
