"""`jixiao bulk check` as an officer types it: what it says, what it leaves behind, how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.bulk.checks.desk import write
from tests.checks.desk import edited, example

from jixiao.bulk.checks.judging import findings_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.cli.commands import jixiao
from jixiao.rules.registry import registry

SLIPS = [
    {"sheet": "预算执行", "key": "P14", "set": {"结转下年": "67.64"}},
    {
        "sheet": "填报数",
        "add": {"数据项": "部门全年预算数", "写在哪里": "预算批复", "数值": "45859.95", "单位": "万元"},
    },
    {"sheet": "绩效指标", "key": "P16-1", "set": {"分值": "60.00"}},
]


def run(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(jixiao, [str(word) for word in words], catch_exceptions=False)


def rows(path: Path) -> list[dict[str, str]]:
    """A spreadsheet row by row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The example, and beside it one with three slips."""
    folder = tmp_path_factory.mktemp("command") / "data"
    write(folder, {"好.xlsx": example(), "错.xlsx": edited(example(), SLIPS)})
    return folder


@pytest.fixture(scope="module")
def checked(data: Path) -> tuple[Result, Path]:
    """Checked once, with sentences."""
    out = data.parent / "out"
    return run("bulk", "check", data, "--out", out, "--sentences", 5), out


def test_it_tells_how_many_and_where(checked):
    """Counts first, then rules, places and departments; errors end with 1."""
    result, out = checked

    assert result.exit_code == 1
    assert "核对了 2 个部门年度" in result.output
    assert "结转下年与预算、支出、收回之差不一致" in result.output
    assert {path.name for path in out.glob("*.csv")} == {
        "by_rule.csv", "by_place.csv", "by_department.csv", "sentences.csv",
    }  # fmt: skip
    assert {row["代码"] for row in rows(out / "by_rule.csv")} == {"ART-07", "ART-14", "SCR-03", "CMP-07", "CMP-18"}


def test_sentences_are_those_of_the_single_check(checked):
    """What was found and what to do, word for word."""
    _, out = checked
    single = findings_of(edited(example(), SLIPS), registry(), None, {*set_rules(), *judged_rules()})

    told = [row for row in rows(out / "sentences.csv") if row["文件"] == "错.xlsx"]
    assert [(row["代码"], row["发现"], row["怎么办"]) for row in told] == [
        (one.code, one.found(), one.remedy()) for one in single
    ]
    assert all("›" in row["位置"] for row in told)


def test_other_programs_get_the_same(checked, data):
    """The same folder again: nothing is computed anew, and JSON has the counts."""
    _, out = checked
    again = json.loads(run("bulk", "check", data, "--out", out, "--json").output)

    assert again["departments"] == 2
    assert again["findings"]["block"] == 1
    assert [row["rule"] for row in again["by_rule"]] == ["SCR-03", "ART-07", "ART-14", "CMP-07", "CMP-18"]
    assert sum(row["findings"] for row in again["by_place"]) == sum(again["findings"].values())


def test_in_english(data, tmp_path):
    """Every heading has a word in both languages."""
    result = run("bulk", "check", data, "--out", tmp_path / "out", "--lang", "en")

    assert "2 department-years checked" in result.output
    assert "With findings" in result.output


def test_a_dataset_without_errors_ends_with_0(tmp_path):
    """The example alone."""
    write(tmp_path / "data", {"好.xlsx": example()})

    assert run("bulk", "check", tmp_path / "data", "--out", tmp_path / "out").exit_code == 0
