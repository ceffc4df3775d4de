"""Sentences and figures told by the engine itself: a message becomes a concatenation, a whole number its decimals."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from jixiao.bulk.dialect import quoted
from jixiao.files.messages import template_of


def told(message_id: str, lang: str, values: Mapping[str, str]) -> str:
    """The sentence of a message as an expression; a value that is NULL is told as a dash.

    Args:
        message_id: of the catalogue.
        lang: `zh` or `en`.
        values: placeholder → expression of a text.

    Raises:
        KeyError: a placeholder has no value.
    """
    parts = []
    for words, name, _, _ in Formatter().parse(template_of(message_id, lang)):
        if words:
            parts.append(f"'{quoted(words)}'")
        if name:
            parts.append(f"coalesce({values[name]}, '—')")
    return f"concat({', '.join(parts)})"


def shown(value: str, places: int) -> str:
    """A whole number with so many places as an exact decimal without idle zeros, 997300 with four as 99.73; NULL stays NULL."""
    if not places:
        return f"cast({value} as varchar)"
    unit = 10**places
    rest = f"rtrim(lpad(cast(abs({value}) % {unit} as varchar), {places}, '0'), '0')"
    return (
        f"(case when {value} < 0 then '-' else '' end || cast(abs({value}) // {unit} as varchar) || "
        f"case when {value} % {unit} = 0 then '' else '.' || {rest} end)"
    )


def figures(values: Mapping[str, str]) -> str:
    """Named figures as a JSON text; each value is an expression of a text, so that no reader makes a float of it."""
    listed = ", ".join(f"'{name}', {value}" for name, value in values.items())
    return f"cast(json_object({listed}) as varchar)"
