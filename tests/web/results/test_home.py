"""Home: for each role what it must do now, and why something came back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import World

from jixiao_web import policies
from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Countersign, Form, Move, Task
from jixiao_web.jobs.models import Job
from jixiao_web.results import administrators, selectors


def at(world: World, **states: str) -> None:
    for code, state in states.items():
        Form.objects.filter(unit__code=code).update(state=state)


def mine(world: World, who: str) -> tuple[set[str], set[str]]:
    """The units whose forms a person finds to fill in, and to deal with."""
    found = selectors.home(world.fresh(who))
    return {line.form.unit.code for line in found.own}, {line.form.unit.code for line in found.waiting}


@pytest.mark.parametrize(
    ("who", "states", "own", "waiting"),
    [
        ("handler", {}, {"HQ"}, set()),
        ("handler", {"HQ": "at_unit"}, set(), set()),
        ("handler", {"HQ": "returned_by_department"}, {"HQ"}, set()),
        ("approver", {}, set(), set()),
        ("approver", {"HQ": "at_unit", "SCHOOL": "at_unit"}, set(), {"HQ"}),
        ("finance", {"HQ": "at_department", "SCHOOL": "at_unit"}, {"UNION"}, {"HQ"}),
        ("bureau", {"UNION": "at_finance"}, set(), {"UNION"}),
        ("bureau", {"UNION": "reviewed", "HQ": "approved"}, set(), {"UNION"}),
        ("auditor", {"HQ": "at_department"}, set(), set()),
        ("other_finance", {"HQ": "at_department"}, set(), set()),
        ("other_handler", {}, set(), set()),
        ("system", {"HQ": "at_department"}, set(), set()),
    ],
)
def test_everybody_finds_what_waits_for_them(
    world: World, who: str, states: dict[str, str], own: set[str], waiting: set[str]
):
    """A form stands on the home page of who can bring it on, and of nobody else."""
    at(world, **states)

    assert mine(world, who) == (own, waiting)


def test_a_task_that_has_not_begun_is_nobodys_yet(world: World):
    """What opens next month does not stand among the things to do."""
    Task.objects.update(opens_on=policies.today() + timedelta(days=1))

    assert mine(world, "handler") == (set(), set())


def test_what_came_back_says_why(world: World):
    """The handler reads who returned the form, the words and the codes, on the page itself."""
    at(world, HQ="returned_by_department")
    Move.objects.create(
        form=world.forms["HQ"],
        deed="send_back",
        before="at_department",
        after="returned_by_department",
        by=world.people["finance"],
        at=timezone.now(),
        reasons=["ART-01"],
        note="支出合计与决算表不符",
    )
    client = Client()
    client.force_login(world.people["handler"])
    page = client.get(reverse("home")).content.decode()

    for told in ("支出合计与决算表不符", "ART-01", "人员-finance"):
        assert told in page


def test_opinions_jobs_and_notices_stand_there(world: World):
    """Whoever is asked for an opinion, or waits for a job, finds it at home; what is answered or done is gone."""
    handler = world.people["handler"]
    asked = Countersign.objects.create(
        form=world.forms["HQ"],
        person=handler,
        asked_by=world.people["approver"],
        asked_at=timezone.now(),
        question="同意？",
    )
    job = Job.objects.create(kind="x", title="生成报告", owner=handler)
    found = selectors.home(world.fresh("handler"))
    assert (found.opinions, found.jobs) == ((asked,), (job,))

    Countersign.objects.update(answered_at=timezone.now(), agrees=True)
    Job.objects.update(state=Job.State.DONE)
    found = selectors.home(world.fresh("handler"))
    assert (found.opinions, found.jobs) == ((), ())


@pytest.mark.parametrize("who", ["handler", "approver", "finance", "bureau", "auditor", "system", "security", "audit"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_has_a_home_in_both_languages(world: World, who: str, language: str):
    """The page opens for every role, and an English reader finds no Chinese button."""
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(world.people[who])
    answer = client.get(reverse("home"))

    assert answer.status_code == 200
    assert ("My tasks" if language == "en" else "我的任务") in answer.content.decode()


def test_an_empty_home_says_what_to_do(world: World):
    """Nothing to do is said in words."""
    client = Client()
    client.force_login(world.people["approver"])

    assert "没有要填的" in client.get(reverse("home")).content.decode()


def numbers(*roles: str) -> dict[str, int]:
    return {card.link.partition("?")[0] + card.word: card.number for card in administrators.cards(set(roles))}


def test_administrators_see_what_they_look_after(world: World):
    """Accounts, posts, units, failed jobs and entries are counted by who looks after them; others see none of it."""
    world.posts["handler"].valid_to = policies.today() - timedelta(days=1)
    world.posts["handler"].save()
    world.posts["approver"].valid_to = policies.today() + timedelta(days=10)
    world.posts["approver"].save()
    Job.objects.create(kind="x", title="x", state=Job.State.FAILED, finished=timezone.now())
    Entry.objects.create(at=timezone.now(), by_name="x", deed="x")

    assert list(numbers("system").values()) == [16, 6, 1]
    assert list(numbers("security").values()) == [1, 1]
    assert list(numbers("audit").values()) == [1, 1, 1]
    assert numbers("handler", "finance", "bureau") == {}
