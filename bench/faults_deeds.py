"""What every deed has in whose midst somebody is killed: a beginning, an answer, and how it stands afterwards."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from django.db import OperationalError, connection

from bench.faults_site import Site
from bench.faults_world import UNIT, World
from jixiao_web.accounts.models import User
from jixiao_web.cycle import flow
from jixiao_web.jobs.models import Job

ABSENT, WHOLE = "absent", "whole"
PAGES = f"/2022/{UNIT}/evaluation/"
Moment = Callable[[], bool]
"""Whether a moment has come."""
PATIENCE = 90
"""Seconds in which a job must be taken, and come to its end."""


def somebody_writes() -> bool:
    """Whether another process is in a transaction that has written, or is about to."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
            )
            return bool(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except OperationalError:
            return True
        else:
            cursor.execute("ROLLBACK")
            return False
        finally:
            cursor.execute("PRAGMA busy_timeout = 30000")


class Doing(ABC):
    """One deed that can be begun again and again; `by` says whose process is killed."""

    by = ""

    def __init__(self, site: Site, world: World) -> None:
        self.site = site
        self.world = world

    @abstractmethod
    def begin(self) -> None:
        """Begin it anew. Returns while it is under way."""

    @abstractmethod
    def wait(self) -> None:
        """Until it was answered, or nobody is left to answer."""

    @abstractmethod
    def is_answered(self) -> bool:
        """Whether somebody was told that it is done."""

    @abstractmethod
    def found(self) -> str:
        """`whole`, `absent`, or what is half done, as a sentence."""

    @abstractmethod
    def repeat(self) -> str:
        """Do the same again, with another server or worker. Answers as `found`, or what went wrong."""

    def moments(self) -> list[Moment]:
        """Moments at each of which somebody is killed first, before chance has its turn."""
        return [somebody_writes]

    def open_form(self) -> None:
        """The unit's form is a draft, whatever the deed before has made of it."""
        form = self.world.fresh()
        if form.state == "at_unit":
            flow.move(self.handler(), form, "recall")

    def handler(self) -> User:
        """The person of the unit, read anew: posts are remembered for one request only."""
        return User.objects.get(username="handler1")


class Request(Doing):
    """A deed that a person does by one request to the server."""

    by = "server"

    @abstractmethod
    def prepare(self) -> None:
        """What comes before the request."""

    @abstractmethod
    def address(self) -> str:
        """Where it goes, under the pages of the form."""

    def fields(self) -> dict[str, str]:
        """What is sent."""
        return {}

    def file(self) -> Path | None:
        """The file that is sent along, where there is one."""
        return None

    def begin(self) -> None:
        """Send it; the answer is waited for by a thread."""
        self.prepare()
        self._answer: str | None = None
        self._thread = Thread(target=self._keep)
        self._thread.start()

    def _keep(self) -> None:
        self._answer = self._send()

    def _send(self) -> str | None:
        return self.site.post(self.world.handler, PAGES + self.address(), self.fields(), self.file())

    def wait(self) -> None:
        """Until the connection has brought an answer or broken."""
        self._thread.join()

    def is_answered(self) -> bool:
        """Whether the answer came."""
        return self._answer is not None

    def repeat(self) -> str:
        """The same request once more."""
        if self._send() is None:
            return "the server that was started again does not answer"
        return self.found()


class Work(Doing):
    """A deed that a worker does: a job."""

    by = "worker"

    @abstractmethod
    def ask(self) -> int:
        """Ask for the job; answers its number."""

    @abstractmethod
    def effect(self) -> str:
        """`whole`, `absent`, or what is half done, whatever the job says."""

    def begin(self) -> None:
        """Ask, and see a worker take it."""
        self.job = self.ask()
        self._until(lambda: self._state() != Job.State.QUEUED)

    def _state(self) -> str:
        return Job.objects.values_list("state", flat=True).get(pk=self.job)

    def _until(self, comes: Moment) -> None:
        until = time.monotonic() + PATIENCE
        while not comes():
            if time.monotonic() > until:
                raise SystemExit(f"job {self.job} stayed {self._state()}")
            time.sleep(0.002)

    def wait(self) -> None:
        """Nothing: the job says how it stands, whether a worker is there or not."""

    def finish(self) -> None:
        """Until a worker has ended the job."""
        self._until(lambda: self._state() not in {Job.State.QUEUED, Job.State.RUNNING})

    def is_answered(self) -> bool:
        """Whether the job is done."""
        return self._state() == Job.State.DONE

    def found(self) -> str:
        """The effect, if the job says the same."""
        state, effect = self._state(), self.effect()
        due = {Job.State.RUNNING.value: ABSENT, Job.State.DONE.value: WHOLE}.get(state)
        return effect if due == effect else f"the job is {state}, what it makes is {effect}"

    def repeat(self) -> str:
        """Another worker finds the job, and makes an end of it if there was none: one beginning more, no more."""
        before = Job.objects.get(pk=self.job)
        self.finish()
        after = Job.objects.get(pk=self.job)
        due = before.attempts + (before.state != Job.State.DONE)
        if (after.state, after.attempts) != (Job.State.DONE, due):
            return f"the job ended {after.state} at attempt {after.attempts} of {due}: {after.error}"
        return self.effect()
