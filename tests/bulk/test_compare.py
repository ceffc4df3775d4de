"""Two schemes over the same departments: who moves is who moves between two single scorecards, and nobody else."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from tests.bulk.desk import SCALE, departments, worth

from jixiao.bulk.comparing.changing import changed_scheme, named_scheme
from jixiao.bulk.comparing.comparison import Comparison
from jixiao.bulk.comparing.report import page
from jixiao.bulk.comparing.whole import compare
from jixiao.bulk.dataset import Dataset, Writer, read_dataset
from jixiao.bulk.run import Order
from jixiao.facts import Facts
from jixiao.figures import Missing
from jixiao.files.errors import FileRefused
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Scorecard, score

SCHEME = "gd-2022-reconstructed"
CHANGES = ("options.partial=threshold", "parameters.及格线=0.95", "grades.优=98")
CORNERS = ("example", "no-weights", "some-weights", "no-indicators", "nothing-applies", "no-key-project", "no-budget")
ADDED = """\
scheme: of-110
extends: gd-2022-reconstructed
title: 另加十分
version: "1"
total: "110"
exceptions:
  - add:
      - {code: C, name: 基本分, points: "10", rows: [{else: true, points: 分值, reason: 基本分}], evidence: [无]}
"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> tuple[Dataset, dict[int, tuple[str, Facts]]]:
    """Some departments of the desk in two parts."""
    folder = tmp_path_factory.mktemp("compare") / "data"
    chosen = {
        name: facts for place, (name, facts) in enumerate(departments().items()) if place % 10 == 0 or name in CORNERS
    }
    with Writer(folder, registry(), indicators=1_600) as writer:
        known = {writer.add(facts, name): (name, facts) for name, facts in chosen.items()}
    return read_dataset(folder), known


@pytest.fixture(scope="module")
def stricter(stored, tmp_path_factory) -> tuple[Comparison, Path, dict[int, tuple[Scorecard, Scorecard]]]:
    """A pass threshold of 95 percent and a higher bound for the best grade, beside the single scorecards under both."""
    data, known = stored
    before = load_scheme(SCHEME)
    after, changed = changed_scheme(SCHEME, CHANGES)
    out = tmp_path_factory.mktemp("out") / "stricter"
    found = compare(data, before, after, registry(), out, Order(), changed=changed)
    return found, out, {dept: (score(facts, before), score(facts, after)) for dept, (_, facts) in known.items()}


def beside(stricter, out: Path) -> Path:
    """A folder in which the run under the usual scheme is there already, as after a comparison that was stopped."""
    shutil.copytree(stricter[1] / "before", out / "before")
    return out


def moves(out: Path, columns: str) -> dict[int, tuple]:
    """Rows of the result by department."""
    with duckdb.connect() as engine:
        rows = engine.execute(f"select dept, {columns} from read_parquet('{out / 'moves.parquet'}')").fetchall()
    return {dept: tuple(row) for dept, *row in rows}


def decimal(millionths: int | None) -> Decimal | None:
    return None if millionths is None else Decimal(millionths) / SCALE


def test_a_department_moves_as_its_two_scorecards_say(stricter):
    """Total and grade before and after, and the difference, where both totals are known."""
    _, out, cards = stricter
    found = moves(out, "before, after, difference, grade_before, grade_after")

    moved = 0
    for dept, (before, after) in cards.items():
        if isinstance(before.total, Missing) or isinstance(after.total, Missing):
            continue
        change = after.total.points - before.total.points
        assert found[dept] == (before.total.points, after.total.points, change, before.grade, after.grade)
        moved += change != 0
    assert moved > 3
    assert len(found) == len(cards)


def test_what_is_open_on_both_sides_makes_no_difference(stricter):
    """While the same lines wait for a judge for the same points, what is certain is compared; else nothing is."""
    found, out, cards = stricter
    rows = moves(out, "difference, is_certain")

    certain = apart = 0
    for dept, (before, after) in cards.items():
        if not (isinstance(before.total, Missing) or isinstance(after.total, Missing)):
            assert rows[dept][1] is False
            continue
        known = worth(before.adjusted), worth(after.adjusted)
        is_certain = _open(before) == _open(after) and (known[0] is None) == (known[1] is None)
        change = worth(after.reached) + (known[1] or 0) - worth(before.reached) - (known[0] or 0)
        assert rows[dept] == ((decimal(change), True) if is_certain else (None, False))
        certain += is_certain
        apart += not is_certain
    assert (found.count.certain, found.count.apart) == (certain, apart)
    assert certain > 1


def _open(card: Scorecard) -> set[tuple[str, Decimal]]:
    return {(line.code, line.points.points) for line in card.lines if isinstance(line.score, Missing)}


def test_the_lines_told_are_those_that_changed_most(stricter):
    """The first is the line whose score differs most between the scorecards."""
    _, out, cards = stricter
    rows = moves(out, "leaf_1, change_1, leaf_2, change_2")

    seen = 0
    for dept, (before, after) in cards.items():
        old = {line.code: worth(line.score) for line in before.lines}
        changes = [
            (abs(change), decimal(change))
            for line in after.lines
            if None not in (worth(line.score), old.get(line.code)) and (change := worth(line.score) - old[line.code])
        ]
        changes.sort(reverse=True)
        assert [rows[dept][1], rows[dept][3]] == [*(change for _, change in changes[:2]), None, None][:2]
        seen += bool(changes)
    assert seen > 3


def test_everybody_is_counted_once(stricter):
    """The grades before and after are a table of all departments; so are years, and those that move and do not."""
    found, _, cards = stricter
    pairs = {(one.before, one.after): one.departments for one in found.regradings}

    wanted: dict[tuple[str, str], int] = {}
    for before, after in cards.values():
        wanted[before.grade, after.grade] = wanted.get((before.grade, after.grade), 0) + 1
    assert pairs == wanted
    assert pairs["优", "良"] > 0
    count = found.count
    assert count.up + count.down + count.same + count.apart == count.departments == len(cards)
    assert sum(one.count.departments for one in found.years) == len(cards)
    assert sum(one.before for one in found.distribution) == sum(1 for before, _ in cards.values() if before.grade)


def test_a_higher_bound_moves_nobody_but_takes_grades(stored, stricter, tmp_path):
    """The published year has 97.48: at 98 it is no longer of the best grade, and its points stay."""
    data, known = stored
    after, changed = changed_scheme(SCHEME, ["grades.优=98"])
    found = compare(
        data, load_scheme(SCHEME), after, registry(), beside(stricter, tmp_path / "out"), Order(), changed=changed
    )

    dept = next(dept for dept, (name, _) in known.items() if name == "example")
    assert moves(tmp_path / "out", "before, difference, grade_before, grade_after")[dept] == (
        Decimal("97.48"),
        0,
        "优",
        "良",
    )
    assert (found.count.up, found.count.down, found.movers) == (0, 0, ())
    assert found.count.regraded > 0
    assert "没有部门的得分变动，但有" in page(found, "zh").decode()
    assert named_scheme(str(tmp_path / "out" / "changed.yaml")).digest == after.digest


def test_a_scheme_beside_itself_moves_nobody(stored, stricter, tmp_path):
    """And the page says so in words instead of an empty picture."""
    data, _ = stored
    scheme = load_scheme(SCHEME)
    found = compare(data, scheme, scheme, registry(), beside(stricter, tmp_path / "out"), Order())

    assert (found.count.up, found.count.down, found.count.regraded, found.count.apart) == (0, 0, 0, 0)
    assert all(one.before == one.after for one in found.regradings)
    assert all(line.before == line.after and not line.up and not line.down for line in (*found.leaves,))
    told = page(found, "zh").decode()
    assert "没有部门的得分变动。" in told
    assert "没有部门变等级。" in told
    assert "No department moves." in page(found, "en").decode()


def test_other_totals_are_compared_in_shares(stored, stricter, tmp_path):
    """97.48 of 100 is 97.48 percent; with ten points more for everybody 107.48 of 110 are 97.71."""
    data, known = stored
    file = tmp_path / "of-110.yaml"
    file.write_text(ADDED, encoding="utf-8")
    found = compare(
        data, load_scheme(SCHEME), named_scheme(str(file)), registry(), beside(stricter, tmp_path / "out"), Order()
    )

    dept = next(dept for dept, (name, _) in known.items() if name == "example")
    assert moves(tmp_path / "out", "before, after, difference, scale_before, scale_after, leaf_1, change_1")[dept] == (
        Decimal("97.48"), Decimal("107.48"), 10, Decimal("97.48"), Decimal("97.71"), "C 基本分", 10,
    )  # fmt: skip
    assert not found.is_same_full
    assert "折合百分制" in page(found, "zh").decode()


def test_a_comparison_goes_on_where_it_was(stricter, stored):
    """The runs that are there are used again, and the same files come out."""
    _, out, _ = stricter
    data, _ = stored
    kept = {path: path.stat().st_mtime_ns for path in out.glob("*/part-*/*.parquet")}
    data_before = (out / "compare.json").read_bytes(), (out / "compare.html").read_bytes()
    (out / "compare.json").unlink()
    after, changed = changed_scheme(SCHEME, CHANGES)

    compare(data, load_scheme(SCHEME), after, registry(), out, Order(), changed=changed)

    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert ((out / "compare.json").read_bytes(), (out / "compare.html").read_bytes()) == data_before


def test_another_comparison_is_left_alone(stricter, stored, tmp_path):
    """A folder of other schemes, and one with something else in it, are refused before anything is written."""
    _, out, _ = stricter
    data, _ = stored
    before = (out / "compare.json").read_bytes()
    with pytest.raises(FileRefused) as refused:
        compare(data, load_scheme(SCHEME), load_scheme(SCHEME), registry(), out, Order())
    assert refused.value.message_id == "bulk-other-run"
    assert (out / "compare.json").read_bytes() == before

    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        compare(data, load_scheme(SCHEME), load_scheme(SCHEME), registry(), tmp_path, Order())
    assert refused.value.message_id == "bulk-folder-in-use"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_files_say_the_same(stricter):
    """The csv opens in a spreadsheet with Chinese headings; json holds what the page shows; scores are text."""
    found, out, cards = stricter
    raw = (out / "moves.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    told = json.loads((out / "compare.json").read_text(encoding="utf-8"))

    assert raw.startswith("\ufeff序号,来源文件".encode())
    assert [int(row["序号"]) for row in rows] == sorted(cards)
    example = next(row for row in rows if row["来源文件"] == "example")
    assert (example["原得分"], example["新等级"]) == ("97.48", "良")
    assert sum(one["departments"] for one in told["grades"]) == len(cards)
    assert told["after"]["grades"]["优"] == "98"
    assert told["movers"][0]["difference"] == f"{found.movers[0].difference / Decimal(SCALE):.2f}"
    with (out / "leaves.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["编号"] for row in csv.DictReader(lines)] == [line.place.code for line in found.leaves]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (SCHEME, "及格线=0.7", "compare-set"),
        (SCHEME, "parameters.及格线", "compare-set"),
        (SCHEME, "tree.A=1", "compare-set"),
        (SCHEME, "parameters.合格线=0.7", "rules-not-among"),
        (SCHEME, "options.partial=sometimes", "rules-not-among"),
        (SCHEME, "grades.甲=92", "rules-not-among"),
        (SCHEME, "grades.良=95", "scheme-grades"),
        (SCHEME, "grades.优=高", "rules-not-a-figure"),
        ("本市.yaml", "grades.优=92", "compare-set-file"),
    ],
)
def test_a_change_that_cannot_be_is_refused(name, change, message):
    """What is not of the form, what does not exist, and what would turn grades round."""
    with pytest.raises(RuleError) as refused:
        changed_scheme(name, [change])

    assert refused.value.message_id == message
    assert refused.value.text().endswith("。")
