"""Values as the text that somebody would have typed, and whether two texts say the same."""

from __future__ import annotations

from decimal import Decimal

from jixiao.exchange.value import cell_content
from jixiao.facts import Value
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.registry import Field
from jixiao.figures import Missing


def text_of(value: str | Decimal | bool | None) -> str:
    """What stood in a cell, as text; a blank is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}" if isinstance(value, Decimal) else value.strip()


def text_of_value(value: Value | Missing) -> str:
    """A value of the core in the unit of its field, as text."""
    return text_of(cell_content(value))


def same(field: Field, one: str, other: str) -> bool:
    """Whether two texts of a field say the same: 5336.20 and 5,336.2, or 2022-06-15 and 2022年6月15日."""
    if one.strip() == other.strip():
        return True
    try:
        first, second = read_value(field, one), read_value(field, other)
    except ValueProblem:
        return False
    return first == second and isinstance(first, Missing) == isinstance(second, Missing)
