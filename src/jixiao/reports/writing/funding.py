"""The money rows under the total of a project form: this year's appropriation, carried in, other — as far as the lines tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value
from jixiao.facts.money import BudgetLine
from jixiao.figures import MISSING, Missing, Money, Ratio

TREASURY = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
"""资金来源 that the form's row 财政拨款 takes in; all others are 其他资金."""


@dataclass(frozen=True, slots=True)
class FundRow:
    """One row of the form. `initial` is None where the column does not apply to the row; `name` stands in addresses."""

    name: str
    title: str
    initial: Money | Missing | None
    full: Money | Missing
    spent: Money | Missing

    @property
    def rate(self) -> Ratio | Missing:
        """Spent of the full-year budget; MISSING without a base."""
        if isinstance(self.full, Missing) or isinstance(self.spent, Missing) or self.full == Money.zero():
            return MISSING
        return self.spent / self.full

    @property
    def known(self) -> bool:
        """Whether it is told what was planned and what was spent."""
        return not isinstance(self.full, Missing) and not isinstance(self.spent, Missing)


def fund_rows(lines: Sequence[BudgetLine]) -> tuple[FundRow, FundRow, FundRow]:
    """Split a project's lines into 当年财政拨款, 上年结转资金 and 其他资金.

    Money carried in belongs to the full-year budget in a row of its own. What was spent of it is told by nobody unless a
    line carried nothing in or spent everything; otherwise both shares stay MISSING and the total alone is known.
    """
    treasury = [line for line in lines if line.fund in TREASURY]
    other = [line for line in lines if line.fund not in TREASURY]
    parted = [_spent(line) for line in lines]
    return (
        FundRow(
            "current", "其中：当年财政拨款", _sum(line.initial for line in treasury), _new(treasury), _now(treasury)
        ),
        FundRow(
            "carried",
            "上年结转资金",
            None,
            _sum(line.carried_in for line in lines),
            _sum(carried for _, carried in parted),
        ),
        FundRow("other", "其他资金", _sum(line.initial for line in other), _new(other), _now(other)),
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


def funding_facts(facts: Facts) -> dict[Address, Fact]:
    """The rows as facts, for the projects whose form the report prints: `project/P01/funding/current/spent`."""
    keys = {item.project for item in facts.year.project if item.key_task is True}
    lines: dict[str, list[BudgetLine]] = {key: [] for key in keys}
    for line in facts.year.budget:
        if isinstance(line.project, str) and line.project in keys:
            lines[line.project].append(line)
    made = (fact for key, own in lines.items() for row in fund_rows(own) for fact in _facts(facts, key, row))
    return {fact.address: fact for fact in made}


def _facts(facts: Facts, key: str, row: FundRow) -> Iterator[Fact]:
    title = row.title.removeprefix("其中：")
    told: list[tuple[str, str, Value | Missing | None]] = [
        ("initial", "年初预算数", row.initial),
        ("full", "全年预算数", row.full),
        ("spent", "全年执行数", row.spent),
        ("rate", "执行率", row.rate),
    ]
    at = {name: facts.at("project", key, f"funding/{row.name}/{name}") for name, _, _ in told}
    for name, what, value in told:
        if value is None:
            continue
        percent = name == "rate"
        lacking = tuple(at[part] for part in ("full", "spent") if isinstance(getattr(row, part), Missing))
        yield Fact(
            address=at[name],
            value=value,
            kind=Kind.PERCENT if percent else Kind.MONEY,
            title=f"{title}{what}",
            passport=Passport(
                Provenance.DERIVED,
                period=f"{facts.year.year}年度",
                unit="%" if percent else "万元",
                rule="由该项目各预算行的资金来源、上年结转和支出分出",
            ),
            inputs=(at["spent"], at["full"]) if percent else (facts.at("project", key, "spent"),),
            missing=lacking if percent else (),
        )
