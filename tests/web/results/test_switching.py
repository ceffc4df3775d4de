"""Changing unit or year keeps to the same kind of page where there is one, and to what the person may look at."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import World

from jixiao_web.cycle.models import Form, Task, Year
from jixiao_web.results import switching


@pytest.fixture
def two_years(world: World) -> World:
    """The world with a year before, of which only the objectives were issued to HQ."""
    year = Year.objects.create(
        department=world.units["UNION"], fiscal_year=2021, opened_by=world.people["finance"], opened_at=timezone.now()
    )
    task = Task.objects.create(
        year=year,
        kind="objectives",
        title="2021 年度绩效目标",
        opens_on=world.task.opens_on,
        due_on=world.task.due_on,
        department_due_on=world.task.department_due_on,
        issued_by=world.people["finance"],
        issued_at=timezone.now(),
    )
    Form.objects.create(task=task, unit=world.units["HQ"])
    return world


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


@pytest.mark.parametrize(
    ("who", "asked", "address"),
    [
        ("finance", "year=2022&unit=SCHOOL&page=form&kind=evaluation", "/2022/SCHOOL/evaluation/"),
        (
            "finance",
            "year=2022&unit=SCHOOL&page=sheet&kind=evaluation&subject=budget",
            "/2022/SCHOOL/evaluation/sheet/budget/",
        ),
        ("finance", "year=2022&unit=UNION&page=sheet&kind=evaluation&subject=budget", "/2022/UNION/evaluation/"),
        ("finance", "year=2022&unit=SCHOOL&page=findings&kind=evaluation", "/2022/SCHOOL/evaluation/findings/"),
        ("finance", "year=2022&unit=SCHOOL&page=form&kind=objectives", "/2022/SCHOOL/"),
        ("finance", "year=2022&unit=SCHOOL&page=analysis", "/2022/SCHOOL/analysis/"),
        ("finance", "year=2022&unit=SCHOOL&page=consolidation", "/2022/SCHOOL/"),
        ("bureau", "year=2022&unit=UNION&page=consolidation", "/2022/UNION/consolidation/"),
        ("bureau", "year=2022&unit=SPORT&page=consolidation", "/2022/SPORT/"),
        ("finance", "year=2021&unit=HQ&page=form&kind=objectives", "/2021/HQ/objectives/"),
        ("finance", "year=2021&unit=HQ&page=form&kind=evaluation", "/2021/HQ/"),
        ("finance", "year=2021&unit=UNION&page=analysis", "/2021/UNION/"),
        ("handler", "year=2021&unit=HQ&page=home", "/2021/HQ/"),
        ("handler", "year=2022&unit=HQ&page=no-such&kind=../x", "/2022/HQ/"),
    ],
)
def test_where_the_switch_leads(two_years: World, who: str, asked: str, address: str):
    """The same page of the other unit or year; its year where that page does not exist there; and it opens."""
    client = signed_in(two_years, who)
    answer = client.get(f"{reverse('go')}?{asked}")

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("handler", "year=2022&unit=SCHOOL&page=form&kind=evaluation"),
        ("handler", "year=2022&unit=UNION"),
        ("finance", "year=2022&unit=GYM"),
        ("finance", "year=2022&unit=NOWHERE"),
        ("bureau", "year=2022&unit=BUREAU"),
        ("system", "year=2022&unit=HQ"),
        ("finance", "unit=HQ"),
        ("finance", "year=20x2&unit=HQ"),
        ("finance", "year=２０２２&unit=HQ"),
    ],
)
def test_nobody_is_led_where_they_may_not_look(two_years: World, who: str, asked: str):
    """A unit outside of the post's place is as if it were not there; an address without a year leads nowhere."""
    assert signed_in(two_years, who).get(f"{reverse('go')}?{asked}").status_code == 404


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("handler", ["HQ"]),
        ("finance", ["UNION", "HQ", "SCHOOL"]),
        ("bureau", ["SPORT", "GYM", "UNION", "HQ", "SCHOOL"]),
        ("auditor", ["UNION", "HQ", "SCHOOL"]),
        ("system", []),
    ],
)
def test_what_there_is_to_choose_from(two_years: World, who: str, codes: list[str]):
    """Each department before its units, and only those that may be looked at; the page and the menu list the same."""
    assert [node.code for node in switching.units_of(two_years.fresh(who))] == codes
    client = signed_in(two_years, who)
    page = client.get(reverse("go"), {"year": 2022}).content.decode()
    part = client.get(reverse("go"), {"year": 2022}, headers={"HX-Request": "true"}).content.decode()
    for code in ("SPORT", "GYM", "UNION", "HQ", "SCHOOL"):
        assert (f"unit={code}" in page) is (f"unit={code}" in part) is (code in codes)


def test_the_page_finds_a_unit_by_a_part_of_its_name(two_years: World):
    """Without a script the list is asked again with what was typed."""
    page = signed_in(two_years, "bureau").get(reverse("go"), {"year": 2022, "q": "业余"}).content.decode()

    assert "unit=SCHOOL" in page
    assert "unit=HQ" not in page


def test_a_filter_stands_over_more_than_a_few(two_years: World):
    """Nine names are no longer seen at a glance."""
    for number in range(6):
        two_years.unit(f"MORE{number}", "unit", f"某市总工会{number}", "UNION")
    client = signed_in(two_years, "finance")
    menu = client.get(reverse("go"), {"year": 2022}, headers={"HX-Request": "true"}).content.decode()

    assert 'data-filter="units-list"' in menu


@pytest.mark.parametrize(
    ("who", "address", "years", "units"),
    [
        ("handler", "/2022/HQ/evaluation/", True, False),
        ("finance", "/2022/HQ/evaluation/", True, True),
        ("finance", "/", True, True),
        ("other_handler", "/", False, False),
        ("system", "/", False, False),
    ],
)
def test_the_bar_offers_a_switch_where_there_is_something_to_switch_to(
    two_years: World, who: str, address: str, years: bool, units: bool
):
    """One unit or one year is told, not offered; administrators of the site have neither."""
    page = signed_in(two_years, who).get(address).content.decode()

    assert ('class="menu year"' in page) is years
    assert ('class="menu unit"' in page) is units


def test_each_page_of_the_switch_is_an_address():
    """A name that no longer exists would break the switch on that page only: found here."""
    for name in switching.OF_FORM:
        assert reverse(name, args=[2022, "HQ", "evaluation"])
    for name in (*switching.OF_PLACE, *switching.OF_DEPARTMENT):
        assert reverse(name, args=[2022, "HQ"])
