"""Money beyond the declared ties: the rules of `checks.money` and the row of one size, as selections."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.bulk.checks.looking import MONEY
from jixiao.bulk.checks.telling import (
    BLANKS,
    Pair,
    Place,
    Printer,
    Rule,
    at_least,
    blank,
    has_any,
    more_than,
    names_in,
    trimmed,
)
from jixiao.bulk.schema import DEPT, TYPED
from jixiao.checks.money import PAIRS
from jixiao.checks.units import COLUMNS

SCALE = 6


def far_from_task(printer: Printer, code: str) -> Iterator[str]:
    """A task whose money is far from the budgets of its projects, with no adjustment that explains it."""
    name = trimmed("listed", BLANKS)
    named = (
        f"select {DEPT}, row, {name} as project from (select {DEPT}, row, {names_in(printer.dialect, 'projects')} as listed "
        f"from in_task where money > 0) as l where {name} <> ''"
    )
    told = f"select distinct {DEPT}, project from in_budget where project is not null and not {blank('adjust_reason')}"
    source = (
        f"(select n.{DEPT}, n.row, cast(sum(m.full) as bigint) as given from ({named}) as n left join {MONEY} m "
        f"on m.{DEPT} = n.{DEPT} and m.project = n.project left join ({told}) as t on t.{DEPT} = n.{DEPT} "
        f"and t.project = n.project group by n.{DEPT}, n.row having count(*) = count(m.full) and count(t.project) = 0) as g "
        f"join in_task a on a.{DEPT} = g.{DEPT} and a.row = g.row"
    )
    test = more_than("abs(g.given - a.money)", "a.money", printer.rule(code).figure("share"))
    yield from printer.found(code, source, test, [Place("task", "money")], pair=Pair("a.money", "g.given", SCALE))


def other_unit(printer: Printer, code: str) -> Iterator[str]:
    """Two amounts of one row about ten thousand times apart."""
    low, high = printer.rule(code).figure("low"), printer.rule(code).figure("high")
    for index, (subject, one, other) in enumerate(PAIRS):
        first, second = f"a.{one}", f"a.{other}"
        large, small = f"greatest({first}, {second})", f"least({first}, {second})"
        test = f"{first} > 0 and {second} > 0 and {at_least(large, small, low)} and not {more_than(large, small, high)}"
        at = [Place(subject, other), Place(subject, one)]
        number = f"cast(a.row as bigint) * 100 + {index}"
        pair = Pair(second, first, SCALE)
        yield from printer.found(code, f"in_{subject} a", test, at, number=number, pair=pair)


def negative(printer: Printer, code: str) -> Iterator[str]:
    """A budget below nothing."""
    at = [Place("budget", "adjust"), Place("budget", "full")]
    yield from printer.found(code, "in_budget a", "a.full < 0", at, pair=Pair("a.full", "0", SCALE))


def mixed_kinds(printer: Printer, code: str) -> Iterator[str]:
    """Project expenditure without a project, or basic expenditure with one."""
    project, basic = (printer.is_one("budget", "expenditure", (word,)) for word in ("项目支出", "基本支出"))
    test = f"(({project} and a.project is null) or ({basic} and a.project is not null))"
    yield from printer.found(code, "in_budget a", test, [Place("budget", "project")])


def counted_twice(printer: Printer, code: str) -> Iterator[str]:
    """The same money of one project at two levels."""
    source = f"in_budget a join in_budget b on b.{DEPT} = a.{DEPT} and b.project = a.project and b.row < a.row"
    test = (
        "a.spent > 0 and a.spent = b.spent and a.fund is not distinct from b.fund "
        "and a.initial is not distinct from b.initial and a.level is distinct from b.level"
    )
    at = [Place("budget", "spent"), Place("budget", "spent", "b.row")]
    number = "cast(a.row as bigint) * 1000000 + b.row"
    yield from printer.found(code, source, test, at, number=number, pair=Pair("a.spent", "b.spent", SCALE))


def union_dues(printer: Printer, code: str) -> Iterator[str]:
    """Union dues among fiscal money."""
    rule = printer.rule(code)
    source = f"in_budget a join in_project p on p.{DEPT} = a.{DEPT} and p.project = a.project"
    test = f"{has_any('p.name', rule.words('words'))} and {printer.is_one('budget', 'fund', rule.words('funds'))}"
    yield from printer.found(code, source, test, [Place("budget", "fund"), Place("project", "name", "p.row")])


def one_size(printer: Printer, code: str) -> Iterator[str]:
    """A row far above all others of its sheet and thousands of times above the middle one."""
    rule = printer.rule(code)
    least = int(Decimal(rule.params["least"].figure()) * 10**SCALE)
    for index, (subject, names, _) in enumerate(COLUMNS):
        amount = " ".join(f"when a.{name} <> 0 then abs(a.{name})" for name in names)
        field = " ".join(f"when a.{name} <> 0 then {_written(printer, subject, name)}" for name in names)
        rows = f"select a.{DEPT}, a.row, case {amount} end as amount, case {field} end as field from in_{subject} a"
        ordered = (
            f"select *, row_number() over (partition by {DEPT} order by amount, row) as place, count(*) over (partition by {DEPT}) "
            f"as number, lag(amount) over (partition by {DEPT} order by amount, row) as below from ({rows}) as r "
            "where amount is not null"
        )
        half = printer.dialect.div("(number - 1)", "2")
        middle = f"select *, max(case when place = {half} + 1 then amount end) over (partition by {DEPT}) as middle from ({ordered}) as o"
        far = f"{at_least('amount', 'middle', rule.figure('times'))} and {at_least('amount', 'below', rule.figure('gap'))}"
        enough = f"number > {int(rule.figure('rows'))} and amount >= {least} and {far}"
        apart = f"select {DEPT}, min(amount) as apart from m where {enough} group by {DEPT}"
        # the middle that is told is that of the rows which do not stand apart
        usual = (
            f"select {DEPT}, max(case when place = {printer.dialect.div('(usual - 1)', '2')} + 1 then amount end) as middle from ("
            f"select m.{DEPT}, m.amount, m.place, count(*) over (partition by m.{DEPT}) as usual from m join b on b.{DEPT} = m.{DEPT} "
            f"and m.amount < b.apart) as n group by {DEPT}"
        )
        source = (
            f"(with m as ({middle}), b as ({apart}), u as ({usual}) select m.{DEPT}, m.row, m.field, m.amount, u.middle from m "
            f"join b on b.{DEPT} = m.{DEPT} and m.amount >= b.apart join u on u.{DEPT} = m.{DEPT}) as a"
        )
        number = f"cast(a.row as bigint) * 100 + {index}"
        at = [Place(subject, "a.field", chosen=True)]
        yield from printer.found(code, source, "true", at, number=number, pair=Pair("a.amount", "a.middle", SCALE))


def _written(printer: Printer, subject: str, name: str) -> str:
    """The field that somebody wrote: of a computed one, what was typed into it, else the first that it was computed from."""
    field = printer.registry.by_id[subject].field(name)
    if not field.computed:
        return f"'{name}'"
    return f"case when a.{name}{TYPED} is null then 'initial' else '{name}' end"


RULES: dict[str, Rule] = {
    "ART-17": far_from_task,
    "ART-18": other_unit,
    "ART-21": negative,
    "ART-24": mixed_kinds,
    "ART-28": counted_twice,
    "ART-29": union_dues,
    "ART-31": one_size,
}
