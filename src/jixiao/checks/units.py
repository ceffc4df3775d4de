"""Units of measure, seen from other rows: a line in 元 among lines in 万元, a fraction in a place for percentages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from jixiao.checks.view import Found, View, check, told
from jixiao.facts import Address, Kind
from jixiao.figures import WAN, YUAN, Missing, Money, Ratio, half_up
from jixiao.relations import Hint
from jixiao.relations.quantity import decimals

ZERO = Money.zero()
COLUMNS = (
    ("budget", ("full", "spent"), "line"),
    ("contract", ("amount", "budget"), "no"),
    ("quota", ("amount",), "quota"),
)
"""Subjects whose rows are compared with each other: the columns of an amount, the first that is there, and the key."""


@check("ART-31")
def rows_are_of_one_size(view: View) -> Iterator[Found]:
    """A row that stands far above all others and thousands of times above the middle one was typed in 元 as a whole.

    Both are asked for: large departments have rows a thousand times the middle one, with others of every size between.
    """
    for subject, names, key in COLUMNS:
        rows = {
            where: (row, amount)
            for row in view.year.records(subject)
            for where, amount in _of(view, subject, row, names)
        }
        apart = _apart(view, sorted(amount for _, amount in rows.values()))
        if apart is None:
            continue
        middle = _middle([amount for _, amount in rows.values() if amount < apart])
        for where, (row, amount) in rows.items():
            if amount >= apart:
                times = str(half_up((amount / middle).value, 0))
                yield Found(
                    (where,),
                    {"row": getattr(row, key), "amount": amount, "middle": middle, "times": times},
                    hints=(Hint("hint-yuan", (("fitting", f"{_in_yuan(amount).text()} 万元"),)),),
                )


def _of(view: View, subject: str, row: Any, names: Sequence[str]) -> Iterator[tuple[Address, Money]]:
    """The first amount of a row that is there, by its size."""
    for name in names:
        where = view.at(subject, row, name)
        amount = view.facts.value(where)
        if isinstance(amount, Money) and amount != ZERO:
            fact = view.facts.fact(where)
            written = next((item for item in fact.inputs if item.rsplit("/", 1)[1] == "initial"), where)
            yield (written if isinstance(fact.stated, Missing) and fact.inputs else where), abs(amount)
            return


def _apart(view: View, ordered: Sequence[Money]) -> Money | None:
    """The least of the amounts that stand apart: large, `times` the middle one, `gap` times the next below it."""
    figure = view.rule.figure
    least, enough = Money.of(Decimal(view.rule.params["least"].figure())), int(figure("rows"))
    if len(ordered) <= enough:
        return None
    middle = _middle(ordered)
    for below, above in pairwise(ordered):
        far = (above / middle).value >= figure("times") and (above / below).value >= figure("gap")
        if far and above >= least:
            return above
    return None


def _middle(amounts: Sequence[Money]) -> Money:
    return sorted(amounts)[(len(amounts) - 1) // 2]


def _in_yuan(amount: Money) -> Money:
    """The amount that was meant if its number of 万元 is one of 元."""
    return Money.of(amount.in_unit(WAN), YUAN)


@check("PCT-09")
def percentages_are_no_fractions(view: View) -> Iterator[Found]:
    """0.9973 in a place for percentages reads as less than one percent; 99.73 was meant, or it really is so little."""
    for subject in view.facts.registry.subjects:
        shares = [field for field in subject.fields if field.kind is Kind.PERCENT and not field.computed]
        for record in view.year.records(subject.id) if shares else ():
            for field in shares:
                value = getattr(record, field.id)
                if isinstance(value, Ratio) and _is_fraction(value.value * 100):
                    yield _asking(view.at(subject.id, record, field.id), field.zh, value.value * 100)
    for item in view.year.indicator:
        if item.unit == "%":
            whole = any(word in told(item.name) for word in view.rule.words("words"))
            for name, other in (("target", item.actual), ("actual", item.target)):
                value = getattr(item, name)
                if isinstance(value, Decimal) and _is_fraction(Fraction(value)) and (whole or _fits(value, other)):
                    yield _asking(view.at("indicator", item, name), item.name, Fraction(value))


def _is_fraction(percent: Fraction) -> bool:
    return 0 < percent <= 1


def _fits(value: Decimal, other: object) -> bool:
    """Whether a hundred times one figure is near the other."""
    return isinstance(other, Decimal) and other > 1 and Fraction(1, 2) <= Fraction(value) * 100 / Fraction(other) <= 2


def _asking(where: Address, name: object, percent: Fraction) -> Found:
    values: Mapping[str, object] = {"name": name, "found": _plain(percent), "fitting": _plain(percent * 100)}
    return Found((where,), values)


def _plain(number: Fraction) -> Decimal:
    return half_up(number, decimals(number))
