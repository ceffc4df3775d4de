from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fractions

from jixiao.figures import Printed, exact_among, half_up, read_figure


def figure(text, *, exact=False):
    return read_figure(text).printed(exact=exact)


@pytest.mark.parametrize(
    "text, value, rounds, cuts",
    [
        ("98.44%", Fraction(98444, 100000), True, True),
        ("98.44%", Fraction(98435, 100000), True, False),
        ("98.44%", Fraction(98445, 100000), False, True),
        ("98.44%", Fraction(98449, 100000), False, True),
        ("-1.5", Fraction(-145, 100), True, False),
        ("-1.5", Fraction(-155, 100), False, True),
        ("1.00万元", Fraction(10049), True, True),
        ("1.00万元", Fraction(10050), False, True),
        ("0.0", Fraction(-4, 100), True, True),
        ("12人", Fraction(12), True, True),
        ("12人", Fraction(121, 10), False, False),
        ("1.2万人", Fraction(12040), True, True),
    ],
)
def test_a_printed_figure_stands_for_half_a_unit_of_its_last_place(text, value, rounds, cuts):
    """The lower half belongs to the figure, the upper half to the next one; counts stand for themselves."""
    assert figure(text).stands_for(value) is rounds
    assert figure(text).cut_from(value) is cuts


def test_the_interval_is_in_base_units():
    """1.33 亿元 lies between 132.5 and 133.5 million yuan."""
    found = figure("1.33亿元")

    assert (found.low, found.at, found.high) == (132_500_000, 133_000_000, 133_500_000)
    assert found.meets(Fraction(133_400_000), Fraction(140_000_000))
    assert not found.meets(Fraction(133_500_001), Fraction(140_000_000))


@given(value=fractions(), places=st.integers(0, 6))
def test_a_rounded_value_prints_as_what_it_stands_for(value, places):
    """Every exact value lies in the interval of its own print."""
    shown = Printed(half_up(value, places), places)

    assert shown.stands_for(value)
    assert shown.low <= value <= shown.high


def test_a_whole_number_among_decimals_is_exact():
    """Beside 12.50, a bare 12 is taken as twelve, not as anything from 11.5."""
    whole, decimal = exact_among([figure("12万元"), figure("12.50万元")])
    lonely, _ = exact_among([figure("12万元"), figure("13万元")])

    assert (whole.half, decimal.half, lonely.half) == (0, 50, 5000)
    assert figure("12万元", exact=True) == whole


def test_only_decimals_are_printed_figures():
    """A float has no last place."""
    with pytest.raises(TypeError, match="Decimal"):
        Printed(1.5, 1)
    assert Printed(Decimal("1.5"), 1).at == Fraction(3, 2)
