"""Statements: figures that somebody already wrote elsewhere, each under the address of what it claims to be.

A statement about another year becomes the fact of that year; one about this year stands beside the derived figure and is
only ever compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jixiao.facts.accounting import StatedFigure
from jixiao.facts.address import Address, address
from jixiao.facts.fact import Fact
from jixiao.facts.passport import Passport
from jixiao.facts.registry import Kind
from jixiao.facts.values import Value
from jixiao.facts.year import DepartmentYear
from jixiao.figures import WAN, YI, YUAN, Count, FigureError, Missing, Money, Ratio, Score

_UNITS = {"元": YUAN, "万元": WAN, "亿元": YI}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the fact it speaks of, the value it states, where it stands, and its own row."""

    fact: Fact
    value: Value
    where: str
    row: StatedFigure
    passport: Passport


def typed(kind: Kind, stated: StatedFigure) -> Value | Missing:
    """The stated number as a value of that kind; MISSING where it cannot be one (37.5 people)."""
    if isinstance(stated.value, Missing):
        return stated.value
    try:
        match kind:
            case Kind.MONEY:
                return Money.of(stated.value, _UNITS.get(stated.unit if isinstance(stated.unit, str) else "", WAN))
            case Kind.PERCENT:
                return Ratio.from_percent(stated.value)
            case Kind.COUNT:
                return Count.parse(str(stated.value))
            case Kind.SCORE:
                return Score.of(stated.value)
            case _:
                return stated.value
    except FigureError:
        return Missing.MISSING


def row_address(year: DepartmentYear, row: StatedFigure) -> Address:
    """The address of a statement's own value."""
    told = "" if isinstance(row.year, Missing) else str(row.year)
    return address(year.year, "stated", row.item, told, row.where, "value")


def statements(
    year: DepartmentYear, find: Callable[[str], Fact | None]
) -> tuple[tuple[Statement, ...], tuple[StatedFigure, ...]]:
    """All statements about this year, and the rows whose item names no figure or whose value is none.

    Args:
        year: the department-year.
        find: from an item's name or address to the fact, or None.
    """
    found: list[Statement] = []
    lost: list[StatedFigure] = []
    for row in year.stated:
        if row.year not in (year.year, Missing.MISSING):
            continue
        fact = find(row.item)
        value = Missing.MISSING if fact is None else typed(fact.kind, row)
        if fact is None or isinstance(value, Missing):
            lost.append(row)
            continue
        found.append(Statement(fact, value, row.where, row, year.passports.get(row_address(year, row), Passport())))
    return tuple(found), tuple(lost)


def other_years(
    year: DepartmentYear, known: Mapping[Address, Fact], names: Mapping[str, Address]
) -> dict[Address, Fact]:
    """Statements about other years as the facts of those years: `2021/department/total/rate`."""
    found: dict[Address, Fact] = {}
    for row in year.stated:
        if isinstance(row.year, Missing) or row.year == year.year:
            continue
        here = names.get(row.item, Address(f"{year.year}/{row.item}"))
        fact = known.get(here)
        if fact is None:
            continue
        there = Address(f"{row.year}/{here.split('/', 1)[1]}")
        passport = year.passports.get(row_address(year, row), Passport())
        found[there] = replace(
            fact,
            address=there,
            value=typed(fact.kind, row),
            title=f"{row.year}年{fact.title}",
            passport=replace(passport, period=f"{row.year}年度", document=row.where),
            names=(),
            inputs=(),
            missing=(),
        )
    return found
