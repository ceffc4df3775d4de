"""Beside the result of a scheme the scores that people wrote are checked too, as the single check does with a scorecard."""

from __future__ import annotations

import pytest
from tests.bulk.checks.desk import found, random_year, slips, told, write

from jixiao.bulk.checks.judging import findings_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.bulk.checks.run import Against, check_dataset
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order, score_dataset
from jixiao.bulk.scored import read_scored
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

RULES = set(set_rules()) | judged_rules()
SCHEME = "gd-2022-reconstructed"


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Slips and random years, scored and then checked against their scores."""
    folder = tmp_path_factory.mktemp("scored")
    some = dict(list(slips().items())[1::2])
    years = {**some, **{f"random-{seed}": random_year(seed, 30) for seed in range(2)}}
    known = write(folder / "data", years)
    dataset, scheme = read_dataset(folder / "data"), load_scheme(SCHEME)
    score_dataset(dataset, scheme, registry(), folder / "result", Order())
    against = Against(read_scored(folder / "data", folder / "result"), scheme)
    check_dataset(dataset, registry(), folder / "out", Order(), against=against)
    return folder, {name: (dept, years[name]) for dept, name in known.items()}, scheme


def test_every_finding_is_the_same(scored):
    """Scores stated elsewhere, sums of parts and lost points among them."""
    folder, years, scheme = scored
    seen = set()
    for name, (dept, year) in years.items():
        single = told(findings_of(year, registry(), scheme, RULES))
        seen |= {code for code, *_ in single}
        assert found(folder / "out", dept, year) == single, name
    assert {"SCR-01", "SCR-04", "SCR-05", "SCR-10", "SCR-11"} <= seen


def test_the_scores_of_another_scheme_are_refused(scored, tmp_path):
    """A result says by which scheme it was computed."""
    folder, _, _ = scored
    against = Against(read_scored(folder / "data", folder / "result"), load_scheme("chongqing-common"))

    with pytest.raises(FileRefused) as refused:
        check_dataset(read_dataset(folder / "data"), registry(), tmp_path / "out", Order(), against=against)

    assert refused.value.message_id == "bulkcheck-other-scheme"
    assert not (tmp_path / "out").exists()
