"""Calling Typst: fixed page programs from this folder, and data that reaches them as JSON, never as markup.

What officers wrote stays a string from end to end, so there is nothing to escape and nothing to inject.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from jixiao.reports.fonts import FontSet
from jixiao.reports.theme import AMBER, BLUE, GREY, Role

COLOURS = {"bar": BLUE, "warn": AMBER, "grid": GREY, "axis": "4a5361", "pending": "ffe600"}


def faces(fonts: FontSet) -> dict[str, list[str]]:
    """The font stacks as the page programs expect them, one for each role."""
    stacks = {role.name.lower(): list(fonts.stack(role)) for role in Role if role is not Role.LATIN}
    latin = fonts.families.get(Role.LATIN)
    return {**stacks, "latin": [latin] if latin else []}


def source(*names: str) -> bytes:
    """Page programs of this folder, one after the other."""
    here = files(__name__)
    return "\n".join(here.joinpath(name).read_text(encoding="utf-8") for name in names).encode()


@cache
def _loaded(folders: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of the folders and none beside: those that Typst carries know no Chinese."""
    paths = [str(folder) for folder in folders]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def compiler(program: bytes, fonts: FontSet, **data: object) -> typst.Compiler:
    """A compiler that sees the given fonts only, with each value of `data` as one JSON text."""
    return typst.Compiler(
        program,
        font_paths=_loaded(fonts.folders),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in data.items()},
    )
