"""Sentence templates: words with `{name}` or `{name|format}` where a figure stands, read once and never by position."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SLOT = re.compile(r"\{([^{}|]+)(?:\|([^{}|]*))?\}")


class TemplateError(ValueError):
    """A brace that opens or closes nothing. Carries the text that was left over."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a figure: its name or address, and the format (empty: the one that its kind has)."""

    name: str
    form: str = ""


Template = tuple[str | Slot, ...]


def read_template(text: str) -> Template:
    """Read a template of our own. Raises TemplateError: a lone brace.

    Example:
        >>> read_template("支出{部门支出决算数|wan}万元")
        ('支出', Slot(name='部门支出决算数', form='wan'), '万元')
    """
    parts = split(text)
    for part in parts:
        if isinstance(part, str) and ("{" in part or "}" in part):
            raise TemplateError(part)
    return parts


def split(text: str) -> Template:
    """Read anybody's text: what is no well-formed `{…}` stays as it was written."""
    parts: list[str | Slot] = []
    at = 0
    for match in _SLOT.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(Slot(match[1].strip(), (match[2] or "").strip()))
        at = match.end()
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def slots(template: Template) -> tuple[Slot, ...]:
    """The places for figures, in order."""
    return tuple(part for part in template if isinstance(part, Slot))
