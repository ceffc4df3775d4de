"""People: every change of a head-count is recorded in the group it belongs to, and money follows people."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.view import Found, View, check
from jixiao.facts import Address
from jixiao.figures import Count, Money

UP = "增加"


@check("XSC-05")
def changes_are_explained(view: View) -> Iterator[Found]:
    """Year end less last year's end equals the movements of that unit and category; students and others need none."""
    for staff in view.year.staff:
        if not (isinstance(staff.actual, Count) and isinstance(staff.last_year, Count)):
            continue
        if staff.category not in view.rule.words("categories"):
            continue
        moves = [move for move in view.year.movement if (move.unit, move.category) == (staff.unit, staff.category)]
        recorded = Count.sum(
            move.number if move.direction == UP else -move.number for move in moves if isinstance(move.number, Count)
        )
        change = staff.actual - staff.last_year
        if change != recorded:
            at = (view.at("staff", staff, "actual"), *(view.at("movement", move, "number") for move in moves))
            yield Found(at, {"unit": staff.unit, "category": staff.category, "change": change, "recorded": recorded})


@check("XSC-28")
def movements_have_a_group(view: View) -> Iterator[Found]:
    """A movement whose unit and category have no head-count was recorded in a group that does not exist."""
    groups = {(staff.unit, staff.category) for staff in view.year.staff}
    for move in view.year.movement:
        if isinstance(move.unit, str) and isinstance(move.category, str) and (move.unit, move.category) not in groups:
            yield Found((view.at("movement", move, "category"),), {"unit": move.unit, "category": move.category})


@check("RSN-09")
def pay_follows_people(view: View) -> Iterator[Found]:
    """Fewer people and much more pay than last year need a policy that explains it."""
    pay, last = view.money("department", "personnel/spent"), _last_year(view, "department/personnel/spent")
    people, before = view.count("staffing", "in_service/actual"), view.count("staffing", "in_service/last_year")
    if not (
        isinstance(pay, Money) and isinstance(last, Money) and isinstance(people, Count) and isinstance(before, Count)
    ):
        return
    lines = [line for line in view.year.budget if line.purpose == "人员经费"]
    if last <= Money.zero() or people >= before or any(line.adjust_kind == "政策性" for line in lines):
        return
    growth = (pay - last) / last
    if growth.value > view.rule.figure("growth"):
        yield Found((view.facts.at("department", "personnel/spent"),), {"growth": growth, "fewer": before - people})


def _last_year(view: View, name: str) -> object:
    where = Address(f"{view.year.year - 1}/{name}")
    return view.facts.value(where) if where in view.facts else None
