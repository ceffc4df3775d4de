"""A run over a dataset is whole or says that it is not, goes on where it was, and its summaries count what it found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.bulk.checks.desk import found, write
from tests.checks.desk import example

from jixiao.bulk.checks.run import CHECKED, check_dataset, read_checked
from jixiao.bulk.checks.summary import read_sheet
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order
from jixiao.facts import DepartmentYear
from jixiao.figures import MISSING
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry


def _unmeasured(number: int) -> DepartmentYear:
    """The example with so many indicators without a unit of measure."""
    year = example()
    measured = [one for one in year.indicator if one.operator in ("≥", "＝")][:number]
    changed = {one.no: replace(one, unit=MISSING) for one in measured}
    return replace(year, indicator=tuple(changed.get(one.no, one) for one in year.indicator))


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Three department-years in as many parts: without a slip, with three of them, with twelve."""
    folder = tmp_path_factory.mktemp("run")
    years = {"none": example(), "three": _unmeasured(3), "twelve": _unmeasured(12)}
    known = write(folder / "data", years, indicators=1)
    result = check_dataset(read_dataset(folder / "data"), registry(), folder / "out", Order())
    return folder, {name: (dept, years[name]) for dept, name in known.items()}, result


class Stopped(Exception):
    """Somebody stops the run."""


def stop_after_one(done: int, _all: int) -> None:
    """Progress that stops the run when a part is done."""
    if done:
        raise Stopped


def test_a_stopped_run_goes_on_where_it_was(checked, tmp_path):
    """Finished parts stay as they are, and the end is that of a run in one go."""
    folder, years, whole = checked
    dataset, out = read_dataset(folder / "data"), tmp_path / "out"
    with pytest.raises(Stopped):
        check_dataset(dataset, registry(), out, Order(threads=1), stop_after_one)
    kept = {path: path.stat().st_mtime_ns for path in out.glob("part-*/*.parquet")}
    assert kept
    with pytest.raises(FileRefused) as refused:
        read_checked(out)
    assert refused.value.message_id == "bulkcheck-not-whole"

    again = check_dataset(dataset, registry(), out, Order())

    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert replace(again, folder=whole.folder) == whole
    assert (out / CHECKED).is_file()
    assert all(found(out, *one) == found(folder / "out", *one) for one in years.values())


def test_findings_of_one_sort_are_told_together_when_they_are_many(checked):
    """Three are told one by one, twelve as one finding with twelve places."""
    folder, years, _ = checked

    def places(name: str) -> list[int]:
        return [len(places) for code, *_, places in found(folder / "out", *years[name]) if code == "IND-03"]

    assert places("three") == [1, 1, 1]
    assert places("twelve") == [12]


def test_summaries_count_findings_and_not_places(checked):
    """By rule, by department with the worst first, by place."""
    folder, _, result = checked
    out = folder / "out"

    assert result.findings == {"block": 4, "error": 0, "warning": 0, "note": 6}
    assert read_sheet(out, "by_rule").rows == (
        ("IND-03", "block", 2, 4), ("CMP-07", "note", 3, 3), ("CMP-18", "note", 3, 3),
    )  # fmt: skip
    departments = list(read_sheet(out, "by_department").records())
    assert [(row["file"], row["block"]) for row in departments] == [("three", 3), ("twelve", 1), ("none", 0)]
    (place,) = read_sheet(out, "by_place").records()
    assert (place["region"], place["year"], place["departments"], place["with_findings"], place["findings"]) == (
        "440100", 2022, 3, 3, 10,
    )  # fmt: skip


def test_a_folder_of_another_run_is_left_alone(checked, tmp_path):
    """The same folder with other data."""
    folder, _, _ = checked
    write(tmp_path / "other", {"none": example()})

    with pytest.raises(FileRefused) as refused:
        check_dataset(read_dataset(tmp_path / "other"), registry(), folder / "out", Order())

    assert refused.value.message_id == "bulk-other-run"
