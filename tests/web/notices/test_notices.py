"""Notices and the reading list: each person's own."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from tests.web.conftest import World

from jixiao_web.audit.models import Entry
from jixiao_web.notices import selectors, services
from jixiao_web.notices.models import Notice, ReadingItem
from jixiao_web.notices.services import Refused


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def test_telling_twice_is_one_notice(world: World):
    """A deed that is repeated tells nobody twice; another person is told for themselves."""
    handler, approver = world.people["handler"], world.people["approver"]
    for person in (handler, handler, approver):
        services.tell(person, "task", "请填报", key="task-1")
    services.tell_all(Notice(user=person, kind="task", text="请填报", key="task-1") for person in (handler, approver))

    assert (selectors.unread_count(handler), selectors.unread_count(approver)) == (1, 1)


def test_the_bell_counts_what_is_not_read(world: World):
    """The number in the top bar goes down when a notice is opened, and to nothing when all are read."""
    client = signed_in(world, "handler")
    made = [services.tell(world.people["handler"], "task", f"第{n}条", link="/", key=str(n)) for n in range(3)]

    def bell() -> int:
        return client.get(reverse("notices")).context["unread"]

    assert bell() == 3
    answer = client.post(reverse("open_notice", args=[made[0].pk]))
    assert (answer.status_code, answer["Location"], bell()) == (302, "/", 2)
    client.post(reverse("read_all"))
    assert bell() == 0


def test_nobody_opens_the_notices_of_others(world: World):
    """A number in an address leads to nobody else's notice or reading list."""
    notice = services.tell(world.people["handler"], "task", "请填报", key="1")
    item = ReadingItem.objects.create(user=world.people["handler"], title="办法")
    other = signed_in(world, "school_handler")

    assert other.post(reverse("open_notice", args=[notice.pk])).status_code == 404
    assert other.post(reverse("mark_read", args=[item.pk])).status_code == 404
    other.post(reverse("read_all"))
    notice.refresh_from_db()
    item.refresh_from_db()
    assert (notice.read_at, item.read_at) == (None, None)


def test_a_long_list_has_pages(world: World):
    """More than fifty notices are leafed through."""
    services.tell_all(Notice(user=world.people["handler"], kind="task", text=str(n), key=str(n)) for n in range(60))
    client = signed_in(world, "handler")

    assert len(client.get(reverse("notices")).context["page"]) == 50
    assert len(client.get(reverse("notices"), {"page": 2}).context["page"]) == 10


def test_a_document_reaches_everybody_of_the_department_once(world: World):
    """Department finance gives its people something to read; who has it keeps it as it is, who came later gets it."""
    finance, union = world.people["finance"], world.units["UNION"]
    handler = world.people["handler"]
    ReadingItem.objects.create(user=handler, title="自评管理办法")
    count = services.give_reading(finance, union, title="自评管理办法", number="某财〔2022〕1号")

    got = set(ReadingItem.objects.filter(title="自评管理办法").values_list("user__username", flat=True))
    assert got == {"finance", "auditor", "approver", "handler", "business", "school_handler", "school_approver"}
    assert count == len(got) - 1
    assert Entry.objects.get(deed="reading.give").after["people"] == count
    with pytest.raises(Refused, match="已经有"):
        services.give_reading(finance, union, title="自评管理办法")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://x"])
def test_a_link_that_runs_something_is_refused(world: World, link: str):
    """A document's address leads to a page and does nothing else."""
    with pytest.raises(Refused, match="https"):
        services.give_reading(world.people["finance"], world.units["UNION"], title="办法", link=link)


@pytest.mark.parametrize("who", ["handler", "approver", "auditor", "other_finance", "system"])
def test_only_those_above_give_documents(world: World, who: str):
    """Who may remind a unit may also give it something to read."""
    with pytest.raises(PermissionDenied):
        services.give_reading(world.people[who], world.units["UNION"], title="办法")


def test_reading_is_marked_once(world: World):
    """The day of the first reading stands."""
    item = ReadingItem.objects.create(user=world.people["handler"], title="办法")
    client = signed_in(world, "handler")
    client.post(reverse("mark_read", args=[item.pk]))
    item.refresh_from_db()
    first = item.read_at
    client.post(reverse("mark_read", args=[item.pk]))
    item.refresh_from_db()

    assert first is not None
    assert item.read_at == first
    assert "已读" in client.get(reverse("reading")).content.decode()


@pytest.mark.parametrize(
    ("who", "offered"), [("finance", True), ("bureau", True), ("handler", False), ("auditor", False)]
)
def test_the_form_to_give_documents_is_for_those_who_may(world: World, who: str, offered: bool):
    """Others see their own list only."""
    answer = signed_in(world, who).get(reverse("reading"))

    assert (answer.context["form"] is not None) is offered
    post = signed_in(world, who).post(reverse("reading"), {"unit": world.units["UNION"].pk, "title": "办法"})
    assert post.status_code == (302 if offered else 403)
