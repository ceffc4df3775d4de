"""What a piece of work used: seconds of the clock, seconds of processors, most memory, its process and those it started."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

MIB = 1024


@dataclass(slots=True)
class Usage:
    """Seconds by the clock, seconds of processors, the most memory in MiB, and what else was counted."""

    seconds: float = 0.0
    processor: float = 0.0
    memory: float = 0.0
    told: dict[str, float] = field(default_factory=dict)

    def say(self) -> None:
        """Print it for whoever started this process: the last line of its output."""
        print(json.dumps(asdict(self)), flush=True)


def processes(root: int) -> Iterator[int]:
    """A process and all that it started, and those that they started."""
    yield root
    try:
        children = [
            number
            for thread in Path(f"/proc/{root}/task").iterdir()
            for number in (thread / "children").read_text(encoding="ascii").split()
        ]
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield from processes(int(child))


def processor_seconds() -> float:
    """Seconds of processors so far: this process and its children, those that have ended among them."""
    ticks = 0
    for process in processes(os.getpid()):
        try:
            stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, stat[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def most_memory() -> float:
    """The most memory that this process and its children have had, in MiB, each at its own worst moment."""
    total = 0
    for process in processes(os.getpid()):
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        found = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        total += int(found[0].split()[1]) if found else 0
    return total / MIB


@contextmanager
def measured() -> Iterator[Usage]:
    """Measure the block; add to `told` what is worth telling beside. Blocks may be added up in one usage: see `more`."""
    usage = Usage()
    with more(usage):
        yield usage


@contextmanager
def more(usage: Usage) -> Iterator[None]:
    """Add what the block uses to a usage."""
    begun, before = time.perf_counter(), processor_seconds()
    yield
    usage.seconds += time.perf_counter() - begun
    usage.processor += processor_seconds() - before
    usage.memory = max(usage.memory, most_memory())


def arguments() -> tuple[Path, Path]:
    """The dataset and the folder for results, as every engine is told them."""
    data, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    return data, out


def files(data: Path, table: str) -> list[Path]:
    """The files of a table, part by part."""
    return sorted(data.glob(f"part-*/{table}.parquet"))
