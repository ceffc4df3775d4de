from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from jixiao.files import child, guarded
from jixiao.files.errors import FileRefused
from jixiao.files.limits import MIB, Limits

QUICK = Limits(memory_bytes=256 * MIB, cpu_seconds=1, wall_seconds=20, output_bytes=MIB)
POSIX = pytest.mark.skipif(os.name == "nt", reason="this system sets no limits on a process")


def refusal(target, *arguments, limits=QUICK):
    with pytest.raises(FileRefused) as caught:
        guarded.run(target, *arguments, file="预算.xlsx", limits=limits)
    assert "预算.xlsx" in str(caught.value)
    assert "Error" not in str(caught.value)
    return caught.value.message_id


def test_a_function_is_called_elsewhere():
    """Arguments go out and the value comes back, from another process."""
    answer = guarded.run("operator:add", "绩", "效", file="x", limits=QUICK)

    assert (answer.value, answer.lines) == ("绩效", ("绩效",))
    assert guarded.run("os:getpid", file="x", limits=QUICK).value != os.getpid()


def test_an_iterator_comes_back_line_by_line():
    """A function may hand over as it goes."""
    assert guarded.run("builtins:reversed", [1, 2, 3], file="x", limits=QUICK).lines == (3, 2, 1)


@POSIX
def test_the_guard_says_that_limits_hold():
    """Where the system can limit a process, it did."""
    assert guarded.run("os:getpid", file="x", limits=QUICK).guard == guarded.Guard(True, 20)


@POSIX
def test_too_much_memory_is_refused():
    """A reader that asks for more memory than allowed ends without hurting anybody else."""
    assert refusal("builtins:bytearray", 1 << 40) == "file-too-much-memory"


@POSIX
def test_too_much_computing_is_refused():
    """A reader that computes without end is stopped by the system."""
    assert refusal("math:factorial", 2_000_000) == "file-too-slow"


def test_a_reader_that_sleeps_is_stopped_by_the_clock():
    """Waiting costs no computing time; the wall clock ends it, whatever the system."""
    assert refusal("time:sleep", 60, limits=Limits(wall_seconds=0.5)) == "file-too-slow"


@pytest.mark.parametrize(
    "target, arguments",
    [
        ("os:abort", ()),
        ("os:_exit", (3,)),
        ("sys:exit", (0,)),
        ("operator:truediv", (1, 0)),
        ("builtins:set", ([1],)),
        ("no.such.module:function", ()),
    ],
)
def test_a_reader_that_dies_is_told_in_a_sentence(target, arguments):
    """Crash, exit, error, unspeakable result: the officer reads one sentence, the detail is kept for us."""
    assert refusal(target, *arguments) == "file-reader-died"


@POSIX
def test_an_answer_without_end_is_refused():
    """The answer may not fill the disk."""
    assert refusal("itertools:repeat", "x" * 1000) == "file-answer-too-large"


def test_a_refusal_in_the_child_is_a_refusal_here(tmp_path):
    """What the reader refuses is refused, with the same values."""
    path = tmp_path / "预算.xlsx"
    path.write_bytes(b"PK")

    with pytest.raises(FileRefused) as caught:
        guarded.run("jixiao.files.workbook_child:read_xlsx", str(path), "预算.xlsx", file="预算.xlsx", limits=QUICK)

    assert (caught.value.message_id, caught.value.values["file"]) == ("file-broken", "预算.xlsx")


def test_what_a_library_prints_is_no_answer():
    """Chatter on standard output does not get into the answer."""
    assert guarded.run("builtins:print", "noise", file="x", limits=QUICK).value is None


@POSIX
def test_no_process_is_left_behind(tmp_path):
    """The children of the child end with it."""
    note = tmp_path / "pid"
    script = f"sleep 60 & echo $! > {note}; wait"

    assert refusal("os:system", script, limits=Limits(wall_seconds=1)) == "file-too-slow"
    pid = int(note.read_text())
    for _ in range(100):
        if not alive(pid):
            break
        time.sleep(0.02)
    assert not alive(pid)


def alive(pid):
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def test_a_system_without_limits_says_so(monkeypatch):
    """On such a system the reader still runs, and its result does not pretend."""
    monkeypatch.setitem(sys.modules, "resource", None)

    assert child.limit_self(1, 1, 1) is False
