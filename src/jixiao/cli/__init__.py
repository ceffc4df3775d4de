"""The terminal: `jixiao …`. Every command prints whole sentences, takes --json, and ends with 0, 1 or 2."""

from __future__ import annotations

import sys
from io import TextIOWrapper

INTERRUPTED = 130


def main() -> None:
    """Entry point of the `jixiao` command; imports the commands only now, so that importing the library stays cheap."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another encoding shows a mark instead of a stack trace
    try:
        from jixiao.cli.commands import jixiao  # noqa: PLC0415  # the reason is in the docstring

        jixiao.main(prog_name="jixiao")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


__all__ = ["main"]
