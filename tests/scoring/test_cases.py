"""Indicators and lines as evaluators write them: given figures, expected score and reason."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
from tests.scoring.desk import carried, cases, told

from jixiao.rules.registry import registry
from jixiao.rules.schemes import Entry, entries, load_scheme
from jixiao.rules.tables import read_table
from jixiao.rules.vocabulary import vocabularies

TABLES = {
    name: read_table(files("jixiao").joinpath("rulebook", "tables", f"{name}.yaml"))
    for name in ("indicator", "execution")
}
WORDS = vocabularies(registry())


def check(case: dict[str, Any], rule, values) -> None:
    outcome = rule.table.evaluate(values)
    expected = case.get("kind", "points")

    assert (outcome.kind, told(outcome, rule, values)) == (expected, case.get("reason", told(outcome, rule, values)))
    if expected == "points":
        assert Decimal(outcome.points).scaleb(-2) == Decimal(case["score"])
    if "step" in case:
        assert rule.table.step(values) == case["step"]


def by_table(name: str, case: dict[str, Any]) -> None:
    table = TABLES[name]
    rule = table.rule(case.get("options", {}), case.get("parameters", {}), WORDS[table.scope])

    check(case, rule, carried(WORDS[table.scope], rule, case["given"]))


@pytest.mark.parametrize("case", cases("indicators"), ids=lambda case: case["name"])
def test_an_indicator_scores_what_the_table_says(case: dict[str, Any]):
    """Operator, target and actual value decide; what is missing is not zero, and what is judged stays within its band."""
    by_table("indicator", case)


@pytest.mark.parametrize("case", cases("execution"), ids=lambda case: case["name"])
def test_execution_scores_what_the_table_says(case: dict[str, Any]):
    """Under each custom, on both sides of each of its lines, and never above full marks."""
    by_table("execution", case)


@pytest.mark.parametrize("name", TABLES)
def test_every_choice_and_limit_of_a_table_has_a_case(name: str):
    """An option that nobody has worked out by hand is not offered; a case that names no choice stands for the defaults."""
    table = TABLES[name]
    worked = {(option, one.get("options", {}).get(option, known.default))
              for one in cases({"indicator": "indicators"}.get(name, name)) for option, known in table.options.items()}  # fmt: skip
    scored_elsewhere = {("inapplicable", choice) for choice in ("rescale", "zero")}  # by lines, in test_inapplicable

    offered = {(option, choice) for option, known in table.options.items() for choice in known.choices}
    assert offered - worked - scored_elsewhere == set()


@pytest.mark.parametrize("name", TABLES)
def test_no_row_is_in_vain(name: str):
    """Under every combination of options, each row can be reached by some line, where a scheme sets its own limits."""
    table, limits = TABLES[name], {"满分线": "0.95"}
    for choices in product(*(option.choices for option in table.options.values())):
        rule = table.rule(dict(zip(table.options, choices, strict=True)), limits, WORDS[table.scope])
        assert rule.table.unreachable == (), choices


@pytest.mark.parametrize("case", cases("lines"), ids=lambda case: f"{case['line']} {case['name']}")
def test_a_line_scores_what_its_rule_says(case: dict[str, Any]):
    """Cases stand on both sides of every threshold."""
    scheme = load_scheme(case["scheme"])
    leaf = scheme.leaves[case["line"]]

    check(case, leaf.rule, carried(scheme.vocabulary, leaf.rule, case["given"], leaf.points))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_computed_line_has_a_case(entry: Entry):
    """A formula that nobody has worked out by hand is not shipped; a rule that two schemes share is worked out once."""
    worked = {load_scheme(case["scheme"]).leaves[case["line"]].rule.table.digest_source for case in cases("lines")}
    computed = [leaf for leaf in load_scheme(entry.id, entry.version).leaves.values() if leaf.rule is not None]

    assert [leaf.code for leaf in computed if leaf.rule.table.digest_source not in worked] == []
