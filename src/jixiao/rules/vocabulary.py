"""The words of formulas, made from the field registry: which fields a rule may name, and how their values are carried.

Three scopes. *department* speaks of the department's totals and management data, *project* of the money of one project,
*indicator* of one indicator row; each also has 分值, the points of the line itself. Money is carried in 万元 with six
places, counts whole, flags and choices as words; an indicator's dates are
carried as 有目标日期 and 逾期天数, whole days. **Derived rates are not words**: a rate is a fraction that no number of
places holds exactly, so a rule divides the amounts instead (支出数 ÷ 预算数). A percentage that somebody typed is a word,
in percent points with four places,
as are the bare numbers of indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from jixiao.facts import Derived, Field, Kind, Registry
from jixiao.facts.values import Value
from jixiao.figures import EXACT, MISSING, WAN, Count, Missing, Money, Ratio, Score, printed
from jixiao.rules.formula.vocabulary import Column, coded, flag

POINTS = "分值"
HAS_DUE = "有目标日期"
DAYS_LATE = "逾期天数"
SCOPES = ("department", "project", "indicator")

# Six places of 万元 are whole hundredths of a 分; the bounds hold every budget of a province and keep the proofs narrow.
PLACES = {Kind.MONEY: 6, Kind.COUNT: 0, Kind.PERCENT: 4, Kind.SCORE: 2, Kind.NUMBER: 4}
_WIDEST = {
    Kind.MONEY: (Decimal(-(10**8)), Decimal(10**8)),
    Kind.COUNT: (Decimal(0), Decimal(10**9)),
    Kind.PERCENT: (Decimal(-(10**6)), Decimal(10**6)),
    Kind.SCORE: (Decimal(-100), Decimal(100)),
    Kind.NUMBER: (Decimal(-(10**10)), Decimal(10**10)),
}

_CENTURY = Decimal(36_525)  # days; nothing is later than that but a slip of the pen


class NotCarried(ValueError):
    """A value that no rule may compute with: finer or larger than its field allows. Carries a message id and values."""

    def __init__(self, message_id: str, **values: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.values = values


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a scope: its column in formulas, the type of its values, and where they live.

    `source` is an address without the year for the department (`department/total/spent`), the last part of the address
    for a project or an indicator (`spent`), and empty for what the scorer itself hands over (分值).
    """

    column: Column
    kind: Kind
    source: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All words of one scope. Two are the same only if they are one object, so that a table compiled for one is found again."""

    scope: str
    words: Mapping[str, Word]

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Name → column, as the formula compiler takes it."""
        return {name: word.column for name, word in self.words.items()}


def vocabularies(registry: Registry) -> Mapping[str, Vocabulary]:
    """Scope → vocabulary.

    Example:
        >>> from jixiao.rules.registry import registry
        >>> vocabularies(registry())["department"].words["部门支出决算数"].source
        'department/total/spent'
    """
    return {"department": _department(registry), "project": _project(registry), "indicator": _indicator(registry)}


def _department(registry: Registry) -> Vocabulary:
    words = {POINTS: points_word()}
    for name, item in registry.department_figures.items():
        if isinstance(item, Field):
            words[name] = word_of(item, f"management/{item.id}")
        elif item.kind is not Kind.PERCENT:
            words[name] = word_of(item, item.name)
    return Vocabulary("department", words)


def _project(registry: Registry) -> Vocabulary:
    words = {POINTS: points_word()}
    for item in registry.derived:
        if item.group == "project" and item.by and item.kind is not Kind.PERCENT:
            words[item.zh] = word_of(item, item.id)
    for level in registry.by_id["indicator"].field("lv1").choices:
        words[f"{level}个数"] = Word(
            Column(f"{level}个数", 0, Decimal(0), Decimal(10**6), nullable=False), Kind.COUNT, ""
        )
    return Vocabulary("project", words)


def _indicator(registry: Registry) -> Vocabulary:
    words = {POINTS: points_word()}
    for item in registry.by_id["indicator"].fields:
        if item.id != "weight" and (item.kind.is_figure or item.kind is Kind.CHOICE) and not item.stated:
            words[item.zh] = word_of(item, item.id)
    words[HAS_DUE] = Word(flag(HAS_DUE, nullable=False), Kind.FLAG, "due")
    words[DAYS_LATE] = Word(Column(DAYS_LATE, 0, Decimal(0), _CENTURY), Kind.COUNT, "done")
    return Vocabulary("indicator", words)


def points_word() -> Word:
    """分值: the points of the line, always known when a rule is asked."""
    return Word(Column(POINTS, 2, Decimal(0), Decimal(100), nullable=False), Kind.SCORE, "")


def word_of(item: Field | Derived, source: str) -> Word:
    """The word of a field or a derived figure: its column with places and bounds by its type."""
    if item.kind is Kind.FLAG:
        return Word(flag(item.zh), item.kind, source)
    if isinstance(item, Field) and item.kind is Kind.CHOICE:
        return Word(coded(item.zh, *item.choices), item.kind, source)
    lo, hi = _WIDEST[item.kind]
    if isinstance(item, Field):
        lo, hi = item.lo if item.lo is not None else lo, item.hi if item.hi is not None else hi
    return Word(Column(item.zh, PLACES[item.kind], lo, hi), item.kind, source)


def carry(word: Word, value: Value | Missing) -> int | None:
    """A value as its column carries it: a scaled whole number, a code, or None where it is missing.

    Raises:
        NotCarried: more places than the column has, outside its bounds, or a word that is not on its list.

    Example:
        >>> from jixiao.rules.registry import registry
        >>> carry(vocabularies(registry())["department"].words["部门支出决算数"], Money.of("46154.11"))
        46154110000
    """
    if value is MISSING:
        return None
    column: Column = word.column
    if column.codes is not None:
        found = ("是" if value else "否") if isinstance(value, bool) else value
        if found not in column.codes:
            raise NotCarried("score-no-such-word", field=column.name, found=found, expected="、".join(column.codes))
        return column.codes.index(str(found))
    if isinstance(value, Count):
        carried: int = value.number * 10**column.scale
    else:
        scaled = _scaled(value, column.scale)
        carried = int(scaled)
        if carried != scaled:
            raise NotCarried("score-too-fine", field=column.name, found=said(value), places=column.scale)
    lo, hi = column.bounds
    if not lo <= carried <= hi:
        values = {"lo": column.shown(lo), "hi": column.shown(hi)}
        raise NotCarried("score-out-of-bounds", field=column.name, found=said(value), **values)
    return carried


def _scaled(value: object, scale: int) -> Decimal | Fraction:
    match value:
        case Money():
            return EXACT.scaleb(value.in_unit(WAN), Decimal(scale))
        case Score():
            return EXACT.scaleb(value.points, Decimal(scale))
        case Ratio():
            return value.value * Fraction(10) ** (scale + 2)
        case Decimal():
            return EXACT.scaleb(value, Decimal(scale))
    raise TypeError(f"a rule computes with figures, not with {value!r}")


def said(value: object) -> str:
    """A value in full, as a message shows it."""
    match value:
        case Money():
            return f"{value.in_unit(WAN):f}"
        case Decimal():
            return f"{value:f}"
        case Ratio():
            return f"{printed(value.value * 100, 8).rstrip('0').rstrip('.')}%"
    return str(value)
