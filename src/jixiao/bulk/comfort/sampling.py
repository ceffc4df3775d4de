"""A sample that anybody can draw again: the first by risk, the rest by lots that a digest gives each department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jixiao.bulk.comfort.telling import told
from jixiao.bulk.schema import DEPT

DRAWN = 16
"""So many signs of a lot are shown; the whole of it decides."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the seed, the share of the departments of a year, and which part of the sample goes by risk."""

    seed: int
    share: Fraction
    by_risk: Fraction
    year: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many departments there are in the year, how many are chosen in all, and how many of those at most by risk."""

    departments: int
    chosen: int
    by_risk: int


def sizes(wish: Wish, departments: int) -> Sizes:
    """How many: rounded up, so that a small share is one department; the random part too, so that anybody may be drawn.

    One at least goes by risk, unless no part is to.

    Example:
        >>> sizes(Wish(7, Fraction(1, 20), Fraction(4, 5), 2024), 1000)
        Sizes(departments=1000, chosen=50, by_risk=40)
    """
    chosen = -(-departments * wish.share.numerator // wish.share.denominator)
    by_risk = chosen * wish.by_risk.numerator // wish.by_risk.denominator
    return Sizes(departments, chosen, max(by_risk, 1) if wish.by_risk else 0)


def sampling(wish: Wish, size: Sizes, lang: str) -> Iterator[tuple[str, str]]:
    """The relation `sample` from `reliability`: place, how, year, dept, region, department, total, grade, rank, points, lot, reason.

    The lot of a department is the SHA-256 of the text "seed LF year LF region LF name". By risk: those with most points, lots
    breaking ties; nobody without points. At random: of all others, the lowest lots; they also fill what risk leaves free.
    """
    lot = f"sha256(concat('{wish.seed}', chr(10), cast(year as varchar), chr(10), coalesce(region, ''), chr(10), coalesce(department, '')))"
    yield "lots", f"select *, {lot} as lot from reliability where year = {wish.year}"
    yield (
        "risky",
        (
            f"select *, row_number() over (order by points desc, lot, {DEPT}) as place from lots where points > 0 "
            f"qualify place <= {size.by_risk}"
        ),
    )
    yield (
        "drawn",
        (
            f"select *, row_number() over (order by lot, {DEPT}) as place, count(*) over () as rest from lots "
            f"where {DEPT} not in (select {DEPT} from risky) "
            f"qualify place <= {size.chosen} - (select count(*) from risky)"
        ),
    )
    values = {
        "rank": "cast(rank as varchar)",
        "points": "cast(points as varchar)",
        "note": "note",
        "lot": f"left(lot, {DRAWN})",
        "place": "cast(place as varchar)",
        "rest": "cast(rest as varchar)",
    }
    columns = f"year, {DEPT}, region, department, total, grade, rank, points, lot"
    yield (
        "sample",
        (
            f"select row_number() over (order by how desc, place) as place, how, {columns}, reason from ("
            f"select 'risk' as how, place, {columns}, {told('comfort-by-risk', lang, values)} as reason from risky union all "
            f"select 'random', place, {columns}, {told('comfort-at-random', lang, values)} from drawn) as chosen"
        ),
    )
