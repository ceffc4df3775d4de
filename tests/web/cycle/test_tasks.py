"""The year and its tasks: opened once, issued to the units of that year, with windows, exemptions and persons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from tests.web.conftest import World

from jixiao_web import policies
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import tasks, windows
from jixiao_web.cycle.models import Exemption, Form, Task, Year
from jixiao_web.cycle.signals import form_issued
from jixiao_web.cycle.tasks import Refused
from jixiao_web.notices.models import Notice
from jixiao_web.organisation import services as organisation

OPENS, DUE, DEPARTMENT_DUE = date(2024, 3, 1), date(2024, 4, 20), date(2024, 5, 10)
DAYS = {"opens_on": OPENS, "due_on": DUE, "department_due_on": DEPARTMENT_DUE}


def opened(world: World, year: int = 2023) -> Year:
    return tasks.open_year(world.people["finance"], world.units["UNION"], year)


def test_a_task_makes_a_form_for_every_unit_of_that_year(world: World):
    """A unit that ended before the end of the year gets no form, one that was founded in it does; the department gets its own."""
    system = world.people["system"]
    union = world.units["UNION"]
    organisation.add_unit(system, code="NEW", kind="unit", name="新单位", parent=union, on=date(2023, 12, 31))
    organisation.add_unit(system, code="LATER", kind="unit", name="以后的", parent=union, on=date(2024, 1, 1))
    organisation.add_unit(
        system, code="OUT", kind="unit", name="不汇总", parent=union, on=date(2023, 1, 1), consolidated=False
    )
    organisation.close_unit(system, world.units["SCHOOL"], last_day=date(2023, 12, 30), reason="撤销")

    task = tasks.issue(world.people["finance"], opened(world), "evaluation", title="自评", **DAYS)

    assert {form.unit.code: form.state for form in task.forms.select_related("unit")} == {
        "UNION": "issued",
        "HQ": "issued",
        "NEW": "issued",
    }
    assert Entry.objects.get(deed="task.issue").after["forms"] == 3


def test_issuing_is_one_deed(world: World):
    """Where the filling in of a form fails half-way, there is neither a task nor a form, nor a word in the trail."""
    year = opened(world)
    entries, forms = Entry.objects.count(), Form.objects.count()

    def broken(form: Form, **_: object) -> None:
        if form.unit.code == "UNION":
            raise IntegrityError

    form_issued.connect(broken)
    try:
        with pytest.raises(IntegrityError):
            tasks.issue(world.people["finance"], year, "evaluation", title="自评", **DAYS)
    finally:
        form_issued.disconnect(broken)

    assert not Task.objects.filter(year=year).exists()
    assert (Entry.objects.count(), Form.objects.count()) == (entries, forms)


def test_everybody_concerned_gets_one_notice(world: World):
    """Those with a post in the department or its units know of the task; others, and who issued it, are told nothing."""
    task = tasks.issue(world.people["finance"], opened(world), "evaluation", title="自评", **DAYS)

    told = Notice.objects.filter(key__startswith=f"task-{task.pk}-").values_list("user__username", flat=True)
    assert sorted(told) == sorted(["auditor", "approver", "handler", "business", "school_handler", "school_approver"])


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("twice", "已经开启过"),
        ("unit", "不是主管部门"),
        ("scheme", "no-such"),
        ("outline", "没有“no-such”这一报告提纲"),
        ("project scheme", "national-project-2021"),
        ("issued twice", "已经下达过"),
        ("days", "日期应依次为"),
    ],
)
def test_what_cannot_be_issued_is_refused_with_a_sentence(world: World, deed: str, sentence: str):
    """Whoever opens or issues reads what is wrong and what to do."""
    by, union = world.people["finance"], world.units["UNION"]
    deeds = {
        "twice": lambda: tasks.open_year(by, union, 2022),
        "unit": lambda: tasks.open_year(by, world.units["HQ"], 2023),
        "scheme": lambda: tasks.open_year(by, union, 2023, scheme="no-such"),
        "project scheme": lambda: tasks.open_year(by, union, 2023, scheme="national-project-2021"),
        "outline": lambda: tasks.open_year(by, union, 2023, outline="no-such"),
        "issued twice": lambda: tasks.issue(by, world.year, "evaluation", title="自评", **DAYS),
        "days": lambda: tasks.issue(
            by, world.year, "monitoring", title="监控", opens_on=DUE, due_on=OPENS, department_due_on=DEPARTMENT_DUE
        ),
    }
    with pytest.raises(Refused, match=sentence):
        deeds[deed]()


@pytest.mark.parametrize(("days_after_due", "is_open"), [(-1, True), (0, True), (1, False), (3, False), (5, False)])
def test_a_window_ends_on_its_last_day(world: World, days_after_due: int, is_open: bool):
    """The last day is still a day; the next is not."""
    form = world.forms["HQ"]
    form.refresh_from_db()

    assert windows.is_open(form, form.task.due_on + timedelta(days=days_after_due)) is is_open


@pytest.mark.parametrize(("day", "is_open"), [(0, True), (5, True), (6, False)])
def test_an_exemption_ends_by_itself(world: World, day: int, is_open: bool):
    """Late entry is allowed until the day that was granted, for that unit alone, and nobody need end it."""
    today = policies.today()
    Task.objects.update(opens_on=date(2023, 1, 1), due_on=today - timedelta(9), department_due_on=today - timedelta(9))
    world.task.refresh_from_db()
    tasks.exempt(world.people["finance"], world.task, world.units["HQ"], today + timedelta(5), "决算未批复")

    assert windows.is_open(Form.objects.get(unit__code="HQ"), today + timedelta(day)) is is_open
    assert not windows.is_open(Form.objects.get(unit__code="SCHOOL"), today + timedelta(day))


def test_a_withdrawn_exemption_is_over_and_remembered(world: World):
    """Leave that is taken back holds no longer; the record of it stays, with the reason in the trail."""
    today = policies.today()
    made = tasks.exempt(world.people["finance"], world.task, world.units["HQ"], today + timedelta(5), "决算未批复")
    tasks.withdraw_exemption(world.people["finance"], made, "已批复")

    made.refresh_from_db()
    assert made.until == today - timedelta(days=1)
    assert Entry.objects.get(deed="exemption.withdraw").reason == "已批复"
    with pytest.raises(Refused, match="不用撤回"):
        tasks.withdraw_exemption(world.people["finance"], made, "再来")


@pytest.mark.parametrize(
    ("unit", "days", "reason", "sentence"),
    [
        ("HQ", 5, " ", "须写明原因"),
        ("HQ", -1, "病假", "不能早于今天"),
        ("GYM", 5, "病假", "没有这项任务的表"),
    ],
)
def test_no_exemption_without_ground(world: World, unit: str, days: int, reason: str, sentence: str):
    """Leave needs a reason, a day to come, and a form that it is for."""
    until = policies.today() + timedelta(days=days)
    with pytest.raises(Refused, match=sentence):
        tasks.exempt(world.people["finance"], world.task, world.units[unit], until, reason)
    assert not Exemption.objects.exists()


@pytest.mark.parametrize("who", ["handler", "approver", "auditor", "other_finance", "system"])
def test_only_those_above_rule_over_the_year(world: World, who: str):
    """Who fills in, reads or keeps accounts opens no year, moves no window and grants no leave."""
    by = world.people[who]
    deeds = (
        lambda: tasks.open_year(by, world.units["UNION"], 2023),
        lambda: tasks.issue(by, world.year, "monitoring", title="监控", **DAYS),
        lambda: tasks.change_window(by, world.task, **DAYS),
        lambda: tasks.exempt(by, world.task, world.units["HQ"], policies.today(), "x"),
        lambda: tasks.remind(by, world.task),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize(
    ("by", "person", "outcome"),
    [
        ("approver", "handler", "given"),
        ("finance", "business", "given"),
        ("finance", "school_handler", "refused"),
        ("approver", "approver", "refused"),
        ("school_approver", "handler", "forbidden"),
        ("handler", "handler", "forbidden"),
    ],
)
def test_a_form_is_given_to_somebody_who_may_fill_it_in(world: World, by: str, person: str, outcome: str):
    """The unit's approver or the department gives a form to one of the unit's own people, and to nobody else."""
    raised = {"given": None, "refused": Refused, "forbidden": PermissionDenied}[outcome]
    form = world.forms["HQ"]
    if raised is None:
        tasks.assign(world.people[by], form, world.people[person])
        assert Form.objects.get(pk=form.pk).assignee == world.people[person]
        assert Notice.objects.filter(user=world.people[person], key__startswith=f"assign-{form.pk}").exists()
    else:
        with pytest.raises(raised):
            tasks.assign(world.people[by], form, world.people[person])
        assert Form.objects.get(pk=form.pk).assignee is None


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def test_the_year_is_run_from_its_pages(world: World):
    """Open, issue, see who is late, grant leave, take it back, move the days, give a form to somebody, remind: by page."""
    client = signed_in(world, "finance")
    union = world.units["UNION"]
    assert client.post(reverse("tasks"), {"department": union.pk, "fiscal_year": 2023}).status_code == 302
    year = Year.objects.get(fiscal_year=2023)
    told = {"year": year.pk, "kind": "evaluation", "title": "2023 年度自评", "warn_days": 7}
    days = {name: day.isoformat() for name, day in DAYS.items()}
    assert client.post(reverse("tasks"), {**told, **days}).status_code == 302
    task = Task.objects.get(year=year)
    page = client.get(reverse("task", args=[task.pk]))
    assert "3 张表，3 张还在填，其中 3 张逾期" in page.content.decode()
    assert "请以下单位尽快送审《2023 年度自评》" in page.context["found"].reminder

    leave = {"exempt-unit": world.units["HQ"].pk, "exempt-until": "2099-01-01", "exempt-reason": "决算未批复"}
    assert client.post(reverse("task_exempt", args=[task.pk]), leave).status_code == 302
    exemption = Exemption.objects.get(task=task)
    page = client.get(reverse("task", args=[task.pk])).content.decode()
    assert "其中 2 张逾期" in page
    client.post(reverse("task_withdraw", args=[task.pk, exemption.pk]), {"reason": "写错"})
    exemption.refresh_from_db()
    assert exemption.until < policies.today()

    later = {"window-opens_on": "2024-03-01", "window-due_on": "2098-01-01", "window-department_due_on": "2099-01-01"}
    assert client.post(reverse("task_window", args=[task.pk]), later).status_code == 302
    assert "其中 0 张逾期" in client.get(reverse("task", args=[task.pk])).content.decode()

    form = task.forms.get(unit__code="HQ")
    where = reverse("task_assign", args=[task.pk, form.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"person": world.people["handler"].pk}).status_code == 302
    assert Form.objects.get(pk=form.pk).assignee == world.people["handler"]

    client.post(reverse("task_remind", args=[task.pk]))
    asked = Notice.objects.filter(kind="asked").values_list("user__username", flat=True)
    assert set(asked) == {"handler", "school_handler", "finance"}
    client.post(reverse("task_remind", args=[task.pk]))
    assert Notice.objects.filter(kind="asked").count() == len(asked)


def test_days_out_of_order_come_back_with_the_sentence(world: World):
    """A slip in a form is shown where it was made, and nothing is changed."""
    answer = signed_in(world, "finance").post(
        reverse("task_window", args=[world.task.pk]),
        {"window-opens_on": "2024-03-01", "window-due_on": "2023-01-01", "window-department_due_on": "2099-01-01"},
    )
    assert answer.status_code == 200
    assert "日期应依次为" in answer.content.decode()
