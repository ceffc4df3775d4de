"""How indicators are worded: a table of rows and the remarks that each gets."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from jixiao_web.objectives.lint import lint, rules
from jixiao_web.objectives.seed import seeds

CASES = yaml.safe_load(Path(__file__).with_name("lint.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}-{case['lv2']}-{CASES.index(case)}")
def test_each_indicator_gets_its_remarks_and_no_others(case):
    """Vague, double, wrong class, input, lower than last year, not measurable – and what is good stays unremarked."""
    row = {name: value for name, value in case.items() if name != "gets"}
    assert sorted(item.code for item in lint([row])) == sorted(case["gets"])


def test_every_rule_of_the_file_is_shown_by_a_case():
    """No rule stands in the file that no row of the table meets."""
    met = {code for case in CASES for code in case["gets"]}
    assert set(rules()["rules"]) <= met
    assert set(rules()["core"]["codes"]) <= met


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_remark_says_what_and_what_to_do(lang):
    """A remark is a sentence with the indicator's name in it, and what to write instead."""
    with translation.override(lang):
        for case in CASES:
            for item in lint([case]):
                assert "{" not in item.sentence + item.better
                assert item.sentence
                assert item.better
                if item.code in rules()["rules"]:
                    assert case["name"] in item.sentence
                    assert item.bad
                    assert item.good


def test_remarks_name_the_row_they_are_about():
    """Of three rows the second is remarked; two rows with one number are told apart."""
    good = CASES[1]
    rows = [{**good, "no": "A"}, {**CASES[3], "no": "A"}, good]
    assert [(item.row, item.code) for item in lint(rows)] == [(1, "double")]


def test_the_seed_of_the_library_keeps_its_own_rules():
    """What we recommend has no remark once a target is set."""
    rows = [{**row, "target": "50"} for row in seeds()]
    assert [(rows[item.row]["name"], item.code) for item in lint(rows)] == []


def test_five_hundred_rows_are_looked_at_quickly():
    """A sheet is remarked on while somebody types."""
    rows = [CASES[number % len(CASES)] for number in range(500)]
    lint(rows[:5])
    begun = time.perf_counter()
    lint(rows)
    assert time.perf_counter() - begun < 2
