"""Help in the cell: what a selected cell says of itself, which answers it offers, and what it doubts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jixiao.exchange.lists import Lists, key_list
from jixiao.facts import Field, Kind
from jixiao.files.messages import text

TITLE_LENGTH, PROMPT_LENGTH = 32, 255  # what the file format allows
LARGEST = 10**15


def prompt(field: Field) -> dict[str, Any]:
    """The words beside a selected cell: help and example."""
    words = field.help
    if field.example and not field.computed:
        words += "\n" + text("template-prompt-example", example=field.example)
    return {"input_title": clip(field.zh, TITLE_LENGTH), "input_message": clip(words, PROMPT_LENGTH)}


def clip(words: str, length: int) -> str:
    """The words, cut to a length."""
    return words if len(words) <= length else words[: length - 1] + "…"


def validation(field: Field, first_cell: str, lists: Lists) -> dict[str, Any]:
    """The data validation of a column (or of one cell of a form), `first_cell` being its first cell."""
    rule = {**condition(field, first_cell, lists), "ignore_blank": True, **prompt(field)}
    if rule["validate"] != "any":
        rule.setdefault("error_type", "warning")
        rule.setdefault("error_title", clip(field.zh, TITLE_LENGTH))
    return rule


def condition(field: Field, first_cell: str, lists: Lists) -> dict[str, Any]:
    """What the cell accepts without asking back."""
    match field.kind:
        case _ if field.computed:
            return {"validate": "any"}
        case Kind.CHOICE:
            return offered(lists.source(field), text("template-doubt-choice"), "stop")
        case Kind.FLAG:
            return offered(["是", "否"], text("template-doubt-flag"), "stop")
        case Kind.REF:
            words = text("template-doubt-ref", sheet=lists.sheet_of(field.to))
            return offered(f"={key_list(field.to)}", words, "warning")
        case Kind.DATE:
            year = f"LEFT({first_cell},4)"
            return {
                "validate": "custom",
                "value": f"=OR(ISNUMBER({first_cell}),ISNUMBER(VALUE({year})))",
                "error_message": text("template-doubt-date"),
            }
        case Kind.YEAR:
            return within(Decimal(1000), Decimal(9999), "integer", text("template-doubt-year"))
        case Kind.COUNT:
            low = field.lo if field.lo is not None else Decimal(0)
            return within(low, field.hi, "integer", text("template-doubt-count", low=low))
        case _ if field.kind.is_figure:
            return within(field.lo, field.hi, "decimal", doubt_of_figure(field))
        case _ if field in lists.offers:
            return {"validate": "list", "source": lists.offers[field], "show_error": False}
        case _:
            return {"validate": "any"}


def offered(source: str | list[str], words: str, how: str) -> dict[str, Any]:
    """A drop-down."""
    return {"validate": "list", "source": source, "error_message": words, "error_type": how}


def within(low: Decimal | None, high: Decimal | None, kind: str, words: str) -> dict[str, Any]:
    """A number between bounds; one that is not told is where no figure goes."""
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low if low is not None else -LARGEST,
        "maximum": high if high is not None else LARGEST,
        "error_message": clip(words, PROMPT_LENGTH),
    }


def doubt_of_figure(field: Field) -> str:
    """The sentence of a number out of bounds."""
    unit = field.unit
    if field.lo is not None and field.hi is not None:
        return text("template-doubt-between", unit=unit, low=field.lo, high=field.hi)
    if field.lo is not None:
        return text("template-doubt-low", unit=unit, low=field.lo)
    return text("template-doubt-number", unit=unit)
