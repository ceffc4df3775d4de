"""Running a reader of foreign bytes in a process of its own, with bounds on memory and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

# The child runs isolated from the user's settings and folder, so it is told where the package lies.
ROOT = Path(__file__).parents[2]
START = "import sys; sys.path.append(sys.argv[1]); from jixiao.files.child import main; main()"
OUT_OF_TIME = {-number for number in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 0)) if number}


@dataclass(frozen=True, slots=True)
class Guard:
    """How the child was bounded; some systems (Windows) have no limits on memory and computing time."""

    limits_enforced: bool
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the child handed back, line by line, and how it was bounded."""

    lines: tuple[object, ...]
    guard: Guard

    @property
    def value(self) -> object:
        """The result of a function that returns one value."""
        return self.lines[0]


def run(target: str, /, *arguments: object, file: str, limits: Limits | None = None) -> Guarded:
    """Call a function in a limited child process.

    Args:
        target: `"module:function"`; the function returns a JSON-able value, or an iterator of such values.
        arguments: its arguments, JSON-able.
        file: the name by which the person knows the file, for messages.
        limits: the bounds; the defaults of `Limits` where none are given.

    Raises:
        FileRefused: the function refused the file, or the child ran out of memory, out of time, or died.
    """
    limits = limits or Limits()
    order = {
        "target": target,
        "arguments": arguments,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "output_bytes": limits.output_bytes,
    }
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        code = wait_for(json.dumps(order).encode(), output, complaints, limits, file)
        size = output.seek(0, os.SEEK_END)
        complaints.seek(0)
        detail = complaints.read(1 << 16).decode("utf-8", "replace")[-2000:]
        if size >= limits.output_bytes:
            raise FileRefused("file-answer-too-large", file=file)
        output.seek(0)
        return answer(output, code, detail, limits, file)


def wait_for(order: bytes, output: IO[bytes], complaints: IO[bytes], limits: Limits, file: str) -> int:
    """Start the child and wait; on time-out the whole group is killed, children of the child included."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", START, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=complaints,
        start_new_session=True,
    )
    try:
        child.communicate(order, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise FileRefused("file-too-slow", file=file, limit=f"{limits.wall_seconds:g}") from None
    finally:
        end(child)
    return child.returncode


def end(child: subprocess.Popen[bytes]) -> None:
    """Leave no process behind, whatever happened."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            child.kill()  # the group is gone; the child itself may still wait to be collected
    else:
        child.kill()
    child.wait()


def answer(output: IO[bytes], code: int, detail: str, limits: Limits, file: str) -> Guarded:
    """Read what the child wrote: first how it was bounded, then results, last how it ended."""
    entries = []
    for line in output:
        try:
            entries.append(json.loads(line))
        except ValueError:
            break  # the line in which the child died
    enforced = bool(entries) and entries[0].get("limits_enforced") is True
    last = entries[-1] if len(entries) > 1 else {}
    if "refused" in last:
        raise FileRefused(last["refused"], detail=detail, **{"file": file, **last["values"]})
    if "memory" in last:
        raise FileRefused("file-too-much-memory", file=file, detail=detail, limit=limits.memory_bytes >> 20)
    if code in OUT_OF_TIME:
        raise FileRefused("file-too-slow", file=file, limit=limits.cpu_seconds, detail=detail)
    if code != 0 or "done" not in last:
        raise FileRefused("file-reader-died", file=file, detail=f"exit {code}: {detail}")
    return Guarded(tuple(entry["line"] for entry in entries[1:-1]), Guard(enforced, limits.wall_seconds))
