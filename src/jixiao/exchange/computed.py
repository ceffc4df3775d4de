"""Computed columns: the value that a row's rule gives, and the live formula that shows it in the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from jixiao.exchange.layout import BLANK_RATE
from jixiao.facts import Field, Value
from jixiao.facts.computing import difference, ratio, total
from jixiao.facts.reading import in_field_unit
from jixiao.figures import MISSING, Missing, half_up

_SIGNS = re.compile(r"\s*([+\-/])\s*")
RATE_PLACES = 2
SUM_PLACES = 6  # beyond what any system exports; below it stands only the binary noise of a spreadsheet's sum


def derive(field: Field, values: Mapping[str, Value | Missing]) -> Value | Missing:
    """The value of a computed field from the values of its row, told by field id; MISSING as soon as one is."""
    words = _SIGNS.split(field.computed)
    result = values.get(words[0], MISSING)
    for sign, name in zip(words[1::2], words[2::2], strict=True):
        operand = values.get(name, MISSING)
        match sign:
            case "+":
                result = total(field.kind, [result, operand])
            case "-":
                result = difference(result, operand)
            case _:
                result = ratio(result, operand)
    return result


def shown(field: Field, value: Value | Missing) -> Decimal | None:
    """A derived value as the number that the live formula arrives at, or None where it shows nothing."""
    if isinstance(value, Missing):
        return None
    return half_up(in_field_unit(value), RATE_PLACES if "/" in field.computed else SUM_PLACES)


def live_formula(field: Field, cell: Callable[[str], str]) -> str:
    """The rule as a spreadsheet formula; `cell` gives the address of a field. It shows nothing until all inputs are there.

    Example:
        live_formula(full, cell) → '=IF(COUNT(J7,K7,M7)<3,"",J7+K7+M7)'
    """
    words = _SIGNS.split(field.computed)
    cells = [cell(name) for name in words[::2]]
    if "/" in words:
        part, base = cells
        share = f"ROUND({part}/{base}*100,{RATE_PLACES})"
        return f'=IF(COUNT({part},{base})<2,"",IF({base}=0,"{BLANK_RATE}",{share}))'
    body = "".join(f"{sign}{where}" for sign, where in zip(["", *words[1::2]], cells, strict=True))
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{body})'
