"""Reading one value: what a cell, a form field or a source file holds becomes the value that its field declares."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from fractions import Fraction

from jixiao.facts.dates import DateError, PartialDate, day_of_serial
from jixiao.facts.registry import Field, Kind
from jixiao.facts.values import Value
from jixiao.figures import MISSING, WAN, Count, FigureError, Missing, Money, Ratio, Score, Written, read_figure
from jixiao.files.messages import text as message

_FLAGS = {"是": True, "有": True, "√": True, "否": False, "无": False, "×": False}
_NOTHING = frozenset({"无", "没有", "暂无", "未发生", "没有发生", "无发生"})
_NO_VALUE = frozenset({"", "—", "－", "-", "/", "待填", "待补充"})


class ValueProblem(ValueError):
    """A value is not what its field asks for: a message id and its values (`found`, `field`, `expected`, …)."""

    def __init__(self, message_id: str, field: Field, found: str, **values: object) -> None:
        self.message_id = message_id
        self.field = field
        self.values: dict[str, object] = {"found": found, "field": field.zh, **values}
        super().__init__(message_id, found)

    def sentence(self, lang: str = "zh") -> str:
        """The whole sentence for a reader of that language."""
        return message(self.message_id, lang, **self.values)


def read_value(field: Field, raw: str | Decimal | bool | None) -> Value | Missing:
    """The value of a field from what stood in a cell: text, an exact number, a truth value, or nothing.

    A blank is MISSING and never zero. Money is read in 万元 unless the text names another unit; percents are percent
    points. Raises ValueProblem: wrong type, unknown choice, out of bounds.

    Example:
        read_value(spent, "46,154.11") → Money('46154.11 万元')
    """
    if raw is None or (isinstance(raw, str) and raw.strip() in _NO_VALUE):
        return MISSING
    if field.kind.is_figure:
        figure = _figure(field, raw)
        return figure if isinstance(figure, Missing) else _within(field, figure, raw)
    if field.kind is Kind.FLAG:
        return _flag(field, raw)
    text = (
        raw.strip() if isinstance(raw, str) else ("是" if raw else "否") if isinstance(raw, bool) else format(raw, "f")
    )
    match field.kind:
        case Kind.YEAR:
            return _year(field, text)
        case Kind.DATE:
            try:
                return PartialDate.parse(text)
            except DateError:
                raise _no_date(field, text) from None
        case Kind.CHOICE:
            if text not in field.choices:
                raise ValueProblem("value-choice", field, text, expected="、".join(field.choices))
            return text
        case _:
            return text


def _no_date(field: Field, text: str) -> ValueProblem:
    day = day_of_serial(text)
    if day is None:
        return ValueProblem("value-date", field, text)
    return ValueProblem("value-date-serial", field, text, day=day.iso())


def _figure(field: Field, raw: str | Decimal | bool) -> Value | Missing:
    if isinstance(raw, str) and raw.strip() in _NOTHING:
        raise ValueProblem("value-nothing", field, raw.strip())
    if isinstance(raw, bool):
        raise ValueProblem("value-not-a-figure", field, "是" if raw else "否")
    try:
        figure = read_figure(raw if isinstance(raw, str) else format(raw, "f"))
        return figure if isinstance(figure, Missing) else _of_kind(field.kind, figure)
    except FigureError as error:
        raise ValueProblem("value-figure", field, str(raw), problem=error) from error


def _of_kind(kind: Kind, figure: Written) -> Value:
    match kind:
        case Kind.MONEY:
            return Money.read(figure, WAN)
        case Kind.COUNT:
            return Count.read(figure)
        case Kind.PERCENT:
            return Ratio.read(figure)
        case Kind.SCORE:
            return Score.read(figure)
        case _:
            return figure.value


def _within(field: Field, value: Value, raw: object) -> Value:
    """The value when it lies within the field's bounds, which are in the field's own unit."""
    number = in_field_unit(value)
    if field.lo is not None and number < Fraction(field.lo):
        raise ValueProblem("value-too-low", field, str(raw), expected=str(field.lo))
    if field.hi is not None and number > Fraction(field.hi):
        raise ValueProblem("value-too-high", field, str(raw), expected=str(field.hi))
    return value


def in_field_unit(value: Value) -> Fraction:
    """A figure as the exact number of its field's unit: 万元 for money, percent points for ratios."""
    match value:
        case Money():
            return Fraction(value.in_unit(WAN))
        case Count():
            return Fraction(value.number)
        case Ratio():
            return value.value * 100
        case Score():
            return Fraction(value.points)
        case Decimal():
            return Fraction(value)
        case _:
            raise TypeError(f"{value!r} is no figure")


def _flag(field: Field, raw: str | Decimal | bool) -> bool:
    if isinstance(raw, bool):
        return raw
    answer = _FLAGS.get(str(raw).strip())
    if answer is None:
        raise ValueProblem("value-flag", field, str(raw))
    return answer


def _year(field: Field, text: str) -> int:
    digits = unicodedata.normalize("NFKC", text).strip().removesuffix("年度").removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise ValueProblem("value-year", field, text)
    return int(digits)
