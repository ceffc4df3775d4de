"""Scored on two workers, every row is that of one machine, whatever happens to a worker; and what cannot be done is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.bulk.cluster import Cluster, cluster, said
from tests.bulk.desk import laid_out, write
from tests.bulk.many import multiplied
from tests.bulk.test_run import SCHEME, Stopped, enlarge
from tests.bulk.test_same_as_single import SCHEMES
from tests.rules.engines import differing, read
from tests.rules.samples import case_suite, made, shipped

from jixiao.bulk import spark
from jixiao.bulk.dataset import Dataset, Writer, described, read_dataset, write_list
from jixiao.bulk.duck import RESULTS
from jixiao.bulk.run import RESULT, Order, score_dataset
from jixiao.bulk.spark import score_dataset_on_spark
from jixiao.bulk.spark_parts import SETTINGS
from jixiao.bulk.spark_session import connected
from jixiao.cli.commands import jixiao
from jixiao.files.errors import FileRefused
from jixiao.rules.formula.sql import table_parts_sql
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

pytestmark = pytest.mark.spark

EXAMPLES = Path(__file__).parents[2] / "examples"
WHOLE = Order()


@pytest.fixture(scope="module")
def workers(tmp_path_factory) -> Iterator[Cluster]:
    """A master and two workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")  # these programs end before a better one is ready
        with cluster(tmp_path_factory.mktemp("cluster")) as started:
            yield started


@pytest.fixture(scope="module")
def session(workers):
    """The session that all of these tests go on with."""
    with connected(workers.master, "1GiB") as started:
        yield started


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Dataset:
    """All departments in one part, in a folder with a Chinese name."""
    folder = tmp_path_factory.mktemp("数据") / "各部门 2022"
    write(folder, indicators=10**9)
    return read_dataset(folder)


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Dataset:
    """Eight departments, each a part; the last one has no indicators."""
    folder = tmp_path_factory.mktemp("alone") / "data"
    with Writer(folder, registry(), indicators=1) as writer:
        for name in ["example", "no-budget", "some-weights", "no-weights", *list(laid_out())[:3], "no-indicators"]:
            writer.take(laid_out()[name])
    return read_dataset(folder)


def run(data: Dataset, out: Path, workers: Cluster, scheme: str = SCHEME, order: Order = WHOLE, **how):
    return score_dataset_on_spark(data, load_scheme(scheme), registry(), out, order, workers.master, **how)


def differences(one: Path, other: Path, name: str) -> list[tuple]:
    """Rows of a relation, with all columns, that only one of two results has; then the columns, where those differ."""
    sides = [f"read_parquet('{folder}/part-*/{name}.parquet', filename = false)" for folder in (one, other)]
    with duckdb.connect() as engine:
        columns = [engine.execute(f"describe select * from {side}").fetchall() for side in sides]
        found = engine.execute(
            f"(select 'only Spark', * from (from {sides[0]} except all from {sides[1]})) union all "
            f"(select 'only DuckDB', * from (from {sides[1]} except all from {sides[0]})) limit 20"
        ).fetchall()
    return found + [pair for pair in zip(*columns, strict=True) if pair[0] != pair[1]]


def assert_the_same(one: Path, other: Path) -> None:
    """Row by row, part by part, and in what the runs say of themselves."""
    assert [path.relative_to(one) for path in files_of(one)] == [path.relative_to(other) for path in files_of(other)]
    for name in {path.stem for path in one.glob("part-*/*.parquet")}:
        assert differences(one, other, name) == []
    for part in sorted(path.name for path in one.glob("part-*")):
        totals = [sorted(pq.read_table(folder / part / "total.parquet")["dept"].to_pylist()) for folder in (one, other)]
        assert totals[0] == totals[1]
    assert (one / RESULT).read_text(encoding="utf-8") == (other / RESULT).read_text(encoding="utf-8")


def files_of(folder: Path) -> list[Path]:
    """Everything in a result."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_row_is_the_same(session, workers, data, tmp_path, scheme):
    """Lines, completions, leaves and totals of all departments, under every scheme of departments that ships."""
    run(data, tmp_path / "spark", workers, scheme)
    score_dataset(data, load_scheme(scheme), registry(), tmp_path / "duckdb", Order())

    assert_the_same(tmp_path / "spark", tmp_path / "duckdb")


def test_a_killed_worker_changes_nothing(session, workers, data, tmp_path, monkeypatch):
    """One of two workers loses its power when the first departments are done; the other does its work again."""
    monkeypatch.setattr(spark, "PARTS_A_GROUP", 2)  # two groups after the first two
    many = multiplied(data, tmp_path / "many", copies=1, parts=8)
    seen: list[int] = []

    def kill_once(done: int, _: int) -> None:
        if done and not seen:
            workers.kill_worker()
        seen.append(done)

    try:
        run(many, tmp_path / "spark", workers, progress=kill_once)
    finally:
        said(workers.worker(), "Successfully registered with master")
    score_dataset(many, load_scheme(SCHEME), registry(), tmp_path / "duckdb", Order())

    assert 0 < seen[1] < 8  # there was work left to lose
    assert seen[-1] == 8
    assert_the_same(tmp_path / "spark", tmp_path / "duckdb")


def test_a_stopped_run_goes_on_on_one_machine(session, workers, alone, tmp_path):
    """What the cluster finished stays, byte for byte, and whoever ends the run ends with the same result: here without lines."""
    order = Order(lines=False)
    out = tmp_path / "out"

    def stop(done: int, _: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        run(alone, out, workers, order=order, progress=stop)
    kept = {path: path.read_bytes() for path in out.glob("part-*/*.parquet")}
    assert {path.stem for path in kept} == {*RESULTS} - {"line"}
    assert not (out / RESULT).exists()

    score_dataset(alone, load_scheme(SCHEME), registry(), out, order)
    score_dataset(alone, load_scheme(SCHEME), registry(), tmp_path / "whole", order)

    assert {path: path.read_bytes() for path in kept} == kept
    assert_the_same(out, tmp_path / "whole")


def test_a_part_without_indicators_has_a_file_without_rows(session, workers, alone, tmp_path):
    """Sharing a plan with others, it still has each of its files, of the same columns."""
    run(alone, tmp_path / "spark", workers)
    score_dataset(alone, load_scheme(SCHEME), registry(), tmp_path / "duckdb", Order())

    assert_the_same(tmp_path / "spark", tmp_path / "duckdb")
    last = pq.read_metadata(tmp_path / "spark" / alone.parts[-1].name / "line.parquet")
    assert (last.num_rows, last.num_columns) == (0, 7)


def test_tables_are_answered_alike(session, tmp_path):
    """Every case somebody worked out, every table that ships and some at random, on blanks, zeros, bounds and ties."""
    samples = [*case_suite(), *shipped(60), *made(tables=30, lines=60, seed=11)]
    columns: dict[str, list[int | None]] = {}
    asked = []
    longest = max(len(sample.lines) for sample in samples)
    for place, sample in enumerate(samples):  # a column a table: a job for each would take minutes
        names = {name: f"t{place}c{number}" for number, name in enumerate(sample.table.columns)}
        blanks = [None] * (longest - len(sample.lines))
        columns.update({column: [line[name] for line in sample.lines] + blanks for name, column in names.items()})
        points, code = table_parts_sql(sample.table, "spark", names)
        asked += [f"{points} as points{place}", f"{code} as code{place}"]
    schema = pa.schema([("place", pa.int32()), *((name, pa.int64()) for name in columns)])
    pq.write_table(pa.Table.from_pydict({"place": list(range(longest)), **columns}, schema), tmp_path / "lines.parquet")
    own = session.newSession()
    for name, value in SETTINGS.items():
        own.conf.set(name, value)

    answers: dict[str, list[int | None]] = {}
    for start in range(0, len(asked), 60):
        out = tmp_path / f"answers-{start}"
        lines = own.read.parquet(f"file://{tmp_path}/lines.parquet").coalesce(1)
        lines.selectExpr("place", *asked[start : start + 60]).write.parquet(f"file://{out}")
        answers.update(pq.read_table(out).sort_by("place").to_pydict())

    for place, sample in enumerate(samples):
        rows = zip(answers[f"points{place}"], answers[f"code{place}"], strict=True)
        found = read(list(rows)[: len(sample.lines)])
        assert list(differing(sample, found)) == []
    assert len(samples) > 100


def test_a_sum_that_passes_its_bounds_ends_the_run(session, workers, tmp_path):
    """The sentence is that of one machine, with the name of the figure."""
    write(tmp_path / "data", indicators=10**9)
    enlarge(read_dataset(tmp_path / "data"))

    with pytest.raises(FileRefused) as refused:
        run(read_dataset(tmp_path / "data"), tmp_path / "out", workers)

    assert refused.value.message_id == "bulk-out-of-bounds"
    assert refused.value.values["field"] == "部门全年预算数"
    assert [path.name for path in files_of(tmp_path / "out")] == ["plan.json"]


@pytest.mark.parametrize(
    ("damage", "listed", "message"),
    [
        (lambda content: content[:-100], False, "bulk-file-changed"),
        (lambda content: content[:-100], True, "bulk-file-unreadable"),
        (lambda content: content[:100] + b"x" * 3_000 + content[3_100:], True, "bulk-file-unreadable"),
    ],
    ids=["cut off", "cut off before it was listed", "overwritten inside"],
)
def test_a_damaged_file_is_named(session, workers, tmp_path, damage, listed, message):
    """Before anything is read, where length or columns tell; else when a worker meets it. Nothing is written."""
    write(tmp_path / "data", indicators=10**9)
    data = read_dataset(tmp_path / "data")
    (part,) = data.parts
    damaged = data.file(part, "indicator")
    damaged.write_bytes(damage(damaged.read_bytes()))
    if listed:
        write_list(data.folder, [described(data.folder, part.name, part.departments, part.rows)])

    with pytest.raises(FileRefused) as refused:
        run(read_dataset(tmp_path / "data"), tmp_path / "out", workers)

    assert refused.value.message_id == message
    assert part.name in refused.value.sentence()
    assert [path.name for path in files_of(tmp_path / "out")] == ["plan.json"]


def test_a_folder_of_reports_is_reviewed_alike(session, workers, tmp_path, monkeypatch):
    """Right ones, wrong ones, a damaged one: what is said of each, the order and the code are those of this machine."""
    reports(tmp_path / "各单位")
    monkeypatch.chdir(tmp_path)

    here = CliRunner().invoke(jixiao, ["review", "各单位", "--json", "--jobs", "1"])
    there = CliRunner().invoke(jixiao, ["review", "各单位", "--json", "--master", workers.master])

    assert there.exception is None or isinstance(there.exception, SystemExit), there.exception
    assert there.output == here.output
    assert there.exit_code == here.exit_code == 2
    assert len(json.loads(there.output)["files"]) == 12


def reports(folder: Path) -> None:
    """Twelve reports, one of them no report at all."""
    folder.mkdir()
    text = (EXAMPLES / "report-with-slips.txt").read_text(encoding="utf-8")
    for number in range(11):
        (folder / f"单位{number:02}.txt").write_text(text.replace("9.52%", f"9.{number:02}%"), encoding="utf-8")
    (folder / "单位11.docx").write_bytes(b"PK\x03\x04 half a package")
