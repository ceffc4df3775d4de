"""The other side of the guard: runs in the child process, limits itself, calls one function, answers in JSON lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import IO

from jixiao.files.errors import FileRefused


def main() -> None:
    """Read the order from standard input and carry it out. Exits with 0 when the answer is complete."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # a library that prints must not write into the answer
    order = json.load(sys.stdin)
    enforced = limit_self(order["memory_bytes"], order["cpu_seconds"], order["output_bytes"])
    say(answers, {"limits_enforced": enforced})
    try:
        carry_out(order["target"], order["arguments"], answers)
    except FileRefused as refused:
        say(
            answers,
            {"refused": refused.message_id, "values": {key: str(value) for key, value in refused.values.items()}},
        )
    except MemoryError:
        say(answers, {"memory": True})
    else:
        say(answers, {"done": True})
    answers.flush()


def carry_out(target: str, arguments: list[object], answers: IO[str]) -> None:
    """Call `module:function` and write its value, or each value of an iterator, as a line."""
    module, _, function = target.partition(":")
    result = getattr(import_module(module), function)(*arguments)
    for value in result if isinstance(result, Iterator) else (result,):
        say(answers, {"line": value})


def say(answers: IO[str], entry: dict[str, object]) -> None:
    """Write one line."""
    answers.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")


def limit_self(memory_bytes: int, cpu_seconds: int, output_bytes: int) -> bool:
    """Set the bounds of this process; False where the system has none (Windows)."""
    try:
        import resource  # noqa: PLC0415  (there is no such module on Windows)
    except ImportError:
        return False
    limit_memory(memory_bytes)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output_bytes, output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def limit_memory(memory_bytes: int) -> bool:
    """Set the bound on this process's address space; False where the system has none (Windows)."""
    try:
        import resource  # noqa: PLC0415  (there is no such module on Windows)
    except ImportError:
        return False
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    return True
