"""Who may receive which post: nobody checks his own work, nobody is two administrators, and what is lent comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.web.conftest import PASSWORD, World

from jixiao_web import policies
from jixiao_web.accounts import services
from jixiao_web.accounts.models import Delegation, Post, Role, User
from jixiao_web.accounts.services import Refused
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import flow, handing
from jixiao_web.cycle.flow import CannotMove
from jixiao_web.cycle.models import Version

pytestmark = pytest.mark.django_db
APART, FOREIGN, BLIND, THREE = "须分开", "别的部门", "看不到", "三个人分别担任"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def staffed(world: World) -> World:
    """The small world, and somebody without a post."""
    world.people["newcomer"] = User.objects.create_user(username="newcomer", name="新来的人", password=PASSWORD)
    return world


GIVEN = [
    ("handler", "approver", "HQ", APART),
    ("handler", "approver", "SCHOOL", ""),
    ("handler", "business", "HQ", ""),
    ("handler", "finance", "UNION", ""),
    ("handler", "auditor", "UNION", APART),
    ("handler", "bureau", "BUREAU", APART),
    ("handler", "auditor", "SPORT", ""),
    ("business", "approver", "HQ", APART),
    ("approver", "handler", "HQ", APART),
    ("approver", "business", "HQ", APART),
    ("approver", "handler", "SCHOOL", ""),
    ("approver", "finance", "UNION", ""),
    ("finance", "bureau", "BUREAU", APART),
    ("finance", "handler", "HQ", ""),
    ("finance", "auditor", "UNION", APART),
    ("finance", "auditor", "BUREAU", APART),
    ("bureau", "finance", "UNION", APART),
    ("bureau", "handler", "GYM", APART),
    ("bureau", "auditor", "BUREAU", ""),
    ("auditor", "handler", "HQ", APART),
    ("auditor", "handler", "GYM", ""),
    ("newcomer", "audit", "BUREAU", ""),
    *((one, other, "BUREAU", THREE) for one, other in permutations(("system", "audit"), 2)),
    ("system", "security", "BUREAU", THREE),
    ("audit", "security", "BUREAU", THREE),
]


@pytest.mark.parametrize(("who", "role", "unit", "told"), GIVEN)
def test_a_post_that_is_given(staffed: World, today: date, who: str, role: str, unit: str, told: str):
    """The security administrator, too, gives nobody two posts of which one checks the other."""
    give = {"person": staffed.people[who], "role": role, "unit": staffed.units[unit], "division": None, "start": today}
    if told:
        with pytest.raises(Refused, match=told):
            services.give_post(staffed.fresh("security"), **give)
    else:
        assert services.give_post(staffed.fresh("security"), **give).user == staffed.people[who]


def test_posts_that_follow_each_other_are_not_held_together(staffed: World, today: date):
    """Whoever has left the one may have the other from the next day."""
    Post.objects.filter(pk=staffed.posts["handler"].pk).update(valid_to=today - timedelta(days=1))
    give = {"person": staffed.people["handler"], "unit": staffed.units["HQ"], "division": None}

    made = services.give_post(staffed.fresh("security"), role="approver", start=today, until=today, **give)
    assert made.valid_to == today
    services.give_post(staffed.fresh("security"), role="handler", start=today + timedelta(days=1), **give)
    with pytest.raises(Refused, match=APART):
        services.give_post(staffed.fresh("security"), role="business", start=today, **give)


LENT = [
    ("handler", "business", ""),
    ("handler", "finance", ""),
    ("handler", "approver", APART),
    ("handler", "auditor", APART),
    ("handler", "bureau", APART),
    ("handler", "school_handler", BLIND),
    ("handler", "other_handler", BLIND),
    ("handler", "other_finance", BLIND),
    ("handler", "newcomer", BLIND),
    ("handler", "system", BLIND),
    ("approver", "finance", ""),
    ("approver", "handler", APART),
    ("approver", "business", APART),
    ("approver", "school_approver", BLIND),
    ("finance", "handler", BLIND),
    ("finance", "bureau", APART),
    ("finance", "other_finance", BLIND),
    ("bureau", "finance", BLIND),
    ("bureau", "audit", BLIND),
]


@pytest.mark.parametrize(("holder", "deputy", "told"), LENT)
def test_a_post_that_is_lent(staffed: World, today: date, holder: str, deputy: str, told: str):
    """Only to somebody who sees the unit anyhow, and who then does not check what he does."""
    lend = (staffed.fresh(holder), staffed.posts[holder], staffed.fresh(deputy), today, today, "休假")
    if told:
        with pytest.raises(Refused, match=told):
            services.delegate(*lend)
        assert not Delegation.objects.exists()
    else:
        assert services.delegate(*lend).deputy == staffed.people[deputy]


HANDED = [
    ("handler", "handler", "business", ""),
    ("handler", "handler", "newcomer", ""),
    ("handler", "handler", "school_handler", ""),
    ("handler", "handler", "finance", ""),
    ("handler", "handler", "approver", APART),
    ("handler", "handler", "other_handler", FOREIGN),
    ("handler", "handler", "bureau", FOREIGN),
    ("finance", "finance", "other_finance", FOREIGN),
    ("finance", "finance", "auditor", APART),
    ("security", "handler", "other_handler", ""),
    ("security", "handler", "bureau", APART),
    ("security", "handler", "approver", APART),
    ("security", "approver", "business", APART),
    ("security", "audit", "system", THREE),
    ("security", "system", "audit", THREE),
    ("security", "audit", "newcomer", ""),
    ("security", "security", "system", THREE),
    ("security", "security", "newcomer", ""),
]


@pytest.mark.parametrize(("by", "post", "successor", "told"), HANDED)
def test_a_post_that_is_handed_over(staffed: World, today: date, by: str, post: str, successor: str, told: str):
    """Within the department by the holder; from elsewhere by the security administrator; never to whoever checks it."""
    hand = (staffed.fresh(by), staffed.posts[post], staffed.fresh(successor), today, "轮岗")
    if told:
        with pytest.raises(Refused, match=told):
            handing.hand_over(*hand)
        assert Post.objects.get(pk=staffed.posts[post].pk).valid_to is None
    else:
        assert handing.hand_over(*hand).user == staffed.people[successor]


@pytest.mark.parametrize("name", ["system", "security", "audit", "auditor"])
def test_an_administrators_post_is_not_lent(staffed: World, today: date, name: str):
    """It is handed over, by the security administrator."""
    with pytest.raises(PermissionDenied):
        services.delegate(staffed.fresh(name), staffed.posts[name], staffed.fresh("newcomer"), today, today, "x")


def test_what_is_borrowed_is_not_lent_on_nor_handed_over(staffed: World, today: date):
    """There are no chains: a deputy's rights end with the deputy."""
    colleague = Post.objects.create(
        user=staffed.people["newcomer"], role=Role.BUSINESS, unit=staffed.units["HQ"], valid_from=today
    )
    post = staffed.posts["handler"]
    services.delegate(staffed.fresh("handler"), post, staffed.fresh("business"), today, today, "休假")

    with pytest.raises(Refused, match="自己的岗位"):
        services.delegate(staffed.fresh("business"), post, colleague.user, today, today, "x")
    with pytest.raises(PermissionDenied):
        handing.hand_over(staffed.fresh("business"), post, colleague.user, today, "x")
    services.delegate(staffed.fresh("business"), staffed.posts["business"], colleague.user, today, today, "x")
    assert not policies.may(staffed.fresh("newcomer"), "form.import", staffed.forms["HQ"])


def test_who_stands_in_for_a_post_cannot_be_given_its_check(staffed: World, today: date):
    """What is borrowed counts as held, for its days."""
    until = today + timedelta(days=3)
    services.delegate(staffed.fresh("handler"), staffed.posts["handler"], staffed.fresh("finance"), today, until, "x")
    give = {"person": staffed.people["finance"], "role": "approver", "unit": staffed.units["HQ"], "division": None}

    with pytest.raises(Refused, match=APART):
        services.give_post(staffed.fresh("security"), start=until, **give)
    services.give_post(staffed.fresh("security"), start=until + timedelta(days=1), **give)


def test_a_loan_ends_with_what_it_rests_on(staffed: World, today: date):
    """The deputy leaves the unit, or the post goes to somebody else: nobody stands in any more, and the trail says so."""
    until = today + timedelta(days=30)
    services.delegate(staffed.fresh("handler"), staffed.posts["handler"], staffed.fresh("business"), today, until, "x")
    services.delegate(staffed.fresh("approver"), staffed.posts["approver"], staffed.fresh("finance"), today, until, "x")

    services.end_post(staffed.fresh("security"), staffed.posts["business"], today)
    assert Delegation.objects.get(deputy=staffed.people["business"]).valid_to == today
    handing.hand_over(staffed.fresh("approver"), staffed.posts["approver"], staffed.fresh("newcomer"), today, "轮岗")
    assert not policies.may(staffed.fresh("finance"), "move.unit.approve", at_unit(staffed))
    handing.hand_over(staffed.fresh("newcomer"), newest(staffed, "approver"), staffed.fresh("approver"), today, "交回")
    assert not policies.may(staffed.fresh("finance"), "move.unit.approve", at_unit(staffed))
    assert Entry.objects.filter(deed="post.undelegate").count() == 2


def test_nobody_lends_beyond_his_own_time(staffed: World, today: date):
    """A loan lies within the post's days, is given once for the same days, and begins and ends."""
    Post.objects.filter(pk=staffed.posts["handler"].pk).update(valid_to=today + timedelta(days=5))
    post = Post.objects.get(pk=staffed.posts["handler"].pk)
    lend = (staffed.fresh("handler"), post, staffed.fresh("business"))

    with pytest.raises(Refused, match="任职期间"):
        services.delegate(*lend, today, today + timedelta(days=6), "x")
    services.delegate(*lend, today, today + timedelta(days=5), "x")
    with pytest.raises(Refused, match="已经代办"):
        services.delegate(*lend, today + timedelta(days=5), today + timedelta(days=5), "x")


def at_unit(staffed: World) -> object:
    """The form as it waits for the unit's approver."""
    form = staffed.forms["HQ"]
    form.state = "at_unit"
    return form


def newest(staffed: World, role: str) -> Post:
    """The post as it was handed over last."""
    found = Post.objects.filter(role=role, unit=staffed.units["HQ"]).order_by("-pk").first()
    assert found is not None
    return found


def test_nobody_approves_what_he_submitted_before_he_changed_posts(staffed: World, today: date):
    """The posts follow each other and are not held together; the work is still one's own."""
    form = staffed.forms["HQ"]
    Version.objects.create(form=form, number=1, rows={}, made_by=staffed.people["handler"], made_at=timezone.now())
    form.state = "at_unit"
    form.save()
    handing.hand_over(staffed.fresh("handler"), staffed.posts["handler"], staffed.fresh("newcomer"), today, "升任")
    give = {"person": staffed.people["handler"], "unit": staffed.units["HQ"], "division": None, "start": today}
    services.give_post(staffed.fresh("security"), role="approver", **give)

    with pytest.raises(CannotMove, match="您自己送审"):
        flow.move(staffed.fresh("handler"), form, "approve")
    (told,) = [item.why_not for item in flow.possible(staffed.fresh("handler"), form) if item.rule.deed == "approve"]
    assert "您自己送审" in told
    assert flow.move(staffed.fresh("approver"), form, "approve").after == "at_department"
