"""Comfort in targets: laxer than last year's result, met to the digit every year, or fitted to what was achieved."""

from __future__ import annotations

from jixiao.bulk.comfort.history import MEASURED, Asked, address, worse
from jixiao.bulk.comfort.rules import Kind
from jixiao.bulk.comfort.telling import figures, shown, told
from jixiao.bulk.schema import DEPT, ROW, STATED_PLACES, USED, Table

FULL_RATE = 100
"""A target of 100 % cannot be passed: to meet it exactly says nothing."""


def below(kind: Kind, indicator: Table, lang: str) -> Asked:
    """Targets that are laxer than what was achieved the year before, by this dataset or by the sheet's own column."""
    scale = indicator.column("target").scale
    paired = (
        f"select h.*, coalesce(p.{USED}, h.last_year) as before from history h left join history p on p.who = h.who "
        f"and p.year = h.year - 1 and p.owner = h.owner and p.called = h.called and p.unit is not distinct from h.unit "
        "and p.alone where h.alone and h.direction <> 0 and h.target is not null"
    )
    values = {
        "name": "name",
        "target": shown("target", scale),
        "before": shown("before", scale),
        "unit": "coalesce(unit, '')",
    }
    return Asked(
        kind.name,
        (("paired", f"select * from ({paired}) as found where before > 0"),),
        f"select {DEPT}, 'indicator' as subject, {ROW}, {address('year', 'indicator', 'no')} as address, "
        f"{told('comfort-below', lang, values)} as sentence, {figures(values)} as figures "
        f"from paired where {worse('target', 'before', kind.own['margin'])}",
        f"select {DEPT}, count(*) as comparable from paired group by {DEPT}",
    )


def exact(kind: Kind, indicator: Table, lang: str) -> Asked:
    """Indicators whose result was the target itself in each of some years on end."""
    column = indicator.column("target")
    years = kind.own["years"]
    ceiling = f"(direction = 1 and unit in ('%', '％') and target = {FULL_RATE * 10**column.scale})"
    span = f"over (partition by who, owner, called order by year range between {years - 1} preceding and current row)"
    met = (
        f"select *, count(*) {span} as told, count(*) filter (where target = {USED}) {span} as met "
        f"from history where alone and {MEASURED} and not {ceiling}"
    )
    values = {
        "name": "name",
        "years": f"'{years}'",
        "target": shown("target", column.scale),
        "unit": "coalesce(unit, '')",
    }
    return Asked(
        kind.name,
        (("met", f"select * from ({met}) as counted where told = {years}"),),
        f"select {DEPT}, 'indicator' as subject, {ROW}, {address('year', 'indicator', 'no')} as address, "
        f"{told('comfort-exact', lang, values)} as sentence, {figures(values)} as figures from met where met = {years}",
        f"select {DEPT}, count(*) as comparable from met group by {DEPT}",
    )


def changed(kind: Kind, indicator: Table, lang: str) -> Asked:
    """Targets equal to a result with odd digits, and targets other than the approved one that a form stated elsewhere.

    Only the last state of a department-year is stored: that a target was edited, and when, is not visible here.
    """
    scale = indicator.column("target").scale
    digits = f"rtrim(cast(abs({USED}) as varchar), '0')"
    odd = f"length({digits}) >= {kind.own['digits']} and {digits} not like '%5'"
    item = r"^([0-9]{4}/)?indicator/(.+)/target$"
    stated = (
        f'select h.*, s.value, s."where" as form from in_stated s join history h on h.{DEPT} = s.{DEPT} '
        f"and h.no = regexp_extract(s.item, '{item}', 2) where regexp_matches(s.item, '{item}') and s.value is not null "
        "and h.target is not null and (s.year is null or s.year = h.year)"
    )
    finer = 10 ** (STATED_PLACES - scale)
    values = {"name": "name", "target": shown("target", scale), "unit": "coalesce(unit, '')"}
    other = {**values, "stated": shown("value", STATED_PLACES), "form": "form"}
    head = f"select {DEPT}, 'indicator' as subject, {ROW}, {address('year', 'indicator', 'no')} as address"
    return Asked(
        kind.name,
        (("odd", f"select * from history where {MEASURED} and {odd}"), ("promised", stated)),
        f"{head}, {told('comfort-changed', lang, values)} as sentence, {figures(values)} as figures "
        f"from odd where target = {USED} union all {head}, {told('comfort-stated', lang, other)}, {figures(other)} "
        f"from promised where value <> cast(target as hugeint) * {finer}",
        f"select {DEPT}, count(*) as comparable from (select {DEPT} from odd union all select {DEPT} from promised) as both_of group by {DEPT}",
    )
