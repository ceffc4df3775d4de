"""What stands in a cell as people read it: the core's canonical text, and a whole sentence where it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.facts.address import stem
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.registry import Field, Kind, Subject
from jixiao.figures import Missing
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling.facts import Gathered
from jixiao_web.shell.language import core_language
from jixiao_web.shell.templatetags.shell import printed

WORDS = frozenset({Kind.KEY, Kind.TEXT, Kind.PARAGRAPH, Kind.SOURCE, Kind.CHOICE, Kind.REF, Kind.DATE, Kind.YEAR, Kind.FLAG})


def shown_cell(field: Field, text: str) -> tuple[str, str]:
    """The text to show, and the sentence that says what is wrong with it (empty: nothing)."""
    if not text:
        return "", ""
    try:
        value = read_value(field, text)
    except ValueProblem as problem:
        return text, problem.sentence(core_language())
    if field.kind in WORDS or isinstance(value, Missing):
        return text, ""
    return printed(value), ""


def cells_shown(sheet: Sheet, cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Every filled cell of a row for the grid: {v: text, s: shown, p: problem}; s and p only where they say more."""
    found: dict[str, dict[str, str]] = {}
    for field in sheet.fields:
        text = cells.get(field.id, "")
        if not text:
            continue
        told, problem = shown_cell(field, text)
        found[field.id] = {"v": text}
        if told != text:
            found[field.id]["s"] = told
        if problem:
            found[field.id]["p"] = problem
    return found


def computed_of(sheet: Sheet, gathered: Gathered, cells: Mapping[str, str], unit: str) -> dict[str, str]:
    """The computed fields of a row as the core derives them, as text."""
    computed = [field for field in sheet.fields if field.computed]
    if not computed:
        return {}
    here = row_stem(sheet.subject, gathered, cells, unit)
    found: dict[str, str] = {}
    for field in computed:
        where = here + field.id
        found[field.id] = printed(gathered.facts.value(where)) if where in gathered.facts else ""
    return found


def row_stem(subject: Subject, gathered: Gathered, cells: Mapping[str, str], unit: str) -> str:
    """The address of a row without its field."""
    parts = [cells.get(name, unit if name == "unit" else "").strip() for name in subject.key]
    return stem(gathered.year.year, subject.id, parts)


def column_of(sheet: Sheet, field: Field, editable: bool, choices: tuple[str, ...]) -> dict[str, Any]:
    """A column for the grid."""
    english = core_language() == "en"
    kind = "figure" if field.kind.is_figure else "paragraph" if field.kind is Kind.PARAGRAPH else "text"
    return {
        "field": field.id,
        "title": field.en if english else field.zh,
        "unit": field.unit,
        "kind": kind,
        "readonly": not (editable and sheet.fills(field.id)),
        "required": field.required and not field.computed,
        "choices": list(choices) or None,
        "help": field.help,
        "example": field.example,
        "basis": field.basis,
    }
