"""How the commands of the platform speak in a terminal: each thing in two languages, of which one is said."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NoReturn

import click

UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of one run, and whether it speaks at all. Errors are always said."""

    lang: str = "zh"
    quiet: bool = False

    def word(self, zh: str, en: str) -> str:
        """The one of two texts that this run speaks."""
        return en if self.lang == "en" else zh

    def say(self, zh: str, en: str) -> None:
        """Tell a person how it goes."""
        if not self.quiet:
            click.echo(self.word(zh, en))
            sys.stdout.flush()

    def warn(self, zh: str, en: str) -> None:
        """Tell a person what is not as it should be."""
        click.echo(self.word(zh, en), err=True)

    def refuse(self, zh: str, en: str) -> NoReturn:
        """Say why it cannot be done, and end with 2."""
        self.warn(zh, en)
        raise SystemExit(UNUSABLE)
