"""The reason of a line in bulk is the reason of the single scorecard, word for word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.bulk.desk import departments

from jixiao.bulk.dataset import Dataset, Writer, read_dataset
from jixiao.bulk.reasons import explained
from jixiao.bulk.restoring import part_of, restored
from jixiao.bulk.run import Order, score_dataset
from jixiao.facts import Facts
from jixiao.figures import MISSING
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import entries, load_scheme
from jixiao.scoring import Line, score

SCHEMES = [entry.id for entry in entries() if entry.form == "department"]
GUANGDONG = "gd-2022-reconstructed"
EVERYWHERE = ("example", "some-weights", "nothing-applies")
"""What is looked at under every scheme; what is on the desk for the corners, under one."""


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> tuple[Dataset, Mapping[int, tuple[str, Facts]]]:
    """The example, the corners and a few broken copies, in several parts; number → name and facts."""
    folder = tmp_path_factory.mktemp("bulk") / "data"
    known = {name: departments()[name] for name in [*list(departments())[:40:10], *list(departments())[-10:]]}
    with Writer(folder, registry(), 500) as writer:
        numbers = {writer.add(facts, name): (name, facts) for name, facts in known.items()}
    assert len(writer.parts) > 2
    return read_dataset(folder), numbers


def run(dataset: Dataset, out: Path, scheme_id: str) -> Scheme:
    scheme = load_scheme(scheme_id)
    score_dataset(dataset, scheme, registry(), out, Order())
    return scheme


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_every_reason_is_that_of_the_single_scorecard(stored, tmp_path, scheme_id):
    """Reason, step and facts of each line, and of each indicator below it; total, grade and name too."""
    dataset, numbers = stored
    scheme = run(dataset, tmp_path / "out", scheme_id)

    for dept, (name, facts) in numbers.items():
        if scheme_id != GUANGDONG and name not in EVERYWHERE:
            continue
        made, single = explained(dataset, tmp_path / "out", dept, scheme, registry()), score(facts, scheme)
        assert list(map(words, made.lines)) == list(map(words, single.lines))
        assert (made.total, made.grade, made.title) == (single.total, single.grade, single.title)


def words(line: Line) -> tuple:
    """Everything a line says of itself and of what it gathers."""
    own = (line.code, line.name, line.points, line.score, line.kind, line.reason, line.step, line.facts)
    return own, tuple(map(words, line.details))


def test_what_was_stored_comes_back(stored):
    """Every record of every sheet, but for the rate that is computed and for the full budget, which is."""
    dataset, numbers = stored

    for dept, (_, facts) in numbers.items():
        back = restored(dataset, dept, registry()).year
        for subject in registry().subjects:
            if subject.id != "budget":
                assert back.records(subject.id) == facts.year.records(subject.id)
        for line, stated in zip(back.budget, facts.year.budget, strict=True):
            full = facts.value(facts.at("budget", stated.line, "full"))
            assert line == replace(stated, full=full, rate=MISSING)


@pytest.mark.parametrize(("table", "name"), [("leaf", "B-01-01"), ("line", "O2")])
def test_no_reason_is_shown_for_a_score_that_is_another(stored, tmp_path, table, name):
    """Somebody changed the file of the result by a hundredth."""
    dataset, numbers = stored
    scheme = run(dataset, tmp_path / "out", GUANGDONG)
    dept = next(dept for dept, (known, _) in numbers.items() if known == "example")
    part = part_of(dataset, dept)
    change(tmp_path / "out" / part.name / f"{table}.parquet", dept, numbers[dept][1], table, name)

    with pytest.raises(FileRefused) as refused:
        explained(dataset, tmp_path / "out", dept, scheme, registry())

    assert refused.value.message_id == "bulk-not-the-same"
    assert name in refused.value.sentence()


def change(path: Path, dept: int, facts: Facts, table: str, name: str) -> None:
    """Take a little from the score of one line."""
    rows = {record.no: place for place, record in enumerate(facts.year.indicator, 1)}
    here = f"dept = {dept} and " + (f"leaf = '{name}'" if table == "leaf" else f"row = {rows[name]}")
    with duckdb.connect() as engine:
        engine.execute(f"create table changed as select * from read_parquet('{path}')")
        assert engine.execute(f"update changed set score = score - 1 where {here}").fetchone() == (1,)
        engine.execute(f"copy changed to '{path}' (format parquet)")


def test_a_number_that_is_not_there(stored):
    """No department has the number nought, nor one beyond the last."""
    dataset, numbers = stored

    for dept in (0, max(numbers) + 1):
        with pytest.raises(KeyError):
            restored(dataset, dept, registry())
