"""Comfort in words and papers: the sentence of last year or of a neighbour, the paper that served before."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.bulk.comfort import same
from jixiao.bulk.comfort.history import Asked, address
from jixiao.bulk.comfort.rules import Kind
from jixiao.bulk.comfort.telling import figures, told
from jixiao.bulk.schema import DEPT, ROW
from jixiao.facts import Registry

ENDS = "[。；！？;!?\n\r]+"
"""Where a sentence ends."""

SHOWN = 40
"""So many signs of a sentence are quoted."""

FEW = 2
"""A sentence that so many departments write is one and its neighbour, however few departments there are in all."""


def text(kind: Kind, registry: Registry, lang: str) -> Asked:
    """Sentences that stood in an earlier year of the department, or stand with another department; set phrases left out."""
    parts = " union all ".join(_field(name, registry) for name in kind.own["fields"])
    common = kind.own["common"]
    split = (
        f"select {DEPT}, subject, {ROW}, key, trim(piece) as piece, {same.sentence('piece')} as said from ("
        f"select {DEPT}, subject, {ROW}, key, unnest(string_split_regex(words, '{ENDS}')) as piece from ({parts}) as told_in) as pieces"
    )
    said = (
        f"select s.{DEPT}, d.who, d.year, s.said, arg_min(struct_pack(subject := s.subject, place := s.{ROW}, key := s.key, piece := s.piece), "
        f"(s.subject, s.{ROW}, s.piece)) as first from ({split}) as s join dated d on d.{DEPT} = s.{DEPT} "
        f"where length(s.said) >= {kind.own['letters']} group by s.{DEPT}, d.who, d.year, s.said"
    )
    spread = (
        "select said, count(distinct who) as whos, min(who) as one, max(who) as another from said group by said "
        f"having whos <= {FEW} or whos * {common.denominator} <= {common.numerator} * (select count(distinct who) from dated)"
    )
    # Who copied from whom cannot be seen, so both are told; the earlier year of one's own goes first.
    owned = (
        "select s.*, w.whos, case when w.whos > 1 then case when s.who = w.one then w.another else w.one end end as neighbour, "
        "lag(s.year) over (partition by s.who, s.said order by s.year) as before from said s join spread w on w.said = s.said"
    )
    values = {
        "piece": f"left(first.piece, {SHOWN})",
        "year": "cast(before as varchar)",
        "whos": "cast(whos as varchar)",
    }
    values["department"] = "other"
    again, elsewhere = told("comfort-text-years", lang, values), told("comfort-text-departments", lang, values)
    where = "concat(o.year, '/', first.subject, '/', first.key)"
    return Asked(
        kind.name,
        (("said", said), ("spread", spread), ("owned", owned)),
        f"select {DEPT}, first.subject as subject, first.place as {ROW}, {where} as address, "
        f"case when before is not null then {again} else {elsewhere} end as sentence, {figures(values)} as figures "
        "from (select o.*, (select min(n.department) from dated n where n.who = o.neighbour) as other "
        "from owned o where before is not null or neighbour is not null) as o",
        f"select {DEPT}, count(*) as comparable from owned group by {DEPT}",
    )


def _field(name: str, registry: Registry) -> str:
    subject, _, field = name.partition(".")
    key = registry.by_id[subject].key[0] if registry.by_id[subject].key else ROW
    return f'select {DEPT}, \'{subject}\' as subject, {ROW}, "{key}" as key, "{field}" as words from in_{subject} where "{field}" is not null'


def evidence(kind: Kind, lang: str) -> Asked:
    """Papers of the same file name, or else title, and the same date as one of an earlier year of the department.

    The data hold no digest of a file: papers are told apart by name and date, so across departments nothing is concluded.
    """
    papers = (
        f"select e.{DEPT}, d.who, d.year, e.{ROW}, e.no, coalesce(e.file, e.name) as name, e.date, "
        f"coalesce({same.plain('e.file')}, {same.plain('e.name')}) as called from in_evidence e "
        f"join dated d on d.{DEPT} = e.{DEPT} where e.date is not null and coalesce(e.file, e.name) is not null"
    )
    again = (
        "select *, max(year) over (partition by who, called, date order by year range between unbounded preceding "
        "and 1 preceding) as before from papers"
    )
    values: Mapping[str, str] = {"name": "name", "no": "no", "date": "date", "year": "cast(before as varchar)"}
    return Asked(
        kind.name,
        (("papers", papers), ("again", again)),
        f"select {DEPT}, 'evidence' as subject, {ROW}, {address('year', 'evidence', 'no')} as address, "
        f"{told('comfort-evidence', lang, values)} as sentence, {figures(values)} as figures from again where before is not null",
        f"select {DEPT}, count(*) as comparable from papers where exists (select 1 from dated b where b.who = papers.who "
        f"and b.year < papers.year) group by {DEPT}",
    )
