"""Rolling forward: last year's workbook as the start of this year's, so that nothing is typed twice."""

from __future__ import annotations

from dataclasses import replace

from jixiao.facts import DepartmentYear, Facts, Kind, Registry
from jixiao.facts.accounting import StatedFigure
from jixiao.facts.managing import Management, ThreePublicItem
from jixiao.facts.money import BudgetLine
from jixiao.facts.narrative import FollowUp
from jixiao.facts.organisation import Staff
from jixiao.facts.performance import Indicator
from jixiao.facts.reading import in_field_unit
from jixiao.figures import MISSING, Missing, Money, half_up

ONE_YEAR_ONLY = "一次性"


def roll_forward(last: DepartmentYear, registry: Registry) -> DepartmentYear:
    """Next year's department-year from last year's.

    Units, divisions, continuing projects, indicators and policies stay; this year's figures are blank; last year's results
    stand where last year's results belong (head-counts, indicator results, three-public spending, carry-over, totals);
    last year's problems become the list of what must be answered.
    """
    year = last.year + 1
    facts = Facts(last, registry)
    gone = {project.project for project in last.project if project.attribute == ONE_YEAR_ONLY}
    carried = facts.value(facts.at("department", "total/carried_out"))
    return DepartmentYear(
        cover=replace(last.cover, year=year, accounts=MISSING, filled_on=MISSING, sealed=MISSING, last_audit=MISSING),
        unit=tuple(unit for unit in last.unit if isinstance(unit.until, Missing) or unit.until.year >= year),
        division=tuple(item for item in last.division if isinstance(item.until, Missing) or item.until.year >= year),
        staff=tuple(
            Staff(unit=row.unit, category=row.category, authorised=row.authorised, last_year=row.actual)
            for row in last.staff
        ),
        project=tuple(
            replace(
                item,
                result=MISSING,
                deviation=MISSING,
                problem=MISSING,
                remedy=MISSING,
                evaluated=MISSING,
                self_score=MISSING,
                novelty="延续",
                physical_progress=MISSING,
                source=MISSING,
            )
            for item in last.project
            if item.project not in gone
        ),
        budget=tuple(
            BudgetLine(
                line=line.line,
                unit=line.unit,
                expenditure=line.expenditure,
                purpose=line.purpose,
                project=line.project,
                function_code=line.function_code,
                fund=line.fund,
                level=line.level,
                carried_in=line.carried_out,
            )
            for line in last.budget
            if line.project not in gone
        ),
        indicator=tuple(_next(item, facts) for item in last.indicator if item.owner not in gone),
        management=Management(carryover_last=carried if isinstance(carried, Money) else MISSING),
        sangong=tuple(ThreePublicItem(item=row.item, last_year=row.actual) for row in last.sangong),
        policy=last.policy,
        followup=tuple(
            FollowUp(no=f"L{number}", text=item.title, state="待整改")
            for number, item in enumerate(last.problem, start=1)
        ),
        stated=_last_years_totals(last, facts, registry),
        assignment=tuple(replace(item, due=MISSING) for item in last.assignment),
    )


def _next(item: Indicator, facts: Facts) -> Indicator:
    """The indicator with its target to be set anew and last year's result beside it."""
    actual = facts.value(facts.at("indicator", item.no, "actual"))
    return replace(
        item,
        target=MISSING,
        actual=MISSING,
        same_as=MISSING,
        state=MISSING,
        judged=MISSING,
        self_score=MISSING,
        deviation=MISSING,
        remedy=MISSING,
        evidence=MISSING,
        sample=MISSING,
        population=MISSING,
        target_high=MISSING,
        due=MISSING,
        done=MISSING,
        consent=MISSING,
        source=MISSING,
        last_year=actual if not isinstance(actual, (Missing, str)) else MISSING,  # type: ignore[arg-type]  # a number field
    )


def _last_years_totals(last: DepartmentYear, facts: Facts, registry: Registry) -> tuple[StatedFigure, ...]:
    """Last year's department totals as statements about last year, so that this year's report can compare."""
    found = []
    for item in registry.derived:
        if item.by:
            continue
        fact = facts.fact(facts.at(item.group, item.id))
        value = fact.value
        if isinstance(value, Missing):
            continue
        number = half_up(in_field_unit(value), 6 if item.kind is Kind.MONEY else 2)
        unit = fact.passport.unit
        found.append(
            StatedFigure(item=item.zh, year=last.year, where=f"{last.year}年工作簿", value=number, unit=unit or MISSING)
        )
    return tuple(found)
