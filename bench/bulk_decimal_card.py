"""The scorecard of a department by hand in plain Python: its lines, projects and leaves in Decimals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.bulk_decimal_lines import NOTHING, Indicator, answer, cents
from bench.bulk_table import GRADES


@dataclass(slots=True)
class Line:
    """An indicator scored: who gathers it, its points and score, and the code of its reason."""

    indicator: Indicator
    leaf: int
    points: Decimal | None
    score: Decimal | None
    code: int


@dataclass(slots=True)
class Department:
    """What the scheme reads of a department. Money in 万元; `key` and `budget` by project; None where it is missing."""

    number: int
    indicators: Sequence[Indicator]
    key: Mapping[int, bool]
    budget: Sequence[Mapping[str, Any]]
    management: Mapping[str, Decimal | None]
    sangong: Sequence[tuple[Decimal | None, Decimal | None]]
    bonus: Decimal


@dataclass(slots=True)
class Card:
    """What a department comes to; None where something is open."""

    lines: Sequence[Line]
    completions: Mapping[int, Decimal | None]
    leaves: Mapping[str, Decimal | None]
    total: Decimal | None
    grade: str


def lines_of(department: Department) -> Iterator[list[Line]]:
    """The indicators of each owner and leaf, scored."""
    plain = not any(department.key.values())
    by_owner: dict[tuple[int, int], list[Indicator]] = {}
    for one in department.indicators:
        leaf = -1 if one.owner_row else 0 if one.lv1 <= 1 else 1
        by_owner.setdefault((one.owner_row, leaf), []).append(one)
    for (_, leaf), members in by_owner.items():
        full = 10_000 if leaf < 0 else 2000 if plain else 1000
        share, more = divmod(full, len(members))
        bare = all(one.weight is None for one in members)
        made = []
        for place, one in enumerate(members):
            points = Decimal(share + (place < more)).scaleb(-2) if bare else one.weight
            made.append(Line(one, leaf, points, *answer(one, points)))
        yield made


def reached(lines: Iterable[Line]) -> tuple[Decimal, Decimal] | None:
    """Score and points of lines that are gathered; None while one is open."""
    points = score = NOTHING
    some = False
    for line in lines:
        kind = line.code & 3
        if kind in {1, 2}:
            return None
        if kind == 0 and line.points is not None and line.score is not None:
            points += line.points
            score += line.score
            some = True
    return (score, points) if some else None


def of(full: int, gathered: tuple[Decimal, Decimal] | None) -> Decimal | None:
    """What part of the full points was reached."""
    if gathered is None:
        return None
    score, points = gathered
    return NOTHING if points == 0 else cents(full * score / points)


def carded(department: Department) -> Card:
    """Score one department."""
    lines: list[Line] = []
    projects: dict[int, Decimal | None] = dict.fromkeys(department.key)
    plain = not any(department.key.values())
    leaves: dict[str, Decimal | None] = {"A-01": None, "A-02": None}
    for group in lines_of(department):
        owner, leaf = group[0].indicator.owner_row, group[0].leaf
        lines += group
        if leaf < 0:
            projects[owner] = of(100, reached(group))
        else:
            leaves[f"A-0{leaf + 1}"] = of(20 if plain else 10, reached(group))
    leaves |= from_money(department, plain, projects)
    leaves |= from_management(department.management)
    sangong = [_total(one[place] for one in department.sangong) for place in (0, 1)]
    leaves["B-07-02"] = None
    if sangong[0] is not None and sangong[1] is not None:
        leaves["B-07-02"] = Decimal(sangong[0] <= sangong[1])
    total = _total(leaves.values())
    if total is None:
        return Card(lines, projects, leaves, None, "")
    total = min(max(total + min(max(department.bonus, Decimal(-5)), Decimal(5)), NOTHING), Decimal(100))
    grade = next(grade for bound, grade in GRADES if total >= bound)
    return Card(lines, projects, leaves, total, grade)


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    total = NOTHING
    for value in values:
        if value is None:
            return None
        total += value
    return total


def from_money(
    department: Department, plain: bool, completions: Mapping[int, Decimal | None]
) -> dict[str, Decimal | None]:
    """The lines that read the budget."""
    budget, key = department.budget, department.key
    chosen = [line for line in budget if line["expenditure"] == 1 and key.get(line["project_row"])]
    full, spent = _total(line["full"] for line in budget), _total(line["spent"] for line in budget)
    initial = _total(line["initial"] for line in budget)
    moved = _total(line["adjust"] for line in budget if line["adjust_kind"] == 3 and line["adjust"] > 0)
    found: dict[str, Decimal | None] = {"A-03": ratio(spent, full, 10 if plain else 5, None), "B-02-01": None}
    if initial is not None and moved is not None and initial > 0:
        bounds = ((Decimal("0.1"), 4), (Decimal("0.2"), 3), (Decimal("0.3"), 2))
        found["B-02-01"] = Decimal(next((points for bound, points in bounds if moved <= bound * initial), 0))
    if plain:
        return found
    of_key = _total(line["full"] for line in chosen), _total(line["spent"] for line in chosen)
    found["A-05"] = ratio(of_key[1], of_key[0], 5, None)
    weighed = money = NOTHING
    found["A-04"] = None
    budgets: dict[int, list[Decimal | None]] = {}
    for line in budget:
        budgets.setdefault(line["project_row"], []).append(line["full"])
    for row in (row for row, is_key in key.items() if is_key):
        completion, own = completions[row], _total(budgets.get(row, ()))
        if completion is None or own is None:
            return found
        weighed += completion * max(own, NOTHING)
        money += max(own, NOTHING)
    if money:
        found["A-04"] = cents(20 * weighed / (100 * money))
    return found


def ratio(done: Decimal | None, due: Decimal | None, points: int, if_none: int | None) -> Decimal | None:
    """Points in the ratio of what is done to what is due."""
    if due is None:
        return None
    if due <= 0:
        return None if if_none is None else Decimal(if_none)
    if done is None:
        return None
    if done >= due:
        return Decimal(points)
    return NOTHING if done <= 0 else cents(points * done / due)


def from_management(m: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """The lines that read the sheet of management."""
    share = {
        "B-01-01": ("assessed", "must_assess", 2, 2),
        "B-03-01": ("compliant_disclosures", "due_disclosures", 2, None),
        "B-03-02": ("published_items", "due_performance_items", 1, None),
        "B-04-01": ("covered_stages", "rule_stages", 5, None),
        "B-04-02": ("results_applied", "results_to_apply", 5, 5),
        "B-05-01": ("intents_compliant", "intents_due", 2, 2),
        "B-05-04": ("contracts_in_time", "contracts", 3, 3),
        "B-05-05": ("filed_in_time", "contracts", 1, 1),
        "B-06-04": ("asset_ties_passed", "asset_ties", 2, None),
        "B-07-01": ("cost_not_above", "cost_items", 2, None),
    }
    found = {code: ratio(m[done], m[due], points, none) for code, (done, due, points, none) in share.items()}
    lost = {
        "B-02-02": (3, (("findings", Decimal(1)), ("serious_findings", Decimal(3)))),
        "B-05-03": (2, (("procurement_findings", Decimal(1)),)),
        "B-06-01": (2, (("over_standard_items", Decimal("0.5")),)),
        "B-06-05": (2, (("asset_findings", Decimal(1)),)),
    }
    for code, (points, events) in lost.items():
        less = _total(None if m[name] is None else m[name] * each for name, each in events)  # type: ignore[operator]  # mypy forgets what a subscript was
        found[code] = None if less is None else max(points - less, NOTHING)
    submitted, returned = m["forms_submitted"], m["forms_returned"]
    accepted = None if submitted is None or returned is None else submitted - returned
    found["B-04-03"] = ratio(accepted, submitted, 5, None)
    met: dict[str, tuple[tuple[str, ...], Callable[..., bool]]] = {
        "B-05-02": (("procurement_rules",), lambda rules: rules == 1),
        "B-05-06": (("sme_reserved", "sme_required"), lambda kept, required: kept >= required),
        "B-06-02": (("income_due", "income_in_time"), lambda due, paid: due <= 0 or paid >= due),
        "B-06-03": (("inventories", "differences_open"), lambda made, left: made >= 1 and left <= 0),
    }
    for code, (names, test) in met.items():
        values = [m[name] for name in names]
        found[code] = None if None in values else Decimal(test(*values))
    whole, used = m["assets_total"], m["assets_in_use"]
    found["B-06-06"] = None
    if whole is not None and used is not None and whole > 0:
        bounds = ((Decimal("0.9"), "2"), (Decimal("0.75"), "1.4"), (Decimal("0.6"), "0.8"))
        found["B-06-06"] = Decimal(next((points for bound, points in bounds if used >= bound * whole), "0"))
    return found
