"""Comfort in outcomes: nothing is ever missed, and what was missed is not measured again."""

from __future__ import annotations

from jixiao.bulk.comfort.history import MEASURED, Asked, address, worse
from jixiao.bulk.comfort.rules import Kind
from jixiao.bulk.comfort.telling import figures, shown, told
from jixiao.bulk.schema import DEPT, ROW, USED, Table

ACHIEVED, FAILED = 0, 2
"""Places of the best and the worst of the three states that a qualitative indicator may have."""


def spotless(kind: Kind, lang: str) -> Asked:
    """Departments that missed nothing over some years, although as many indicators of their peers would have missed some."""
    years, expected = kind.own["years"], kind.own["expected"]
    missed = (
        f"({MEASURED} and (direction = 1 and {USED} < target or direction = -1 and {USED} > target) "
        f"or direction = 0 and state <> {ACHIEVED})"
    )
    span = f"over (partition by who order by year range between {years - 1} preceding and current row)"
    yearly = (
        f"select {DEPT}, who, year, count(*) filter (where {MEASURED} or direction = 0 and state is not null) as counted, "
        f"count(*) filter (where {missed}) as missed from history group by {DEPT}, who, year"
    )
    spanned = (
        f"select {DEPT}, year, count(*) {span} as years, sum(counted) {span} as counted, sum(missed) {span} as missed "
        "from yearly"
    )
    peers = (
        "select *, sum(counted) over (partition by year) as all_counted, sum(missed) over (partition by year) as all_missed "
        f"from ({spanned}) as spanned where years = {years}"
    )
    values = {
        "years": f"'{years}'",
        "counted": "cast(counted as varchar)",
        "expected": "cast(counted * all_missed // all_counted as varchar)",
    }
    return Asked(
        kind.name,
        (
            ("yearly", yearly),
            ("long", f"select * from ({peers}) as p where counted * all_missed >= {expected} * all_counted"),
        ),
        f"select {DEPT}, 'cover' as subject, 1 as {ROW}, concat(year, '/cover') as address, "
        f"{told('comfort-spotless', lang, values)} as sentence, {figures(values)} as figures from long where missed = 0",
        f"select {DEPT}, 1 as comparable from long",
    )


def dropped(kind: Kind, indicator: Table, lang: str) -> Asked:
    """Indicators that were clearly missed last year and are gone, while the project they belonged to is still there."""
    scale = indicator.column("target").scale
    bad = (
        f"select d.{DEPT} as {DEPT}, h.{ROW}, h.year, h.no, h.name, h.owner, h.called, h.target, h.{USED}, h.unit, h.direction "
        "from history h join dated d on d.who = h.who and d.year = h.year + 1 "
        f"where ({MEASURED} and {worse(USED, 'target', kind.own['margin'])} or direction = 0 and state = {FAILED})"
    )
    still = f"owner = '' or exists (select 1 from owners o where o.{DEPT} = b.{DEPT} and o.owner = b.owner)"
    gone = (
        f"not exists (select 1 from history h where h.{DEPT} = m.{DEPT} and h.owner = m.owner and h.called = m.called)"
    )
    values = {
        "name": "name",
        "year": "cast(year as varchar)",
        "target": shown("target", scale),
        "used": shown(USED, scale),
        "unit": "case when direction = 0 then '' else coalesce(unit, '') end",
    }
    return Asked(
        kind.name,
        (("bad", bad), ("missed", f"select * from bad b where {still}")),
        f"select {DEPT}, 'indicator' as subject, {ROW}, {address('year', 'indicator', 'no')} as address, "
        f"case when direction = 0 then {told('comfort-dropped-judged', lang, values)} else {told('comfort-dropped', lang, values)} end as sentence, "
        f"{figures(values)} as figures from missed m where {gone}",
        f"select {DEPT}, count(*) as comparable from missed group by {DEPT}",
    )
