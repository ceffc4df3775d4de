"""The terminal: `jixiao …`. Every command prints whole sentences, takes --json, and ends with 0, 1 or 2."""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper

INTERRUPTED = 130


def main() -> None:
    """Entry point of the `jixiao` command; imports the commands only now, so that importing the library stays cheap."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another encoding shows a mark instead of a stack trace
    # One command reads, computes and ends. Its records form no cycles, and looking for some again and again would make the
    # time of a large department grow faster than the department.
    gc.disable()
    try:
        from jixiao.cli.commands import jixiao  # noqa: PLC0415  # the reason is in the docstring

        jixiao.main(prog_name="jixiao")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


__all__ = ["main"]
