"""What the styles of a Word document say of a paragraph: its level in the outline, and the list that numbers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jixiao.documents.readers.docx_text import W
from jixiao.files.styles import whole

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLE = frozenset({"title", "标题"})
_DEEPEST = 20  # styles that a style may rest on
_BODY = 9  # Word's outline level of body text


@dataclass(frozen=True, slots=True)
class Style:
    """What a style adds: outline level from 1, list and level of the list (None where it says nothing), table of contents."""

    outline: int | None = None
    number: str | None = None
    level: int | None = None
    base: str = ""
    title: bool = False
    contents: bool = False


def read_styles(root: Any | None) -> dict[str, Style]:
    """The styles of `styles.xml` by their ids; none where there is no such part."""
    found: dict[str, Style] = {}
    for style in () if root is None else root.iterfind(f"{W}style"):
        name, base = _value(style, "name").strip().lower(), _value(style, "basedOn")
        outline, number, level = told_by(style.find(f"{W}pPr"))
        match = _HEADING.fullmatch(name)
        if outline is None and match is not None:
            outline = int(match[1])
        found[style.get(f"{W}styleId", "")] = Style(
            outline, number, level, base, name in _TITLE, name.startswith(("toc ", "目录"))
        )
    return found


def told_by(properties: Any | None) -> tuple[int | None, str | None, int | None]:
    """Outline level from 1 (0 for body text), list and level of the list that paragraph properties name."""
    if properties is None:
        return None, None, None
    outline, number, level = _value(properties, "outlineLvl"), None, None
    listed = properties.find(f"{W}numPr")
    if listed is not None:
        number, level = (
            _value(listed, "numId") or None,
            whole(_value(listed, "ilvl")) if _value(listed, "ilvl") else None,
        )
    if not outline:
        return None, number, level
    return (0 if whole(outline) >= _BODY else whole(outline) + 1), number, level


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paragraph is set: outline level (0 none), list ("" none) and its level, title, line of a table of contents."""

    outline: int
    number: str
    level: int
    title: bool
    contents: bool


def manner_of(properties: Any | None, styles: dict[str, Style]) -> Manner:
    """How a paragraph with those properties is set, its style and those below it followed."""
    outline, number, level = told_by(properties)
    title = contents = False
    name = "" if properties is None else _value(properties, "pStyle")
    for _ in range(_DEEPEST):
        style = styles.get(name)
        if style is None:
            break
        outline = style.outline if outline is None else outline
        number = style.number if number is None else number
        level = style.level if level is None else level
        title, contents = title or style.title, contents or style.contents
        name = style.base
    return Manner(outline or 0, "" if number in {None, "0"} else number or "", level or 0, title, contents)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")
