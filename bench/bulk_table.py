"""The gd-2022 scheme by hand in ordinary arithmetic, for the engines that ours is measured beside: floats, no reasons in words.

Written once for whatever compares and divides element by element: arrays of numpy, expressions of Polars. Figures are in the
units of the form, points in points. A score of None is an open one; what is compared with nothing is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

GREATER, AT_LEAST, EQUAL, LESS, AT_MOST, JUDGED, OTHER, NONE = range(8)
"""The operators of an indicator, as a dataset holds them."""

LINE_COLUMNS = {
    "dept": 1,
    "row": 1,
    "owner_row": 1,
    "lv1": 1,
    "operator": 1,
    "due_set": 1,
    "state": 1,
    "sample": 1,
    "late": 1,
    "target": 10_000,
    "target_high": 10_000,
    "used": 10_000,
    "weight": 100,
    "judged": 100,
}
"""Column of an indicator → what its whole numbers are divided by."""

BUDGET_COLUMNS = ("dept", "project_row", "expenditure", "adjust_kind", "full", "spent", "initial", "adjust")
MONEY = 1_000_000
MANAGEMENT = [
    "must_assess",
    "assessed",
    "findings",
    "serious_findings",
    "due_disclosures",
    "compliant_disclosures",
    "due_performance_items",
    "published_items",
    "rule_stages",
    "covered_stages",
    "results_to_apply",
    "results_applied",
    "forms_submitted",
    "forms_returned",
    "intents_due",
    "intents_compliant",
    "procurement_rules",
    "procurement_findings",
    "contracts",
    "contracts_in_time",
    "filed_in_time",
    "sme_reserved",
    "sme_required",
    "over_standard_items",
    "income_due",
    "income_in_time",
    "inventories",
    "differences_open",
    "asset_ties",
    "asset_ties_passed",
    "asset_findings",
    "assets_total",
    "assets_in_use",
    "cost_items",
    "cost_not_above",
]

GRADES = ((90, "优"), (80, "良"), (70, "中"), (60, "低"), (0, "差"))

Case = tuple[Any, Any, int]
Missing = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators that are scored alike: which they are, and their cases (condition, score, code), the first that holds."""

    chosen: Any
    cases: Callable[[Any], Sequence[Case]]


def groups(x: Any, missing: Missing) -> Iterator[Group]:
    """The groups of indicators, in order; an indicator is of the first that chooses it.

    Args:
        x: the columns by name, beside them `points` and `consent` (whether there is one).
        missing: tells where a column has no value.
    """
    apart = missing(x.points) | (x.operator == NONE) | (x.operator == OTHER) | (x.late < 0) | (x.sample == 0)
    yield Group(apart, lambda y: set_apart(y, missing))
    yield Group(x.operator == JUDGED, lambda y: judged(y, missing))
    yield Group(x.due_set == 1, lambda y: dated(y, missing))
    yield Group(~missing(x.target_high), lambda y: between(y, missing))
    yield Group(missing(x.target) | (x.target <= 0), lambda y: no_ratio(y, missing))
    yield Group((x.operator == LESS) | (x.operator == AT_MOST), lambda y: reverse(y, missing))
    yield Group(x.due_set == 0, lambda y: forward(y, missing))


def set_apart(x: Any, missing: Missing) -> Sequence[Case]:
    """Without points, not applicable, of unknown lateness, of another kind, or a survey that was not made."""
    return [
        (missing(x.points), None, 2),
        ((x.operator == NONE) & x.consent, None, 3),
        (x.operator == NONE, 0.0, 0),
        (x.late < 0, None, 2),
        ((x.operator == OTHER) & missing(x.judged), None, 5),
        ((x.operator == OTHER) & (x.judged > x.points), None, 9),
        (x.operator == OTHER, x.judged, 12),
        (x.sample == 0, 0.0, 20),
    ]


def judged(x: Any, missing: Missing) -> Sequence[Case]:
    """Qualitative indicators in three bands."""
    upper, lower = 0.8 * x.points - 0.005, 0.6 * x.points - 0.005
    return [
        (missing(x.state), None, 26),
        ((x.state == 0) & missing(x.judged), None, 25),
        ((x.state == 0) & ((x.judged > x.points) | (x.judged <= upper)), None, 29),
        (x.state == 0, x.judged, 32),
        ((x.state == 1) & missing(x.judged), None, 37),
        ((x.state == 1) & ((x.judged > upper) | (x.judged <= lower)), None, 41),
        (x.state == 1, x.judged, 44),
        (missing(x.judged), None, 49),
        ((x.judged < 0) | (x.judged > lower), None, 53),
        (x.state == 2, x.judged, 56),
    ]


def dated(x: Any, missing: Missing) -> Sequence[Case]:
    """Indicators with a date by which something had to be done."""
    return [
        (x.operator != AT_MOST, None, 61),
        (~missing(x.target), None, 65),
        (x.late == 0, x.points, 68),
        ((x.late > 0) & missing(x.judged), None, 73),
        ((x.late > 0) & (x.judged > 0.8 * x.points - 0.005), None, 77),
        (x.late > 0, x.judged, 80),
        (missing(x.state), None, 86),
        (x.state != 2, None, 85),
        (missing(x.judged), None, 89),
        (x.judged > 0.6 * x.points - 0.005, None, 93),
        (x.due_set == 1, x.judged, 96),
    ]


def between(x: Any, missing: Missing) -> Sequence[Case]:
    """Indicators with a range."""
    return [
        (x.operator != EQUAL, None, 101),
        (missing(x.target), None, 106),
        (x.target_high < x.target, None, 105),
        (missing(x.used), None, 110),
        ((x.used >= x.target) & (x.used <= x.target_high), x.points, 108),
        (x.target < 0, None, 113),
        (x.used <= 0, 0.0, 116),
        (x.used < x.target, x.points * x.used / x.target, 120),
        (x.used > 0, x.points * x.target_high / x.used, 124),
    ]


def no_ratio(x: Any, missing: Missing) -> Sequence[Case]:
    """Targets that are missing, negative or zero."""
    forward = (x.operator == GREATER) | (x.operator == AT_LEAST)
    reverse = (x.operator == LESS) | (x.operator == AT_MOST)
    negative = x.target < 0
    return [
        (missing(x.target), None, 130),
        (negative & forward & missing(x.used), None, 130),
        (negative & forward & (x.used >= x.target), x.points, 128),
        (negative & reverse & missing(x.used), None, 134),
        (negative & reverse & (x.used <= x.target), x.points, 132),
        (negative & (x.operator == EQUAL) & missing(x.used), None, 138),
        (negative & (x.operator == EQUAL) & (x.used == x.target), x.points, 136),
        (negative, None, 141),
        (forward, x.points, 144),
        (missing(x.used), None, 150),
        (x.used <= 0, x.points, 148),
        (x.used > 0, 0.0, 152),
    ]


def reverse(x: Any, missing: Missing) -> Sequence[Case]:
    """The less the better."""
    return [
        (missing(x.used), None, 158),
        (x.used <= x.target, x.points, 156),
        (x.used >= 2 * x.target, 0.0, 160),
        (x.used > x.target, x.points * (1 - (x.used - x.target) / x.target), 164),
    ]


def forward(x: Any, missing: Missing) -> Sequence[Case]:
    """The more the better."""
    return [
        (missing(x.used), None, 170),
        (x.used >= 1.2 * x.target, x.points, 168),
        (x.used >= x.target, x.points, 172),
        (x.used <= 0, 0.0, 176),
        (x.used > 0, x.points * x.used / x.target, 180),
    ]


Pick = Callable[[Sequence[tuple[Any, Any]], Any], Any]


def leaves(w: Any, pick: Pick, missing: Missing) -> Iterator[tuple[str, Any]]:
    """Code and score, not yet rounded, of every line of a department but those that gather indicators and projects.

    Args:
        w: words of departments by name: `MANAGEMENT`, and the sums `full`, `spent`, `key_full`, `key_spent`, `initial`,
            `moved`, `sangong`, `sangong_budget`; `plain` tells who has no key task.
        pick: the value of the first condition that holds, else the last argument; None for an open score.
        missing: tells where a column has no value.
    """

    def ratio(done: Any, due: Any, points: Any, if_none: Any) -> Any:
        return pick(
            [(missing(due), None), (due <= 0, if_none), (missing(done), None), (done >= due, points), (done <= 0, 0.0)],
            points * done / due,
        )

    def without(points: float, lost: Any) -> Any:
        return pick([(missing(lost), None), (lost >= points, 0.0)], points - lost)

    def when(test: Any, points: float, *read: Any) -> Any:
        return pick([*((missing(one), None) for one in read), (test, points)], 0.0)

    moved = w.moved / w.initial
    in_use = w.assets_in_use / w.assets_total
    yield "A-03", ratio(w.spent, w.full, pick([(w.plain, 10.0)], 5.0), None)
    yield "A-05", pick([(w.plain, 0.0)], ratio(w.key_spent, w.key_full, 5.0, None))
    yield "B-01-01", ratio(w.assessed, w.must_assess, 2.0, 2.0)
    yield (
        "B-02-01",
        pick(
            [
                (missing(w.initial) | missing(w.moved) | (w.initial <= 0), None),
                (moved <= 0.1, 4.0),
                (moved <= 0.2, 3.0),
                (moved <= 0.3, 2.0),
            ],
            0.0,
        ),
    )
    yield "B-02-02", without(3.0, w.findings + 3 * w.serious_findings)
    yield "B-03-01", ratio(w.compliant_disclosures, w.due_disclosures, 2.0, None)
    yield "B-03-02", ratio(w.published_items, w.due_performance_items, 1.0, None)
    yield "B-04-01", ratio(w.covered_stages, w.rule_stages, 5.0, None)
    yield "B-04-02", ratio(w.results_applied, w.results_to_apply, 5.0, 5.0)
    yield "B-04-03", ratio(w.forms_submitted - w.forms_returned, w.forms_submitted, 5.0, None)
    yield "B-05-01", ratio(w.intents_compliant, w.intents_due, 2.0, 2.0)
    yield "B-05-02", when(w.procurement_rules == 1, 1.0, w.procurement_rules)
    yield "B-05-03", without(2.0, w.procurement_findings)
    yield "B-05-04", ratio(w.contracts_in_time, w.contracts, 3.0, 3.0)
    yield "B-05-05", ratio(w.filed_in_time, w.contracts, 1.0, 1.0)
    yield "B-05-06", when(w.sme_reserved >= w.sme_required, 1.0, w.sme_reserved, w.sme_required)
    yield "B-06-01", without(2.0, 0.5 * w.over_standard_items)
    paid = (w.income_due <= 0) | (w.income_in_time >= w.income_due)
    yield "B-06-02", when(paid, 1.0, w.income_due, w.income_in_time)
    counted = (w.inventories >= 1) & (w.differences_open <= 0)
    yield "B-06-03", when(counted, 1.0, w.inventories, w.differences_open)
    yield "B-06-04", ratio(w.asset_ties_passed, w.asset_ties, 2.0, None)
    yield "B-06-05", without(2.0, w.asset_findings)
    yield (
        "B-06-06",
        pick(
            [
                (missing(w.assets_total) | missing(w.assets_in_use) | (w.assets_total <= 0), None),
                (in_use >= 0.9, 2.0),
                (in_use >= 0.75, 1.4),
                (in_use >= 0.6, 0.8),
            ],
            0.0,
        ),
    )
    yield "B-07-01", ratio(w.cost_not_above, w.cost_items, 2.0, None)
    yield "B-07-02", when(w.sangong <= w.sangong_budget, 1.0, w.sangong, w.sangong_budget)
