"""Departments and indicators along the years: who is who, what was aimed at, what was reached, as relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jixiao.bulk.comfort import same
from jixiao.bulk.dialect import one_of
from jixiao.bulk.schema import DEPT, OWNER_ROW, ROW, USED, Table

MORE, LESS = ("≥", "＞"), ("≤", "＜")
"""The operators under which more is better, or less."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one kind of signals.

    steps: relations computed before, name → query. found: a query of dept, subject, row, address, sentence, figures; a row is
    a signal. compared: a query of dept and comparable, how many could have been signals.
    """

    kind: str
    steps: tuple[tuple[str, str], ...]
    found: str
    compared: str


def histories(indicator: Table) -> Iterator[tuple[str, str]]:
    """The relations that every kind reads.

    `dated`: a row is a department-year: dept, year, region, department, who, points, total, grade. `who` is the same number
    over the years; a department that occurs twice in a year is compared with no other year, and has a negative one.
    `owners`: dept, owner: the projects of a department-year. `history`: a row is an indicator: dept, who, year, row, no,
    name, unit, owner and called (its keys), direction (1 more is better, -1 less, 0 neither), target, used, last_year,
    state, alone (whether no other of its department-year has the same keys).
    """
    yield (
        "dated",
        (
            f"select {DEPT}, year, region, department, points, total, grade, case when year is null or twins > 1 then -{DEPT} "
            f"else number end as who from (select *, dense_rank() over (order by key) as number, "
            f"count(*) over (partition by key, year) as twins from (select *, {same.department('region', 'department')} as key "
            "from department) as keyed) as numbered"
        ),
    )
    yield (
        "owners",
        f"select distinct p.{DEPT}, {same.owner('1', 'p.name')} as owner from in_project p where p.name is not null",
    )
    operator = indicator.column("operator")
    more, less = (one_of("i.operator", map(operator.codes.index, signs)) for signs in (MORE, LESS))
    owner = f"coalesce({same.owner(f'i.{OWNER_ROW}', 'p.name')}, {same.plain('i.owner')}, '')"
    yield (
        "history",
        (
            f"select *, count(*) over (partition by {DEPT}, owner, called) = 1 as alone from (select i.{DEPT}, d.who, d.year, "
            f"i.{ROW}, i.no, i.name, i.unit, {owner} as owner, {same.indicator('i.name')} as called, "
            f"case when {more} then 1 when {less} then -1 else 0 end as direction, i.target, i.{USED}, i.last_year, i.state "
            f"from in_indicator i join dated d on d.{DEPT} = i.{DEPT} left join in_project p on p.{DEPT} = i.{DEPT} "
            f"and p.{ROW} = i.{OWNER_ROW} where i.name is not null) as named"
        ),
    )


def worse(value: str, than: str, margin: Fraction) -> str:
    """Whether a figure of an indicator is worse than another by at least a part of it; neither may be NULL."""
    above, below = margin.numerator, margin.denominator
    wide, other = f"cast({value} as hugeint) * {below}", f"cast({than} as hugeint)"
    return f"(direction = 1 and {wide} < {other} * {below - above} or direction = -1 and {wide} > {other} * {below + above})"


MEASURED = f"(direction <> 0 and target is not null and {USED} is not null)"
"""Whether an indicator can be compared with its target by its figures."""


def address(year: str, subject: str, key: str) -> str:
    """Where a record stands, as everywhere in the house: 2022/indicator/P02-1."""
    return f"concat({year}, '/{subject}/', {key})"
