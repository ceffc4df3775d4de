"""Money that is spent too slowly is seen at each quarter's end, by each project's own plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jixiao.facts import DepartmentYear, Facts
from jixiao.facts.money import BudgetLine, Project
from jixiao.facts.organisation import Cover
from jixiao.figures import MISSING, Money, Ratio
from jixiao.monitoring import Level, paces, plans
from jixiao.monitoring.pace import elapsed
from jixiao.rules.registry import registry

QUARTERS = ("cum_mar", "cum_jun", "cum_sep", "spent")


def line(key: str, project: str | None, budget: str, *spent: str | None, unit: str = "HQ") -> BudgetLine:
    """A budget line with what it states at each quarter's end, as far as it does."""
    stated = {name: Money.of(text) for name, text in zip(QUARTERS, spent, strict=False) if text is not None}
    zero = Money.zero()
    return BudgetLine(
        line=key,
        unit=unit,
        project=MISSING if project is None else project,
        initial=Money.of(budget),
        adjust=zero,
        carried_in=zero,
        **stated,
    )


def year(*lines: BudgetLine, **curves: str) -> Facts:
    projects = tuple(Project(project=key, plan_curve=curve or MISSING) for key, curve in curves.items())
    return Facts(DepartmentYear(cover=Cover(year=2022), project=projects, budget=lines), registry())


@pytest.mark.parametrize(
    ("curve", "spent", "level", "behind"),
    [
        ("均衡", ("25",), Level.IN_TIME, None),
        ("均衡", ("15",), Level.IN_TIME, None),
        ("均衡", ("14.99",), Level.SLOW, "10.01"),
        ("均衡", ("5",), Level.SLOW, "20"),
        ("均衡", ("4.99",), Level.VERY_SLOW, "20.01"),
        ("", ("25", "39"), Level.SLOW, "11"),
        ("没有听说过", ("25", "39"), Level.SLOW, "11"),
        ("暑期集中", ("0", "10"), Level.IN_TIME, None),
        ("暑期集中", ("0", "10", "60"), Level.SLOW, "15"),
        ("年初一次", ("89",), Level.SLOW, "11"),
        ("采购到货", ("0", "0"), Level.SLOW, "20"),
        ("下半年集中", ("0", "0", "0", "100"), Level.IN_TIME, None),
        ("均衡", ("25", "50", "75", "89.99"), Level.SLOW, "10.01"),
        ("均衡", ("25", "50", "75", "90"), Level.IN_TIME, None),
        ("均衡", ("0", "0", "75", "120"), Level.IN_TIME, None),
        ("均衡", (), Level.UNKNOWN, None),
    ],
)
def test_what_is_slow(curve: str, spent: tuple[str, ...], level: Level, behind: str | None):
    """Ten percentage points behind the plan are borne, more is slow, twenty is very slow; the last known quarter counts."""
    found = paces(year(line("B1", "P1", "100", *spent), P1=curve)).projects["P1"]

    assert found.level is level
    assert found.behind == (MISSING if behind is None else Money.of(behind))
    assert len(found.points) == len(spent)


def test_a_unit_is_due_what_its_lines_are_due():
    """A summer's works of 100 and salaries of 100 make 20 + 50 due in June: the works make nobody slow."""
    facts = year(line("B1", None, "100", "25", "50"), line("B2", "P1", "100", "0", "15"), P1="暑期集中")
    found = paces(facts)
    june = found.units["HQ"].last

    assert june is not None
    assert (june.on, june.budget, june.spent, june.due) == (
        date(2022, 6, 30),
        Money.of("200"),
        Money.of("65"),
        Money.of("70"),
    )
    assert (june.rate, june.planned) == (Ratio(Fraction(13, 40)), Ratio(Fraction(7, 20)))
    assert (june.low, june.high) == (Ratio(Fraction(1, 4)), Ratio(Fraction(9, 20)))
    assert june.elapsed == Ratio(Fraction(181, 365))
    assert found.units["HQ"].level is Level.IN_TIME
    assert found.department == found.units["HQ"]


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ((("100", "25", "50"), ("100", "25", None)), 1),
        ((("100", "25", None, "75"), ("100", "25", "50", "75")), 2),
        ((("0", "0"),), 0),
        ((("100", None, "50"),), 1),
    ],
)
def test_a_partial_sum_is_no_sum(lines: tuple[tuple[str | None, ...], ...], known: int):
    """A quarter that one line does not state is not known of the whole; no budget, no pace."""
    made = [line(f"B{n}", None, str(budget), *spent) for n, (budget, *spent) in enumerate(lines)]

    assert len(paces(year(*made)).department.points) == known


def test_the_plan_goes_on_to_the_end_of_the_year():
    """Where only March is known, what will be due in June, September and December is known all the same."""
    pace = paces(year(line("B1", "P1", "100", "25"), P1="暑期集中")).projects["P1"]

    assert [due.planned.percent() for due in pace.plan] == ["5.00%", "20.00%", "75.00%", "100.00%"]
    assert [point.rate.percent() for point in pace.points] == ["25.00%"]
    assert [due.low.percent() for due in pace.plan] == ["0.00%", "10.00%", "65.00%", "90.00%"]
    assert [due.high.percent() for due in pace.plan] == ["15.00%", "30.00%", "85.00%", "100.00%"]


def test_nothing_at_all_is_unknown():
    """A department without budget lines is neither slow nor in time."""
    found = paces(year())

    assert (found.department.level, found.department.last, found.units, found.projects) == (Level.UNKNOWN, None, {}, {})


def test_what_is_due_is_told_to_the_fen():
    """A share of an odd sum has no end of decimals that nobody could write down."""
    odd = line("B1", "P1", "0.000333", "0")
    due = paces(year(odd, P1="均衡")).projects["P1"].points[0].due

    assert due.yuan.as_tuple().exponent == -2


@pytest.mark.parametrize("curve", registry().by_id["project"].field("plan_curve").choices)
def test_every_plan_that_can_be_chosen_has_its_shares(curve: str):
    """A plan in the form without shares would quietly be judged as another; shares never fall and end with all."""
    shares = plans().shares[curve]

    assert list(shares) == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) == len(plans().ends)


def test_the_shares_say_that_they_are_reconstructed():
    """No official text gives them: whoever reads a level can see that."""
    assert plans().basis.provenance == "reconstructed"
    assert plans().slow < plans().very_slow


@pytest.mark.parametrize(
    ("fiscal_year", "day", "passed"),
    [
        (2022, date(2022, 1, 1), "0.27%"),
        (2024, date(2024, 7, 1), "50.00%"),
        (2022, date(2021, 1, 1), "0.00%"),
        (2022, date(2023, 1, 1), "100.00%"),
    ],
)
def test_how_much_of_a_year_has_passed(fiscal_year: int, day: date, passed: str):
    """The day itself counts; before and after the year nothing more passes."""
    assert elapsed(fiscal_year, day).percent() == passed
