"""Child processes that are kept running, each with its descendants in a group of its own, and that end together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

PATIENCE = 15
"""Seconds that a child has to end by itself; what it was doing is finished or taken back in that time."""
STEADY = 60
"""A child that ran for so many seconds and fell starts with a clean sheet."""
LONGEST_PAUSE = 30
HOPELESS = 5
"""An indispensable child that falls so often in a row will not be mended by starting it again."""
TICK = 0.1

_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """A program that should run; and of the process that runs it, since when, and how often in a row it fell."""

    name: str
    command: Sequence[str]
    indispensable: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    falls: int = 0
    due: float = 0


class Supervisor:
    """Starts its children, starts again the one that fell, after a pause that doubles, and ends them all when asked."""

    def __init__(
        self, children: Sequence[Child], environment: Mapping[str, str], on_fall: Callable[[Child, int, int], None]
    ) -> None:
        """`on_fall` is told of a child that ended unasked: the child, its exit code and the pause before the next start."""
        self.children = children
        self.environment = environment
        self.on_fall = on_fall
        self.asked_to_end = Event()
        self.hopeless: Child | None = None

    def run(self, on_tick: Callable[[], None]) -> None:
        """Keep them running until somebody asks for the end or an indispensable one is past help."""
        self.listen()
        try:
            while self.hopeless is None and not self.asked_to_end.is_set():
                for child in self.children:
                    self.tend(child)
                on_tick()
                self.asked_to_end.wait(TICK)
        finally:
            self.end()

    def listen(self) -> None:
        """Take every signal that asks for the end; under nohup a terminal that closes asks for nothing."""
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):  # the last two are each of one family of systems
            number = getattr(signal, name, None)
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, lambda *_: self.asked_to_end.set())

    def tend(self, child: Child) -> None:
        """Start a child whose time has come; notice one that fell."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.due:
                child.process, child.started = start(child.command, self.environment), now
            return
        code = child.process.poll()
        if code is None:
            return
        kill_group(child.process)  # what it had started itself would keep the port, or go on working unseen
        child.process = None
        child.falls = 1 if now - child.started >= STEADY else child.falls + 1
        pause = min(2 ** (child.falls - 1), LONGEST_PAUSE)
        child.due = now + pause
        if child.indispensable and child.falls >= HOPELESS:
            self.hopeless = child
        self.on_fall(child, code, pause)

    def end(self) -> None:
        """Ask all children to end, wait, and kill whatever is left of them."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            ask_to_end(process)
        until = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in running) and time.monotonic() < until:
            time.sleep(TICK)
        for process in running:
            kill_group(process)
            process.wait()
        for child in self.children:
            child.process = None


def start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A process in a group of its own, so that Ctrl+C in the terminal reaches the supervisor alone."""
    apart: dict[str, Any]
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    else:
        apart = {"start_new_session": True}
        if sys.platform == "linux":
            apart["preexec_fn"] = _end_with_parent
    return subprocess.Popen(command, env=dict(environment), stdin=subprocess.DEVNULL, **apart)


def ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """The polite signal, to the process itself: it knows best how to end its own children."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.send_signal(signal.SIGTERM)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, at once; nothing happens where nothing is left."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S607  # where Windows has it
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _end_with_parent() -> None:
    """In the child, before its program begins: a supervisor that is killed outright takes it along."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
