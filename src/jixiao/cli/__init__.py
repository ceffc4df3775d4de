"""The terminal: `jixiao …`. Every command prints whole sentences, takes --json, and ends with 0, 1 or 2."""

from __future__ import annotations


def main() -> None:
    """Entry point of the `jixiao` command; imports the commands only now, so that importing the library stays cheap."""
    from jixiao.cli.commands import jixiao  # noqa: PLC0415  # the reason is in the docstring

    jixiao.main(prog_name="jixiao")


__all__ = ["main"]
