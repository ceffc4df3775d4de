"""`jixiao bulk` as an officer types it: from a folder of workbooks to the reason for a lost point."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from xml.sax.saxutils import escape

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from tests.cli.test_commands import GUANGZHOU, changed

from jixiao.bulk import importing
from jixiao.bulk.dataset import file_digest, read_dataset
from jixiao.cli import bulk
from jixiao.cli.bulk import importing as import_module
from jixiao.cli.commands import jixiao

WATER = GUANGZHOU.with_name("qingxi-water-2024.xlsx")
SCHEME = "gd-2022-reconstructed"
NAME = "广州市总工会"
CLUSTER = ("--engine", "spark", "--master", "spark://127.0.0.1:1")
"""Where nobody answers."""


def run(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(jixiao, ["bulk", *map(str, words)], catch_exceptions=False)


def named(path: Path, department: str) -> Path:
    """The example under another department's name."""
    with zipfile.ZipFile(GUANGZHOU) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/sharedStrings.xml":
                data = data.replace(f">{NAME}<".encode(), f">{escape(department)}<".encode())
            target.writestr(item, data)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in a bureau's folder: three departments, one of them twice, a file that is none, a cell nobody can read."""
    made = tmp_path_factory.mktemp("desk") / "各部门"
    (made / "区县").mkdir(parents=True)
    shutil.copy(GUANGZHOU, made / "总工会.xlsx")
    shutil.copy(WATER, made / "区县" / "水务局.xlsx")
    named(made / "交通局.xlsx", "交通局")
    named(made / "区县" / "交通局（旧）.xlsx", "交通局")
    (made / "坏.xlsx").write_text("no workbook", encoding="utf-8")
    changed(named(made / "民政局.xlsx", "民政局"), "预算执行", "B-HQ-1", "支出决算数", "五千")
    (made / "说明.docx").write_bytes(b"not looked at")
    (made / "~$总工会.xlsx").write_bytes(b"not looked at")
    return made


@pytest.fixture(scope="module")
def imported(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The folder imported once."""
    out = tmp_path_factory.mktemp("imported") / "数据"
    return run("import", folder, "--out", out), out


@pytest.fixture(scope="module")
def scored(imported: tuple[Result, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The import scored once."""
    out = tmp_path_factory.mktemp("scored") / "结果"
    return run("score", imported[1], "--scheme", SCHEME, "--out", out), out


def rows(path: Path) -> list[list[str]]:
    """A csv as a spreadsheet opens it; without the mark at its beginning, characters would be wrong."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def plain(result: Result) -> str:
    """What was printed, without the frames of tables and the breaks in their cells."""
    return re.sub(r"[\s│┃]", "", result.output)


# --- import -----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_imported_is_listed_and_the_rest_is_there(imported):
    """Three departments in the order of names; for every other workbook one sentence, on the screen and in a file."""
    result, out = imported

    assert result.exit_code == 1
    title, *listed = rows(out / "refused.csv")
    told = dict(listed)
    assert title == ["文件", "原因"]
    assert list(told) == ["区县/交通局（旧）.xlsx", "坏.xlsx", "民政局.xlsx"]
    assert told["区县/交通局（旧）.xlsx"] == (
        "“区县/交通局（旧）.xlsx”与“交通局.xlsx”是同一个部门同一年度的（交通局，2022 年度），已导入的是“交通局.xlsx”。"
        "请核对哪一份是对的，只留一份，再重新导入。"
    )
    assert told["坏.xlsx"].startswith("“坏.xlsx”是文本文件")
    assert told["民政局.xlsx"] == (
        "有 1 处没有读入，不能批量计分。请改正后重新导入：\n民政局.xlsx › 预算执行 › O6："
        "“支出决算数”填写有误：“五千”不是一个数，应为形如 1,234.56 的数字（可带单位）。请改填数字。"
    )
    assert all(squeezed(file) in plain(result) for file in told)
    assert "已导入 3 个部门年度" in result.output
    assert sorted(path.name for path in out.iterdir()) == ["dataset.json", "part-00001", "refused.csv"]
    assert files_of(out) == ["交通局.xlsx", "区县/水务局.xlsx", "总工会.xlsx"]


def files_of(data: Path) -> list[str]:
    """The workbooks of a dataset by their numbers."""
    found = [pq.read_table(part / "cover.parquet", columns=["dept", "file"]) for part in sorted(data.glob("part-*"))]
    pairs = [(row["dept"], row["file"]) for table in found for row in table.to_pylist()]
    assert [dept for dept, _ in pairs] == list(range(1, len(pairs) + 1))
    return [file for _, file in pairs]


def test_numbers_do_not_depend_on_how_many_read(read_here, folder, imported, tmp_path):
    """Several processes or one: the same bytes."""
    run("import", folder, "--out", tmp_path / "数据")

    assert read_dataset(tmp_path / "数据").digest == read_dataset(imported[1]).digest


def test_strict_imports_all_or_nothing(folder, tmp_path, read_here):
    """The first workbook that cannot be stored ends it, and nothing is left."""
    result = run("import", folder, "--out", tmp_path / "数据", "--strict")

    assert result.exit_code == 2
    assert "“区县/交通局（旧）.xlsx”不能导入：" in result.output
    assert result.output.strip().endswith("按 --strict 的要求，什么也没有导入。")
    assert list(tmp_path.iterdir()) == []


class Reader:
    """Reads workbooks in this process, each once, until somebody breaks it off."""

    known: ClassVar[dict[tuple[str, str], object]] = {}

    def __init__(self, until: int = -1) -> None:
        self.left = until

    def __call__(self, tasks, job, refusal, jobs) -> Iterator[tuple[int, object]]:
        for index, task in enumerate(tasks):
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            key = (task.name, file_digest(task.file))
            if key not in self.known:
                self.known[key] = job(task)
            yield index, self.known[key]


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes: they take longer to start than such a folder takes to read."""
    monkeypatch.setattr(import_module, "many", Reader())


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is full with one department."""
    monkeypatch.setattr(importing, "INDICATORS_A_PART", 1)


def test_an_import_that_was_broken_off_goes_on(folder, tmp_path, monkeypatch, read_here, small_parts):
    """Nobody takes it for whole; started again it keeps what it has, refusals too, and ends as in one go."""
    out, whole = tmp_path / "数据", tmp_path / "一次"
    with monkeypatch.context() as patch:
        patch.setattr(import_module, "many", Reader(4))
        broken = run("import", folder, "--out", out)
    kept = {path: path.stat().st_mtime_ns for path in out.glob("part-*/*")}

    assert broken.exit_code == 130
    assert "已写好的 2 个部门年度保留着" in broken.output
    assert kept
    assert not (out / "dataset.json").exists()
    assert run("score", out, "--scheme", SCHEME, "--out", tmp_path / "结果").exit_code == 2

    again = run("import", folder, "--out", out)
    run("import", folder, "--out", whole)

    assert "接着上次的导入：6 份工作簿里已有 3 份处理过。" in again.output
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert read_dataset(out).digest == read_dataset(whole).digest
    assert (out / "refused.csv").read_bytes() == (whole / "refused.csv").read_bytes()


def test_an_import_of_other_workbooks_does_not_go_on(folder, tmp_path, monkeypatch, read_here, small_parts):
    """Somebody mended a workbook in between: parts of two states would be mixed."""
    mine, out = tmp_path / "各部门", tmp_path / "数据"
    shutil.copytree(folder, mine)
    with monkeypatch.context() as patch:
        patch.setattr(import_module, "many", Reader(2))
        run("import", mine, "--out", out)
    named(mine / "民政局.xlsx", "民政局")
    before = sorted(out.rglob("*"))

    result = run("import", mine, "--out", out)

    assert result.exit_code == 2
    assert "那次的工作簿和这次不同" in result.output
    assert sorted(out.rglob("*")) == before


def test_nothing_done_is_nothing_to_mix(folder, tmp_path, monkeypatch, read_here):
    """Broken off before the first part was full, an import of anything may begin in its place."""
    with monkeypatch.context() as patch:
        patch.setattr(import_module, "many", Reader(1))
        assert "还没有写好的部分" in run("import", folder, "--out", tmp_path / "数据").output

    assert run("import", folder / "区县", "--out", tmp_path / "数据").exit_code == 0
    assert files_of(tmp_path / "数据") == ["交通局（旧）.xlsx", "水务局.xlsx"]


# --- score ------------------------------------------------------------------------------------------------------------


def test_score_says_how_everybody_stands(scored):
    """Counts, grades, the ends and the middle, places; and a table that a spreadsheet opens."""
    result, out = scored

    assert result.exit_code == 0
    for words in ("共 3 个部门年度：3 个已评完", "等级：优 3。", "最低 青溪县水务局 96.93，中位数 97.48。", "440100"):
        assert words in result.output
    titles, *listed = rows(out / "summary.csv")
    assert " ".join(titles) == "名次 年度 地区 部门 得分 等级 已确定得分 待定分值 加减分 满分 地区内名次 文件"
    assert [row[:6] for row in listed] == [
        ["1", "2024", "431099", "青溪县水务局", "96.93", "优"],
        ["1", "2022", "440100", "交通局", "97.48", "优"],
        ["1", "2022", "440100", NAME, "97.48", "优"],
    ]


def test_score_tells_programs(imported, tmp_path):
    """One JSON document with figures as text."""
    result = run(
        "score", imported[1], "--scheme", SCHEME, "--out", tmp_path / "结果", "--json", "--no-lines", "--threads", 1
    )
    told = json.loads(result.output)

    assert (told["departments"], told["complete"], told["grades"], told["median"]) == (3, 3, {"优": 3}, "97.48")
    assert told["worst"]["total"] == "96.93"
    assert told["places"][1] == {
        "year": 2024, "region": "431099", "departments": 1, "complete": 1,
        "mean": "96.93", "first": "青溪县水务局", "highest": "96.93",
    }  # fmt: skip
    assert not list((tmp_path / "结果").glob("part-*/line.parquet"))
    shown = run("show", tmp_path / "结果", "--department", NAME)
    assert "没有逐条核对绩效指标" in plain(shown)


def test_departments_that_are_open_need_attention(imported, tmp_path):
    """A scheme with lines that people judge: no total, no place, and the exit code says that there is work."""
    result = run("score", imported[1], "--scheme", "chongqing-common", "--out", tmp_path / "结果")

    assert result.exit_code == 1
    assert "共 3 个部门年度：0 个已评完，3 个还有待评或缺数据的指标。" in result.output
    assert rows(tmp_path / "结果" / "summary.csv")[1][0] == ""
    shown = run("show", tmp_path / "结果", "--department", NAME)
    assert shown.exit_code == 1
    assert "待填" in shown.output


# --- show -------------------------------------------------------------------------------------------------------------


def test_show_ranks(scored):
    """All, those of a place, those of a year, the first."""
    _, out = scored

    assert plain(run("show", out)).count("97.48") == 2
    assert "青溪县水务局" not in run("show", out, "--region", "4401").output
    assert "青溪县水务局" in run("show", out, "--year", 2024, "--lang", "en").output
    told = json.loads(run("show", out, "--top", 1, "--json").output)
    assert [one["department"] for one in told["departments"]] == ["青溪县水务局"]


def test_a_department_is_shown_as_it_is_alone(scored, tmp_path):
    """The Guangzhou department scored in bulk equals its single scorecard to the last line: points, reasons, steps."""
    alone = CliRunner().invoke(jixiao, ["evaluate", str(GUANGZHOU), "--out", str(tmp_path), "--no-pdf", "--json"])
    result = run("show", scored[1], "--department", NAME, "--lines")
    told = json.loads(run("show", scored[1], "--department", NAME, "--lines", "--json").output)

    assert told["scorecard"] == json.loads(alone.output)["scorecard"]
    assert told["scorecard"]["total"] == "97.48"
    assert result.exit_code == 0
    assert "单独评分与批量计分的得分、扣分和适用规则都相同" in result.output
    for words in ("97.48", "2.52", "5 × 46154.11 ÷ 46886.75 = 4.92", "报送90份，其中9份被退回补正"):
        assert words in result.output
    reasons = {line["code"]: line["reason"] for line in told["indicators"]}
    assert len(reasons) == 27
    assert reasons["O8"] == "实际72，未达到指标值90，按完成比例计分"


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "{nowhere}", "--out", "{new}"), "里没有找到工作簿"),
        (("import", "{folder}", "--out", "{data}"), "里已有一份数据，没有改动"),
        (("import", "{folder}", "--out", "{folder}"), "不是空文件夹，没有改动"),
        (("score", "{folder}", "--scheme", SCHEME, "--out", "{new}"), "没有可用的“dataset.json”"),
        (("score", "{data}", "--scheme", "nix", "--out", "{new}"), "没有名为“nix”的评分方案"),
        (("score", "{data}", "--scheme", "chongqing-common", "--out", "{result}"), "另一次计分的结果"),
        (("score", "{data}", "--scheme", SCHEME, "--out", "{new}", "--memory", "viel"), "例如 4GB、800MB，现为“viel”"),
        (("score", "{data}", "--scheme", SCHEME, "--out", "{new}", "--master", "local"), "只和 --engine spark 一起用"),
        (("score", "{data}", "--scheme", SCHEME, "--out", "{new}", *CLUSTER), "连不上 Spark 集群“spark://127.0.0.1:1”"),
        (("show", "{data}"), "没有可用的“result.json”"),
        (("show", "{result}", "--department", "教育局"), "没有名称含“教育局”的部门"),
        (("show", "{result}", "--department", "局"), "名称含“局”的有 2 个"),
        (("show", "{result}", "--department", NAME, "--data", "{other}"), "不是用“"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(read_here, folder, imported, scored, tmp_path, words, sentence):
    """Exit code 2, a sentence, and nothing new on the disk."""
    other = tmp_path / "other"
    if "{other}" in words:
        run("import", WATER, "--out", other)
    places = {
        "folder": folder, "data": imported[1], "result": scored[1],
        "new": tmp_path / "new", "nowhere": tmp_path, "other": other,
    }  # fmt: skip
    result = run(*(word.format(**places) for word in words))

    assert result.exit_code == 2
    assert squeezed(sentence) in plain(result)
    assert not (tmp_path / "new").exists()


def test_a_scheme_that_has_changed_explains_nothing(imported, scored, tmp_path):
    """The result keeps the digest of the scheme it was scored with."""
    changed_result = tmp_path / "结果"
    shutil.copytree(scored[1], changed_result)
    path = changed_result / "result.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"digest": "', '"digest": "0'), encoding="utf-8")

    result = run("show", changed_result, "--department", NAME, "--data", imported[1])

    assert result.exit_code == 2
    assert "在计分之后改过" in result.output


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "请先运行 pip install"), ("en", "Run pip install")])
def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch, lang, sentence):
    """Somebody installed the core alone."""
    monkeypatch.setattr(bulk, "find_spec", lambda name: None if name == "duckdb" else object())

    result = run("score", "data", "--scheme", "x", "--out", "out", "--lang", lang)

    assert result.exit_code == 2
    assert sentence in result.output
    assert "duckdb" in result.output
    assert 'pip install "jixiao[bulk]"' in run("--help").output


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
