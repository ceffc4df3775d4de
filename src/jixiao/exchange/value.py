"""A value of the department-year as what a spreadsheet cell holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jixiao.facts import PartialDate, Value
from jixiao.facts.reading import in_field_unit
from jixiao.figures import Count, Missing, Money, Ratio, Score, half_up
from jixiao.files.digits import SIGNIFICANT, plain
from jixiao.files.errors import FileRefused

LONGEST_TEXT = 32_767  # what a spreadsheet cell can hold
PLACES = 12


def cell_content(value: Value | Missing) -> str | Decimal | None:
    """Text, a number in the unit of the sheet (万元, percent points), or None for MISSING.

    A number with more digits than a spreadsheet keeps becomes text, so that none is lost.
    """
    match value:
        case Missing():
            return None
        case bool():
            return "是" if value else "否"
        case int():
            return Decimal(value)
        case PartialDate():
            return value.iso()
        case str():
            return value
        case Money() | Count() | Ratio() | Score() | Decimal():
            return number_content(value)


def number_content(value: Money | Count | Ratio | Score | Decimal) -> str | Decimal:
    """The number, or its text when it has too many digits for a cell."""
    number = plain(half_up(in_field_unit(value), PLACES))
    return number if len(number.as_tuple().digits) <= SIGNIFICANT else format(number, "f")


def write_cell(sheet: Any, row: int, column: int, content: str | Decimal | None, style: Any, *, file: str) -> None:
    """Write one cell, texts always as texts. Raises FileRefused: the text is longer than a cell can hold."""
    if content is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(content, Decimal):
        sheet.write_number(row, column, content, style)
    elif len(content) > LONGEST_TEXT:
        raise FileRefused("exchange-text-too-long", file=file, sheet=sheet.name, found=len(content), limit=LONGEST_TEXT)
    elif content.startswith("<r>") and content.endswith("</r>"):
        sheet.write_rich_string(
            row, column, content[:1], content[1:2], content[2:], style
        )  # whole, it passes for markup
    else:
        sheet.write_string(row, column, content, style)
