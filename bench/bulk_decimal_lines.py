"""One indicator scored by hand in plain Python: an object, a Decimal for every figure, one rounding at the end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT, NOTHING, HALF_CENT = Decimal("0.01"), Decimal(0), Decimal("0.005")
MOST, FEW, FAR = Decimal("0.8"), Decimal("0.6"), Decimal("1.2")
FORWARD, REVERSE = {0, 1}, {3, 4}

Answer = tuple[Decimal | None, int]


@dataclass(slots=True)
class Indicator:
    """One indicator as the form has it."""

    dept: int
    row: int
    owner_row: int
    lv1: int
    operator: int
    due_set: int
    state: int | None
    sample: int | None
    late: int | None
    target: Decimal | None
    target_high: Decimal | None
    used: Decimal | None
    weight: Decimal | None
    judged: Decimal | None
    consent: bool


def cents(value: Decimal) -> Decimal:
    """To two places, halves upward."""
    return value.quantize(CENT, ROUND_HALF_UP)


def answer(one: Indicator, points: Decimal | None) -> Answer:
    """Score and code of an indicator."""
    operator, used, target, worth = one.operator, one.used, one.target, one.judged
    if points is None:
        return None, 2
    if operator == 7:
        return (None, 3) if one.consent else (NOTHING, 0)
    if one.late is not None and one.late < 0:
        return None, 2
    if operator == 6:
        if worth is None:
            return None, 5
        return (None, 9) if worth > points else (worth, 12)
    if one.sample == 0:
        return NOTHING, 20
    if operator == 5:
        return _judged(one.state, worth, points)
    if one.due_set:
        return _dated(one, points)
    if one.target_high is not None:
        return _between(one, one.target_high, points)
    if target is None:
        return None, 130
    if target <= 0:
        return _no_ratio(operator, target, used, points)
    if operator in REVERSE:
        if used is None:
            return None, 158
        if used <= target:
            return points, 156
        if used >= 2 * target:
            return NOTHING, 160
        return cents(points * (2 * target - used) / target), 164
    if used is None:
        return None, 170
    if used >= FAR * target:
        return points, 168
    if used >= target:
        return points, 172
    if used <= 0:
        return NOTHING, 176
    return cents(points * used / target), 180


def _judged(state: int | None, worth: Decimal | None, points: Decimal) -> Answer:
    upper, lower = points * MOST - HALF_CENT, points * FEW - HALF_CENT
    if state is None:
        return None, 26
    if state == 0:
        if worth is None:
            return None, 25
        return (None, 29) if worth > points or worth <= upper else (worth, 32)
    if state == 1:
        if worth is None:
            return None, 37
        return (None, 41) if worth > upper or worth <= lower else (worth, 44)
    if worth is None:
        return None, 49
    return (None, 53) if worth < 0 or worth > lower else (worth, 56)


def _dated(one: Indicator, points: Decimal) -> Answer:
    if one.operator != 4:
        return None, 61
    if one.target is not None:
        return None, 65
    if one.late is not None:
        if one.late == 0:
            return points, 68
        if one.judged is None:
            return None, 73
        return (None, 77) if one.judged > points * MOST - HALF_CENT else (one.judged, 80)
    if one.state is None:
        return None, 86
    if one.state != 2:
        return None, 85
    if one.judged is None:
        return None, 89
    return (None, 93) if one.judged > points * FEW - HALF_CENT else (one.judged, 96)


def _between(one: Indicator, high: Decimal, points: Decimal) -> Answer:
    if one.operator != 2:
        return None, 101
    if one.target is None:
        return None, 106
    if high < one.target:
        return None, 105
    if one.used is None:
        return None, 110
    if one.target <= one.used <= high:
        return points, 108
    if one.target < 0:
        return None, 113
    if one.used <= 0:
        return NOTHING, 116
    if one.used < one.target:
        return cents(points * one.used / one.target), 120
    return cents(points * high / one.used), 124


def _no_ratio(operator: int, target: Decimal, used: Decimal | None, points: Decimal) -> Answer:
    if target < 0:
        number, met = {
            0: (32, used is not None and used >= target),
            1: (32, used is not None and used >= target),
            2: (34, used == target),
            3: (33, used is not None and used <= target),
            4: (33, used is not None and used <= target),
        }[operator]
        if used is None:
            return None, number * 4 + 2
        return (points, number * 4) if met else (None, 141)
    if operator in FORWARD:
        return points, 144
    if used is None:
        return None, 150
    return (points, 148) if used <= 0 else (NOTHING, 152)
