"""A department-year checked among others is told what the single check tells it, to the last place of the last finding."""

from __future__ import annotations

import pytest
from tests.bulk.checks.desk import found, random_year, rows_of, slips, told, write

from jixiao.bulk.checks.judging import findings_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.bulk.checks.run import check_dataset
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order
from jixiao.rules.registry import registry

SEEDS = range(3)
RULES = set(set_rules()) | judged_rules()


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The slips of all cases and some random ones, in one dataset of several parts, checked in one run."""
    folder = tmp_path_factory.mktemp("checked")
    years = {**slips(), **{f"random-{seed}": random_year(seed, 20 + 20 * seed) for seed in SEEDS}}
    known = write(folder / "data", years)
    result = check_dataset(read_dataset(folder / "data"), registry(), folder / "out", Order())
    singles = {name: told(findings_of(years[name], registry(), None, RULES)) for name in known.values()}
    return folder / "out", {name: (dept, years[name]) for dept, name in known.items()}, singles, result


def test_every_finding_is_the_same(checked):
    """Rule, severity, sentence and places of each; none more, none less."""
    out, years, singles, _ = checked

    for name, (dept, year) in years.items():
        assert found(out, dept, year) == singles[name], name


def test_the_slips_break_every_rule(checked):
    """What no slip breaks would be the same in an empty list: only what asks for a scorecard is missing."""
    _, _, singles, _ = checked

    broken = {code for findings in singles.values() for code, *_ in findings}
    assert RULES - broken == {"SCR-01", "SCR-04", "SCR-05", "SCR-10", "SCR-11"}


def test_the_example_passes_the_sieve(checked):
    """Its 35 stated figures agree with the sums, so nothing of it is judged one by one."""
    out, years, singles, result = checked

    kept = {dept for (dept,) in rows_of(out, "candidate", "dept")}

    assert {code for code, *_ in singles["example"]} == {"CMP-07", "CMP-18"}
    assert years["example"][0] not in kept
    assert len(kept) == result.judged < result.departments
