"""Addresses are made of business keys, whatever signs the keys hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jixiao.facts.address import address, escape, unescape, year_of


@given(st.text(max_size=30))
def test_a_key_survives_its_escaping(key: str):
    """A slash inside a key is no segment, and comes back as a slash."""
    assert unescape(escape(key)) == key
    assert "/" not in escape(key)


@given(st.integers(1949, 2999), st.text(min_size=1, max_size=10), st.text(min_size=1, max_size=10))
def test_different_keys_have_different_addresses(year: int, first: str, second: str):
    """Two records never share an address."""
    same = address(year, "staff", first, second, "actual") == address(year, "staff", second, first, "actual")

    assert same == (first == second)
    assert year_of(address(year, "staff", first, second, "actual")) == year
