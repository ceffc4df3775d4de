"""This year beside last year: differences that can be checked on paper, told where last year's figure was stated."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value
from jixiao.figures import MISSING, WAN, Missing, Money, Ratio, Score, half_up
from jixiao.reports.model import Spans, Text
from jixiao.reports.writing.formats import sign_of
from jixiao.reports.writing.pen import Pen, joined
from jixiao.reports.writing.spot import Spot

TOTALS = (("total", "部门预算", "支出决算"), ("basic", "基本支出预算", "决算"), ("project", "项目支出预算", "决算"))
PLACES = 2
"""Rates and sums are compared as they are printed, so that who subtracts the two printed figures finds the third."""


def change_facts(facts: Facts) -> dict[Address, Fact]:
    """`2022/change/department/total/spent` (amount, percentage points or points) and `2022/growth/…` (of money, in %).

    Money, rate and spending of the three totals, 三公经费, and the score, as far as both years are known.
    """
    found: dict[Address, Fact] = {}
    names = [f"{part}/{name}" for part, _, _ in TOTALS for name in ("full", "spent", "rate")]
    pairs = [(facts.at("department", name), _before(facts, "department", name)) for name in names]
    pairs.append((facts.at("department", "sangong/actual"), facts.at("department", "sangong/last_year")))
    pairs.append((facts.at("score", "total"), _before(facts, "score", "total")))
    for now, before in pairs:
        if now in facts and before in facts:
            made = _change(facts.fact(now), facts.fact(before))
            found.update((fact.address, fact) for fact in made)
    return found


def _before(facts: Facts, *at: str) -> Address:
    year, _, rest = facts.at(at[0], *at[1:]).partition("/")
    return Address(f"{int(year) - 1}/{rest}")


def _change(now: Fact, before: Fact) -> Iterator[Fact]:
    difference, growth = _difference(now.value, before.value)
    if not isinstance(difference, Missing):
        rule = "本年数减上年数，均取印出的两位小数"
        yield _made(now, before, "change", difference, now.kind, "比上年增减", rule)
    if not isinstance(growth, Missing):
        yield _made(now, before, "growth", growth, Kind.PERCENT, "比上年增减幅度", "比上年增减 ÷ 上年数")


def _difference(now: Value | Missing, before: Value | Missing) -> tuple[Value | Missing, Ratio | Missing]:
    """What was added, and for money by which part of last year's; MISSING where the kinds differ or a base is not positive."""
    match now, before:
        case Money(), Money():
            new, old = (Money.of(half_up(value.in_unit(WAN), PLACES)) for value in (now, before))
            return new - old, (new - old) / old if old > Money.zero() else MISSING
        case Ratio(), Ratio():
            return Ratio.from_percent(half_up(now.value * 100, PLACES) - half_up(before.value * 100, PLACES)), MISSING
        case Score(), Score():
            return now - before, MISSING
        case _:
            return MISSING, MISSING


def _made(now: Fact, before: Fact, what: str, value: Value, kind: Kind, title: str, rule: str) -> Fact:
    year, _, rest = now.address.partition("/")
    unit = "%" if what == "growth" else {Kind.PERCENT: "个百分点", Kind.SCORE: "分"}.get(kind, "万元")
    passport = Passport(Provenance.DERIVED, basis=now.passport.basis, period=f"{year}年度", unit=unit, rule=rule)
    return Fact(
        address=Address(f"{year}/{what}/{rest}"),
        value=value,
        kind=kind,
        title=f"{now.title} · {title}",
        passport=passport,
        inputs=(now.address, before.address),
    )


def last_year(pen: Pen, _spot: Spot) -> Spans:
    """Budget, spending and rate of the whole, then of its parts, against last year; nothing where nothing is known."""
    told = []
    for part, budget, spent in TOTALS:
        named = ((budget, "full"), (spent, "spent"), ("完成率", "rate"))
        clauses = [
            pen.say("{what}{change}", what=what, change=change)
            for what, name in named
            if (change := against(pen, "department", f"{part}/{name}"))
        ]
        if clauses:
            told.append(joined(clauses, "，"))
    return pen.say("与上年相比，{told}。", told=joined(told, "；")) if told else ()


def against(pen: Pen, *at: str) -> Spans:
    """增加12.00万元（增长1.20%）, 提高0.34个百分点 or 持平, by the sign; empty where last year is not known."""
    where, growth = (pen.facts.at(what, "/".join(at)) for what in ("change", "growth"))
    if where not in pen.facts:
        return ()
    value = pen.facts.value(where)
    sign = "missing" if isinstance(value, Missing) else sign_of(value)
    if sign in ("zero", "missing"):
        return (Text("持平"),) if sign == "zero" else ()
    up = sign == "positive"
    if isinstance(value, Money):
        said = pen.say("{way}{change}万元", way="增加" if up else "减少", change=pen.figure(where, "abs"))
    elif isinstance(value, Ratio):
        said = pen.say("{way}{change}个百分点", way="提高" if up else "下降", change=pen.figure(where, "gap"))
    else:
        said = pen.say("{way}{change}分", way="提高" if up else "下降", change=pen.figure(where, "abs"))
    if growth not in pen.facts:
        return said
    return (*said, *pen.say("、{way}{size}", way="增长" if up else "下降", size=pen.figure(growth, "abs")))
