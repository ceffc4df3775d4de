from __future__ import annotations

import operator
from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import amounts, positive_amounts, ratios, scores, units

from jixiao.figures import MISSING, WAN, YI, YUAN, Count, FigureError, Money, Ratio, Score, Unit, ZeroBase


@pytest.mark.parametrize(
    "text, unit, yuan",
    [
        ("985.00", WAN, "9850000"),
        ("46,154.11", WAN, "461541100"),
        ("1.33", YI, "133000000"),
        ("0.01", YUAN, "0.01"),
        ("-5.2", WAN, "-52000"),
        ("9850000元", WAN, "9850000"),
        ("1.33亿元", WAN, "133000000"),
        ("29.6万", YUAN, "296000"),
        ("３，３５９．６２　万元", YUAN, "33596200"),
        ("12千元", WAN, "12000"),
        ("0", WAN, "0"),
    ],
)
def test_an_amount_is_read_in_its_unit(text, unit, yuan):
    """The column gives the unit, unless the figure brings its own."""
    assert Money.parse(text, unit) == Money(Decimal(yuan))


def test_money_shows_in_every_unit():
    """One sum, three ways to print it."""
    money = Money.of("46154.11")

    assert [money.text(unit) for unit in Unit] == ["461541100.00", "46154.11", "4.62"]
    assert [str(money.in_unit(unit)) for unit in Unit] == ["461541100", "46154.11", "4.615411"]
    assert (repr(money), repr(Count(3)), repr(Score.of("1.50")), repr(Ratio(Fraction(2, 3)))) == (
        "Money('46154.11 万元')",
        "Count(3)",
        "Score('1.50')",
        "Ratio('2/3')",
    )


@given(money=amounts(), unit=units)
def test_money_survives_being_printed(money, unit):
    """What is printed with enough decimals is read back as the same sum."""
    assert Money.parse(money.text(unit, places=10), unit) == money
    assert Money.of(money.in_unit(unit), unit) == money


@given(one=amounts(), other=amounts())
def test_adding_money_loses_nothing(one, other):
    """Sums and differences are those of fractions, whatever the sizes."""
    assert Fraction((one + other).yuan) == Fraction(one.yuan) + Fraction(other.yuan)
    assert (one + other) - other == one
    assert one - other == -(other - one)
    assert Money.sum([one, other, one]) == one + other + one


@given(part=positive_amounts(), whole=positive_amounts())
def test_a_rate_of_money_is_exact(part, whole):
    """A rate times its base is the part again."""
    assert whole * (part / whole).value == part


@given(one=ratios(), other=ratios())
def test_ratios_compare_as_their_fractions(one, other):
    """Order and difference are those of the numbers."""
    assert (one < other) == (one.value < other.value)
    assert (one - other) + other == one


@given(values=st.lists(scores(), max_size=20))
def test_points_add_up_exactly(values):
    """A card's total is the sum of its lines, to the last digit."""
    assert Fraction(Score.sum(values).points) == sum((Fraction(value.points) for value in values), Fraction(0))


def test_execution_rate_of_the_example():
    """46 154.11 of 46 886.75 is 98.44 %."""
    rate = Money.of("46154.11") / Money.of("46886.75")

    assert (rate.percent(), rate.points(1), rate.text(0)) == ("98.44%", "98.4", "98%")


@pytest.mark.parametrize("given_", ["98.44", "98.44%", "９８．４４％", "984.4‰", Decimal("98.44")], ids=repr)
def test_percent_points_are_read(given_):
    """A rate may be written in percent points, with or without the sign."""
    assert Ratio.from_percent(given_) == Ratio(Fraction(9844, 10000))


def test_equal_figures_are_equal_whatever_their_zeros():
    """1.5 and 1.50 are one sum, and one key of a table."""
    assert {Money(Decimal("1.5")): 1}[Money(Decimal("1.50"))] == 1
    assert {Score.of("1.5"), Score.of("1.50")} == {Score.of("1.5")}


@pytest.mark.parametrize(
    "divide",
    [
        lambda: Money.of(1) / Money.zero(),
        lambda: Count(1) / Count(0),
        lambda: Score.of(1) / Score.zero(),
        lambda: Ratio(Fraction(1)) / Ratio(Fraction(0)),
    ],
    ids=["money", "count", "score", "ratio"],
)
def test_nothing_is_divided_by_zero(divide):
    """A project without a budget has no execution rate: neither 0 nor 100 %."""
    with pytest.raises(ZeroBase) as caught:
        divide()

    assert "以零为分母" in str(caught.value)
    assert "over zero" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "make, operands",
    [
        (Money, (1.5,)),
        (Money, (True,)),
        (Money, (5,)),
        (Money.of, (1.5,)),
        (Money.of, (True,)),
        (operator.mul, (Money.of(1), 1.5)),
        (operator.mul, (Money.of(1), True)),
        (operator.add, (Money.of(1), 1)),
        (operator.add, (Money.of(1), Score.of(1))),
        (operator.lt, (Money.of(1), Score.of(1))),
        (operator.truediv, (Money.of(1), 2)),
        (operator.sub, (Score.of(1), Money.of(1))),
        (operator.truediv, (Score.of(1), 2)),
        (Score.of, (1.5,)),
        (operator.mul, (Score.of(1), 0.5)),
        (Ratio, (0.5,)),
        (Ratio.from_percent, (98.44,)),
        (operator.add, (Ratio(Fraction(1)), Fraction(1))),
        (operator.mul, (Ratio(Fraction(1)), 0.5)),
        (operator.truediv, (Ratio(Fraction(1)), 2)),
        (Count, (1.0,)),
        (Count, (True,)),
        (operator.add, (Count(1), 1)),
        (operator.truediv, (Count(1), Money.of(1))),
    ],
    ids=lambda part: getattr(part, "__qualname__", repr(part)),
)
def test_unlike_things_do_not_mix(make, operands):
    """Floats, truth values and figures of another kind are refused rather than converted."""
    with pytest.raises(TypeError):
        make(*operands)


@pytest.mark.parametrize("make", [Money, Score])
def test_only_finite_numbers_are_figures(make):
    """NaN is no sum of money and no score."""
    with pytest.raises(ValueError, match="finite"):
        make(Decimal("NaN"))


def test_a_third_of_a_yuan_is_an_error():
    """A digit is never lost in passing: what has no finite decimal must be rounded by name."""
    with pytest.raises(Inexact):
        Money.of(1, YUAN) * Fraction(1, 3)


def test_points_over_full_marks():
    """48.51 of 50 points are 97.02 %, and a whole number of people may be a share of others."""
    assert (Score.of("48.51") / Score.of(50)).percent() == "97.02%"
    assert (Count(3) / Count(8)).percent(1) == "37.5%"
    assert (Ratio(Fraction(1, 2)) / Ratio(Fraction(1, 4))).value == 2
    assert (Score.of(3) - Score.of(1), Count(3) - Count(1)) == (Score.of(2), Count(2))


def test_signs_and_products():
    """The small operations do what they say."""
    money, score, ratio, count = Money.of(-3), Score.of(-3), Ratio(Fraction(-3)), Count(-3)

    assert (abs(money), -money, 2 * money) == (Money.of(3), Money.of(3), Money.of(-6))
    assert (abs(score), -score, score * Fraction(1, 2)) == (Score.of(3), Score.of(3), Score.of("-1.5"))
    assert (abs(ratio), -ratio, ratio * ratio) == (Ratio(Fraction(3)), Ratio(Fraction(3)), Ratio(Fraction(9)))
    assert (abs(count), -count, Count.sum([count, Count(5)])) == (Count(3), Count(3), Count(2))
    assert [str(figure) for figure in (money, score, ratio, count)] == ["-3 万元", "-3", "-300.00%", "-3"]


@pytest.mark.parametrize(
    "read", [Money.parse, Score.parse, Count.parse, Ratio.from_percent], ids=lambda read: read.__qualname__
)
@pytest.mark.parametrize("blank", ["", "  ", "—", "/"], ids=repr)
def test_a_blank_is_no_zero(read, blank):
    """A blank cell is a question to its author."""
    with pytest.raises(FigureError, match="此处为空"):
        read(blank)


@pytest.mark.parametrize(
    "read, text, message",
    [
        (Money.parse, "98%", "figure-needs-money"),
        (Money.parse, "12人", "figure-needs-money"),
        (Score.parse, "9万元", "figure-needs-score"),
        (Count.parse, "98.44%", "figure-needs-count"),
        (Count.parse, "1.5", "figure-not-whole"),
        (Ratio.from_percent, "9元", "figure-needs-percent"),
    ],
    ids=str,
)
def test_a_figure_in_the_wrong_column_is_named(read, text, message):
    """A unit that does not fit the column says that the figure slipped."""
    with pytest.raises(FigureError) as caught:
        read(text)

    assert caught.value.message_id == message
    assert text in str(caught.value)


@pytest.mark.parametrize(
    "text, number", [("1,234", 1234), ("１２ 人", 12), ("3.00", 3), ("1.2万人次", 12000), ("5万", 50000)]
)
def test_counts_are_whole(text, number):
    """A count may be written with marks, decimals of zero, and in 万."""
    assert Count.parse(text) == Count(number)


def test_points_are_read():
    """Points may carry their unit."""
    assert Score.parse("48.51分") == Score.of("48.51")


def test_missing_is_not_false():
    """A missing figure may not be taken for a zero by a truth test."""
    assert repr(MISSING) == "MISSING"
    with pytest.raises(TypeError, match="is MISSING"):
        bool(MISSING)
