"""A department scored among others has the lines, the total and the grade of its single scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

import pytest
from tests.bulk.desk import KINDS, SCALE, relation, told, worth, write

from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order, score_dataset
from jixiao.rules.registry import registry
from jixiao.rules.schemes import entries, load_scheme
from jixiao.scoring import Line, score

SCHEMES = [entry.id for entry in entries() if entry.form == "department"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The dataset, in several parts, and what stands in it."""
    folder = tmp_path_factory.mktemp("bulk") / "data"
    return folder, write(folder, indicators=5_000)


@pytest.fixture(scope="module", params=SCHEMES)
def scored(request, stored, tmp_path_factory):
    """The dataset scored under one scheme."""
    folder, known = stored
    out = tmp_path_factory.mktemp("out") / request.param
    scheme = load_scheme(request.param)
    score_dataset(read_dataset(folder), scheme, registry(), out, Order())
    return out, {dept: (name, facts, score(facts, scheme)) for dept, (name, facts) in known.items()}


def test_every_line_is_the_same(scored):
    """Points, score and kind of each line of each department, and no line more or less."""
    out, cards = scored
    found = {(dept, leaf): row for dept, leaf, *row in relation(out, "leaf", "dept, leaf, points, score, outcome")}

    wanted = {(dept, line.code): (name, told(line)) for dept, (name, _, card) in cards.items() for line in card.lines}
    assert found.keys() == wanted.keys()
    for key, (name, line) in wanted.items():
        points, score, outcome = found[key]
        assert (points, score, KINDS[outcome & 3]) == line, (name, key)


def test_every_total_is_the_same(scored):
    """Points, what is certain, what is open, plus and minus items, total and grade."""
    out, cards = scored
    found = {dept: row for dept, *row in relation(out, "total", "dept, points, reached, open, adjusted, total, grade")}

    for dept, (name, _, card) in cards.items():
        assert found[dept] == [
            worth(card.points, 100),
            worth(card.reached),
            worth(card.open, 100),
            worth(card.adjusted),
            worth(card.total),
            card.grade,
        ], name


def test_every_indicator_is_the_same(scored):
    """Points, score, kind and the row of the decision table of each indicator that a line gathers."""
    out, cards = scored
    found = {
        (dept, row): rest for dept, row, leaf, *rest in relation(out, "line", "dept, row, leaf, points, score, outcome")
    }

    seen = 0
    for dept, (name, facts, card) in cards.items():
        rows = {record.no: place for place, record in enumerate(facts.year.indicator, 1)}
        for line in indicators_under(card.lines, rows):
            points, score, outcome = found[dept, rows[line.code]]
            wanted = None if line.kind == "excluded" else worth(line.score, 100)
            assert (points, score, KINDS[outcome & 3]) == (worth(line.points, 100), wanted, line.kind), (
                name,
                line.code,
            )
            seen += 1
    assert seen > 500


def indicators_under(lines: tuple[Line, ...], rows: dict[str, int]) -> Iterator[Line]:
    """The lines of single indicators under some lines."""
    for line in lines:
        for one in line.details:
            if one.details:
                yield from indicators_under((one,), rows)
            elif one.code in rows:
                yield one


def test_the_published_year_is_the_published_total(stored, tmp_path):
    """97.48 and 优, with a place among the others."""
    folder, known = stored
    result = score_dataset(
        read_dataset(folder), load_scheme("gd-2022-reconstructed"), registry(), tmp_path / "out", Order()
    )

    dept = next(dept for dept, (name, _) in known.items() if name == "example")
    ((total, grade),) = [row[1:] for row in relation(tmp_path / "out", "total", "dept, total, grade") if row[0] == dept]
    assert (total, grade) == (9748 * SCALE // 100, "优")
    assert result.departments == len(known)
    assert 0 < result.complete < len(known)


def test_a_unit_is_the_mean_of_its_projects_by_money(scored):
    """From the completions of its projects in hundredths, weighted by their budgets, rounded once, halves upward."""
    out, cards = scored
    found = {(dept, row): rest for dept, row, *rest in relation(out, "unit", "dept, row, projects, budget_full, score")}
    completions: dict[int, dict[int, tuple[int | None, int | None]]] = {}
    for dept, row, money, score_ in relation(out, "completion", "dept, row, budget_full, score"):
        completions.setdefault(dept, {})[row] = (money, score_)

    seen = 0
    for dept, (name, facts, _) in cards.items():
        for row, unit in enumerate(facts.year.unit, 1):
            of_unit = [place for place, one in enumerate(facts.year.project, 1) if one.unit == unit.unit]
            parts = [completions[dept][place] for place in of_unit]
            if not parts:
                assert (dept, row) not in found, name
                continue
            known = [money for money, _ in parts if money is not None]
            weights = sum(max(money, 0) for money in known)
            mean = None
            if len(known) == len(parts) and all(one is not None for _, one in parts) and weights:
                weighed = sum(Fraction(one) * max(money, 0) for money, one in parts)
                mean = floor(weighed / weights + Fraction(1, 2))
            budget = sum(known) if len(known) == len(parts) else None
            assert found[dept, row] == [len(parts), budget, mean], (name, unit.unit)
            seen += mean is not None
    assert seen > 5
