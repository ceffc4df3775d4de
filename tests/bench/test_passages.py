"""The project's labelled passages as a guard: what is found does not get less, and false alarms stay rare."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.passages_score import load, score

SETS = Path(__file__).parents[2] / "bench" / "passages"


@pytest.mark.parametrize(
    ("name", "found"),
    [("own", 45), ("second", 16), ("third", 14), ("fourth", 16)],
    ids=["own", "second", "third", "fourth"],
)
def test_known_errors_are_found_and_right_figures_left_alone(name: str, found: int):
    """So many of the known errors at least, and at most one false error in ten passages."""
    passages = load(SETS / f"{name}.jsonl")
    total = score(passages)
    assert sum(total.found.values()) >= found
    assert total.false.total() * 10 <= len(passages)
