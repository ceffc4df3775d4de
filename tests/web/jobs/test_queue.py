"""The queue: asked once, taken by one, tried again, given up, cancelled, and told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao_web.accounts.models import User
from jixiao_web.jobs import ledger, registry
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import every, job
from jixiao_web.jobs.run import JobRefused, Lost, Run
from jixiao_web.jobs.schedule import Clock
from jixiao_web.jobs.services import cancel, enqueue
from jixiao_web.jobs.worker import GRACE, UNFORESEEN, Stop, drain, execute
from jixiao_web.notices.models import Notice

Register = Callable[..., None]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Registers a kind of job for one test."""
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))

    def register(work: Callable[[Run], Any], name: str = "test", **more: Any) -> None:
        registry._KINDS.pop(name, None)
        job(name, **more)(work)

    return register


def ask(owner: User | None = None, **more: Any) -> Job:
    return enqueue("test", owner=owner, title="试一试", arguments=more.pop("arguments", {}), **more)


def fresh(made: Job) -> Job:
    return Job.objects.get(pk=made.pk)


def let_pass(made: Job) -> None:
    """The time until which the job waits, or its lease holds, is over."""
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=made.pk, not_before__isnull=False).update(not_before=past)
    Job.objects.filter(pk=made.pk, lease_until__isnull=False).update(lease_until=past)


def test_a_job_is_done_with_its_result(world, kind: Register):
    """What the function gives back is the result; the owner gets one notice with the link."""
    kind(lambda run: {"sum": run.arguments["a"], "link": "/there/"})
    made = ask(world.people["finance"], arguments={"a": 3})

    assert drain() == 1

    assert (fresh(made).state, fresh(made).result["sum"]) == (Job.State.DONE, 3)
    notice = Notice.objects.get(user=world.people["finance"])
    assert (notice.link, "试一试" in notice.text) == ("/there/", True)


@pytest.mark.parametrize(
    ("state", "again"), [("queued", False), ("done", False), ("failed", True), ("cancelled", True)]
)
def test_asking_twice_with_one_key(world, kind: Register, state: str, again: bool):
    """A key stands for one job; one that failed or was cancelled may be asked for again."""
    fail = state == "failed"

    def work(run: Run) -> None:
        if fail:
            raise JobRefused("不行。")

    kind(work)
    first = ask(world.people["finance"], key="k")
    if state == "cancelled":
        cancel(world.people["finance"], first)
    elif state != "queued":
        drain()
    assert fresh(first).state == state

    second = ask(world.people["finance"], key="k")

    assert (second.pk != first.pk) is again


def test_debounced_work_frees_its_key_when_it_begins(db, kind: Register):
    """What is asked for while it runs is another job: the edit that asked came after the reading."""
    asked = []

    def work(run: Run) -> None:
        if not asked:
            asked.append(ask(key="k").pk)

    kind(work, debounced=True)
    first = ask(key="k")
    assert ask(key="k").pk == first.pk

    assert drain() == 2
    assert asked[0] != first.pk


class Away(OSError):
    """Something that may be better next time."""


@pytest.mark.parametrize(
    ("errors", "state", "attempts", "told"),
    [
        ([Away("once")], "done", 2, ""),
        ([Away("one"), Away("two")], "done", 3, ""),
        ([Away("one"), Away("two"), Away("three")], "failed", 3, UNFORESEEN),
        ([ZeroDivisionError()], "failed", 1, UNFORESEEN),
        ([JobRefused("表里没有项目。")], "failed", 1, "表里没有项目。"),
        ([PermissionDenied("没有权限。")], "failed", 1, "没有权限。"),
    ],
    ids=["once", "twice", "always", "slip", "refused", "denied"],
)
def test_errors(db, kind: Register, errors: list[Exception], state: str, attempts: int, told: str):
    """A passing error is tried again after a while, three times at most; others fail at once, each with a sentence."""
    left = list(errors)

    def work(run: Run) -> None:
        if left:
            raise left.pop(0)

    kind(work, transient=(Away,))
    made = ask()
    for _ in range(5):
        drain()
        assert fresh(made).state != Job.State.QUEUED or fresh(made).not_before > timezone.now()
        let_pass(made)

    found = fresh(made)
    assert (found.state, found.attempts, found.error) == (state, attempts, told)


def test_a_job_of_a_dead_worker_is_taken_again(db, kind: Register):
    """Not while the lease holds; afterwards another worker has it, and the old one can write nothing more."""
    kind(lambda run: None)
    made = ask()
    taken = ledger.take("first")
    assert taken is not None
    assert ledger.take("second") is None

    let_pass(made)
    again = ledger.take("second")

    assert again is not None
    assert again.pk == made.pk
    old = Run(taken, "first")
    with pytest.raises(Lost):
        old.check()
    with pytest.raises(Lost), old.ending():
        raise AssertionError("the effect must not begin")
    assert fresh(made).worker == "second"


def test_a_job_that_kills_every_worker_is_given_up(db, kind: Register):
    """After three beginnings without an end the owner is told, instead of for ever."""
    kind(lambda run: None)
    made = ask()
    for number in range(3):
        assert ledger.take(f"worker {number}") is not None
        let_pass(made)

    assert ledger.take("another") is None

    assert fresh(made).state == Job.State.FAILED
    assert "多次意外中断" in fresh(made).error


def test_effect_and_end_are_one(world, kind: Register):
    """An error in the transaction of the effect leaves neither the effect nor a job that is done."""
    person = world.people["finance"]

    def work(run: Run) -> None:
        with run.ending() as result:
            User.objects.filter(pk=person.pk).update(name="改了")
            result["x"] = 1
            raise JobRefused("没有成功。")

    kind(work)
    made = ask()
    drain()

    assert fresh(made).state == Job.State.FAILED
    assert world.fresh("finance").name != "改了"


def test_cancel(world, kind: Register):
    """One that waits ends at once; one that runs ends at its next step, and what it does after that is never reached."""
    reached = []

    def work(run: Run) -> None:
        cancel(world.people["finance"], Job.objects.get(pk=run.job))
        run.step("下一步", 1, 2)
        reached.append(1)

    kind(work)
    waiting, running = (
        ask(world.people["finance"], not_before=timezone.now() + timedelta(hours=1)),
        ask(world.people["finance"]),
    )
    cancel(world.people["finance"], waiting)
    drain()

    assert [fresh(waiting).state, fresh(running).state, reached] == ["cancelled", "cancelled", []]


@pytest.mark.parametrize(
    ("who", "may"), [("finance", True), ("system", True), ("handler", False), ("other_finance", False)]
)
def test_whose_job_it_is(world, kind: Register, settings, who: str, may: bool):
    """The owner and the system administrator see and end a job; for others it is not there."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    kind(lambda run: None)
    made = ask(world.people["finance"])
    client = Client()
    client.force_login(world.fresh(who))

    for name in ("job", "progress"):
        assert client.get(reverse(f"jobs:{name}", args=[made.pk])).status_code == (200 if may else 404)
    assert (made.title in client.get(reverse("jobs:list")).content.decode()) is (who == "finance")
    client.post(reverse("jobs:cancel", args=[made.pk]))
    assert (fresh(made).state == Job.State.CANCELLED) is may


def test_the_page_asks_until_the_end(world, kind: Register, settings):
    """While a job is under way its page asks for itself again; once it has ended, it does not, and shows the way on."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    kind(lambda run: {"link": "/result/"})
    made = ask(world.people["finance"])
    client = Client()
    client.force_login(world.fresh("finance"))
    url = reverse("jobs:progress", args=[made.pk])

    assert f'hx-get="{url}"' in client.get(url).content.decode()
    drain()
    text = client.get(url).content.decode()
    assert "hx-get" not in text
    assert 'href="/result/"' in text


def test_a_stopping_worker_lets_go(db, kind: Register, monkeypatch: pytest.MonkeyPatch):
    """Asked to end, it puts the job back for another worker; the beginning does not count as an attempt."""
    stop = Stop()

    def work(run: Run) -> None:
        stop.ask()
        run.step("还来得及", 1, 2)
        monkeypatch.setattr(stop, "waited", lambda: GRACE + 1)
        run.step("太晚了", 2, 2)

    kind(work)
    made = ask()
    taken = ledger.take("first")
    assert taken is not None
    execute(taken, "first", stop)

    assert (fresh(made).state, fresh(made).attempts, fresh(made).worker) == ("queued", 0, "")


def test_the_clock_asks_once_for_all_workers(db, kind: Register):
    """Two workers that notice the same hour ask for one job; in the next hour for another."""
    done = []

    def remind(run: Run) -> None:
        """提醒."""
        done.append(1)

    every(60, name="test.remind")(remind)
    Clock().tick()
    Clock().tick()

    assert Job.objects.filter(kind="test.remind").count() == 1
    drain()
    Clock().tick()
    assert Job.objects.filter(kind="test.remind").count() == 1
    assert done == [1]


def test_looking_at_an_empty_queue_is_one_query(db, django_assert_num_queries):
    """An idle worker costs the database one small question a look, and locks nothing."""
    with django_assert_num_queries(1):
        assert ledger.take("idle") is None
