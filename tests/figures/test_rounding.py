from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import decimals, fractions

from jixiao.figures import digits15, half_up, printed


@pytest.mark.parametrize(
    "value, places, expected",
    [
        (Decimal("0.285"), 2, "0.29"),
        (Decimal("0.284999"), 2, "0.28"),
        (Decimal("-0.285"), 2, "-0.29"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal("98.435"), 2, "98.44"),
        (Decimal("1E+3"), 1, "1000.0"),
        (5, 0, "5"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("12345678901234567890123456789012345.675"), 2, "12345678901234567890123456789012345.68"),
    ],
)
def test_halves_go_away_from_zero(value, places, expected):
    """A half is rounded up in size, as a printed form does, and no rounded figure reads −0."""
    assert printed(value, places) == expected


@given(value=fractions(), places=st.integers(0, 8))
def test_rounding_agrees_with_fractions(value, places):
    """The rounded figure is the nearest one; of two equally near, the one farther from zero."""
    rounded = Fraction(half_up(value, places))
    step = Fraction(1, 10**places)

    assert (rounded / step).denominator == 1
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)


@given(value=decimals(), places=st.integers(0, 8))
def test_rounding_twice_changes_nothing(value, places):
    """A rounded figure is already round, and carries exactly the decimals asked for."""
    once = half_up(value, places)

    assert half_up(once, places) == once
    assert -once.as_tuple().exponent == places


@pytest.mark.parametrize("value", [0.285, True, "0.285", None], ids=repr)
def test_only_exact_numbers_are_rounded(value):
    """A float has lost its digits before it arrives."""
    with pytest.raises(TypeError, match="exact number"):
        half_up(value, 2)


@pytest.mark.parametrize("places", [-1, True, 2.0], ids=repr)
def test_places_are_a_whole_number(places):
    """Rounding to tens is not a thing that a form asks for."""
    with pytest.raises(ValueError, match="places"):
        half_up(Decimal(1), places)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")], ids=repr)
def test_no_number_is_not_rounded(value):
    """NaN is no figure."""
    with pytest.raises(ValueError, match="cannot be rounded"):
        half_up(value, 2)


@pytest.mark.parametrize(
    "stored, typed",
    [
        (46154.110000000001, "46154.11"),
        (0.1 + 0.2, "0.3"),
        (7.0, "7"),
        (7, "7"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (99999999999999.9, "99999999999999.9"),
        (1234567890123456789, "1234567890123460000"),
        (2.675, "2.675"),
    ],
)
def test_a_spreadsheet_number_is_what_was_typed(stored, typed):
    """The fifteen digits that a spreadsheet shows are the figure; the binary tail is not."""
    assert f"{digits15(stored):f}" == typed


@given(cents=st.integers(-(10**15) + 1, 10**15 - 1), places=st.integers(0, 6))
def test_fifteen_digits_survive_the_spreadsheet(cents, places):
    """Whatever of up to fifteen digits is typed into a cell comes back as typed."""
    typed = Decimal(cents).scaleb(-places)

    assert digits15(float(typed)) == typed


@pytest.mark.parametrize("value", [True, "1", None, Decimal(1)], ids=repr)
def test_fifteen_digits_are_of_a_number(value):
    """A truth value is no figure of a cell."""
    with pytest.raises(TypeError, match="spreadsheet"):
        digits15(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=repr)
def test_no_spreadsheet_number_is_infinite(value):
    """Infinity is no figure."""
    with pytest.raises(ValueError, match="no figure"):
        digits15(value)
