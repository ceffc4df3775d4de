"""Reasons as people read them: `{字段}` and small formulas in braces are replaced by the figures of the line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.figures import printed
from jixiao.rules.errors import RuleError
from jixiao.rules.formula import syntax
from jixiao.rules.formula.rows import Row
from jixiao.rules.formula.steps import Worker
from jixiao.rules.formula.table import CompiledTable, compile_table
from jixiao.rules.formula.vocabulary import Column, trimmed
from jixiao.rules.formula.wording import in_words
from jixiao.rules.templates import Slot, split

NOTHING = "—"
MONEY_SCALE = 6  # the scale that the vocabulary gives to money and to nothing else
PLACES = 2
FULL = "分值"
FIGURE = re.compile(r"\d+(\.\d+)?")
OPEN = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a reason: a field (`value` is None and its column shows it) or a formula, perhaps as a percentage."""

    field: str
    value: syntax.Value | None
    names: tuple[str, ...]
    is_percent: bool


Reason = tuple[str | Blank, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision table that computes, with its reasons ready to be filled.

    `words` are all fields it reads or shows; `written` is the rule as printed beside a score, one line a row.
    """

    table: CompiledTable
    columns: Mapping[str, Column]
    reasons: tuple[Reason, ...]
    words: tuple[str, ...]
    written: tuple[str, ...]

    def reason(self, row: int, values: Mapping[str, int | None]) -> str:
        """The reason of a row, counted from 1. What is missing or divides by zero is shown as —."""
        return "".join(
            part if isinstance(part, str) else shown(part, self.columns, values) for part in self.reasons[row - 1]
        )


def make_rule(rows: tuple[Row, ...], columns: Mapping[str, Column], places: int) -> Rule:
    """Compile a table and read its reasons.

    Raises:
        RuleError: as `compile_table`; or a placeholder that is neither a field nor a formula over fields.
    """
    table = compile_table(rows, columns, places)
    reasons = tuple(_reason(row, columns) for row in rows)
    blanks = (name for reason in reasons for part in reason if isinstance(part, Blank) for name in part.names)
    words = tuple(dict.fromkeys((*table.fields, *table.columns, *blanks)))
    return Rule(table, columns, reasons, words, tuple(_row_in_words(row) for row in rows))


def _reason(row: Row, columns: Mapping[str, Column]) -> Reason:
    text = row.reason if row.manual is None else row.manual
    return tuple(_blank(part, row, columns) if isinstance(part, Slot) else part for part in split(text or ""))


def _blank(slot: Slot, row: Row, columns: Mapping[str, Column]) -> Blank:
    if slot.name in columns:
        return Blank(slot.name, None, (slot.name,), is_percent=False)
    from jixiao.rules.formula.parse import parse_value  # noqa: PLC0415  # only once a table is compiled

    try:
        value = parse_value(slot.name.removesuffix("%"), columns)
    except RuleError as error:
        raise error.within(row.place) from error.__cause__
    return Blank("", value, tuple(syntax.names_in(value)), is_percent=slot.name.endswith("%"))


def shown(blank: Blank, columns: Mapping[str, Column], values: Mapping[str, int | None]) -> str:
    """A place filled: a figure as its column prints it, a percentage with two places."""
    if any(values.get(name) is None for name in blank.names):
        return NOTHING
    if blank.value is None:
        return _figure(columns[blank.field], values[blank.field] or 0)
    try:
        worth = Worker(columns, values).worth(blank.value)
    except ZeroDivisionError:
        return NOTHING
    if blank.is_percent:
        return f"{printed(worth * 100, PLACES)}%"
    if any(columns[name].scale == MONEY_SCALE for name in blank.names):
        return printed(worth, PLACES)
    return _plain(worth)


def _figure(column: Column, carried: int) -> str:
    """A figure as forms print it: amounts always with two places, others without needless zeros."""
    shown = column.shown(carried)
    return f"{shown}.{'0' * PLACES}" if column.scale == MONEY_SCALE and "." not in shown else shown


def _plain(worth: Fraction) -> str:
    return trimmed(Decimal(printed(worth, PLACES)), PLACES)


def _row_in_words(row: Row) -> str:
    when = "其余情形" if row.when is None else in_words(row.when)
    if row.manual is not None:
        return f"{when}：人工评定（{OPEN.sub('…', row.manual)}）"
    points = in_words(row.points or "")
    return f"{when}：" + ("满分" if points == FULL else f"{points}分" if FIGURE.fullmatch(points) else points)
