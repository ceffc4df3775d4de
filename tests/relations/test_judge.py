"""The judge: what holds, what is off in the last place, what was cut, what fails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao.facts import Address
from jixiao.figures import half_up
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, hints, judge

WAN = Fraction(10**4)


def money(text: str, title: str = "甲", written: bool = True) -> Quantity:
    """An amount of 万元 as printed."""
    value = Decimal(text)
    return Quantity(
        Address(title), title, Fraction(value) * WAN, "万元", WAN, places(text), printed=True, written=written
    )


def rate(text: str) -> Quantity:
    """A percentage as printed."""
    return Quantity(
        Address("率"), "率", Fraction(Decimal(text)) / 100, "%", Fraction(1, 100), places(text), printed=True
    )


def count(number: int, title: str = "数") -> Quantity:
    """A number of people: exact."""
    return Quantity(Address(title), title, Fraction(number), "人")


def places(text: str) -> int:
    return len(text.partition(".")[2])


def total(left: Quantity, *parts: Quantity, mode: Mode = Mode.PRINTED) -> Relation:
    return Relation("T", Form.SUM, left, tuple(Term(part) for part in parts), mode)


def share(left: Quantity, part: Quantity, whole: Quantity) -> Relation:
    base = replace(whole, at=Address("乙"))
    return Relation("T", Form.RATIO, left, (Term(part), Term(base, below=True)), Mode.PRINTED)


@pytest.mark.parametrize(
    ("relation", "outcome"),
    [
        (total(money("46886.75"), money("30152.75"), money("16734.00")), Outcome.HOLDS),
        (total(money("46886.76"), money("30152.75"), money("16734.00")), Outcome.LAST_PLACE),
        (total(money("46886.77"), money("30152.75"), money("16734.00")), Outcome.FAILS),
        (total(money("46886.8"), money("30152.75"), money("16734.00")), Outcome.HOLDS),
        (total(money("46886.7"), money("30152.75"), money("16734.00")), Outcome.LAST_PLACE),
        (total(money("46886"), money("30152.95"), money("16733.90")), Outcome.CUT),
        (share(rate("98.44"), money("46154.11"), money("46886.75")), Outcome.HOLDS),
        (share(rate("98.43"), money("46154.11"), money("46886.75")), Outcome.CUT),
        (share(rate("98.34"), money("46154.11"), money("46886.75")), Outcome.FAILS),
        (share(rate("98"), money("46154.11"), money("46886.75")), Outcome.HOLDS),
        (share(rate("50.0"), money("1"), money("2")), Outcome.HOLDS),
        (share(rate("40.0"), money("1"), money("2")), Outcome.LAST_PLACE),
        (share(rate("100"), money("0"), money("0")), Outcome.OPEN),
        (share(rate("90"), money("5"), money("0.00")), Outcome.OPEN),
        (total(count(446), count(103), count(343), mode=Mode.EXACT), Outcome.HOLDS),
        (total(count(447), count(103), count(343), mode=Mode.EXACT), Outcome.FAILS),
        (total(count(447), count(103), count(343)), Outcome.FAILS),
    ],
)
def test_outcomes(relation: Relation, outcome: Outcome):
    """A printed figure stands for half a unit of its last place, an exact one for itself."""
    assert judge(relation).outcome is outcome


@pytest.mark.parametrize(
    ("form", "left", "right", "mode", "outcome"),
    [
        (Form.AT_MOST, "10.00", "10.00", Mode.EXACT, Outcome.HOLDS),
        (Form.AT_MOST, "10.01", "10.00", Mode.EXACT, Outcome.FAILS),
        (Form.AT_MOST, "10.01", "10.00", Mode.PRINTED, Outcome.LAST_PLACE),
        (Form.AT_MOST, "10.02", "10.00", Mode.PRINTED, Outcome.FAILS),
        (Form.AT_LEAST, "10.00", "10.00", Mode.EXACT, Outcome.HOLDS),
        (Form.AT_LEAST, "9.99", "10.00", Mode.EXACT, Outcome.FAILS),
    ],
)
def test_bounds(form: Form, left: str, right: str, mode: Mode, outcome: Outcome):
    """A bound is kept at the bound itself; printed figures may hide a last place."""
    relation = Relation("T", form, money(left), (Term(money(right)),), mode)

    assert judge(relation).outcome is outcome


def test_the_verdict_says_by_how_much():
    """Expected and difference are exact, in base units."""
    verdict = judge(total(money("985.00"), money("640.00"), money("318.00")))

    assert (verdict.expected, verdict.difference) == (958 * WAN, 27 * WAN)


def test_a_term_can_be_taken_away():
    """A difference is a sum with a sign."""
    left, terms = money("55.14"), (Term(money("5486.20")), Term(money("5431.06"), -1))

    assert judge(Relation("T", Form.SUM, left, terms, Mode.EXACT)).outcome is Outcome.HOLDS


AMOUNTS = st.integers(min_value=0, max_value=10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.integers(min_value=0, max_value=2))
def test_a_rounded_sum_holds(parts: list[Decimal], kept: int):
    """Whoever adds exactly and rounds half up is never blamed."""
    whole = half_up(sum(map(Fraction, parts), Fraction(0)), kept)

    assert judge(total(money(f"{whole:f}"), *(money(f"{part:f}") for part in parts))).outcome is Outcome.HOLDS


@given(st.lists(st.fractions(min_value=0, max_value=10**6), min_size=1, max_size=5))
def test_rounded_parts_are_never_blamed(parts: list[Fraction]):
    """Parts and total rounded each by itself from true values may differ in the last place, and no more."""
    shown = [half_up(part, 2) for part in parts]
    whole = half_up(sum(parts, Fraction(0)), 2)
    outcome = judge(total(money(f"{whole:f}"), *(money(f"{part:f}") for part in shown))).outcome

    assert outcome in (Outcome.HOLDS, Outcome.LAST_PLACE)


@given(AMOUNTS.filter(bool), AMOUNTS.filter(bool))
def test_a_cut_rate_is_told_from_a_wrong_one(part: Decimal, whole: Decimal):
    """Cutting digits instead of rounding is recognised as such, never as an error of substance."""
    digits = str(int(Fraction(part) / Fraction(whole) * 10**4)).rjust(3, "0")
    outcome = judge(share(rate(f"{digits[:-2]}.{digits[-2:]}"), money(f"{part:f}"), money(f"{whole:f}"))).outcome

    assert outcome in (Outcome.HOLDS, Outcome.LAST_PLACE, Outcome.CUT)


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        (total(money("985.00", "合计"), money("640.00", "甲"), money("318.00", "乙")), [("hint-swap", "958.00 万元")]),
        (
            total(money("461541100.00", "合计"), money("46154.11", "甲", written=False)),
            [("hint-unit", "46154.11 万元")],
        ),
        (total(money("4615.41", "合计"), money("46154.10", "甲", written=False)), [("hint-point", "46154.10 万元")]),
        (
            total(money("300.00", "合计"), money("120.00", "甲"), money("180.00", "乙"), money("57.00", "丙")),
            [("hint-left-out", "57.00 万元")],
        ),
        (total(money("480.00", "合计"), money("120.00", "甲"), money("180.00", "乙")), [("hint-twice", "180.00 万元")]),
        (
            total(money("90.50", "合计"), money("120.00", "甲"), money("29.50", "乙"), mode=Mode.EXACT),
            [("hint-sign", "29.50 万元")],
        ),
        (total(money("149.57", "合计"), money("120.00", "甲"), money("29.50", "乙")), [("hint-digit", "149.50 万元")]),
        (total(money("149.50", "合计"), money("120.00", "甲"), money("29.50", "乙")), []),
    ],
)
def test_a_failing_difference_is_explained(relation: Relation, told: list[tuple[str, str | None]]):
    """A hint is told only when undoing the slip makes the relation hold."""
    found = hints(relation, judge(relation))

    assert [hint.message_id for hint in found][: len(told)] == [message for message, _ in told]
    for hint, (_, value) in zip(found, told, strict=False):
        assert value is None or value in dict(hint.values).values()


@given(st.integers(min_value=10, max_value=99_999_999), st.data())
def test_exchanged_digits_are_found(cents: int, data: st.DataObject):
    """Whichever two neighbours were exchanged, one of the hints repairs the total; or they were alike and it holds."""
    text = f"{Decimal(cents).scaleb(-2):f}"
    spots = [index for index, sign in enumerate(text) if sign != "."]
    place = data.draw(st.integers(min_value=0, max_value=len(spots) - 2))
    signs = list(text)
    signs[spots[place]], signs[spots[place + 1]] = signs[spots[place + 1]], signs[spots[place]]
    assume(signs[0] != "0" or text[0] == "0")  # a zero in front is not printed
    relation = total(money("".join(signs)), money(text, "真", written=False))
    verdict = judge(relation)

    assert verdict.outcome in (Outcome.HOLDS, Outcome.LAST_PLACE) or hints(relation, verdict)
