"""A job while it runs: what it was asked, its progress, and whether it should still go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jixiao_web.jobs import ledger

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User
    from jixiao_web.jobs.models import Job


class Ended(Exception):
    """The job should not go on: the function that does it lets this pass."""


class Cancelled(Ended):
    """Somebody asked for the end."""


class Released(Ended):
    """The worker is being stopped; another one will begin the job anew."""


class Lost(Ended):
    """The lease ran out and another worker has the job: what this one does would be done twice."""


class JobRefused(Exception):
    """The job cannot be done, and trying again would not help; the message is a whole sentence for the owner."""


class Run:
    """What a job's function is given.

    Every writing to the job names the worker's claim: once another worker has the job, this one can write nothing.
    """

    def __init__(self, job: Job, claim: str, should_stop: Callable[[], bool] = lambda: False) -> None:
        """`claim` is the worker's name for having taken this job; `should_stop` tells that the worker is being stopped."""
        self._job = job
        self._claim = claim
        self._should_stop = should_stop
        self.is_done = False

    @property
    def job(self) -> int:
        """Primary key of the job."""
        return self._job.pk

    @property
    def claim(self) -> str:
        """A word that no other beginning of any job has, fit for the name of a file."""
        return self._claim.rpartition(":")[2]

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What was asked."""
        arguments: Mapping[str, Any] = self._job.arguments
        return arguments

    @property
    def owner(self) -> User | None:
        """Who asked; None for jobs of the clock."""
        return self._job.owner

    def check(self) -> None:
        """Renew the lease. Raises Cancelled, Released or Lost where the job should not go on."""
        self._go_on(ledger.renew(self._job.pk, self._claim))

    def step(self, word: str, done: int, total: int) -> None:
        """Say what is being done now: step `done` of `total` begins. Raises as `check`."""
        self._go_on(ledger.renew(self._job.pk, self._claim, word=str(word)[:200], done=done, total=total))

    def _go_on(self, present: ledger.Lease) -> None:
        if present is ledger.Lease.LOST:
            raise Lost
        if present is ledger.Lease.CANCEL_ASKED:
            raise Cancelled
        if self._should_stop():
            raise Released

    @contextmanager
    def ending(self) -> Iterator[dict[str, Any]]:
        """The transaction of the job's effect, in which the job is also written down as done, with the dict as its result.

        Either both happened or neither: a worker killed before the commit leaves the job to be begun anew, one killed
        after it leaves a job that nobody begins again. Whoever lost the lease is refused with Lost, before any effect.
        """
        result: dict[str, Any] = {}
        with ledger.holding(self._job.pk, self._claim) as held:
            if held is None:
                raise Lost
            yield result
            ledger.write_done(held, result)
        self.is_done = True
