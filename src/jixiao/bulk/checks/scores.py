"""Scores that people wrote: the rules of `checks.scores` that need no card of a project, as selections."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.bulk.checks.looking import INDICATOR, LISTED
from jixiao.bulk.checks.telling import Pair, Place, Printer, Rule, blank
from jixiao.bulk.dialect import any_of
from jixiao.bulk.gathering import SCALE, TO_SCALE
from jixiao.bulk.schema import DEPT

POINTS_PLACES = 2


def unearned(printer: Printer, code: str) -> Iterator[str]:
    """Full marks beside a missed target."""
    test = "measured and missed and self_score = weight"
    pair = Pair("self_score", "null", POINTS_PLACES)
    yield from printer.found(code, f"{INDICATOR} a", test, [Place("indicator", "self_score")], pair=pair)


def outside_state(printer: Printer, code: str) -> Iterator[str]:
    """A judged score below or above what its state allows."""

    def bound(name: str) -> str:
        shares = ((word, Fraction(share)) for word, share in printer.rule(code).table(name).items())
        cases = [
            (
                printer.is_one("indicator", "state", (word,)),
                printer.dialect.half_up(f"a.weight * {share.numerator}", str(share.denominator)),
            )
            for word, share in shares
        ]
        return any_of(cases, "null")

    low, high = bound("low"), bound("high")
    test = f"a.state is not null and a.judged is not null and a.weight is not null and a.judged not between {low} and {high}"
    pair = Pair("a.judged", f"case when a.judged < {low} then {low} else {high} end", POINTS_PLACES)
    yield from printer.found(code, "in_indicator a", test, [Place("indicator", "judged")], pair=pair)


def ungrounded(printer: Printer, code: str) -> Iterator[str]:
    """A plus item that no document grounds."""
    pair = Pair("a.points", "null", POINTS_PLACES)
    yield from printer.found(
        code, "in_bonus a", f"a.points > 0 and {blank('a.document')}", [Place("bonus", "document")], pair=pair
    )


def unnamed_losses(printer: Printer, code: str) -> Iterator[str]:
    """Lines of the scorecard that lost points and that no problem names, all in one finding."""
    if not printer.scored:
        return
    full = f"a.points * {TO_SCALE}"
    source = f"leaf a left join {LISTED} n on n.{DEPT} = a.{DEPT} and n.code = a.leaf"
    test = f"a.score < {full} and n.code is null"
    place = f"row_number() over (partition by a.{DEPT} order by a.place) - 1"
    at = [Place("score", "a.leaf", row="null", chosen=True)]
    yield from printer.found(code, source, test, at, number="0", place=place, pair=Pair("a.score", full, SCALE))


RULES: dict[str, Rule] = {
    "SCR-06": outside_state,
    "SCR-11": unnamed_losses,
    "SCR-14": ungrounded,
    "SCR-18": unearned,
}
