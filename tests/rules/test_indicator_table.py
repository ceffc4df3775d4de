"""The standard indicator table against the vectors of the reference systems, on both sides of every threshold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.rules.cases import CASES, cases, line, vocabulary

from jixiao.rules import Node, compile_table, expand_macros, load

SHEET = load(CASES / "indicator.yaml")
FIELDS = vocabulary(SHEET["fields"])
TABLE = compile_table(expand_macros(SHEET["table"]), FIELDS)
VECTORS = cases("vectors.yaml")


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"].text())
def test_each_line_scores_as_the_form_says(case: Node) -> None:
    """An indicator is scored by its operator, exactly, and rounded once."""
    values = line(FIELDS, case)

    outcome = TABLE.evaluate(values)

    if "points" in case:
        assert (outcome.kind, Decimal(outcome.points).scaleb(-2)) == ("points", case["points"].figure())
    elif "manual" in case:
        assert (outcome.kind, outcome.reason) == ("manual", case["manual"].text())
    else:
        assert (outcome.kind, outcome.missing) == ("missing", tuple(name.text() for name in case["missing"]))
    if "step" in case:
        assert TABLE.step(values) == case["step"].text()


def test_the_table_stays_within_64_bits_and_every_row_can_fire() -> None:
    """Ten thousand million at four places, times a hundred points, still fits the fastest integers."""
    assert TABLE.is_int64
    assert TABLE.unreachable == ()


def test_every_kind_of_answer_has_a_vector() -> None:
    """The vectors reach every row of the table."""
    fired = {TABLE.evaluate(line(FIELDS, case)).row for case in VECTORS}

    assert fired >= set(range(1, len(TABLE.rows) + 1)) - {6, 7}, "rows 6 and 7 are negative targets reached upward"
