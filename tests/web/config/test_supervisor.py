"""Children are kept running while they are wanted, and nothing is left when they are not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jixiao_web.config import supervisor
from jixiao_web.config.supervisor import HOPELESS, Child, Supervisor, kill_group, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
WITH_CHILD = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); "


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked after counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition, patience: int = 20) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test sets."""
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    return now


def test_a_child_that_falls_is_started_again_after_a_pause_that_doubles(clock: list[float]):
    """A worker that meets a broken database does not burn the processor until the database is back."""
    told = []
    child = Child("worker", python("raise SystemExit(3)"))
    house = Supervisor([child], os.environ, lambda _, code, pause: told.append((code, pause)))

    for _ in range(7):
        house.tend(child)
        assert child.process is not None, "not started when its time had come"
        child.process.wait()
        house.tend(child)
        house.tend(child)
        assert child.process is None, "started before its time"
        clock[0] = child.due

    assert told == [(3, 1), (3, 2), (3, 4), (3, 8), (3, 16), (3, 30), (3, 30)]
    assert house.hopeless is None


def test_a_child_that_ran_long_starts_with_a_clean_sheet(clock: list[float]):
    """What fell twice a year ago is no reason to wait today."""
    told = []
    child = Child("worker", python("pass"), falls=4)
    house = Supervisor([child], os.environ, lambda _, __, pause: told.append(pause))

    house.tend(child)
    child.process.wait()
    clock[0] += supervisor.STEADY
    house.tend(child)

    assert told == [1]


def test_an_indispensable_child_that_keeps_falling_ends_it_all(monkeypatch: pytest.MonkeyPatch):
    """A site without its server says so and ends, instead of looking alive."""
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0)
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_: None)
    server, worker = Child("server", python("raise SystemExit(1)"), indispensable=True), Child("worker", python(SLEEP))
    pids = []
    house = Supervisor([server, worker], os.environ, lambda *_: None)

    house.run(lambda: pids.append(worker.process.pid))

    assert house.hopeless is server
    assert server.falls == HOPELESS
    assert not any(alive(pid) for pid in set(pids))


def test_what_a_fallen_child_had_started_falls_with_it():
    """An orphan would hold the port that the next one needs."""
    child = Child("server", [])
    house = Supervisor([child], os.environ, lambda *_: None)
    child.process = subprocess.Popen(python(WITH_CHILD), stdout=subprocess.PIPE, start_new_session=True)
    with child.process.stdout as told:
        orphan = int(told.readline())
    child.process.wait()
    assert alive(orphan)

    house.tend(child)

    assert until(lambda: not alive(orphan))


def test_a_child_that_is_deaf_is_killed(monkeypatch: pytest.MonkeyPatch):
    """Patience with what does not end has an end."""
    monkeypatch.setattr(supervisor, "PATIENCE", 1)
    child = Child("worker", [])
    child.process = process = subprocess.Popen(python(DEAF), stdout=subprocess.PIPE, start_new_session=True)
    with process.stdout as told:
        assert told.readline() == b"deaf\n"
        Supervisor([child], os.environ, lambda *_: None).end()

    assert process.returncode == -signal.SIGKILL
    assert child.process is None


@pytest.mark.parametrize(("before", "taken"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)])
def test_under_nohup_a_terminal_may_close(monkeypatch: pytest.MonkeyPatch, before: signal.Handlers, taken: bool):
    """Whoever started the site with nohup goes home and it stays; without, it ends with its terminal."""
    heard: dict[int, object] = {}
    monkeypatch.setattr(supervisor.signal, "getsignal", lambda _: before)
    monkeypatch.setattr(supervisor.signal, "signal", heard.__setitem__)
    house = Supervisor([], os.environ, lambda *_: None)

    house.listen()
    heard[signal.SIGTERM]()

    assert (signal.SIGHUP in heard) == taken
    assert {signal.SIGTERM, signal.SIGINT} <= heard.keys()
    assert house.asked_to_end.is_set()


def test_ending_nothing_is_no_error():
    """A group that is gone is ended already."""
    process = start(python("pass"), os.environ)
    process.wait()

    kill_group(process)
