"""Comfort in scores: those that people give stand just under the maximum, or totals that hardly move."""

from __future__ import annotations

from jixiao.bulk.comfort.history import Asked, address
from jixiao.bulk.comfort.rules import Kind
from jixiao.bulk.comfort.telling import figures, shown, told
from jixiao.bulk.dialect import MANUAL
from jixiao.bulk.gathering import SCALE, TO_SCALE
from jixiao.bulk.schema import DEPT, ROW, Table

PROJECT_FULL = 100
"""Full marks of a project's own evaluation form."""


def bunched(kind: Kind, indicator: Table, project: Table, lang: str) -> Asked:
    """Scores that people gave just under the maximum: of qualitative indicators, of projects on their own forms, of lines.

    `points` and `given` are carried in millionths.
    """
    band = kind.own["band"]
    hundredths = 10 ** (SCALE - indicator.column("judged").scale)
    full = PROJECT_FULL * 10**SCALE
    given = (
        f"select i.{DEPT}, 'indicator' as subject, i.{ROW}, {address('d.year', 'indicator', 'i.no')} as address, i.name, "
        f"i.weight * {hundredths} as points, i.judged * {hundredths} as given from in_indicator i "
        f"join dated d on d.{DEPT} = i.{DEPT} where i.weight > 0 and i.judged is not null union all "
        f"select p.{DEPT}, 'project', p.{ROW}, {address('d.year', 'project', 'p.project')}, p.name, {full}, "
        f"p.self_score * {10 ** (SCALE - project.column('self_score').scale)} from in_project p "
        f"join dated d on d.{DEPT} = p.{DEPT} where p.self_score is not null union all "
        f"select l.{DEPT}, 'score', null, {address('d.year', 'score', 'l.leaf')}, l.leaf, l.points * {TO_SCALE}, l.score "
        f"from leaf l join dated d on d.{DEPT} = l.{DEPT} where l.outcome & 3 = {MANUAL} and l.score is not null and l.points > 0"
    )
    values = {"name": "name", "given": shown("given", SCALE), "points": shown("points", SCALE)}
    return Asked(
        kind.name,
        (("given", given),),
        f"select {DEPT}, subject, {ROW}, address, {told('comfort-bunched', lang, values)} as sentence, "
        f"{figures(values)} as figures from given where given < points and given * {band.denominator} >= points * {band.numerator}",
        f"select {DEPT}, count(*) as comparable from given group by {DEPT}",
    )


def steady(kind: Kind, lang: str) -> Asked:
    """Totals that stood within one narrow band just under the maximum for some years on end."""
    years, band = kind.own["years"], kind.own["band"]
    width = int(kind.own["width"] * 10**SCALE)
    under = f"total < points * {TO_SCALE} and total * {band.denominator} >= points * {TO_SCALE} * {band.numerator}"  # never both 0
    span = f"over (partition by who order by year range between {years - 1} preceding and current row)"
    spanned = (
        f"select {DEPT}, year, count(*) {span} as years, count(*) filter (where {under}) {span} as under, "
        f"min(total) {span} as lowest, max(total) {span} as highest from dated where total is not null"
    )
    values = {"years": f"'{years}'", "lowest": shown("lowest", SCALE), "highest": shown("highest", SCALE)}
    return Asked(
        kind.name,
        (("totals", f"select * from ({spanned}) as spanned where years = {years}"),),
        f"select {DEPT}, 'cover' as subject, 1 as {ROW}, concat(year, '/cover') as address, "
        f"{told('comfort-steady', lang, values)} as sentence, {figures(values)} as figures "
        f"from totals where under = {years} and highest - lowest <= {width}",
        f"select {DEPT}, 1 as comparable from totals",
    )
