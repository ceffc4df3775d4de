"""Indicators in words and tables: what was promised, what was reached, how far that goes, and the points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance
from jixiao.facts.performance import Indicator
from jixiao.figures import MISSING, Missing, Ratio
from jixiao.reports.model import Align, Block, Column, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.writing.pen import NO_BASE, Pen, first_or, joined, tidy
from jixiao.reports.writing.scores import DEPARTMENT, indicator_score
from jixiao.reports.writing.spot import Spot

QUALITATIVE = "定性"
UPWARD = ("＞", "≥", "＝")
"""Operators by which more is better, so that actual ÷ target is how far one came."""


def completions(facts: Facts) -> dict[Address, Fact]:
    """How far each upward indicator with a target above zero came: actual ÷ target, a derived figure of its own."""
    found: dict[Address, Fact] = {}
    for item in facts.year.indicator:
        if item.operator not in UPWARD or not isinstance(item.target, Decimal) or item.target <= 0:
            continue
        target, actual = (facts.fact(facts.at("indicator", item.no, name)) for name in ("target", "actual"))
        where = facts.at("indicator", item.no, "completion")
        done = isinstance(actual.value, Decimal)
        found[where] = Fact(
            address=where,
            value=Ratio(Fraction(actual.value) / Fraction(item.target))
            if isinstance(actual.value, Decimal)
            else MISSING,
            kind=Kind.PERCENT,
            title=f"{first_or(item.name, item.no)} · 完成率",
            passport=Passport(
                Provenance.DERIVED, period=f"{facts.year.year}年度", unit="%", rule="实际完成值 ÷ 年度指标值"
            ),
            inputs=(actual.address, target.address),
            missing=() if done else (actual.address,),
        )
    return found


def owned(pen: Pen, owners: Sequence[str]) -> list[Indicator]:
    """The indicators of the department or of some projects, each owner's in the order entered."""
    return [item for owner in owners for item in pen.indicators.get(owner, ())]


def target(pen: Pen, item: Indicator) -> Spans:
    """The target with its sign and unit, or the word 定性."""
    if item.operator == QUALITATIVE:
        return (Text(QUALITATIVE),)
    return tidy((Text(first_or(item.operator)), pen.at("indicator", item.no, "target"), Text(first_or(item.unit))))


def actual(pen: Pen, item: Indicator) -> Spans:
    """The value reached with its unit, or the qualitative state."""
    if item.operator == QUALITATIVE:
        return (pen.at("indicator", item.no, "state"),)
    return tidy((pen.at("indicator", item.no, "actual"), Text(first_or(item.unit))))


def completion(pen: Pen, item: Indicator) -> Spans:
    """How far it came, — where a quotient would say nothing."""
    where = pen.facts.at("indicator", item.no, "completion")
    if where not in pen.facts:
        return (Text(NO_BASE),)
    return (pen.figure(where),)


def indicator_words(pen: Pen, items: Sequence[Indicator]) -> Spans:
    """Indicators in one sentence: name, target, reached, how far."""
    return joined([_words(pen, item) for item in items], "；")


def reached(pen: Pen, item: Indicator) -> Spans:
    """One indicator: its target and what was reached, or how a qualitative one was judged."""
    name = first_or(item.name, item.no)
    if item.operator == QUALITATIVE:
        return pen.say("{name}（定性）{state}", name=name, state=actual(pen, item))
    return pen.say("{name}目标{target}、实际{actual}", name=name, target=target(pen, item), actual=actual(pen, item))


def _words(pen: Pen, item: Indicator) -> Spans:
    said = reached(pen, item)
    where = pen.facts.at("indicator", item.no, "completion")
    if item.unit == "%" or where not in pen.facts or isinstance(pen.facts.value(where), Missing):
        return said
    return said + pen.say("、完成率{rate}", rate=pen.figure(where))


def indicator_table(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """The department's indicators: target, reached, how far, points and score. Option `title`."""
    items = owned(pen, [DEPARTMENT])
    if not items:
        return (Paragraph((Pending("部门整体绩效指标"),)),)
    columns = (
        Column("二级指标", share=3),
        Column("三级指标", share=6),
        Column("年度指标值", Align.RIGHT, 3),
        Column("实际完成值", Align.RIGHT, 3),
        Column("完成率", Align.RIGHT, 3),
        Column("分值", Align.RIGHT, 2),
        Column("得分", Align.RIGHT, 2),
        Column("佐证", share=2),
    )
    rows = tuple(
        (
            (Text(first_or(item.lv2)),),
            (Text(first_or(item.name)),),
            target(pen, item),
            actual(pen, item),
            completion(pen, item),
            (pen.at("indicator", item.no, "weight"),),
            indicator_score(pen, item.no),
            (Text(first_or(item.evidence, NO_BASE)),),
        )
        for item in items
    )
    return (Table(spot.option("title", "部门整体绩效指标完成情况"), columns, rows),)
