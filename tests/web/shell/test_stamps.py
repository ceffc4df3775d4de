"""What a process keeps of the database is what stands there, whoever changed it and however."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Exemption, Task
from jixiao_web.evaluation.models import ScoreRecord
from jixiao_web.organisation.models import Unit, UnitPeriod
from jixiao_web.organisation.tree import every_unit, tree_on
from jixiao_web.shell import stamps

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """Takes a transaction back."""


CHANGES = {
    "a unit is renamed by a query": ("organisation", lambda world: UnitPeriod.objects.update(name="新名称")),
    "a unit is made": ("organisation", lambda world: Unit.objects.create(code="NEW", kind=Unit.Kind.UNIT)),
    "units are made at once": ("organisation", lambda world: Unit.objects.bulk_create([Unit(code="N", kind="unit")])),
    "posts end by a query": ("rights", lambda world: Post.objects.update(valid_to=timezone.localdate())),
    "an account is closed": ("rights", lambda world: User.objects.filter(username="handler").update(is_active=False)),
    "a window moves": ("cycle", lambda world: Task.objects.update(note="改期")),
    "figures are computed": (
        "figures",
        lambda world: ScoreRecord.objects.create(task=world.task, revision=0, made_at=timezone.now()),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_renews_the_stamp(world, name):
    """By whatever way the rows change."""
    stamp, change = CHANGES[name]
    before = stamps.value(stamp)
    change(world)

    assert before is not None
    assert stamps.value(stamp) != before


def test_a_sign_in_renews_nothing(world):
    """Signing in writes to the account; what it may do stays as it was."""
    before = stamps.value("rights")
    User.objects.update(last_login=timezone.now())

    assert stamps.value("rights") == before


def test_a_change_that_is_taken_back_leaves_nothing(world):
    """Two transactions begin from the same state and do different things, the first in vain: nothing of it is shown after the second."""
    day = timezone.localdate()

    def in_vain() -> None:
        with transaction.atomic():
            UnitPeriod.objects.filter(unit__code="HQ").update(name="没有成为事实")
            assert tree_on(day).by_code["HQ"].name == "没有成为事实"
            raise Undone

    with pytest.raises(Undone):
        in_vain()
    assert tree_on(day).by_code["HQ"].name != "没有成为事实"
    UnitPeriod.objects.filter(unit__code="HQ").update(name="真的改了")

    assert tree_on(day).by_code["HQ"].name == "真的改了"


def test_what_did_not_change_is_not_read_again(world):
    """One look at the stamp, and nothing else."""
    tree_on(timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        tree_on(timezone.localdate())

    assert [query["sql"] for query in asked] == ["SELECT name, value FROM jixiao_stamp"]


def test_a_post_that_ended_opens_no_page_any_more(world):
    """The next request already knows."""
    client = Client()
    client.force_login(world.people["handler"])
    address = "/2022/HQ/evaluation/"
    assert client.get(address).status_code == 200
    Post.objects.filter(user=world.people["handler"]).update(valid_to=timezone.localdate() - timedelta(days=1))

    assert client.get(address).status_code == 403


def test_what_a_request_does_with_its_posts_stays_with_it(world):
    """The posts that are kept belong to nobody."""
    policies.posts_of(User.objects.get(username="handler"))[0].role = "auditor"

    assert policies.posts_of(User.objects.get(username="handler"))[0].role == "handler"


def test_leave_to_fill_in_late_counts_at_once(world):
    """The last day of a form follows an exemption, also one that is given within a transaction, and its end."""
    form = world.forms["HQ"]
    usual, later = windows.last_day(form), windows.last_day(form) + timedelta(days=9)
    given = Exemption.objects.create(
        task=world.task,
        unit=form.unit,
        until=later,
        reason="灾情",
        granted_by=world.people["finance"],
        granted_at=timezone.now(),
    )
    assert windows.last_day(form) == later
    given.delete()

    assert windows.last_day(form) == usual


def test_a_unit_that_was_made_is_known(world):
    """All units are read once and again after a change."""
    assert "NEW" not in {unit.code for unit in every_unit().values()}
    Unit.objects.create(code="NEW", kind=Unit.Kind.UNIT)

    assert "NEW" in {unit.code for unit in every_unit().values()}


def test_one_look_is_of_its_time(world):
    """A page is made of one state; who changes something while making it looks again."""
    with stamps.one_look():
        before = stamps.value("organisation")
        UnitPeriod.objects.update(name="改名")
        assert stamps.value("organisation") == before
        stamps.look_again()
        assert stamps.value("organisation") != before


def test_making_the_stamps_again_changes_nothing(world):
    """Every `migrate` asks for them."""
    before = stamps.value("organisation")
    stamps.install()
    Unit.objects.create(code="NEW", kind=Unit.Kind.UNIT)

    assert before is not None
    assert stamps.value("organisation") != before
