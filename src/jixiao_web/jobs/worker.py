"""A worker: takes one job after another, keeps its lease alive, and ends without harm when asked."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from django.utils import translation
from django.utils.translation import gettext_noop

from jixiao.files.errors import FileRefused
from jixiao.rules import RuleError
from jixiao_web.jobs import ledger
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.registry import DATABASE_AWAY, Kind, kinds
from jixiao_web.jobs.run import Cancelled, JobRefused, Lost, Released, Run
from jixiao_web.jobs.schedule import Clock

LOG = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between two looks at an empty queue."""
BEAT = ledger.LEASE / 4
"""Time between two renewals of a lease."""
GRACE = 6.0
"""Seconds that a job has to end by itself once the worker is asked to stop; after that its next step releases it."""
PATIENCE = 11.0
"""Seconds after which a job that takes no step is put back and the process ends under it."""

UNFORESEEN = gettext_noop(
    "任务因意外错误没有完成，原因已记入系统日志。请稍后重新发起；仍不成功时，请把任务编号告诉系统管理员。"
)
GONE = gettext_noop("这项任务由新版本的程序取消或改名，无法继续。请重新发起。")


class Outcome(AbstractContextManager["Outcome"]):
    """Remembers how a job's function came out, whatever it raised; only what ends the process itself passes through."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.result: dict[str, Any] = {}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> bool:
        """Keep the error, with its traceback."""
        if isinstance(error, Exception):
            self.error = error
        return error is None or isinstance(error, Exception)


def execute(job: Job, claim: str, stop: Stop) -> None:
    """Do one taken job and write down how it ended."""
    kind = kinds().get(job.kind)
    if kind is None:
        _settle(job, claim, JobRefused(GONE), None)
        return
    if kind.debounced:
        ledger.free_key(job.pk, claim)
    run = Run(job, claim, stop.is_due)
    with Outcome() as outcome, translation.override("zh-hans"):
        run.check()
        outcome.result = kind.work(run) or {}
    if run.is_done:
        if outcome.error is not None:
            LOG.error("job %s (%s) was done, and then: ", job.pk, job.kind, exc_info=outcome.error)
        return
    if outcome.error is None:
        with ledger.holding(job.pk, claim) as held:
            if held is not None:
                ledger.write_done(held, outcome.result)
        return
    _settle(job, claim, outcome.error, kind)


def _settle(job: Job, claim: str, error: Exception, kind: Kind | None) -> None:
    """Write down that a job did not come to its end."""
    if isinstance(error, Lost):
        LOG.warning("job %s (%s) was taken over by another worker", job.pk, job.kind)
        return
    if isinstance(error, Released):
        ledger.put_back(job.pk, claim, counts=False)
        return
    if kind is not None and isinstance(error, kind.transient) and job.attempts < kind.attempts:
        LOG.warning("job %s (%s) will be tried again: %s", job.pk, job.kind, error)
        ledger.put_back(job.pk, claim, after=back_off(job.attempts))
        return
    with ledger.holding(job.pk, claim) as held:
        if held is None:
            return
        if isinstance(error, Cancelled):
            ledger.write_cancelled(held)
        else:
            ledger.fail(held, sentence_of(error, job))


def back_off(attempt: int) -> timedelta:
    """How long to wait after the first, second, … try that failed: 5 s, 25 s and so on."""
    return timedelta(seconds=5**attempt)


def sentence_of(error: Exception, job: Job) -> str:
    """What the owner is told. Foreseen refusals tell themselves; of all others the log has the traceback."""
    if isinstance(error, JobRefused | PermissionDenied) and str(error):
        return str(error)
    if isinstance(error, FileRefused | RuleError):
        return str(error)
    LOG.error("job %s (%s) failed", job.pk, job.kind, exc_info=error)
    return UNFORESEEN


class Stop:
    """The wish that a worker end, and since when it has been there."""

    def __init__(self) -> None:
        self.asked = Event()
        self._since = 0.0

    def ask(self) -> None:
        """End soon."""
        self._since = self._since or time.monotonic()
        self.asked.set()

    def waited(self) -> float:
        """Seconds since it was asked; 0 when it was not."""
        return time.monotonic() - self._since if self.asked.is_set() else 0.0

    def is_due(self) -> bool:
        """Whether a job should let go at its next step."""
        return self.waited() > GRACE


class Heart(Thread):
    """Keeps the lease of one job alive while its function is busy; puts the job back where the process must end before it."""

    def __init__(self, job: Job, claim: str, stop: Stop) -> None:
        super().__init__(name=f"heart of job {job.pk}", daemon=True)
        self._job, self._claim, self._stop_wish = job, claim, stop
        self._over = Event()
        kind = kinds().get(job.kind)
        self._until = time.monotonic() + (kind.limit if kind else 1) * 60

    def run(self) -> None:
        """Beat until the job is over, or out of time."""
        due = time.monotonic() + BEAT.total_seconds()
        while not self._over.wait(0.25) and time.monotonic() < self._until:
            if self._stop_wish.waited() > PATIENCE:
                ledger.put_back(self._job.pk, self._claim, counts=False)
                os._exit(0)
            if time.monotonic() >= due:
                due = time.monotonic() + BEAT.total_seconds()
                self._beat()
        connection.close()

    def _beat(self) -> None:
        try:
            ledger.renew(self._job.pk, self._claim)
        except DATABASE_AWAY:  # three more beats fit into the lease
            LOG.warning("the lease of job %s could not be renewed", self._job.pk, exc_info=True)
            connection.close()

    def end(self) -> None:
        """The job is over."""
        self._over.set()
        self.join()


class Worker:
    """Takes jobs until it is asked to stop."""

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        self.clock = Clock()

    def forever(self) -> None:
        """Until asked to stop. A database that is away is waited for."""
        while not self.stop.asked.is_set():
            try:
                self.clock.tick()
                busy = self.one()
            except DATABASE_AWAY:
                LOG.warning("the database does not answer; waiting", exc_info=True)
                connection.close()
                busy = False
            if not busy:
                self.stop.asked.wait(POLL)

    def until_empty(self) -> int:
        """Do what waits now and what that asks for, and no more. Returns how many jobs were done."""
        count = 0
        while not self.stop.asked.is_set() and self.one():
            count += 1
        return count

    def one(self) -> bool:
        """Take one job and do it; False where none waits."""
        close_old_connections()
        claim = new_claim()
        job = ledger.take(claim)
        if job is None:
            return False
        heart = Heart(job, claim, self.stop)
        heart.start()
        try:
            execute(job, claim, self.stop)
        finally:
            heart.end()
        return True


def new_claim() -> str:
    """A word that no other taking of a job has: where, by which process, which time."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"


def drain() -> int:
    """Do in this thread everything that waits: for tests and for commands that cannot wait for a worker."""
    stop, count = Stop(), 0
    while (job := ledger.take(claim := new_claim())) is not None:
        execute(job, claim, stop)
        count += 1
    return count
