"""Many files at once: worker processes with bounds of their own, each watched; one bad file costs one worker."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jixiao.files.child import limit_memory
from jixiao.files.limits import MIB

MEMORY = 2560 * MIB  # what reading a scanned page takes
SECONDS = 600.0  # a scanned report of a hundred pages takes that long; nothing else comes near
FILES_A_WORKER = 200  # then a fresh one: what libraries keep for themselves stays bounded
_METHOD = multiprocessing.get_context("spawn")


class Task(Protocol):
    """Something to do with one file."""

    @property
    def file(self) -> Path:
        """The file."""
        ...


T = TypeVar("T", bound=Task)
R = TypeVar("R")


@dataclass(slots=True)
class _Worker:
    """One process, the wire to it, and the file it is at."""

    process: BaseProcess
    wire: Connection
    index: int = -1
    since: float = 0.0
    done: int = 0

    def end(self) -> None:
        """Leave no process behind."""
        self.wire.close()
        self.process.kill()
        self.process.join()


def many(
    tasks: Sequence[T], job: Callable[[T], R], refusal: Callable[[T, str], R], jobs: int = 0
) -> Iterator[tuple[int, R]]:
    """Do the same with many files, on all cores.

    Args:
        tasks: one for each file.
        job: what to do with each; it, the tasks and its results travel between processes.
        refusal: makes the result of a task whose worker died or took too long, from the task and a message id.
        jobs: worker processes; 0 for as many as there are cores.

    Yields:
        Index of the task and its result, as they finish.
    """
    waiting = deque(enumerate(tasks))
    crew = [_start(job) for _ in range(min(jobs or os.cpu_count() or 1, len(tasks)))]
    try:
        while waiting or any(worker.index >= 0 for worker in crew):
            for place, worker in enumerate(crew):
                if worker.index < 0 and waiting:
                    if worker.done >= FILES_A_WORKER:
                        worker.end()
                        crew[place] = worker = _start(job)  # noqa: PLW2901  (the fresh one takes its place)
                    _give(worker, *waiting.popleft())
            busy = [worker for worker in crew if worker.index >= 0]
            ready = wait([worker.wire for worker in busy], timeout=1.0)
            for worker in busy:
                result = _outcome(worker, tasks[worker.index], refusal, ready=worker.wire in ready)
                if result is None:
                    continue
                index, broken = worker.index, result[1]
                worker.index, worker.done = -1, worker.done + 1
                if broken:
                    worker.end()
                    crew[crew.index(worker)] = _start(job)
                yield index, result[0]
    finally:
        for worker in crew:
            worker.end()


def _outcome(worker: _Worker, task: T, refusal: Callable[[T, str], R], *, ready: bool) -> tuple[R, bool] | None:
    """What became of a worker's file, and whether the worker is lost; None while it is still at it."""
    if ready:
        try:
            return worker.wire.recv(), False
        except (EOFError, OSError):
            return refusal(task, "file-reader-died"), True
    if time.monotonic() - worker.since > SECONDS:
        return refusal(task, "file-too-slow"), True
    return None


def _start(job: Callable[[Any], Any]) -> _Worker:
    ours, theirs = _METHOD.Pipe()
    process = _METHOD.Process(target=_work, args=(theirs, job), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, index: int, task: Task) -> None:
    worker.index, worker.since = index, time.monotonic()
    worker.wire.send(task)


def _work(wire: Connection, job: Callable[[Any], Any]) -> None:
    """The life of a worker: limit itself, then do its job with what it is sent until the wire closes."""
    limit_memory(MEMORY)
    while True:
        try:
            task = wire.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            result = job(task)
        except (MemoryError, KeyboardInterrupt):
            return  # the other end sees the wire close and, unless it was broken off too, starts a fresh worker
        try:
            wire.send(result)
        except (BrokenPipeError, KeyboardInterrupt):
            return  # whoever asked is gone
