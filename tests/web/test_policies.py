"""Who may do what, and who may see which page: every deed and every address, for every role, inside and outside its place.

What is expected stands in cases/rights.yaml and cases/urls.yaml, written apart from the table of rights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from tests.web.conftest import World

from jixiao_web import policies
from jixiao_web.accounts.models import Role, User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.workflow import workflow
from jixiao_web.organisation.models import Unit, UnitPeriod

pytestmark = [pytest.mark.long, pytest.mark.django_db]

CASES = Path(__file__).parent / "cases"
ABOVE = {"BUREAU": None, "UNION": "BUREAU", "HQ": "UNION", "SCHOOL": "UNION", "SPORT": "BUREAU", "GYM": "SPORT"}
PLACES = tuple(ABOVE)
HIDDEN = {403, 404}


@cache
def rights() -> dict[str, Any]:
    return yaml.safe_load((CASES / "rights.yaml").read_text(encoding="utf-8"))


@cache
def urls() -> dict[str, Any]:
    return yaml.safe_load((CASES / "urls.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Thing:
    """Something that belongs to a unit and is in a state."""

    policy_unit: Unit | None
    policy_state: str = "draft"


def above(code: str) -> Iterator[str]:
    parent = ABOVE[code]
    while parent is not None:
        yield parent
        parent = ABOVE[parent]


def expected(role: str, home: str, deed: str, unit: str | None, state: str | None = "issued") -> bool:
    """What rights.yaml says of somebody with one post."""
    rule = rights()["deeds"][deed]
    states = rights()["states"].get(rule["in"], None) if isinstance(rule.get("in"), str) else rule.get("in")
    if states is not None and state not in states:
        return False
    if role in rule.get("anywhere", ()):
        return True
    if unit is None:
        return role in rule.get("top", ()) and ABOVE[home] is None
    if unit == home:
        return role in rule.get("own", ())
    return home in above(unit) and role in rule.get("below", ())


def test_every_deed_is_written_down():
    """A deed that the matrix does not name would be under no test; one that is only in the matrix, under no rule."""
    assert set(rights()["deeds"]) == set(policies.deeds())


@pytest.mark.parametrize("deed", sorted(rights()["deeds"]))
def test_a_deed_is_open_to_those_and_to_nobody_else(world: World, deed: str):
    """Every person, every unit, every state: yes where the matrix says so, no everywhere else."""
    wrong = []
    for name, person in world.people.items():
        post = world.posts[name]
        fresh = world.fresh(name)
        for unit in PLACES if deed.startswith("move.") else (*PLACES, None):  # a form always belongs to a unit
            for state in workflow().states:
                thing = Thing(world.units[unit] if unit else None, state)
                due = expected(post.role, post.unit.code, deed, unit, state)
                if policies.may(fresh, deed, thing) is not due:
                    wrong.append((name, unit, state, f"should be {due}"))
        assert person == fresh
    assert wrong == []


def test_a_deed_without_a_name_is_an_error(world: World):
    """A typing error in a view does not let anybody in."""
    with pytest.raises(KeyError):
        policies.may(world.people["system"], "form.veiw")


@pytest.mark.parametrize("deed", sorted(rights()["deeds"]))
def test_strangers_and_disabled_people_may_nothing(world: World, deed: str):
    """Nor may somebody whose post has ended, or has not begun."""
    disabled = User.objects.create_user(username="gone", name="离开的人", is_active=False)
    nobody = User.objects.create_user(username="nobody", name="无岗位")
    world.posts["system"].user = disabled
    world.posts["system"].save()
    for person in (disabled, nobody, None):
        for unit in world.units.values():
            assert not policies.may(person, deed, Thing(unit, "issued"))


def test_rights_follow_the_tree_of_today(world: World):
    """A unit that was moved to another department last year is seen by that one."""
    period = UnitPeriod.objects.get(unit=world.units["SCHOOL"])
    day = policies.today()
    UnitPeriod.objects.filter(pk=period.pk).update(valid_to=day.replace(year=day.year - 1))
    UnitPeriod.objects.create(
        unit=world.units["SCHOOL"],
        name="某市工人业余大学",
        parent=world.units["SPORT"],
        valid_from=day.replace(year=day.year - 1, day=min(day.day + 1, 28)) if day.day < 28 else day,
    )

    assert not policies.may(world.fresh("finance"), "form.view", world.units["SCHOOL"])
    assert policies.may(world.fresh("other_finance"), "form.view", world.units["SCHOOL"])
    assert policies.may(world.fresh("school_handler"), "form.view", world.units["SCHOOL"])


@pytest.mark.parametrize("name", ["finance", "handler", "bureau", "auditor", "approver"])
def test_the_units_of_a_list_are_those_of_the_single_answers(world: World, name: str):
    """A list shows exactly what may be opened."""
    for deed in ("unit.view", "form.view", "department.view", "post.manage"):
        found = policies.visible_units(world.fresh(name), deed)
        single = {unit.pk for unit in world.units.values() if policies.may(world.fresh(name), deed, unit)}
        assert found == single


# ---------------------------------------------------------------------------------------------------------------- addresses


def addresses(
    patterns: Any = None, space: str = "", outer: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address of the site by its full name, with what stands in it."""
    for item in get_resolver().url_patterns if patterns is None else patterns:
        within = (*outer, *item.pattern.converters)
        if isinstance(item, URLResolver):
            yield from addresses(item.url_patterns, space + (f"{item.namespace}:" if item.namespace else ""), within)
        else:
            yield f"{space}{item.name}", within


ADDRESSES = dict(addresses())
WALKED = sorted(set(ADDRESSES) & set(urls()))


def test_every_address_says_who_may_see_it():
    """Whoever adds a page writes down for whom it is: in cases/urls.yaml."""
    assert set(ADDRESSES) == set(urls())


def asked(name: str, method: str) -> str:
    told = urls()[name]
    return told if isinstance(told, str) else told[method]


def values(world: World, name: str, unit: str) -> dict[str, Any]:
    """What stands in an address: the unit, its form, and things that exist where making one is a line."""
    fixed: dict[str, Any] = {
        "year": 2022,
        "unit": unit,
        "code": unit,
        "kind": "evaluation",
        "subject": "outcome_kpi",
        "line": "1",
        "project": "P1",
        "deed": "submit",
        "what": "filled",
        "format": "csv",
        "name": "change",
        "number": 1,
        "exemption": 1,
        "form": world.forms[unit].pk,
        "pk": 1,
    }
    things = {
        "task": world.task,
        "hand_over": world.posts["handler"],
        "end_post": world.posts["handler"],
        "delegate": world.posts["handler"],
        "person_deed": world.people["handler"],
    }
    things |= dict.fromkeys(("task_window", "task_exempt", "task_withdraw", "task_remind", "task_assign"), world.task)
    if name in things:
        fixed["pk"] = things[name].pk
    if name == "audit_entry":
        fixed["pk"] = audit.record(by=None, name="x", deed="x").pk
    if name == "person_deed":
        fixed["deed"] = "reset"
    if name == "undo_deed":
        fixed["deed"] = 1
    if name == "reports:download":
        fixed["kind"] = "docx"
    return {key: fixed[key] for key in ADDRESSES[name]}


def concerned(world: World, name: str, unit: str) -> str | None:
    """The unit that the right is judged by."""
    if name in {"task", "task_window", "task_exempt", "task_withdraw", "task_remind"}:
        return "UNION"
    if name in {"hand_over", "end_post"}:
        return "HQ"
    return unit if {"unit", "code", "form"} & set(ADDRESSES[name]) else None


def allowed(world: World, who: str, name: str, method: str, unit: str) -> bool:
    """What the two matrices say together."""
    deed = asked(name, method)
    if deed in {"open", "signed_in"}:
        return True
    post = world.posts[who]
    if name == "hand_over" and who == "handler":
        return True  # one's own post
    place = concerned(world, name, unit)
    if place is None and name in ANY_PLACE:
        return any(expected(post.role, post.unit.code, deed, code) for code in PLACES)
    return expected(post.role, post.unit.code, deed, place)


ANY_PLACE = {"tasks", "uploads", "library_new", "reading", "unit_add", "unit_succeed"}
"""Pages for whoever may do the deed somewhere; what they list or make is theirs."""


def content_of(answer: Any) -> bytes:
    """All of an answer; what streams is closed with it. Its own `close` would end the transaction of the test."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def status_of(answer: Any) -> int:
    """The code of an answer whose files are closed again."""
    content_of(answer)
    return int(answer.status_code)


@pytest.fixture
def clients(world: World, settings) -> Mapping[str, Client]:
    """Everybody, signed in, each with a browser of his own that shows errors as pages."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    found = {}
    for name, person in world.people.items():
        found[name] = Client(raise_request_exception=False)
        found[name].force_login(person)
    return found


@pytest.mark.parametrize("name", WALKED)
def test_a_stranger_sees_the_sign_in_page(world: World, name: str):
    """Every address but the open ones, looked at or posted to."""
    address = reverse(name, kwargs=values(world, name, "HQ"))
    stranger = Client(raise_request_exception=False)
    for answer in (stranger.get(address), stranger.post(address)):
        if asked(name, "get") == "open":
            assert answer.status_code < 500
        else:
            led = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            assert led or answer.status_code == 401, (address, answer.status_code)


@pytest.mark.parametrize("unit", ["HQ", "UNION"])
@pytest.mark.parametrize("name", [name for name in WALKED if asked(name, "get") != "open"])
def test_an_address_is_open_to_those_and_to_nobody_else(
    world: World, clients: Mapping[str, Client], name: str, unit: str
):
    """Whoever has no right gets 403 or 404; nobody ever gets an error of ours; whoever has the right is not sent away."""
    address = reverse(name, kwargs=values(world, name, unit))
    wrong = []
    for who, client in clients.items():
        looked = status_of(client.get(address))
        if looked >= 500:
            wrong.append((who, "GET", looked))
        if not allowed(world, who, name, "get", unit) and looked not in HIDDEN | {405}:
            wrong.append((who, "GET", looked, "should be hidden"))
        if allowed(world, who, name, "get", unit) and looked == 403:
            wrong.append((who, "GET", looked, "should be open"))
        if not allowed(world, who, name, "post", unit):
            posted = status_of(client.post(address))  # with nothing: the right is asked before anything is read
            if posted not in HIDDEN | {405} or posted == looked == 405:
                wrong.append((who, "POST", posted, "should be refused"))
    assert wrong == [], address


def test_all_roles_are_walked(world: World):
    """Nobody was forgotten."""
    assert {post.role for post in world.posts.values()} == set(Role.values)
