"""What kinds of jobs there are, and which of them the clock asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import InterfaceError, OperationalError

if TYPE_CHECKING:
    from jixiao_web.jobs.run import Run

Work = Callable[["Run"], "dict[str, Any] | None"]
_W = TypeVar("_W", bound=Callable[..., Any])

DATABASE_AWAY = (OperationalError, InterfaceError)
"""Errors of a database that was away or busy: trying again may help, whatever the job does."""
ATTEMPTS = 3
LIMIT = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job.

    Attributes:
        transient: errors after which trying again may help.
        attempts: how often a job is begun at most.
        limit: minutes after which a job that still runs is given up by its worker.
        debounced: the job's key is free again as soon as a worker begins it, so that what happens meanwhile asks for another.
        minutes: for jobs of the clock, how far apart they are; 0 for all others.
    """

    name: str
    work: Work
    transient: tuple[type[Exception], ...] = DATABASE_AWAY
    attempts: int = ATTEMPTS
    limit: int = LIMIT
    debounced: bool = False
    minutes: int = 0

    @property
    def title(self) -> str:
        """The first line of the function's docstring: what administrators read of jobs of the clock."""
        return (self.work.__doc__ or self.name).strip().splitlines()[0].rstrip("。.")


_KINDS: dict[str, Kind] = {}


def job(
    name: str,
    *,
    transient: tuple[type[Exception], ...] = (),
    attempts: int = ATTEMPTS,
    limit: int = LIMIT,
    debounced: bool = False,
) -> Callable[[_W], _W]:
    """Register a function that does one kind of job. Raises ValueError: the name is taken."""

    def register(work: _W) -> _W:
        _add(Kind(name, work, (*DATABASE_AWAY, *transient), attempts, limit, debounced))
        return work

    return register


def every(minutes: int, *, name: str = "", transient: tuple[type[Exception], ...] = ()) -> Callable[[_W], _W]:
    """Register a function that is asked for every so many minutes, once for all workers together.

    Its name is that of its app and its own (`notices.remind`); it takes the `Run` like every job.
    """

    def register(work: _W) -> _W:
        told = name or f"{work.__module__.split('.')[1]}.{work.__name__}"
        _add(Kind(told, work, (*DATABASE_AWAY, *transient), minutes=minutes))
        return work

    return register


def _add(kind: Kind) -> None:
    known = _KINDS.get(kind.name)
    if known is not None and (known.work.__module__, known.work.__qualname__) != (
        kind.work.__module__,
        kind.work.__qualname__,
    ):
        raise ValueError(f"a job called {kind.name} is there already")
    _KINDS[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    return MappingProxyType(_KINDS)
