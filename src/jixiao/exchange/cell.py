"""One cell of a foreign workbook as raw material for a field, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.facts import Field, Kind
from jixiao.files.digits import SIGNIFICANT, plain
from jixiao.files.workbook import RawCell

LARGEST = Decimal(10) ** SIGNIFICANT  # beyond it a spreadsheet has already lost the last digits
AS_TEXT = frozenset({Kind.KEY, Kind.REF, Kind.TEXT, Kind.PARAGRAPH, Kind.CHOICE, Kind.SOURCE})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell gives no value: a message id and its values."""

    message_id: str
    values: Mapping[str, object]


def content(field: Field, cell: RawCell) -> str | Decimal | bool | Unreadable | None:
    """What a cell says about a field: text, an exact number, a truth value, nothing; or Unreadable."""
    told = {"field": field.zh, "found": str(cell.value)}
    match cell.kind:
        case "empty":
            return None
        case "error":
            return Unreadable("exchange-error-cell", told)
        case "uncached":
            return Unreadable("exchange-no-result", told)
        case "text":
            return text_of(cell)
        case "date" | "time":
            return moment(field, cell)
        case "number" if isinstance(cell.value, Decimal):
            return number(field, cell, cell.value)
        case _:
            return cell.value


def text_of(cell: RawCell) -> str | None:
    """A text without the blanks around it; one of blanks only is none."""
    return str(cell.value).strip() or None


def moment(field: Field, cell: RawCell) -> str | Unreadable:
    """A real date where a date or a text is asked for; in a column of figures it is a slip, never 44727 万元."""
    day = str(cell.value).partition("T")[0]
    if field.kind is Kind.DATE or field.kind in AS_TEXT:
        return day
    return Unreadable("exchange-date-in-number", {"field": field.zh, "found": day})


def number(field: Field, cell: RawCell, value: Decimal) -> str | Decimal | Unreadable:
    """A number; one shown as a percentage is read as it is shown."""
    if abs(value) >= LARGEST:
        return Unreadable("exchange-long-number", {"field": field.zh, "found": format(value, "f")})
    if field.kind is Kind.DATE and value != value.to_integral_value():
        found = format(value, "f")
        year, _, month = found.partition(".")
        values = {"field": field.zh, "found": found, "first": f"{year}-{month:0>2}", "second": f"{year}-{month}0"}
        two = "exchange-date-two-ways" if month == "1" else "exchange-date-number"
        return Unreadable(two, values)
    if cell.percent and field.kind not in AS_TEXT and field.kind is not Kind.DATE:
        return f"{plain(value * 100):f}%"
    return value


def is_blank(cell: RawCell) -> bool:
    """Whether nothing stands there that a person can see."""
    return cell.kind == "empty" or (cell.kind == "text" and not str(cell.value).strip())
