"""The figures of the world as hypothesis draws them; every test that needs money, ratios or texts takes them here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from jixiao.figures import Count, Money, Ratio, Score, Unit

units = st.sampled_from(Unit)


def decimals(digits: int = 16, places: int = 6) -> st.SearchStrategy[Decimal]:
    """Finite decimals of any sign with at most so many digits, of which at most `places` are decimals."""
    whole = st.integers(min_value=-(10**digits) + 1, max_value=10**digits - 1)
    return st.builds(lambda number, shift: Decimal(number).scaleb(-shift), whole, st.integers(0, places))


def amounts(places: int = 2) -> st.SearchStrategy[Money]:
    """Sums of money down to so many decimals of one 元, of any sign."""
    return decimals(16, places).map(Money)


def positive_amounts() -> st.SearchStrategy[Money]:
    """Sums of money above zero, to the 分."""
    return st.integers(1, 10**16).map(lambda cents: Money(Decimal(cents).scaleb(-2)))


def fractions() -> st.SearchStrategy[Fraction]:
    """Fractions of any sign, with numerators and denominators of up to 20 digits."""
    return st.builds(Fraction, st.integers(-(10**20), 10**20), st.integers(1, 10**20))


def ratios() -> st.SearchStrategy[Ratio]:
    """Rates of any size."""
    return fractions().map(Ratio)


def counts() -> st.SearchStrategy[Count]:
    """Numbers of people or items, from zero."""
    return st.integers(0, 10**9).map(Count)


def scores() -> st.SearchStrategy[Score]:
    """Points from 0 to 100 in whole hundredths."""
    return st.integers(0, 10_000).map(lambda hundredths: Score(Decimal(hundredths).scaleb(-2)))
