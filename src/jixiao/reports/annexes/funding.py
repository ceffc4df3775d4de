"""The money rows of a project form: total, this year's appropriation, carried in, other — as far as the lines tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jixiao.facts.money import BudgetLine
from jixiao.figures import MISSING, Missing, Money

TREASURY = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
"""资金来源 that the form's row 财政拨款 takes in; all others are 其他资金."""


@dataclass(frozen=True, slots=True)
class FundRow:
    """One row of the form. `initial` is None where the column does not apply to the row."""

    title: str
    initial: Money | Missing | None
    full: Money | Missing
    spent: Money | Missing


def fund_rows(lines: Sequence[BudgetLine]) -> tuple[FundRow, FundRow, FundRow]:
    """Split a project's lines into 当年财政拨款, 上年结转资金 and 其他资金.

    Money carried in belongs to the full-year budget in a row of its own. What was spent of it is told by nobody unless a
    line carried nothing in or spent everything; otherwise both shares stay MISSING and the total alone is known.
    """
    treasury = [line for line in lines if line.fund in TREASURY]
    other = [line for line in lines if line.fund not in TREASURY]
    parted = [_spent(line) for line in lines]
    return (
        FundRow("其中：当年财政拨款", _sum(line.initial for line in treasury), _new(treasury), _now(treasury)),
        FundRow("上年结转资金", None, _sum(line.carried_in for line in lines), _sum(carried for _, carried in parted)),
        FundRow("其他资金", _sum(line.initial for line in other), _new(other), _now(other)),
    )


def _new(lines: Sequence[BudgetLine]) -> Money | Missing:
    return _sum(part for line in lines for part in (line.initial, line.adjust))


def _now(lines: Sequence[BudgetLine]) -> Money | Missing:
    return _sum(_spent(line)[0] for line in lines)


def _spent(line: BudgetLine) -> tuple[Money | Missing, Money | Missing]:
    """What a line spent of this year's money and of money carried in."""
    if isinstance(line.spent, Missing) or isinstance(line.carried_in, Missing):
        return MISSING, MISSING
    if line.carried_in == Money.zero():
        return line.spent, Money.zero()
    whole = _sum((line.initial, line.adjust, line.carried_in))
    if line.spent != whole:
        return MISSING, MISSING
    return line.spent - line.carried_in, line.carried_in


def _sum(amounts: Iterable[Money | Missing]) -> Money | Missing:
    found = Money.zero()
    for amount in amounts:
        if isinstance(amount, Missing):
            return MISSING
        found += amount
    return found
