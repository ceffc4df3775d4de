"""The commands as an officer types them: what they say, what they leave behind, how they end."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from jixiao.cli.commands import jixiao

EXAMPLES = Path(__file__).parents[2] / "examples"
GUANGZHOU = EXAMPLES / "gz-union-2022.xlsx"


def run(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(jixiao, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The example evaluated once, without the PDF."""
    out = tmp_path_factory.mktemp("evaluated") / "自评"
    return run("evaluate", GUANGZHOU, "--out", out, "--no-pdf"), out


def changed(path: Path, sheet: str, key: str, heading: str, value: object) -> Path:
    """A copy of the example with one cell typed over, the way a person does it."""
    book = openpyxl.load_workbook(GUANGZHOU)
    cells = book[sheet]
    heads = next(
        row for row in cells.iter_rows() if any(str(cell.value or "").lstrip("＊").startswith(heading) for cell in row)
    )
    column = next(cell.column for cell in heads if str(cell.value or "").lstrip("＊").startswith(heading))
    row = next(row[0].row for row in cells.iter_rows() if row[0].value is None and row[1].value == key)
    cells.cell(row, column).value = value
    book.save(path)
    return path


def test_evaluate_prints_the_scorecard_with_every_lost_point(evaluated: tuple[Result, Path]):
    """Total, parts, and for each loss its reason and the step to redo."""
    result, _ = evaluated

    assert result.exit_code == 0
    for words in ("97.48", "48.51", "48.97", "2.52", "5 × 46154.11 ÷ 46886.75 = 4.92", "报送90份，其中9份被退回补正"):
        assert words in result.output


def test_evaluate_leaves_a_report_and_its_annexes(evaluated: tuple[Result, Path]):
    """Word, web page and workbook, named after the input; nothing half-written beside them."""
    _, out = evaluated

    assert sorted(path.name for path in out.iterdir()) == [
        "gz-union-2022-自评报告.docx",
        "gz-union-2022-自评报告.html",
        "gz-union-2022-附件.xlsx",
    ]
    assert [path.name for path in out.parent.iterdir()] == ["自评"]


def test_the_same_workbook_gives_the_same_bytes(evaluated: tuple[Result, Path], tmp_path: Path):
    """Nothing in the outputs depends on the clock or on chance."""
    _, out = evaluated
    run("evaluate", GUANGZHOU, "--out", tmp_path / "again", "--no-pdf", "--quiet")

    for path in out.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_json_holds_figures_as_text():
    """Another program reads 97.48, not 97.48000000000000397."""
    told = json.loads(run("check", GUANGZHOU, "--json").output)

    assert all(finding["severity"] == "note" for finding in told["findings"])


def test_check_ends_with_one_when_something_is_wrong_and_says_where(tmp_path: Path):
    """A transposed digit in one line breaks what was stated of the total; the sentence names sheet and cell."""
    broken = changed(tmp_path / "错.xlsx", "预算执行", "B-HQ-1", "支出决算数", 5413.06)
    result = run("check", broken)

    assert result.exit_code == 1
    assert "46154.11" in result.output
    assert "错.xlsx › 填报数" in result.output


def test_annotate_returns_the_same_workbook_with_comments(tmp_path: Path):
    """The comments stand at the cells; the sheet's data are untouched."""
    broken = changed(tmp_path / "错.xlsx", "预算执行", "B-HQ-1", "支出决算数", "五千")
    marked = tmp_path / "批注.xlsx"
    result = run("check", broken, "--annotate", marked)
    cells = openpyxl.load_workbook(marked)["预算执行"]

    assert result.exit_code == 1
    comments = [cell.comment.text for row in cells.iter_rows() for cell in row if cell.comment]
    assert any("支出决算数" in text and "五千" in text for text in comments)


def test_quiet_says_nothing_and_ends_the_same(tmp_path: Path):
    """Scripts read the exit code."""
    result = run("check", GUANGZHOU, "--quiet")

    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "空.xlsx"),
        ("网页.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "网页.xlsx"),
        ("坏.xlsx", b"PK\x03\x04 and then nothing", "坏.xlsx"),
    ],
)
def test_unusable_input_ends_with_two_and_a_whole_sentence(tmp_path: Path, name: str, content: bytes, words: str):
    """No class names, no stack trace, nothing left behind."""
    path = tmp_path / name
    path.write_bytes(content)
    result = run("evaluate", path, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output
    assert result.output.rstrip().endswith("。")
    assert not (tmp_path / "out").exists()


def test_an_unknown_scheme_names_those_there_are(tmp_path: Path):
    """Nobody has to guess an id."""
    result = run("check", GUANGZHOU, "--scheme", "gd-2099")

    assert result.exit_code == 2
    assert "gd-2022-reconstructed" in result.output


def test_a_template_can_be_filled_and_read(tmp_path: Path):
    """The empty workbook lacks only the year; last year's brings everything that repeats."""
    assert run("template", "-o", tmp_path / "空白.xlsx").exit_code == 0
    assert run("check", tmp_path / "空白.xlsx").exit_code == 2
    assert run("template", "--from", GUANGZHOU, "-o", tmp_path / "2023.xlsx").exit_code == 0
    result = run("check", tmp_path / "2023.xlsx", "--json")

    assert result.exit_code == 1
    assert "支出决算数" in result.output


def test_split_and_merge_return_the_same_data(tmp_path: Path):
    """What was handed out and gathered again is what it was, and scores the same."""
    assert run("split", GUANGZHOU, "--out", tmp_path / "分发").exit_code == 0
    parts = sorted((tmp_path / "分发").iterdir())
    assert [part.name for part in parts] == [
        "gz-union-2022-外语学校.xlsx",
        "gz-union-2022-工程学院.xlsx",
        "gz-union-2022-市三宫.xlsx",
        "gz-union-2022-市总工会本级.xlsx",
        "gz-union-2022-部门.xlsx",
    ]
    merged = run("merge", *parts, "-o", tmp_path / "合并.xlsx")
    assert merged.exit_code == 0, merged.output
    told = json.loads(run("diff", GUANGZHOU, tmp_path / "合并.xlsx", "--json").output)

    assert told == {"changes": [], "score": ["97.48", "97.48"]}


def test_merge_says_who_is_missing(tmp_path: Path):
    """Without one unit's part the merge still works and names the unit."""
    run("split", GUANGZHOU, "--out", tmp_path / "分发")
    parts = [part for part in sorted((tmp_path / "分发").iterdir()) if "市三宫" not in part.name]
    result = run("merge", *parts, "-o", tmp_path / "合并.xlsx")

    assert result.exit_code == 1
    assert "广州市第三工人文化宫" in result.output


def test_diff_lists_what_one_change_moves_and_what_it_does_to_the_score(tmp_path: Path):
    """Less spent in one line moves its unit, its fund, the totals and the score."""
    result = run(
        "diff", GUANGZHOU, changed(tmp_path / "新.xlsx", "预算执行", "B-HQ-1", "支出决算数", 5031.06), "--json"
    )
    told = json.loads(result.output)

    assert result.exit_code == 1
    assert told["changes"][0]["address"] == "2022/budget/B-HQ-1/spent"
    assert {"address": "2022/department/total/spent", "title": "部门支出决算数", "before": "46154.11 万元",
            "after": "45754.11 万元", "derived": True} in told["changes"]  # fmt: skip
    assert told["score"] == ["97.48", "97.44"]


def test_explain_tells_a_check_and_suggests_near_codes():
    """A code seen in a finding leads to its page; a misspelt one to its neighbours."""
    assert "ART-01" in run("explain", "art-01").output
    unknown = run("explain", "ART-99")

    assert unknown.exit_code == 2
    assert "ART-" in unknown.output


def test_schemes_are_listed_with_their_provenance():
    """Nobody mistakes a reconstructed table for an official one."""
    told = {scheme["id"]: scheme for scheme in json.loads(run("schemes", "--json").output)}

    assert told["gd-2022-reconstructed"]["provenance"] == "reconstructed"
    assert all(len(scheme["digest"]) == 64 for scheme in told.values())


def test_scheme_lint_names_file_and_line(tmp_path: Path):
    """A scheme that cannot be used is refused with its place."""
    path = tmp_path / "本市.yaml"
    path.write_text("id: 本市\ntitle: 本市方案\n", encoding="utf-8")
    result = run("scheme", "lint", path)

    assert result.exit_code == 1
    assert "本市.yaml" in result.output


@pytest.mark.parametrize(
    "words",
    [(), ("template",), ("split",), ("merge",), ("diff",), ("import-form",), ("evaluate",), ("check",), ("explain",), ("schemes",),
     ("scheme", "lint")],
    ids=" ".join,
)  # fmt: skip
def test_every_command_explains_itself_with_an_example(words: tuple[str, ...]):
    """Help is whole sentences and an example to copy."""
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert "jixiao" in result.output
    assert not words or "例" in result.output


def test_the_embedded_data_part_of_the_report_is_xml(evaluated: tuple[Result, Path]):
    """Whoever unpacks the Word file finds every figure with its address."""
    _, out = evaluated
    with zipfile.ZipFile(out / "gz-union-2022-自评报告.docx") as package:
        part = package.read("customXml/item1.xml").decode()

    assert 'address="2022/department/total/spent"' in part


@pytest.mark.parametrize(
    "words",
    [
        ("template", "--from", "{there}", "-o", "{there}"),
        ("merge", "{there}", "-o", "{there}"),
        ("check", "{there}", "--annotate", "{there}"),
    ],
    ids=lambda words: words[0],
)
def test_an_input_is_never_written_onto_even_by_force(tmp_path: Path, words: tuple[str, ...]):
    """Whoever names the same file twice keeps it."""
    there = tmp_path / "2022.xlsx"
    there.write_bytes(GUANGZHOU.read_bytes())
    result = run(*(word.format(there=there) for word in words), "--force")

    assert result.exit_code == 2
    assert "不能写回它自己" in result.output
    assert there.read_bytes() == GUANGZHOU.read_bytes()


def test_a_file_that_is_there_is_kept_unless_force_is_asked_for(tmp_path: Path):
    """A filled workbook is not replaced by an empty one in passing."""
    there = tmp_path / "2022.xlsx"
    there.write_bytes(GUANGZHOU.read_bytes())

    assert run("template", "-o", there).exit_code == 2
    assert there.read_bytes() == GUANGZHOU.read_bytes()
    assert run("template", "-o", there, "--force").exit_code == 0
    assert there.read_bytes() != GUANGZHOU.read_bytes()


def test_split_does_not_replace_parts_that_came_back(tmp_path: Path):
    """The second hand-out stops before the first file."""
    assert run("split", GUANGZHOU, "--out", tmp_path).exit_code == 0
    result = run("split", GUANGZHOU, "--out", tmp_path)

    assert result.exit_code == 2
    assert "--force" in result.output


@pytest.mark.parametrize("region", ["", "620521", "４４０１００"])
def test_without_a_scheme_the_rest_is_checked(tmp_path: Path, region: str):
    """Sums need no scheme; that nothing was scored is said. Full-width digits are digits."""
    book = openpyxl.load_workbook(GUANGZHOU)
    for row in book["封面"].iter_rows():
        label = [str(cell.value or "") for cell in row]
        for name, value in (("行政区划代码", region or None), ("评分方案", None)):
            if name in label:
                row[label.index(name) + 1].value = value
    book.save(tmp_path / "无方案.xlsx")
    result = run("check", tmp_path / "无方案.xlsx")

    assert result.exit_code == (0 if region == "４４０１００" else 1)
    assert ("CMP-27" in result.output) == (region != "４４０１００")
    assert "CMP-07" in result.output


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("check",), "缺少 FILE"),
        (("check", "没有.xlsx"), "FILE 指的文件或文件夹不能用"),
        (("check", str(GUANGZHOU), "--fast"), "没有 --fast 这个选项"),
    ],
)
def test_a_command_typed_wrongly_is_told_in_chinese(words: tuple[str, ...], expected: str):
    """What is wrong, and where the usage stands."""
    result = run(*words)

    assert result.exit_code == 2
    assert expected in result.output
    assert "--help" in result.output


def test_a_half_filled_workbook_shows_what_is_certain(tmp_path: Path):
    """One figure is missing: its line is open, the rest is scored."""
    book = openpyxl.load_workbook(GUANGZHOU)
    for row in book["管理数据"].iter_rows():
        values = [str(cell.value or "") for cell in row]
        if "退回绩效表数" in values:
            row[values.index("退回绩效表数") + 1].value = None
    book.save(tmp_path / "半.xlsx")
    result = run("evaluate", tmp_path / "半.xlsx", "--out", tmp_path / "out", "--no-pdf")

    assert "已得 92.98 分，另有 5.00 分待填" in result.output
    assert "退回绩效表数" in result.output


def test_our_own_annex_forms_are_read_back_and_say_what_they_change(evaluated: tuple[Result, Path], tmp_path: Path):
    """All thirty forms find their projects; nothing that they do not state is lost."""
    _, out = evaluated
    target = tmp_path / "读回.xlsx"
    result = run("import-form", out / "gz-union-2022-附件.xlsx", "--into", GUANGZHOU, "-o", target)
    told = json.loads(run("diff", GUANGZHOU, target, "--json").output)

    assert result.exit_code == 0, result.output
    assert told["score"] == ["97.48", "97.48"]
    assert {change["address"].rsplit("/", 1)[1] for change in told["changes"]} <= {"self_score"}
