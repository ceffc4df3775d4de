"""Planted cases are found again: a small place of `bench/comfort`, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from bench.comfort import Count, counted, prepared
from bench.comfort_habits import KINDS

from jixiao.bulk.comfort.rules import rules
from jixiao.bulk.comfort.sampling import Wish

SEED = 7


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Count:
    """What a sample of 5 % of 300 departments over 3 years holds."""
    folder = tmp_path_factory.mktemp("planted")
    place = prepared(folder, SEED, departments=300, years=3, permille=40)
    return counted(folder, place, folder / "sample", Wish(SEED, Fraction(1, 20), rules().by_risk, 0), rules())


def test_most_of_what_was_planted_is_in_the_sample(found):
    """Of twelve cases of six kinds among 300 departments, a sample of fifteen holds nine; larger places are measured in `bench`."""
    assert found.planted == dict.fromkeys(KINDS, 2)
    assert found.chosen == 15
    assert found.found == {"below": 2, "exact": 2, "dropped": 2, "changed": 2, "reused": 1}
    assert found.honest == {"risk": 4, "random": 2}
