"""How a stored column is published: words instead of codes, exact decimals instead of whole numbers, texts looked at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jixiao.bulk.comfort.same import NARROW, WIDE
from jixiao.bulk.comfort.telling import shown
from jixiao.bulk.dialect import any_of, quoted
from jixiao.bulk.packaging.declared import Publishing
from jixiao.bulk.schema import USED, Stored
from jixiao.facts import Field, Kind
from jixiao.files.messages import LANGUAGES
from jixiao.files.messages import text as words

MASK = "（已隐去）"
"""What stands for a text that must not be published; the same in every language, because it is data."""

DIGITS = 20
"""Of a decimal column: more than any whole number of 64 bits has."""


@dataclass(frozen=True, slots=True)
class Column:
    """A published column.

    exact: an expression of its value as Parquet holds it. written: the same as CSV and JSON have it, decimals as text.
    described: its entry in the schema of a table, in the words of the data package standard.
    looked_at: an expression of the text before anything was hidden in it; empty where nothing can be.
    """

    name: str
    exact: str
    written: str
    described: Mapping[str, Any]
    looked_at: str = ""


def of_field(publishing: Publishing, subject: str, field: Field, stored: Stored, alias: str = "a") -> Column:
    """The column of a field of the registry."""
    name = USED if (subject, field.id) == ("indicator", "actual") else field.id
    value = f'{alias}."{name}"'
    told: dict[str, Any] = {"name": field.id, "title": field.zh, "titles": {"zh": field.zh, "en": field.en}}
    if field.unit:
        told["unit"] = field.unit
    if field.help:
        told["description"] = field.help
    match field.kind:
        case Kind.FLAG:
            return Column(field.id, f"{value} = 1", f"{value} = 1", {**told, "type": "boolean"})
        case Kind.CHOICE:
            word = f"({_listed(stored.codes)})[{value} + 1]"
            return Column(field.id, word, word, {**told, "type": "string", "constraints": {"enum": list(stored.codes)}})
        case Kind.YEAR:
            return Column(field.id, value, value, {**told, "type": "year"})
    if stored.word is not None:
        return figure(field.id, value, stored.scale, told)
    plain = f"nullif({value}, '')"
    if f"{subject}.{field.id}" in publishing.codes:
        return Column(field.id, plain, plain, {**told, "type": "string"})
    masked = f"case when {must_hide(publishing, value)} then '{MASK}' else {plain} end"
    return Column(field.id, masked, masked, {**told, "type": "string"}, value)


def figure(name: str, value: str, places: int, told: Mapping[str, Any]) -> Column:
    """A figure carried as a whole number with some places."""
    if not places:
        return Column(name, value, value, {**told, "type": "integer"})
    written = shown(value, places)
    return Column(name, f"cast({written} as decimal({DIGITS}, {places}))", written, {**told, "type": "number"})


def of_result(name: str, value: str, kind: str, places: int = 0, **more: Any) -> Column:
    """A column of the result: its titles are messages, `kind` is a type of the standard, `more` further properties."""
    titles = {lang: words(f"open-column-{name.replace('_', '-')}", lang) for lang in LANGUAGES}
    told = {"name": name, "title": titles["zh"], "titles": titles, **more}
    return figure(name, value, places, told) if places else Column(name, value, value, {**told, "type": kind})


def must_hide(publishing: Publishing, value: str) -> str:
    """Whether a text has something in it that is not published."""
    narrow = f"translate({value}, '{quoted(WIDE)}', '{quoted(NARROW)}')"
    tests = [(f"regexp_matches({narrow}, '{quoted(pattern)}')", "true") for pattern in publishing.masked]
    return any_of(tests, "false")


def _listed(codes: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"'{quoted(word)}'" for word in codes) + "]"
