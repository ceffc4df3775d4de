"""The sieve before the single check keeps too many at times and never too few."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from tests.bulk.checks.desk import found, rows_of, told, write
from tests.checks.desk import example

from jixiao.bulk.checks.judging import findings_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.bulk.checks.run import check_dataset
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order
from jixiao.facts import DepartmentYear, Facts, Value
from jixiao.facts.accounting import StatedFigure
from jixiao.facts.reading import in_field_unit
from jixiao.figures import MISSING, Missing, Ratio, half_up
from jixiao.rules.registry import registry

SEEDS = range(90)
UNITS = {"万元": 0, "元": 4, "亿元": -4, "%": 0, "人": 0}


def small(seed: int) -> DepartmentYear:
    """A few lines of budget, some without project, fund or kind, and figures of it that two documents state."""
    chance, whole = Random(seed), example()
    lines = tuple(chance.sample(whole.budget, 4))
    if chance.random() < 0.15:
        lines = (
            *lines[1:],
            replace(lines[0], **{chance.choice(("expenditure", "fund", "unit", "project", "spent")): MISSING}),
        )
    if chance.random() < 0.15:
        typed = chance.choice(("98.44", "100", "98.4371", "0"))
        lines = (replace(lines[0], rate=Ratio.from_percent(Decimal(typed))), *lines[1:])
    projects = tuple(one for one in whole.project if one.project in {line.project for line in lines})
    year = DepartmentYear(
        cover=whole.cover, unit=whole.unit, project=projects, budget=lines, staff=whole.staff, sangong=whole.sangong,
        management=whole.management, indicator=whole.indicator[:3], contract=whole.contract[:2],
    )  # fmt: skip
    facts = Facts(year, registry())
    known = [fact for fact in facts if fact.kind.is_figure and not isinstance(fact.value, Missing)]
    stated = {}
    for fact in chance.sample(known, chance.randrange(1, 4)):
        row = _stated(
            chance,
            fact.names[0] if chance.random() < 0.5 else fact.address.partition("/")[2],
            fact.value,
            fact.kind.name,
        )
        stated[row.item, row.where] = row
    return replace(year, stated=tuple(stated.values()))


def _stated(chance: Random, item: str, value: Value, kind: str) -> StatedFigure:
    """A figure as a document prints it: rounded, cut, off by a little, or as it is; in one of the units of money."""
    unit = chance.choice(("万元", "万元", "元", "亿元")) if kind == "MONEY" else "%" if kind == "PERCENT" else MISSING
    places = chance.choice((1, 2, 2, 2, 3, 4)) if kind != "COUNT" else 0
    number = in_field_unit(value) * Fraction(10) ** UNITS.get(unit if isinstance(unit, str) else "", 0)
    printed = half_up(number, places)
    if chance.random() < 0.1:
        printed += chance.choice((-1, 1)) * Decimal(1).scaleb(-places)
    return StatedFigure(
        item=item, where=chance.choice(("报告", "决算")), value=printed, unit=unit,
        year=chance.choice((2022, MISSING, 2021)) if chance.random() < 0.2 else MISSING,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sieved(tmp_path_factory):
    """Many small department-years in one run."""
    folder = tmp_path_factory.mktemp("sieve")
    years = {f"small-{seed}": small(seed) for seed in SEEDS}
    known = write(folder / "data", years, indicators=10**6)
    check_dataset(read_dataset(folder / "data"), registry(), folder / "out", Order())
    kept = {dept for (dept,) in rows_of(folder / "out", "candidate", "dept")}
    return folder / "out", {dept: years[name] for dept, name in known.items()}, kept


def test_nobody_who_breaks_a_rule_slips_through(sieved):
    """Whoever has a finding about a document was held back, and is told the same."""
    out, years, kept = sieved
    broken = set()
    for dept, year in years.items():
        single = told(findings_of(year, registry(), None, {*set_rules(), *judged_rules()}))
        broken |= {dept for code, *_ in single if code in judged_rules()}
        assert found(out, dept, year) == single, year.stated

    assert broken <= kept
    assert len(broken) > len(years) // 5


def test_those_who_break_none_mostly_pass(sieved):
    """A sieve that holds everybody back would be of no use."""
    _, years, kept = sieved

    assert len(years) - len(kept) > len(years) // 10
