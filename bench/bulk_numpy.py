"""Indicators answered in arrays of numpy: each group of them is cut out, scored, and put back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from bench.bulk_table import groups


def half_up(values: Any) -> Any:
    """To two places, halves upward."""
    return np.floor(values * 100 + 0.5) / 100


def missing(values: Any) -> Any:
    """Where there is no value, which an array of floats holds as NaN."""
    return values != values  # noqa: PLR0124 – only NaN is not what it is


def pick(cases: Any, otherwise: Any) -> Any:
    """The value of the first condition that holds; NaN for None."""
    values = [np.nan if value is None else value for _, value in cases]
    return np.select([test for test, _ in cases], values, np.nan if otherwise is None else otherwise)


def answered(columns: dict[str, Any]) -> tuple[Any, Any]:
    """Score and code of every indicator; scores are as fine as `points` are."""
    points = columns["points"]
    score, code = np.full(len(points), np.nan, points.dtype), np.full(len(points), -1, np.int32)
    rest = np.ones(len(points), bool)
    with np.errstate(divide="ignore", invalid="ignore"):  # of cases that are computed and not taken
        for group in groups(SimpleNamespace(**columns), missing):
            chosen = np.flatnonzero(rest & group.chosen)
            rest[chosen] = False
            cases = group.cases(SimpleNamespace(**{name: values[chosen] for name, values in columns.items()}))
            score[chosen] = half_up(pick([(test, one) for test, one, _ in cases], None))
            code[chosen] = np.select([test for test, _, _ in cases], [one for _, _, one in cases], -1)
    return score, code


def shared(group: Any, weight: Any, full: Any) -> Any:
    """Points of indicators: their own, or an even share of the full hundredths where nobody of their group has any."""
    blank = np.flatnonzero(missing(weight))
    number, place, count = np.unique(group[blank], return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    position = np.empty(len(blank), np.int64)
    position[order] = np.arange(len(blank)) - np.repeat(np.cumsum(count) - count, count)
    share, more = np.divmod(full[blank], count[place])
    bare = ~np.isin(number, group[~missing(weight)])[place]
    points = weight.copy()
    points[blank] = np.where(bare, (share + (position < more)) / 100, np.nan)
    return points
