"""Reminders: before the last day and after it, to those who can do something, once, by notice and by mail."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.conftest import World

from jixiao_web.accounts.models import Delegation, User
from jixiao_web.cycle import reminders, tasks
from jixiao_web.cycle.models import Form, Task
from jixiao_web.notices import mail
from jixiao_web.notices.models import Notice
from jixiao_web.organisation.models import Unit, UnitPeriod

DUE = date(2023, 4, 20)


@pytest.fixture
def task(world: World) -> Task:
    """The units' forms are due on 20 April, the department's on 10 May."""
    Task.objects.update(opens_on=date(2023, 3, 1), due_on=DUE, department_due_on=date(2023, 5, 10), warn_days=7)
    world.task.refresh_from_db()
    return world.task


def told(day: date) -> set[str]:
    """Who gets a reminder on a day, on a desk where none lay before."""
    Notice.objects.all().delete()
    reminders.remind(day)
    return set(Notice.objects.filter(kind="reminder").values_list("user__username", flat=True))


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (DUE - timedelta(days=8), set()),
        (DUE - timedelta(days=7), {"handler", "school_handler"}),
        (DUE, {"handler", "school_handler"}),
        (DUE + timedelta(days=1), {"handler", "school_handler"}),
        (date(2023, 5, 3), {"handler", "school_handler", "finance"}),
        (date(2023, 2, 28), set()),
    ],
)
def test_reminders_begin_some_days_before_the_last(task: Task, day: date, people: set[str]):
    """Nobody is reminded early; from the warning day on, each where their own form waits."""
    assert told(day) == people


@pytest.mark.parametrize(
    ("state", "people"),
    [
        ("issued", {"handler"}),
        ("draft", {"handler"}),
        ("returned_by_department", {"handler"}),
        ("at_unit", {"approver"}),
        ("at_department", set()),
        ("approved", set()),
        ("final", set()),
    ],
)
def test_only_who_can_bring_the_form_on_is_asked(world: World, task: Task, state: str, people: set[str]):
    """The handler while it is being filled in, the approver while it lies there, nobody once it is through."""
    Form.objects.filter(unit__code="HQ").update(state=state)
    Form.objects.exclude(unit__code="HQ").update(state="final")

    assert told(DUE) == people


def test_the_department_is_reminded_of_what_lies_with_it(world: World, task: Task):
    """A unit's form that the department has is due with the department's own."""
    Form.objects.filter(unit__code="HQ").update(state="at_department")
    Form.objects.exclude(unit__code="HQ").update(state="final")

    assert told(date(2023, 5, 9)) == {"finance"}


def test_a_form_given_to_somebody_is_asked_of_that_person_and_deputies_are_asked_too(world: World, task: Task):
    """Where a post has several people only the one with the form is asked; who stands in for a post is asked with its holder."""
    Form.objects.filter(unit__code="HQ").update(assignee=world.people["handler"])
    Delegation.objects.create(
        post=world.posts["school_handler"],
        deputy=world.people["school_approver"],
        valid_from=date(2023, 4, 1),
        valid_to=DUE,
        reason="产假",
    )

    assert told(DUE) == {"handler", "school_handler", "school_approver"}
    assert told(DUE + timedelta(days=1)) == {"handler", "school_handler"}


def test_an_exemption_moves_the_reminder(world: World, task: Task):
    """Who has leave until June is not called late in April."""
    tasks.exempt(world.people["finance"], task, world.units["HQ"], date(2099, 1, 1), "决算未批复")

    assert told(DUE) == {"school_handler"}


def test_one_digest_a_person_says_all(world: World, task: Task):
    """Somebody with two forms gets one notice with both, the most urgent first, in both languages."""
    world.posts["school_handler"].delete()
    type(world.posts["handler"]).objects.create(
        user=world.people["handler"], role="handler", unit=world.units["SCHOOL"], valid_from=date(2020, 1, 1)
    )
    reminders.remind(DUE)

    notice = Notice.objects.get(user=world.people["handler"])
    title = task.title
    assert notice.text == (
        f"有 2 张表等您办理：某市总工会本级《{title}》今天截止；某市工人业余大学《{title}》今天截止。"
    )
    assert "2 forms wait for you" in notice.text_en


def test_the_ready_text_names_the_units_and_their_day(world: World, task: Task):
    """Who chases by telephone reads which units are asked for, until when; the department's own form has its own day."""
    items = reminders.waiting(DUE, task)
    assert reminders.text(task, items) == (
        f"请以下单位尽快送审《{task.title}》（2023-04-20 截止）：某市总工会本级、某市工人业余大学。"
    )
    own = [item for item in items if item.form.unit.code == "UNION"]
    assert reminders.text(task, own) == f"请以下单位尽快送审《{task.title}》（2023-05-10 截止）：某市总工会。"


def test_nobody_is_flooded(world: World, task: Task):
    """Day after day the same digest would not be read: every third day before, daily around the last day, weekly when long late."""
    days = []
    for shift in range(-7, 25):
        day = DUE + timedelta(days=shift)
        if reminders.remind(day):
            made = Notice.objects.filter(user=world.people["school_handler"], key=f"reminder-{day.isoformat()}")
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
            if made.update(created=noon):
                days.append(shift)
            Notice.objects.filter(key=f"reminder-{day.isoformat()}").update(created=noon)
        assert reminders.remind(day) == 0

    assert days == [-7, -4, -1, 0, 1, 2, 3, 10, 17, 24]


def test_as_many_queries_for_five_forms_as_for_sixty(world: World, task: Task):
    """Reminding a large department asks the database no more often."""
    with CaptureQueriesContext(connection) as few:
        reminders.remind(DUE)
    Notice.objects.all().delete()
    for number in range(60):
        unit = Unit.objects.create(code=f"U{number}", kind="unit")
        UnitPeriod.objects.create(
            unit=unit, name=f"单位{number}", parent=world.units["UNION"], valid_from=date(2020, 1, 1)
        )
        Form.objects.create(task=task, unit=unit)
    with CaptureQueriesContext(connection) as many:
        reminders.remind(DUE)

    assert len(many) == len(few)


class Box:
    """Keeps what a mail server receives; refuses one address."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope, address: str, options) -> str:  # noqa: N802  # aiosmtpd's own
        if address.startswith("refused"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's own
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def box(settings) -> Iterator[Box]:
    """A mail server of its own, on a free port."""
    kept = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER = False, ""
    yield kept
    controller.stop()


def test_a_digest_goes_by_mail_once(world: World, task: Task, box: Box):
    """A real server receives one message a person, in that person's language; sending again sends nothing."""
    User.objects.filter(username="school_handler").update(language="en")
    User.objects.filter(username="approver").update(email="")
    reminders.remind(DUE)

    assert mail.send_waiting() == 2
    assert mail.send_waiting() == 0
    by_address = {str(message["To"]): message for message in box.messages}
    assert set(by_address) == {"handler@example.test", "school_handler@example.test"}
    chinese, english = by_address["handler@example.test"], by_address["school_handler@example.test"]
    assert chinese["Subject"] == "绩效管理：待办提醒"
    assert "某市总工会本级" in chinese.get_content()
    assert "今天截止" in chinese.get_content()
    assert "due today" in english.get_content()
    assert "reminder" in english["Subject"].lower()


def test_a_refused_address_holds_up_nobody(world: World, task: Task, box: Box):
    """An address that the server refuses is left out, and not tried for ever."""
    User.objects.filter(username="handler").update(email="refused@example.test")
    reminders.remind(DUE)

    assert mail.send_waiting() == 1
    assert [str(message["To"]) for message in box.messages] == ["school_handler@example.test"]
    assert not Notice.objects.filter(kind="reminder", mailed_at__isnull=True).exists()


def test_what_a_server_that_is_down_did_not_take_is_sent_later(world: World, task: Task, box: Box, settings):
    """A server that cannot be reached loses no reminder."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    reminders.remind(DUE)
    with pytest.raises(ConnectionRefusedError):
        mail.send_waiting()
    settings.EMAIL_PORT = port

    assert mail.send_waiting() == 2


def test_the_command_reminds_and_mails(world: World, task: Task, box: Box, capsys):
    """What the clock does every morning can be done at once; twice tells nobody twice."""
    today = timezone.localdate()
    Task.objects.update(opens_on=date(2023, 1, 1), due_on=today, department_due_on=today + timedelta(days=40))
    call_command("remind")
    call_command("remind")

    assert capsys.readouterr().out.splitlines() == [
        "提醒 2 人，发出邮件 2 封。/ 2 people told, 2 mails sent.",
        "提醒 0 人，发出邮件 0 封。/ 0 people told, 0 mails sent.",
    ]
