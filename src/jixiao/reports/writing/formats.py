"""How a value is printed: a closed list of named formats, each for the kinds of value that it suits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from jixiao.facts import Kind, PartialDate, Value
from jixiao.figures import WAN, Count, Money, Ratio, Score, write_chinese
from jixiao.files.digits import plain

_WORDS = frozenset({Kind.KEY, Kind.TEXT, Kind.PARAGRAPH, Kind.SOURCE, Kind.CHOICE, Kind.REF})


@dataclass(frozen=True, slots=True)
class Format:
    """One way of printing: the kinds it suits and how it prints them."""

    kinds: frozenset[Kind]
    write: Callable[[Any], str]


def percent(value: Ratio) -> str:
    """Two decimals, but a whole hundred is 100%.

    Example:
        >>> percent(Ratio.from_percent("98.436")), percent(Ratio.from_percent(100))
        ('98.44%', '100%')
    """
    return "100%" if value.value == Fraction(1) else value.percent()


def number(value: Decimal) -> str:
    """The number as entered, without idle zeros: 99.73, 100."""
    return f"{plain(value):f}"


def _size(value: Any) -> str:
    return shown(abs(value))


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "wan": Format(frozenset({Kind.MONEY}), lambda value: value.text(WAN, 2)),
        "percent": Format(frozenset({Kind.PERCENT}), percent),
        "points": Format(frozenset({Kind.PERCENT}), lambda value: value.points(2)),
        "gap": Format(frozenset({Kind.PERCENT}), lambda value: abs(value).points(2)),
        "score": Format(frozenset({Kind.SCORE}), lambda value: value.text(2)),
        "count": Format(frozenset({Kind.COUNT}), lambda value: value.text()),
        "chinese": Format(frozenset({Kind.COUNT}), lambda value: write_chinese(value.number)),
        "number": Format(frozenset({Kind.NUMBER}), number),
        "date": Format(frozenset({Kind.DATE}), lambda value: value.text()),
        "iso": Format(frozenset({Kind.DATE}), lambda value: value.iso()),
        "abs": Format(frozenset({Kind.MONEY, Kind.PERCENT, Kind.SCORE, Kind.COUNT, Kind.NUMBER}), _size),
        "name": Format(_WORDS, str),
    }
)
"""Format name → format. Outlines and officers' paragraphs may name these and no others."""


def shown(value: Value) -> str:
    """A value in the format that its type has by default: money in 万元, percents with their sign, dates as prose."""
    match value:
        case Money():
            return FORMATS["wan"].write(value)
        case Ratio():
            return percent(value)
        case Score():
            return value.text(2)
        case Count():
            return value.text()
        case PartialDate():
            return value.text()
        case bool():
            return "是" if value else "否"
        case Decimal():
            return number(value)
        case _:
            return str(value)


def printed(value: Value, kind: Kind, form: str = "") -> str:
    """A value as printed. Raises ValueError: a format that there is not or that does not suit the kind."""
    if not form:
        return shown(value)
    if form not in FORMATS or kind not in FORMATS[form].kinds:
        raise ValueError(f"format {form!r} does not suit a {kind.value}")
    return FORMATS[form].write(value)


def in_full(value: Value) -> str:
    """The exact value with its unit, as a passport tells it: 46154.11 万元, 97.48 分."""
    match value:
        case Money():
            return f"{plain(value.in_unit(WAN)):f} 万元"
        case Ratio():
            hundredfold = value.value * 100
            return f"{hundredfold.numerator}%" if hundredfold.denominator == 1 else value.percent(6)
        case Score():
            return f"{plain(value.points):f} 分"
        case _:
            return shown(value)


def sign_of(value: Value) -> str:
    """positive, negative or zero; what is no figure counts as positive, since it is there.

    Example:
        >>> sign_of(Count(-3)), sign_of(Money.zero())
        ('negative', 'zero')
    """
    match value:
        case Money():
            size: Decimal | Fraction | int = value.yuan
        case Ratio():
            size = value.value
        case Score():
            size = value.points
        case Count():
            size = value.number
        case Decimal():
            size = value
        case _:
            return "positive"
    return "zero" if size == 0 else "negative" if size < 0 else "positive"
