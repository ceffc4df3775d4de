"""Accounts, posts, deputies and hand-over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.web.conftest import PASSWORD, World

from jixiao_web import policies
from jixiao_web.accounts import services
from jixiao_web.accounts.models import Delegation, Post, Role, User
from jixiao_web.accounts.services import Refused
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import handing
from jixiao_web.cycle.models import Countersign, Form
from jixiao_web.notices.models import Notice, ReadingItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def newcomer(world: World) -> User:
    """Somebody without a post."""
    return User.objects.create_user(username="newcomer", name="新来的人", password=PASSWORD)


@pytest.fixture
def busy(world: World) -> World:
    """The handler has a form, a question to answer, notices and documents to read."""
    handler, now = world.people["handler"], timezone.now()
    Form.objects.filter(pk=world.forms["HQ"].pk).update(assignee=handler)
    Countersign.objects.create(
        form=world.forms["HQ"],
        person=handler,
        asked_by=world.people["approver"],
        asked_at=now,
        question="产出是否属实？",
    )
    Countersign.objects.create(
        form=world.forms["HQ"],
        person=handler,
        asked_by=world.people["approver"],
        asked_at=now,
        question="旧",
        answered_at=now,
    )
    Notice.objects.create(user=handler, kind="due", text="还有 7 天", key="due:1", link="/2022/HQ/evaluation/")
    Notice.objects.create(user=handler, kind="due", text="读过的", key="due:0", read_at=now)
    ReadingItem.objects.create(user=handler, title="粤财绩〔2023〕1 号")
    ReadingItem.objects.create(user=handler, title="读过的文件", read_at=now)
    return world


def holdings(person: User) -> dict[str, object]:
    """What lies on somebody's desk."""
    return {
        "forms": Form.objects.filter(assignee=person).count(),
        "countersigns": Countersign.objects.filter(person=person, answered_at__isnull=True).count(),
        "notices": Notice.objects.filter(user=person, read_at__isnull=True).count(),
        "reading": sorted(ReadingItem.objects.filter(user=person).values_list("title", flat=True)),
    }


def test_a_hand_over_moves_everything_open_in_one_deed(busy: World, newcomer: User, today: date):
    """The post, forms, questions, unread notices and the reading list; one entry tells it all."""
    handler, post = busy.people["handler"], busy.posts["handler"]
    before = holdings(handler)
    shown = handing.moving(post)

    taken = handing.hand_over(busy.fresh("security"), post, newcomer, today, "轮岗")

    assert (len(shown.forms), len(shown.countersigns), shown.notices, shown.reading) == (1, 1, 1, 2)
    assert holdings(newcomer) == before
    assert holdings(handler) == {"forms": 0, "countersigns": 0, "notices": 0, "reading": ["读过的文件"]}
    post.refresh_from_db()
    assert (post.valid_to, taken.valid_from, taken.valid_to) == (today - timedelta(days=1), today, None)
    assert policies.may(busy.fresh("newcomer"), "form.edit", busy.forms["HQ"])
    assert not policies.may(busy.fresh("handler"), "form.edit", busy.forms["HQ"])
    entry = Entry.objects.get(deed="post.hand_over")
    assert (entry.before["person"], entry.after["person"], entry.reason) == ("handler", "newcomer", "轮岗")
    assert entry.after["forms"] == list(shown.forms)


def test_handing_back_undoes_it(busy: World, newcomer: User, today: date):
    """On the same day, too, and again."""
    handler, post = busy.people["handler"], busy.posts["handler"]
    before = holdings(handler)
    for _ in range(2):
        taken = handing.hand_over(busy.fresh("handler"), post, newcomer, today, "休假")
        post = handing.hand_over(busy.fresh("newcomer"), taken, handler, today, "交回")

        assert {**holdings(handler), "reading": before["reading"]} == before
        assert holdings(newcomer)["forms"] == 0
        assert policies.may(busy.fresh("handler"), "form.edit", busy.forms["HQ"])
        assert not policies.may(busy.fresh("newcomer"), "form.edit", busy.forms["HQ"])


def test_only_what_belongs_to_the_post_goes_along(busy: World, newcomer: User, today: date):
    """Somebody with a second post keeps what concerns the other unit."""
    handler = busy.people["handler"]
    Post.objects.create(user=handler, role=Role.HANDLER, unit=busy.units["SCHOOL"], valid_from=date(2020, 1, 1))
    Form.objects.filter(pk=busy.forms["SCHOOL"].pk).update(assignee=handler)
    Notice.objects.create(user=handler, kind="due", text="学校", key="due:2", link="/2022/SCHOOL/evaluation/")

    handing.hand_over(busy.fresh("security"), busy.posts["handler"], newcomer, today, "轮岗")

    assert Form.objects.get(assignee=handler) == busy.forms["SCHOOL"]
    assert Notice.objects.get(user=handler, read_at__isnull=True).text == "学校"
    assert Notice.objects.get(user=newcomer).text == "还有 7 天"


def test_who_may_hand_over(busy: World, newcomer: User, today: date):
    """The holder and the security administrator; a colleague or another department may not."""
    for name in ("approver", "other_handler", "finance", "system", "auditor", "bureau"):
        with pytest.raises(PermissionDenied):
            handing.hand_over(busy.fresh(name), busy.posts["handler"], newcomer, today, "轮岗")


def refusals(busy: World, newcomer: User, today: date):
    """Deed by deed, and what is said."""
    security, system, handler = busy.people["security"], busy.people["system"], busy.people["handler"]
    post, units = busy.posts["handler"], busy.units
    gone = User.objects.create_user(username="gone", name="离开的人", password=PASSWORD, is_active=False)
    give = {"unit": units["BUREAU"], "division": None, "start": today}
    return [
        ("接任人不能是本人", lambda: handing.hand_over(security, post, handler, today, "x")),
        ("交给自己", lambda: handing.hand_over(security, post, security, today, "x")),
        ("已停用", lambda: handing.hand_over(security, post, gone, today, "x")),
        ("交接原因", lambda: handing.hand_over(security, post, newcomer, today, " ")),
        ("今天之间", lambda: handing.hand_over(security, post, newcomer, today + timedelta(days=1), "x")),
        ("三个人分别担任", lambda: handing.hand_over(security, busy.posts["audit"], system, today, "x")),
        ("给自己任职", lambda: services.give_post(security, person=security, role="bureau", **give)),
        ("三个人分别担任", lambda: services.give_post(security, person=system, role="audit", **give)),
        ("已在这个岗位上", lambda: services.give_post(security, person=busy.people["bureau"], role="bureau", **give)),
        ("不属于所选单位", lambda: services.give_post(security, person=newcomer, role="business", **{**give, "division": busy.division})),
        ("早于起始日期", lambda: services.give_post(security, person=newcomer, role="bureau", until=date(2020, 1, 1), **give)),
        ("最后一位安全管理员", lambda: services.end_post(security, busy.posts["security"], today)),
        ("只能委托自己", lambda: services.delegate(busy.people["handler"], Post.objects.create(user=newcomer, role="handler", unit=units["HQ"], valid_from=today), newcomer, today, today, "x")),
        ("另一位在职的同事", lambda: services.delegate(handler, post, handler, today, today, "x")),
        ("已经过去", lambda: services.delegate(handler, post, newcomer, today - timedelta(days=2), today - timedelta(days=1), "x")),
        ("停用自己", lambda: services.set_active(system, system, active=False)),
        ("已有人使用", lambda: services.make_person(system, username="Handler", name="x")),
        ("没有启用动态口令", lambda: services.remove_second_factor(security, handler)),
    ]  # fmt: skip


def test_what_is_refused_is_said_in_a_sentence(busy: World, newcomer: User, today: date):
    """Nothing of it happens, and the person knows why."""
    posts = Post.objects.count()
    for told, deed in refusals(busy, newcomer, today):
        with pytest.raises(Refused, match=told):
            deed()
    assert Post.objects.count() == posts + 1  # the one that a case made for itself


def test_the_three_administrators_have_three_separate_rights(world: World, newcomer: User, today: date):
    """One makes accounts, one gives posts, one reads the trail; none does another's."""
    give = {"person": newcomer, "role": "handler", "unit": world.units["HQ"], "division": None, "start": today}
    made, password = services.make_person(world.fresh("system"), username="zhangsan", name="张三")
    assert made.check_password(password)
    assert made.must_change_password
    services.give_post(world.fresh("security"), **give)

    for name in ("security", "audit", "bureau", "handler"):
        with pytest.raises(PermissionDenied):
            services.make_person(world.fresh(name), username="lisi", name="李四")
    for name in ("system", "audit", "bureau", "finance"):
        with pytest.raises(PermissionDenied):
            services.give_post(world.fresh(name), **give)


def test_a_deputy_has_the_rights_until_the_day(world: World, newcomer: User, today: date):
    """And no longer when the post is taken back."""
    post, form = world.posts["handler"], world.forms["HQ"]
    Post.objects.create(user=newcomer, role="business", unit=world.units["HQ"], valid_from=date(2020, 1, 1))
    made = services.delegate(world.fresh("handler"), post, newcomer, today, today, "休假")
    assert policies.post_for(world.fresh("newcomer"), "move.unit.submit", form, state="draft") == post

    Delegation.objects.update(valid_from=today - timedelta(days=2), valid_to=today - timedelta(days=1))
    assert not policies.may(world.fresh("newcomer"), "form.import", form)
    Delegation.objects.update(valid_to=today)
    assert policies.may(world.fresh("newcomer"), "form.import", form)
    with pytest.raises(Refused):
        services.end_delegation(world.fresh("approver"), made)
    services.end_delegation(world.fresh("handler"), made)
    assert not policies.may(world.fresh("newcomer"), "form.import", form)


def test_the_pages_do_it_all(busy: World, newcomer: User, today: date):
    """An account is made, a post is given, handed over with a preview, and the account is disabled."""
    system, security = Client(), Client()
    system.force_login(busy.people["system"])
    security.force_login(busy.people["security"])

    page = system.post("/accounts/people/", {"username": "lisi", "name": "李四"})
    password = page.context["password"]
    assert password in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert password not in system.get("/accounts/people/").content.decode()
    lisi = User.objects.get(username="lisi")

    given = {"person": lisi.pk, "role": "approver", "unit": busy.units["GYM"].pk, "start": today.isoformat()}
    assert security.post("/accounts/people/", given).status_code == 302
    assert system.post("/accounts/people/", given).status_code == 200  # he has no such form
    assert Post.objects.filter(user=lisi).count() == 1

    address = f"/accounts/posts/{busy.posts['handler'].pk}/hand-over/"
    assert "产出是否属实" in security.get(address).content.decode()
    told = {"successor": newcomer.pk, "on": today.isoformat(), "reason": "轮岗"}
    assert security.post(address, told).status_code == 302
    assert Form.objects.get(assignee=newcomer) == busy.forms["HQ"]

    theirs = Client()
    theirs.force_login(lisi)
    assert system.post(f"/accounts/people/{lisi.pk}/disable/").status_code == 302
    assert theirs.get("/accounts/my/").status_code == 302
    reset = system.post(f"/accounts/people/{newcomer.pk}/reset/")
    assert User.objects.get(username="newcomer").check_password(reset.context["password"])


def test_all_sessions_of_somebody_are_ended_by_the_security_administrator(world: World):
    """Nobody else can."""
    theirs, security, system = Client(), Client(), Client()
    theirs.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    security.force_login(world.people["security"])
    system.force_login(world.people["system"])
    address = f"/accounts/people/{world.people['handler'].pk}/sessions/"

    assert system.post(address).status_code == 403
    assert theirs.get("/accounts/my/").status_code == 200
    security.post(address)
    assert theirs.get("/accounts/my/").status_code == 302


def test_people_are_found_and_paged(world: World, django_assert_max_num_queries):
    """By name or by unit; the number of questions to the database does not grow with people."""
    for number in range(120):
        person = User.objects.create(username=f"p{number:03}", name=f"人 {number}")
        Post.objects.create(user=person, role="handler", unit=world.units["GYM"], valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(world.people["security"])

    with django_assert_max_num_queries(20):
        page = client.get("/accounts/people/", {"q": "GYM"})
    assert page.context["page"].paginator.count == 123
    assert client.get("/accounts/people/", {"q": "人 119"}).context["page"].paginator.count == 1
