"""`jixiao bulk compare` as an officer types it: what it says, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html
from tests.checks.desk import example

from jixiao.bulk.dataset import Writer
from jixiao.cli.commands import jixiao
from jixiao.facts import Facts
from jixiao.rules.registry import registry

SCHEME = "gd-2022-reconstructed"
ODD = '=1+1<script>alert("x")</script>'


def run(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(jixiao, ["bulk", "compare", *map(str, words)], catch_exceptions=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The published year, the same department a year before with a finding, and one whose name is odd."""
    folder = tmp_path_factory.mktemp("compare") / "data"
    year = example()
    found = replace(year, management=replace(year.management, findings=Decimal(1)))
    years = (
        year,
        replace(found, cover=replace(year.cover, year=2021)),
        replace(year, cover=replace(year.cover, department=ODD, region="440600")),
    )
    with Writer(folder, registry()) as writer:
        for number, one in enumerate(years):
            writer.add(Facts(one, registry()), f"{number}.xlsx")
    return folder


@pytest.fixture(scope="module")
def compared(data, tmp_path_factory) -> tuple[Result, Path]:
    """A higher bound for the best grade, tried."""
    out = tmp_path_factory.mktemp("out") / "试算"
    return run(data, "--scheme", SCHEME, "--set", "grades.优=97", "--out", out), out


def test_it_says_what_it_found_and_where_it_is(compared):
    """One sentence, four tables, and the folder."""
    result, out = compared

    assert result.exit_code == 0
    assert result.output.startswith("3 个部门年度里有 3 个可比，没有部门的得分变动，但有 1 个变了等级。")
    assert "等级变动" in result.output
    assert f"试改后的方案写在 {out / 'changed.yaml'}" in result.output
    assert {path.name for path in out.iterdir()} == {
        "after", "before", "changed.yaml", "compare.html", "compare.json", "distribution.csv", "grades.csv", "leaves.csv",
        "moves.csv", "moves.parquet", "regions.csv", "rules.csv", "years.csv",
    }  # fmt: skip


def test_the_kept_file_is_a_scheme_like_any_other(data, compared, tmp_path):
    """Whoever goes on with it gets the same result, as JSON and in English too."""
    _, out = compared
    told = run(
        data,
        "--scheme",
        SCHEME,
        "--scheme",
        out / "changed.yaml",
        "--out",
        tmp_path / "again",
        "--json",
        "--lang",
        "en",
    )

    assert told.exit_code == 0
    found = json.loads(told.output)
    assert found.pop("folder") == str(tmp_path / "again")
    assert found == json.loads((out / "compare.json").read_text(encoding="utf-8"))
    assert found["grades"] == [
        {"before": "优", "after": "优", "departments": 2},
        {"before": "优", "after": "良", "departments": 1},
    ]
    assert "What if" in (tmp_path / "again" / "compare.html").read_text(encoding="utf-8")


def test_a_limit_that_nothing_uses_is_told(data, compared, tmp_path):
    """The pass mark counts only where the convention of a pass mark is chosen."""
    shutil.copytree(compared[1] / "before", tmp_path / "out" / "before")
    told = run(data, "--scheme", SCHEME, "--set", "parameters.及格线=0.7", "--out", tmp_path / "out")

    assert "两个方案的计分规则完全相同" in told.output
    assert "两个方案的计分规则完全相同" in (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")


def test_schemes_that_wait_for_other_lines_cannot_be_compared(data, compared, tmp_path):
    """Chongqing's table asks for judgements that nobody made: that is said, and no picture is drawn of nothing."""
    shutil.copytree(compared[1] / "before", tmp_path / "out" / "before")
    told = run(data, "--scheme", SCHEME, "--scheme", "chongqing-common", "--out", tmp_path / "out")
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")

    assert told.output.startswith("3 个部门年度没有一个可比：两个方案下待评的行不同。")
    assert "没有可比的部门。" in page
    assert "没有部门的得分变动" not in page


def test_the_page_needs_nobody(compared):
    """No script, nothing from elsewhere; its style is allowed by its digest; what officers wrote is never markup."""
    _, out = compared
    text = (out / "compare.html").read_text(encoding="utf-8")
    tree = html.fromstring(text.encode())
    style = tree.findtext(".//style")

    assert not tree.xpath("//script | //link | //img | //@style | //@src | //@*[starts-with(name(), 'on')]")
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in tree.xpath("string(//meta[2]/@content)")
    assert tree.xpath("string(//html/@lang)") == "zh-CN"
    assert len(tree.xpath("//h1")) == 1
    assert all(figure.xpath(".//table | .//p[@class='empty']") for figure in tree.xpath("//figure"))
    assert all(picture.get("aria-label") for picture in tree.xpath("//*[@role='img']"))
    assert not re.search(r"compare-[a-z]+-", re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL))


def test_a_name_is_no_formula(compared):
    """A department that calls itself a formula stays a text in a spreadsheet."""
    _, out = compared

    assert "\"'=1+1<script>" in (out / "moves.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--scheme", SCHEME), "比较要两个方案，现有 1 个。"),
        (("--scheme", SCHEME) * 3, "比较要两个方案，现有 3 个。"),
        (("--scheme", SCHEME, "--scheme", "national-project-2020"), "national-project-2020"),
        (("--scheme", SCHEME, "--scheme", "没有.yaml"), "规则文件“没有.yaml”读不出来"),
        (("--scheme", SCHEME, "--set", "优=97"), "“优=97”不是可以试改的写法"),
        (
            ("--scheme", SCHEME, "--set", "grades.优=97", "--alike", "50"),
            "--alike 应是 51 到 100 之间的整数，现为 50。",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(data, tmp_path, words, sentence):
    """With a sentence, exit code 2, and nothing written."""
    result = run(data, *words, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not (tmp_path / "out" / "compare.json").exists()


def test_an_empty_dataset_is_refused(tmp_path):
    """There is nothing to compare in it."""
    with Writer(tmp_path / "data", registry()):
        pass
    result = run(tmp_path / "data", "--scheme", SCHEME, "--scheme", SCHEME, "--out", tmp_path / "out")

    assert (result.exit_code, "里没有部门" in result.stderr) == (2, True)
