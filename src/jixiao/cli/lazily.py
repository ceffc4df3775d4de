"""A group whose commands are imported when they are called: explaining a check must not wait for the typesetter."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Lazily(click.Group):
    """A group of commands by name.

    home: the package in which they are. where: name → "module:function", in the order of the work.
    """

    def __init__(self, *args: Any, home: str, where: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.home, self.where = home, where

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click passes it
        """The names, in the order of the work."""
        return list(self.where)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click passes it
        """The command of a name, or None."""
        if cmd_name not in self.where:
            return None
        module, name = self.where[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"{self.home}.{module}"), name)
        return command
