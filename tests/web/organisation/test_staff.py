"""The ledger of staff: opening and movements lead to the closing count, or a sentence says where they do not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.conftest import World

from jixiao_web.audit.models import Entry
from jixiao_web.organisation import selectors, staff
from jixiao_web.organisation.models import StaffMovement
from jixiao_web.organisation.services import Refused

OPENING, CLOSING = date(2021, 12, 31), date(2022, 12, 31)


@pytest.mark.parametrize(
    ("opening", "changes", "closing", "agrees"),
    [
        (40, [3, -1], 42, True),
        (40, [3, -1], 41, False),
        (40, [], 40, True),
        (0, [5], 5, True),
        (2, [-2], 0, True),
    ],
)
def test_movements_lead_from_one_count_to_the_next(
    world: World, opening: int, changes: list[int], closing: int, agrees: bool
):
    """People who came and left between two counts explain the difference, or do not."""
    by, unit = world.people["handler"], world.units["HQ"]
    staff.set_balance(by, unit, category="行政编制", on=OPENING, actual=opening, authorised=45)
    for month, change in enumerate(changes, start=3):
        staff.add_movement(by, unit, category="行政编制", on=date(2022, month, 1), change=change, reason="招录")
    staff.set_balance(by, unit, category="行政编制", on=CLOSING, actual=closing, authorised=45)

    (line,) = selectors.ledger(unit)

    assert (line.opening, line.expected, line.counted, line.agrees) == (
        opening,
        opening + sum(changes),
        closing,
        agrees,
    )


@pytest.mark.parametrize(("day", "counts"), [(OPENING, 0), (date(2022, 1, 1), 1), (CLOSING, 1), (date(2023, 1, 1), 0)])
def test_a_movement_belongs_to_the_days_after_the_opening(world: World, day: date, counts: int):
    """The opening count holds at the end of its day: what moves on that day is in it already; the closing day still counts."""
    by, unit = world.people["handler"], world.units["HQ"]
    for on in (OPENING, CLOSING):
        staff.set_balance(by, unit, category="行政编制", on=on, actual=40)
    staff.add_movement(by, unit, category="行政编制", on=day, change=1, reason="招录")

    (line,) = selectors.ledger(unit)

    assert len(line.movements) == counts


def test_rows_for_the_form_are_the_core_s_own(world: World):
    """What the ledger knows of a year becomes rows of the core's sheets of staff and movements, as text."""
    by, unit = world.people["handler"], world.units["HQ"]
    staff.set_balance(by, unit, category="行政编制", on=OPENING, actual=40, authorised=45)
    staff.set_balance(by, unit, category="行政编制", on=CLOSING, actual=41, authorised=44)
    came = staff.add_movement(
        by, unit, category="行政编制", on=date(2022, 3, 1), change=2, reason="招录", document="人社〔2022〕1号"
    )
    left = staff.add_movement(by, unit, category="行政编制", on=date(2022, 9, 1), change=-1, reason="退休")
    staff.add_movement(by, unit, category="行政编制", on=date(2023, 9, 1), change=-1, reason="退休")

    assert selectors.staff_rows(unit, 2022) == [
        {"category": "行政编制", "actual": "41", "authorised": "44", "last_year": "40"}
    ]
    assert selectors.movement_rows(unit, 2022) == [
        {
            "movement": f"HQ-2022-{came.pk}",
            "category": "行政编制",
            "direction": "增加",
            "number": "2",
            "reason": "招录",
            "date": "2022-03-01",
            "source": "人社〔2022〕1号",
        },
        {
            "movement": f"HQ-2022-{left.pk}",
            "category": "行政编制",
            "direction": "减少",
            "number": "1",
            "reason": "退休",
            "date": "2022-09-01",
        },
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"category": "临时工", "change": 1, "reason": "招录"}, "没有“临时工”这一人员类别"),
        ({"category": "行政编制", "change": 0, "reason": "招录"}, "不能为 0"),
        ({"category": "行政编制", "change": 1, "reason": " "}, "请写明人员增减的原因"),
    ],
)
def test_a_movement_that_says_nothing_is_refused(world: World, told: dict, sentence: str):
    """A category that the report does not know, nobody who moved, or no reason: the ledger takes none of them."""
    with pytest.raises(Refused, match=sentence):
        staff.add_movement(world.people["handler"], world.units["HQ"], on=OPENING, **told)
    assert not StaffMovement.objects.exists()


@pytest.mark.parametrize("who", ["approver", "school_handler", "finance", "system", "auditor"])
def test_each_unit_keeps_its_own_ledger(world: World, who: str):
    """Nobody but the unit's own handler writes into its ledger."""
    with pytest.raises(PermissionDenied):
        staff.set_balance(world.people[who], world.units["HQ"], category="行政编制", on=OPENING, actual=1)


def test_a_struck_movement_stays_in_the_trail(world: World):
    """What was entered by mistake leaves the ledger and not the memory."""
    by, unit = world.people["handler"], world.units["HQ"]
    made = staff.add_movement(by, unit, category="行政编制", on=OPENING, change=9, reason="招录")
    with pytest.raises(Refused):
        staff.strike_movement(by, made, reason="")
    staff.strike_movement(by, made, reason="重复登记")

    assert not StaffMovement.objects.exists()
    entry = Entry.objects.get(deed="staff.strike")
    assert (entry.before["change"], entry.reason) == (9, "重复登记")
