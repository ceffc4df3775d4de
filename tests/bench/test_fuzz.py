"""A small run of the fuzzer: nothing but a refusal in words comes out of a damaged file or a senseless text."""

from __future__ import annotations

import pytest
from bench.fuzz import READERS, SUFFIXES, made, run, tried

INPUTS = 30


@pytest.mark.parametrize("reader", READERS)
def test_no_input_is_too_strange(reader, tmp_path):
    """Whatever an officer drops in, the answer is a document or a sentence."""
    path = tmp_path / f"输入.{SUFFIXES.get(reader, 'txt')}"

    for number in range(INPUTS):
        assert tried(reader, made(reader, 2, number), path) in (True, False)


def test_an_input_is_made_again_from_its_number():
    """A failure that cannot be made again cannot be mended."""
    assert made("docx", 1, 3) == made("docx", 1, 3)
    assert made("review", 1, 3) == made("review", 1, 3)
    assert made("review", 1, 3) != made("review", 1, 4)


def test_batches_run_in_a_process_of_their_own(tmp_path):
    """Every input is counted once, and nothing is kept where nothing failed."""
    tally = run("figures", 5, 1, tmp_path)

    assert (tally.inputs, tally.read, tally.refused, tally.failures) == (5, 5, 0, [])
    assert list(tmp_path.iterdir()) == []
