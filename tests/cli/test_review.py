"""`jixiao review` as a reviewer types it: what it says, how it ends, what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli.commands import jixiao
from jixiao.cli.gathering import gather
from jixiao.cli.review_show import underlined

EXAMPLES = Path(__file__).parents[2] / "examples"
SLIPS = EXAMPLES / "report-with-slips.txt"
RIGHT = "预算100.00万元，其中基本支出60.00万元，项目支出40.00万元。"
WRONG = "预算100.00万元，其中基本支出60.00万元，项目支出50.00万元。"


def run(*words: object) -> Result:
    """Type the command."""
    return CliRunner().invoke(jixiao, ["review", *(str(word) for word in words)], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four reports: right, wrong, unreadable, and one that is no report but hidden."""
    (tmp_path / "子").mkdir()
    (tmp_path / "甲.txt").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "子" / "乙.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "丙.docx").write_bytes(b"PK\x03\x04 half a package")
    (tmp_path / ".丁.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path


def test_one_report_is_told_in_full():
    """Summary first, then each finding with place, figures underlined, found, expected, remedy and code."""
    result = run(SLIPS)

    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert "处错误" in lines[0]
    for words in ("XSC-01", "REL-03", "用本年数作分母", "9.52%", "第 8 行第 29 字", "^^^^^"):
        assert words in result.output


def test_marks_stand_under_their_figures():
    """A Chinese character takes two columns, and so does its mark."""
    (line, under) = underlined("支出5元", [[2, 4, True]], 40)

    assert (line.plain, under.plain) == ("支出5元", "    ^^^")


@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1)])
def test_the_exit_code_says_whether_somebody_must_look(tmp_path: Path, text: str, code: int):
    """0 is clean, 1 has errors or warnings."""
    path = tmp_path / "报告.txt"
    path.write_text(text, encoding="utf-8")
    assert run(path, "-q").exit_code == code


def test_what_holds_is_shown_when_asked_for(tmp_path: Path):
    """Every verified relation with its code and place."""
    path = tmp_path / "报告.txt"
    path.write_text(RIGHT, encoding="utf-8")
    assert "✓ ART-01" in run(path, "--show", "verified").output


def test_a_folder_is_reviewed_whole_and_a_bad_file_costs_only_itself(folder: Path):
    """Two read, one refused with its reason; the code says that something could not be read."""
    result = run(folder, "--jobs", 2)

    assert result.exit_code == 2
    assert "共审阅 3 份" in result.output
    assert "1 份无法读取" in result.output
    assert "乙.txt" in result.output


def test_for_other_programs(folder: Path):
    """One JSON document: spans, suspect, sentences; figures as text."""
    told = json.loads(run(folder, "--json", "--jobs", 1).output)

    by_name = {Path(item["file"]).name: item for item in told["files"]}
    assert "refused" in by_name["丙.docx"]
    (finding,) = by_name["乙.txt"]["findings"]
    assert finding["code"] == "ART-01"
    assert [WRONG[slice(*span)] for span in finding["spans"]] == ["100.00万元", "60.00万元", "50.00万元"]
    assert told["summary"] == {
        "files": 3,
        "clean": 1,
        "bad": 1,
        "refused": 1,
        "errors": 1,
        "warnings": 0,
        "notes": 0,
    }


def test_files_folders_and_patterns_are_gathered_once(folder: Path):
    """Hidden files stay aside, a file named twice is taken once."""
    names = [path.name for path in gather([str(folder / "甲.txt"), str(folder), str(folder / "**/*.txt")])]
    assert sorted(names) == ["丙.docx", "乙.txt", "甲.txt"]


def test_nothing_to_review_is_said(tmp_path: Path):
    """An empty folder is no success."""
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "没有找到可以审阅的文件" in result.output


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ('[review]\nignore = ["ART"]\n', 0, "没有发现问题"),
        ('[review]\nselect = ["TXT"]\n', 0, "没有发现问题"),
        ('[review]\nselect = ["TXT", "ART-01"]\n', 1, "ART-01"),
        ('[[waiver]]\ncode="ART-01"\nperson="李某"\nreason="口径不同"\nuntil=2999-01-01\n', 0, "按豁免搁置"),
        ('[[waiver]]\ncode="ART-01"\nperson="李某"\nreason="口径不同"\nuntil=2020-01-01\n', 1, "豁免已过期"),
        (
            '[[waiver]]\ncode="ART-01"\nperson="李某"\nreason="口径不同"\nuntil=2999-01-01\nwords="没有"\n',
            1,
            "ART-01",
        ),
        ('[[waiver]]\ncode="ART-01"\nperson="李某"\nuntil=2999-01-01\n', 2, "缺少 reason"),
        ('[[waiver]]\ncode="ART-01"\nperson="李某"\nreason="因"\nuntil="明年"\n', 2, "截止日期"),
        ('[[waiver]]\ncode="ART"\nperson="李某"\nreason="因"\nuntil=2999-01-01\n', 2, "写完整的代码"),
        ('[review]\nignore = ["ZZZ"]\n', 2, "不是任何规则的代码"),
        ('[review]\nignored = ["ART"]\n', 2, "不认识的设置"),
        ("[review\n", 2, "不是有效的 TOML"),
    ],
)
def test_settings_select_rules_and_hold_waivers(tmp_path: Path, settings: str, code: int, words: str):
    """A waiver has a person, a reason and an end date; an expired one speaks up; a slip in the file is told."""
    (tmp_path / "jixiao.toml").write_text(settings, encoding="utf-8")
    path = tmp_path / "报告.txt"
    path.write_text(WRONG, encoding="utf-8")

    result = run(path, "--config", tmp_path / "jixiao.toml")

    assert words in result.output
    assert result.exit_code == code


def test_an_original_is_never_written_onto(tmp_path: Path):
    """Not even with --force; and a file that is there is kept unless --force says so."""
    path = tmp_path / "报告.html"
    path.write_text(f"<html><body><p>{WRONG}</p></body></html>", encoding="utf-8")
    before = path.read_bytes()

    assert run(path, "--format", "html", "--out", path, "--force").exit_code == 2
    other = tmp_path / "有.html"
    other.write_text("旧", encoding="utf-8")
    assert run(path, "--format", "html", "--out", other).exit_code == 2
    assert (path.read_bytes(), other.read_text(encoding="utf-8")) == (before, "旧")


def test_a_marked_copy_needs_a_place(tmp_path: Path):
    """A format that is a file asks for --out."""
    result = run(SLIPS, "--format", "docx")
    assert (result.exit_code, "--out" in result.output) == (2, True)


def test_words_can_be_written_to_a_file(tmp_path: Path):
    """--out takes the text too; the screen says where it went."""
    out = tmp_path / "结果.txt"
    result = run(SLIPS, "--out", out)
    assert "已写出" in result.output
    assert "REL-03" in out.read_text(encoding="utf-8")


def test_marked_copies_are_named_after_their_files_and_not_reviewed_again(folder: Path):
    """Two files of one stem keep their endings apart; a folder is reviewed without what an earlier run put into it."""
    (folder / "甲.html").write_text(f"<html><body><p>{WRONG}</p></body></html>", encoding="utf-8")
    (folder / "丙.docx").unlink()
    run(folder, "--format", "html", "--out", folder)
    made = sorted(path.name for path in folder.rglob("*-审阅*"))
    assert made == ["乙-审阅.html", "甲.html-审阅.html", "甲.txt-审阅.html"]
    assert len(gather([str(folder)])) == 3


def test_a_format_that_a_file_cannot_take_is_said(tmp_path: Path):
    """A text has no Word comments: nothing is written, and the code says so."""
    result = run(SLIPS, "--format", "docx", "--out", tmp_path / "批注.docx")
    assert result.exit_code == 2
    assert "--format html" in result.output
    assert not list(tmp_path.iterdir())


def test_a_paper_without_words_is_no_clean_report(tmp_path: Path):
    """Blank lines are no report: that is said, not praised."""
    path = tmp_path / "空白.txt"
    path.write_text("\n \n\n", encoding="utf-8")
    result = run(path)
    assert (result.exit_code, "没有读到文字" in result.output) == (2, True)
