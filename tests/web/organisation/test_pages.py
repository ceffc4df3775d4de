"""The pages of the organisation."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.conftest import World

from jixiao_web.organisation import services, staff
from jixiao_web.organisation.models import StaffMovement, Unit, UnitPeriod


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


@pytest.mark.parametrize(("day", "name"), [("2022-12-31", "某市工人业余大学"), ("2023-01-01", "某市职工大学")])
def test_the_tree_is_that_of_the_day(world: World, day: str, name: str):
    """Whoever asks for a day reads the names of that day."""
    services.change_unit(
        world.people["system"],
        world.units["SCHOOL"],
        on=date(2023, 1, 1),
        name="某市职工大学",
        parent=world.units["UNION"],
    )
    answer = signed_in(world, "handler").get(reverse("organisation"), {"on": day})

    assert [node.name for _depth, node in answer.context["nodes"] if node.code == "SCHOOL"] == [name]


def test_a_day_that_is_none_shows_today(world: World):
    """An address that somebody wrote by hand breaks nothing."""
    for text in ("2022-02-31", "x", ""):
        assert signed_in(world, "handler").get(reverse("organisation"), {"on": text}).status_code == 200


def test_the_administrator_adds_renames_and_closes_by_page(world: World):
    """A unit's whole life by the forms on its page."""
    client = signed_in(world, "system")
    told = {"code": "PALACE", "kind": "unit", "name": "文化宫", "parent": world.units["UNION"].pk, "on": "2021-01-01"}
    assert client.post(reverse("unit_add"), {**told, "consolidated": "on"}).status_code == 302
    change = {"change-on": "2022-01-01", "change-name": "新文化宫", "change-parent": world.units["UNION"].pk}
    assert client.post(reverse("unit_deed", args=["PALACE", "change"]), change).status_code == 302
    close = {"close-last_day": "2022-12-31", "close-reason": "某编〔2022〕1号"}
    assert client.post(reverse("unit_deed", args=["PALACE", "close"]), close).status_code == 302

    periods = UnitPeriod.objects.filter(unit__code="PALACE").order_by("valid_from")
    assert [(item.name, str(item.valid_from), str(item.valid_to), item.consolidated) for item in periods] == [
        ("文化宫", "2021-01-01", "2021-12-31", True),
        ("新文化宫", "2022-01-01", "2022-12-31", False),
    ]
    page = client.get(reverse("unit", args=["PALACE"])).content.decode()
    assert "撤销" in page
    assert "某市总工会" not in page or "UNION" in page


def test_a_refused_deed_says_why_beside_its_form(world: World):
    """The page comes back with what was typed and the sentence."""
    answer = signed_in(world, "system").post(
        reverse("unit_deed", args=["UNION", "close"]), {"close-last_day": "2022-12-31", "close-reason": "撤销"}
    )

    assert answer.status_code == 200
    assert "还有 2 个单位" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("handler", "unit_add", 403),
        ("finance", "unit_succeed", 403),
        ("system", "unit_add", 200),
        ("system", "unit_succeed", 200),
    ],
)
def test_the_forms_are_for_the_administrator(world: World, who: str, name: str, status: int):
    """Others get no page whose deed would be refused."""
    assert signed_in(world, who).get(reverse(name)).status_code == status


def test_the_ledger_is_kept_on_the_unit_s_page(world: World):
    """The handler enters counts and movements, reads where they do not agree, and strikes a slip."""
    client = signed_in(world, "handler")
    for day, actual in (("2021-12-31", "40"), ("2022-12-31", "42")):
        told = {"balance-category": "行政编制", "balance-on": day, "balance-actual": actual}
        assert client.post(reverse("unit_deed", args=["HQ", "balance"]), told).status_code == 302
    move = {
        "movement-category": "行政编制",
        "movement-on": "2022-03-01",
        "movement-change": "1",
        "movement-reason": "招录",
    }
    assert client.post(reverse("unit_deed", args=["HQ", "movement"]), move).status_code == 302
    assert "按变动应为 41 人，年末实有 42 人" in client.get(reverse("unit", args=["HQ"])).content.decode()

    made = StaffMovement.objects.get()
    client.post(reverse("staff_strike", args=["HQ", made.pk]), {"reason": "写错"})
    assert not StaffMovement.objects.exists()


def test_who_works_there_is_not_for_everybody(world: World):
    """The tree is open to all; the head-count of a unit to itself and those above it."""
    staff.set_balance(world.people["handler"], world.units["HQ"], category="离休人员", on=date(2022, 12, 31), actual=3)

    def reads(who: str) -> bool:
        return "离休人员" in signed_in(world, who).get(reverse("unit", args=["HQ"])).content.decode()

    assert [reads(who) for who in ("handler", "finance", "auditor", "other_handler", "school_handler")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_units_cannot_be_deleted_by_any_address(world: World):
    """There is no deed that takes a unit away; it only ends."""
    answer = signed_in(world, "system").post(reverse("unit_deed", args=["HQ", "delete"]))

    assert answer.status_code == 404
    assert Unit.objects.filter(code="HQ").exists()
