"""One value as people see it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jixiao.facts import PartialDate, Value
from jixiao.facts.showing import shown
from jixiao.figures import MISSING, Count, Missing, Money, Ratio, Score


@pytest.mark.parametrize(
    "value, expected",
    [
        (Money.of("46154.11"), "46154.11 万元"),
        (Money.of("318"), "318.00 万元"),
        (Money.of("-0.5"), "-0.50 万元"),
        (Money.of("0.123456"), "0.123456 万元"),
        (Ratio(Fraction(2, 3)), "66.67%"),
        (Score.of("9.5"), "9.50"),
        (Count(0), "0"),
        (Decimal("99.730"), "99.730"),
        (True, "是"),
        (PartialDate.parse("2020年底"), "2020年底"),
        ("财务部", "财务部"),
        (MISSING, "—"),
    ],
)
def test_values_are_shown_with_their_unit_and_their_places(value: Value | Missing, expected: str):
    """Missing is a dash and zero is a zero; digits beyond the usual places are kept."""
    assert shown(value) == expected
