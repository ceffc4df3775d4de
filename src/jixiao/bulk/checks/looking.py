"""What several rules look at, found once: indicators with what is known of them, the money of each project, parts of units."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.checks.telling import BLANKS, NOISES, PART, Printer, names_in, trimmed
from jixiao.bulk.dialect import any_of, quoted
from jixiao.bulk.schema import DEPT, DUE_SET, OWNER_ROW, USED
from jixiao.bulk.words import Step
from jixiao.checks.indicators import QUALITATIVE, UNMEASURED
from jixiao.checks.view import DEPARTMENTS, UNITS
from jixiao.facts import Derived

OTHERWISE, INAPPLICABLE = "定量（其他）", "不适用"
INDICATOR, FORM, REPEATED = "k_indicator", "k_form", "k_repeated"
"""The relations of indicators: each of them, those of each owner, those that repeat a name."""

OWN, MONEY, LISTED = "k_own", "k_money", "k_listed"
"""The relations of projects with objectives, of their money, of lines that problems name."""


def looked_at(printer: Printer) -> Iterator[Step]:
    """The relations that rules look through."""
    yield Step(INDICATOR, indicators(printer), kept=False)
    yield Step(FORM, forms(printer))
    cost = printer.is_one("project", "category", ("人员类", "公用经费"))
    yield Step(REPEATED, repeated(printer))
    yield Step(OWN, f"select a.* from in_project a where not {cost}", kept=False)
    yield Step(MONEY, money(printer))
    yield Step(PART, parts())
    if printer.scored:
        name = trimmed("listed", BLANKS)
        lines = f"select {DEPT}, {names_in(printer.dialect, 'lines')} as listed from in_problem"
        yield Step(LISTED, f"select distinct {DEPT}, {name} as code from ({lines}) as l where {name} <> ''")


def indicators(printer: Printer) -> str:
    """Each indicator, and whether it is measured by figures, has a target and a result, missed its target."""

    def has(*words: str) -> str:
        return printer.is_one("indicator", "operator", words)

    pair = f"{DUE_SET} = 0 and target_high is null and target is not null and {USED} is not null"
    missed = any_of(
        [
            (f"{DUE_SET} = 1", f"coalesce({day('due', last=True)} < {day('done', last=False)}, false)"),
            (
                "target_high is not null and target is not null",
                f"coalesce({USED} not between target and target_high, false)",
            ),
            (f"not ({pair})", "false"),
            (has("＞"), f"{USED} <= target"),
            (has("≥", "＝"), f"{USED} < target"),
            (has("＜"), f"{USED} >= target"),
            (has("≤"), f"{USED} > target"),
        ],
        "false",
    )
    return (
        f"select a.*, operator is not null and not {has(*UNMEASURED)} as measured, {pair} as paired, {missed} as missed, "
        f"{has(QUALITATIVE)} as qualitative from in_indicator a"
    )


def day(text: str, *, last: bool) -> str:
    """The last or the first day that a stored date can mean, as year × 10000 + month × 100 + day; a month's last is 31."""
    edge, month, end = ("初", 1, 31) if last else ("底", 12, 1)
    otherwise = 12 if last else 1
    found = f"cast(nullif(regexp_extract({text}, '年([0-9]+)月', 1), '') as int)"
    of_month = f"cast(nullif(regexp_extract({text}, '月([0-9]+)日', 1), '') as int)"
    year = f"cast(nullif(regexp_extract({text}, '^([0-9]+)年', 1), '') as int)"
    usual = f"case when {text} like '%{edge}' then {month} else {otherwise} end"
    return f"({year} * 10000 + coalesce({found}, {usual}) * 100 + coalesce({of_month}, {end}))"


def forms(printer: Printer) -> str:
    """The indicators of each owner: how many, how many with points or with stated scores, their sums, how many of each level."""
    levels = ", ".join(
        f"count(*) filter (where {printer.is_one('indicator', 'lv1', (level,))}) as level_{place}"
        for place, level in enumerate(printer.tables["indicator"].column("lv1").codes)
    )
    bare = f"a.weight is null and not {printer.is_one('indicator', 'operator', (INAPPLICABLE,))}"
    return (
        f"select a.{DEPT}, a.owner, count(*) as number, count(a.weight) as weighted, sum(a.weight) as weight, "
        "count(a.self_score) as self_scored, sum(a.self_score) as self_score, "
        f"count(*) filter (where {bare}) as bare, min(a.row) as row, {levels} from in_indicator a "
        f"where a.owner is not null group by a.{DEPT}, a.owner"
    )


def level(printer: Printer, word: str) -> str:
    """The column of how many indicators of that first level a form has."""
    return f"level_{printer.tables['indicator'].column('lv1').codes.index(word)}"


def summed(printer: Printer) -> list[Derived]:
    """The figures of a project that are sums over all its budget lines."""
    return [
        item
        for item in printer.registry.derived
        if item.group == "project" and item.operator == "sum" and not item.where
    ]


def money(printer: Printer) -> str:
    """Each key that the sheets of projects or of budgets name, with its sums: NULL where one of them is not known."""
    items = summed(printer)
    columns = [(item.id, f"a.{item.operands[0].partition('.')[2]}") for item in items]
    sums = ", ".join(
        f"case when count(*) = count({column}) then cast(sum({column}) as bigint) end as {name}"
        for name, column in columns
    )
    found = ", ".join(
        f"case when l.{DEPT} is not null then case when s.{DEPT} is null then 0 else s.{name} end end as {name}"
        for name, _ in columns
    )
    return (
        f"select k.{DEPT}, k.project, {found} from (select {DEPT}, project from in_project union "
        f"select {DEPT}, project from in_budget where project is not null) as k "
        f"left join (select distinct {DEPT} from in_budget) as l on l.{DEPT} = k.{DEPT} "
        f"left join (select a.{DEPT}, a.project, {sums} from in_budget a where a.project is not null group by a.{DEPT}, a.project) as s "
        f"on s.{DEPT} = k.{DEPT} and s.project = k.project"
    )


def parts() -> str:
    """The department-years that are the part of one unit, which are not asked for what only the whole has."""
    used = " union ".join(f"select {DEPT}, unit from in_{subject} where unit is not null" for subject in UNITS)
    own = " union all ".join(f"select {DEPT} from in_{subject}" for subject in DEPARTMENTS)
    kept = f"select distinct {DEPT}, unit from in_unit where consolidated is distinct from 0"
    return (
        f"select u.{DEPT} from ({kept}) as u left join ({used}) as s on s.{DEPT} = u.{DEPT} and s.unit = u.unit "
        f"left join (select distinct {DEPT} from (select {DEPT} from in_indicator where {OWNER_ROW} = 0 union all {own}) as o) as w "
        f"on w.{DEPT} = u.{DEPT} where w.{DEPT} is null group by u.{DEPT} having count(*) > 1 and count(s.unit) = 1"
    )


def repeated(printer: Printer) -> str:
    """Each indicator that has a name of its form anew, beside the first that has it."""
    signs = f"[{NOISES.replace('-', '')}-]"
    everywhere = ", 'g'" if printer.dialect.engine == "duckdb" else ""
    bare = f"regexp_replace(name, '{quoted(signs)}', ''{everywhere})"
    named = (
        f"select {DEPT}, owner, row, lv1, {bare} as bare from in_indicator where owner is not null and name is not null"
    )
    same = f"partition by n.{DEPT}, n.owner, n.bare order by n.row"
    twice = f"select {DEPT}, owner, bare from n where bare <> '' group by {DEPT}, owner, bare having count(*) > 1"
    ranked = (
        f"select n.{DEPT}, n.row, n.lv1, first_value(n.row) over ({same}) as first, first_value(n.lv1) over ({same}) as first_lv1 "
        f"from n join ({twice}) as t on t.{DEPT} = n.{DEPT} and t.owner = n.owner and t.bare = n.bare"
    )
    return f"with n as ({named}) select * from ({ranked}) as r where row > first"
