"""A run is whole or says that it is not: stopped runs go on, damaged files are named, other runs are left alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.bulk.desk import relation, write

from jixiao.bulk.dataset import Dataset, described, read_dataset, write_list
from jixiao.bulk.result_tables import TABLES
from jixiao.bulk.run import RESULT, Order, score_dataset
from jixiao.files.errors import FileRefused
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Leaf
from jixiao.rules.schemes import load_scheme

SCHEME = "gd-2022-reconstructed"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Dataset:
    """A dataset of several parts."""
    folder = tmp_path_factory.mktemp("bulk") / "data"
    write(folder, indicators=5_000)
    return read_dataset(folder)


class Stopped(Exception):
    """Somebody stops the run."""


def stop_after(number: int):
    """Progress that stops the run when so many parts are done."""

    def progress(done: int, _all: int) -> None:
        if done == number:
            raise Stopped

    return progress


def run(data: Dataset, out, scheme: str = SCHEME, **how):
    return score_dataset(data, load_scheme(scheme), registry(), out, Order(), **how)


def test_a_stopped_run_goes_on_where_it_was(data, tmp_path):
    """Finished parts are not computed again, and the end is that of a run in one go."""
    out, whole = tmp_path / "stopped", tmp_path / "whole"
    with pytest.raises(Stopped):
        run(data, out, progress=stop_after(2))
    kept = {path: path.stat().st_mtime_ns for path in out.glob("part-*/*.parquet")}
    assert kept
    assert not (out / RESULT).exists()

    run(data, out)
    run(data, whole)

    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert sorted(relation(out, "total", "*")) == sorted(relation(whole, "total", "*"))
    assert json.loads((out / RESULT).read_text(encoding="utf-8")) == json.loads(
        (whole / RESULT).read_text(encoding="utf-8")
    )


def test_a_file_that_was_cut_off_is_named(tmp_path):
    """Nothing of its part is written, what is done stays, and the sentence says what to do."""
    folder, out = tmp_path / "data", tmp_path / "out"
    write(folder, indicators=5_000)
    data = read_dataset(folder)
    damaged = data.file(data.parts[1], "indicator")
    damaged.write_bytes(damaged.read_bytes()[:-100])

    with pytest.raises(FileRefused) as refused:
        run(data, out)

    assert refused.value.message_id == "bulk-file-changed"
    assert damaged.name in refused.value.sentence()
    assert not (out / data.parts[1].name).exists()
    assert not (out / ".draft").exists()
    assert not (out / RESULT).exists()


def test_bytes_that_are_no_parquet_are_named(tmp_path):
    """The same length, other bytes: DuckDB refuses the file, and the person reads a sentence."""
    folder, out = tmp_path / "data", tmp_path / "out"
    write(folder, indicators=5_000)
    data = read_dataset(folder)
    damaged = data.file(data.parts[0], "budget")
    damaged.write_bytes(b"x" * damaged.stat().st_size)

    with pytest.raises(FileRefused) as refused:
        run(data, out)

    assert refused.value.message_id == "bulk-file-unreadable"
    assert not (out / data.parts[0].name).exists()
    assert not (out / RESULT).exists()


@pytest.mark.parametrize(
    ("kind", "message"),
    [("double", "bulk-other-column"), ("decimal128(20, 2)", "bulk-other-column"), ("", "bulk-no-column")],
)
def test_a_column_that_is_no_whole_number_is_refused(tmp_path, kind, message):
    """Other programs write amounts as floats or decimals; nothing is computed from them, and the column is named."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder, out = tmp_path / "data", tmp_path / "out"
    write(folder, indicators=10**9)
    data = read_dataset(folder)
    path = data.file(data.parts[0], "budget")
    table = pq.read_table(path)
    place = table.schema.get_field_index("spent")
    changed = {"double": pa.float64(), "decimal128(20, 2)": pa.decimal128(20, 2)}.get(kind)
    blank = pa.nulls(len(table), changed) if changed else None
    table = table.set_column(place, "spent", blank) if changed else table.remove_column(place)
    pq.write_table(table, path)
    part = data.parts[0]
    write_list(folder, [described(folder, part.name, part.departments, part.rows)])

    with pytest.raises(FileRefused) as refused:
        run(read_dataset(folder), out)

    assert refused.value.message_id == message
    assert "spent" in refused.value.sentence()
    assert kind in refused.value.sentence()


@pytest.mark.parametrize("what", ["scheme", "something else"])
def test_a_folder_that_holds_something_else_is_left_alone(data, tmp_path, what):
    """Another run, or any other file."""
    out = tmp_path / "out"
    if what == "scheme":
        run(data, out, "chongqing-common")
    else:
        out.mkdir()
        (out / "letter.txt").write_text("keep me", encoding="utf-8")
    before = sorted(path.name for path in out.rglob("*"))

    with pytest.raises(FileRefused) as refused:
        run(data, out)

    assert refused.value.message_id in {"bulk-other-run", "bulk-folder-in-use"}
    assert sorted(path.name for path in out.rglob("*")) == before


def test_a_scheme_for_projects_is_refused(data, tmp_path):
    """Departments are scored with schemes of departments."""
    with pytest.raises(RuleError) as refused:
        run(data, tmp_path / "out", "national-project-2020")

    assert refused.value.message_id == "scheme-other-form"


def test_a_sum_that_passes_its_bounds_ends_the_run(tmp_path):
    """Three lines of nearly all the money a rule may compute with: the sum is no figure, and no score is made of it."""
    folder, out = tmp_path / "data", tmp_path / "out"
    write(folder, indicators=10**9)
    data = read_dataset(folder)
    enlarge(data)

    with pytest.raises(FileRefused) as refused:
        run(read_dataset(folder), out)

    assert refused.value.message_id == "bulk-out-of-bounds"
    assert "部门全年预算数" in refused.value.sentence()
    assert not (out / RESULT).exists()


def enlarge(data: Dataset) -> None:
    """Put 9·10⁷ 万元 into every budget line."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = data.file(data.parts[0], "budget")
    table = pq.read_table(path)
    for name in ("full", "initial"):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), pa.array([9 * 10**13] * len(table), pa.int64()))
    pq.write_table(table, path)
    part = data.parts[0]
    write_list(data.folder, [described(data.folder, part.name, part.departments, part.rows)])


def test_a_sum_of_approved_points_is_refused(data, tmp_path):
    """What the statements do not compute is said before anything is written."""
    scheme = load_scheme(SCHEME)

    def summed(node):
        if isinstance(node, Leaf):
            return replace(node, lines=replace(node.lines, operator="sum")) if node.code == "A-01" else node
        return replace(node, children=tuple(map(summed, node.children)))

    with pytest.raises(RuleError) as refused:
        score_dataset(
            data, replace(scheme, roots=tuple(map(summed, scheme.roots))), registry(), tmp_path / "out", Order()
        )

    assert refused.value.message_id == "bulk-sum-of-points"
    assert not (tmp_path / "out").exists()


def test_a_result_has_the_columns_that_are_documented(data, tmp_path):
    """The reference page tells every column of every file, with its type."""
    import pyarrow.parquet as pq

    run(data, tmp_path / "out")

    for name, table in TABLES.items():
        (path, *_) = sorted((tmp_path / "out").rglob(f"{name}.parquet"))
        found = [(field.name, str(field.type)) for field in pq.read_schema(path)]
        assert found == [(column.name, column.storage) for column in table.columns], name
