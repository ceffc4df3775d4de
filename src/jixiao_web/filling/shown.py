"""What stands in a cell as people read it: the core's canonical text, and a whole sentence where it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.facts import Facts
from jixiao.facts.address import stem
from jixiao.facts.building import Raw, build_year
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.registry import Field, Kind, Subject
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling.facts import Gathered
from jixiao_web.shell.language import core_language
from jixiao_web.shell.templatetags.shell import printed

WORDS = frozenset(
    {Kind.KEY, Kind.TEXT, Kind.PARAGRAPH, Kind.SOURCE, Kind.CHOICE, Kind.REF, Kind.DATE, Kind.YEAR, Kind.FLAG}
)


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


def computed_rows(sheet: Sheet, fiscal_year: int, rows: Mapping[int, Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Row → its computed fields as the core derives them, as text.

    Formulas read their own row only, so nothing else of the form is gathered: one edit stays quick however long the form is.
    Each row is built under its own number, so that a key that is still missing or told twice keeps no row from being computed.
    """
    subject = sheet.subject
    computed = [field for field in sheet.fields if field.computed]
    if not computed or not rows:
        return {}
    raw: dict[str, list[dict[str, Raw]]] = {
        "cover": [{"year": Raw(str(fiscal_year))}],
        subject.id: [
            {name: Raw(text) for name, text in cells.items()} | {name: Raw(str(pk)) for name in subject.key}
            for pk, cells in rows.items()
        ],
    }
    built = build_year(raw, registry())
    if built.year is None:
        raise ValueError("the year was told")
    facts = Facts(built.year, registry()).rows.facts
    found: dict[int, dict[str, str]] = {}
    for pk in rows:
        here = stem(fiscal_year, subject.id, [str(pk) for _name in subject.key])
        told = {field.id: facts.get(here + field.id) for field in computed}  # type: ignore[call-overload]  # an Address is a str
        found[pk] = {name: printed(fact.value) if fact is not None else "" for name, fact in told.items()}
    return found


def row_stem(subject: Subject, gathered: Gathered, cells: Mapping[str, str], unit: str) -> str:
    """The address of a row without its field."""
    parts = [cells.get(name, unit if name == "unit" else "").strip() for name in subject.key]
    return stem(gathered.year.year, subject.id, parts)


def column_of(sheet: Sheet, field: Field, editable: bool, choices: tuple[str, ...]) -> dict[str, Any]:
    """A column for the grid, with what the registry says to help whoever fills it in."""
    english = core_language() == "en"
    kind = "figure" if field.kind.is_figure else "paragraph" if field.kind is Kind.PARAGRAPH else "text"
    return {
        "field": field.id,
        "title": field.en if english else field.zh,
        "unit": field.unit,
        "kind": kind,
        "readonly": not (editable and sheet.fills(field.id)),
        "required": field.required and not field.computed,
        "computed": bool(field.computed),
        "choices": list(choices) or None,
        "group": field.group,
        "help": field.help,
        "example": field.example,
        "basis": field.basis,
        "live": sheet.subject.id == "narrative" and field.id == "text",
    }
