"""What signals come to: each kind beside the peers of the year, a note, and a rank for choosing whom to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.bulk.comfort.rules import KINDS, Rules
from jixiao.bulk.comfort.telling import shown, told
from jixiao.bulk.dialect import any_of
from jixiao.bulk.gathering import SCALE
from jixiao.bulk.schema import DEPT

MILLION = 10**6
"""Shares are carried in millionths."""

POINTS_PLACES = 2


def weighing(rules: Rules, lang: str) -> Iterator[tuple[str, str]]:
    """The relations after `signals` and `compared`.

    `weighed`: a row is a kind of a department-year: kind, dept, who, year, number of signals, how many were comparable,
    usual (what nearly all peers do not pass, in millionths), points in hundredths.
    `reliability`: a row is a department-year: year, rank, dept, region, department, total, grade, points, and for each kind
    `signals_<kind>` and `comparable_<kind>`, then the note.
    """
    yield (
        "counted",
        (
            f"select c.kind, c.{DEPT}, d.who, d.year, coalesce(s.number, 0) as number, c.comparable from compared c "
            f"join dated d on d.{DEPT} = c.{DEPT} left join (select kind, {DEPT}, count(*) as number from signals "
            f"group by kind, {DEPT}) as s on s.kind = c.kind and s.{DEPT} = c.{DEPT} where d.year is not null"
        ),
    )
    yield "weighed", weighed(rules)
    yield "reliability", reliability(lang)


def weighed(rules: Rules) -> str:
    """Each kind of each department-year beside all departments of the year."""
    peers, group = rules.peers, "over (partition by kind, year)"
    # A department with two comparable things must not stand out by one of them: it is drawn towards the peers' average.
    steadied = (
        f"select *, cast((number * {MILLION} + {peers.steadying} * average) // (comparable + {peers.steadying}) as bigint) as rate "
        f"from (select *, sum(number) {group} * {MILLION} // sum(comparable) {group} as average from counted) as averaged"
    )
    placed = (
        "select *, row_number() over (partition by kind, year order by rate) as place, "
        f"count(*) {group} as peers from ({steadied}) as steadied"
    )

    def at(part: Fraction, most: str = "peers") -> str:
        reached = (
            f"place * {part.denominator} >= least(peers * {part.numerator}, greatest({most}, 1) * {part.denominator})"
        )
        return f"min(rate) filter (where {reached}) {group}"

    usual = at(peers.usual, f"peers - {peers.few}")
    beside = f"select *, {at(peers.median)} as median, {usual} as usual from ({placed}) as placed"
    weights = any_of([(f"kind = '{kind.name}'", str(kind.weight)) for kind in rules.kinds.values()], "0")
    least = any_of(
        [(f"kind = '{kind.name}'", str(int(kind.spread * MILLION))) for kind in rules.kinds.values()], str(MILLION)
    )
    distance = f"(rate - usual) * 100 // greatest(usual - median, {least})"
    points = f"case when number > 0 and rate > usual then least({distance}, {peers.cap * 100}) * ({weights}) else 0 end"
    return f"select kind, {DEPT}, who, year, number, comparable, usual, cast({points} as bigint) as points from ({beside}) as beside"


def reliability(lang: str) -> str:
    """Each department-year with its signals, its note and its rank among those of its year."""
    columns = ", ".join(
        f"coalesce(max(number) filter (where kind = '{kind}'), 0) as signals_{kind}, "
        f"coalesce(max(comparable) filter (where kind = '{kind}'), 0) as comparable_{kind}"
        for kind in KINDS
    )
    order = any_of([(f"kind = '{kind}'", str(place)) for place, kind in enumerate(KINDS)], str(len(KINDS)))
    stop = "；" if lang == "zh" else "; "
    kinds = (
        f"select {DEPT}, {columns}, string_agg({clause(lang)}, '{stop}' order by points desc, {order}) "
        f"filter (where points > 0) as told, cast(sum(points) as bigint) as points from weighed group by {DEPT}"
    )
    listed = ", ".join(
        f"coalesce(signals_{k}, 0) as signals_{k}, coalesce(comparable_{k}, 0) as comparable_{k}" for k in KINDS
    )
    note = any_of(
        [("k.told is null", told("comfort-note-none", lang, {}))], told("comfort-note", lang, {"signals": "k.told"})
    )
    points = "coalesce(k.points, 0)"
    return (
        f"select d.year, rank() over (partition by d.year order by {points} desc) as rank, d.{DEPT}, d.region, "
        f"d.department, {decimal('d.total', SCALE)} as total, d.grade, {decimal(points, POINTS_PLACES)} as points, "
        f"{listed}, {note} as note from dated d left join ({kinds}) as k on k.{DEPT} = d.{DEPT}"
    )


def clause(lang: str) -> str:
    """What a note says of one kind: how many of how many, and what is usual."""
    values = {
        "number": "cast(number as varchar)",
        "comparable": "cast(comparable as varchar)",
        "usual": shown("usual // 1000", 1),
    }
    return any_of([(f"kind = '{kind}'", told(f"comfort-note-{kind}", lang, values)) for kind in KINDS], "''")


def decimal(value: str, places: int) -> str:
    """A whole number with so many places as an exact DECIMAL."""
    return f"cast({shown(value, places)} as decimal(18, {places}))"
