"""A workbook comes back with comments at its cells, and is otherwise the file that was sent."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from tests.exchange import invented
from tests.exchange.books import changed

from jixiao.exchange import read, write_workbook
from jixiao.exchange.annotate import annotate
from jixiao.exchange.notes import Note
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry

pytestmark = pytest.mark.long

NOTES = [
    Note("预算执行", "J6", "“年初预算数”与批复数不一致。", "warning"),
    Note("预算执行", "J6", "“年初预算数”应为数字。", "error"),
    Note("单位", "C5", "名称 <x> & “y” 不合规范。"),
]
# Parts that a new comment has to touch: the list of types, the sheet's links, and in the sheet the link to the boxes.
TOUCHED = {"[Content_Types].xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet8.xml"}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def comments(path: Path) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def ours(folder: Path) -> Path:
    write_workbook(folder / "部门.xlsx", registry(), invented.year())
    return folder / "部门.xlsx"


def theirs(folder: Path) -> Path:
    return changed(folder, lambda book: None)


def saved_again(folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        str(ours(folder)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    return folder / "out" / "部门.xlsx"


MAKERS = [ours, theirs, pytest.param(saved_again, marks=pytest.mark.libreoffice)]
EXPECTED = {
    ("预算执行", "J6"): "【错误】“年初预算数”应为数字。\n【请核对】“年初预算数”与批复数不一致。",
    ("单位", "C5"): "【错误】名称 <x> & “y” 不合规范。",
}


@pytest.mark.parametrize("make", MAKERS)
def test_comments_stand_at_their_cells(tmp_path, make):
    """Whoever made the file, the comments are found where they belong, several on one cell in one."""
    annotate(make(tmp_path), NOTES, tmp_path / "批注.xlsx")

    assert comments(tmp_path / "批注.xlsx") == EXPECTED


@pytest.mark.parametrize("make", MAKERS)
def test_everything_else_stays_as_it_was(tmp_path, make):
    """Not a byte of the other parts changes, and the sheet itself only gains one link."""
    source = make(tmp_path)
    annotate(source, NOTES, tmp_path / "批注.xlsx")

    before, after = parts(source), parts(tmp_path / "批注.xlsx")
    changed_parts = {name for name in before if before[name] != after[name] and not name.endswith(".rels")}
    assert changed_parts <= TOUCHED
    for name in changed_parts - {"[Content_Types].xml"}:
        start, _, rest = after[name].partition(b"<legacyDrawing ")
        assert start + rest.partition(b"/>")[2] == before[name]
    assert list(after)[: len(before)] == list(before)


@pytest.mark.parametrize("make", MAKERS)
def test_an_annotated_workbook_reads_as_before(tmp_path, make):
    """Comments are no data."""
    source = make(tmp_path)
    annotate(source, NOTES, tmp_path / "out.xlsx")

    assert invented.bare(read(tmp_path / "out.xlsx", registry()).year) == invented.bare(read(source, registry()).year)


@pytest.mark.libreoffice
def test_other_programs_show_the_comments(tmp_path):
    """A comment that only we can see helps nobody: LibreOffice opens the file and keeps them when it saves."""
    annotate(ours(tmp_path), NOTES, tmp_path / "批注.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "lo"),
        str(tmp_path / "批注.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)

    assert comments(tmp_path / "lo" / "批注.xlsx") == EXPECTED


def test_an_older_comment_is_kept(tmp_path):
    """What a colleague has written stays, and ours stands below it."""

    def remark(book):
        book["预算执行"]["J6"].comment = Comment("王五：待财务确认", "王五")
        book["预算执行"]["B7"].comment = Comment("旧批注", "王五")

    annotate(changed(tmp_path, remark), NOTES, tmp_path / "批注.xlsx")

    found = comments(tmp_path / "批注.xlsx")
    assert found["预算执行", "B7"] == "旧批注"
    assert found["预算执行", "J6"].startswith("王五：待财务确认\n【错误】")


def test_annotating_twice_adds_below(tmp_path):
    """The second check of the same file does not lose the first."""
    annotate(ours(tmp_path), NOTES[:1], tmp_path / "a.xlsx")
    annotate(tmp_path / "a.xlsx", NOTES[1:], tmp_path / "a.xlsx")

    assert (
        comments(tmp_path / "a.xlsx")["预算执行", "J6"]
        == "【请核对】“年初预算数”与批复数不一致。\n【错误】“年初预算数”应为数字。"
    )


def test_a_note_without_a_place_is_not_lost(tmp_path):
    """What concerns a whole sheet stands at its corner; what concerns a sheet that is not there, on the first sheet."""
    notes = [Note("单位", "", "整张表没有读入。"), Note("没有的表", "B2", "请补充。", "note")]

    annotate(ours(tmp_path), notes, tmp_path / "a.xlsx")

    assert comments(tmp_path / "a.xlsx") == {
        ("单位", "A1"): "【错误】整张表没有读入。",
        ("说明", "A1"): "【提示】关于“没有的表”：请补充。",
    }


def test_what_is_no_xlsx_gets_no_comments(tmp_path):
    """An old or foreign format is named, with what to do."""
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    with pytest.raises(FileRefused) as refused:
        annotate(tmp_path / "x.xls", NOTES, tmp_path / "y.xlsx")

    assert "x.xls" in refused.value.sentence()
    assert not (tmp_path / "y.xlsx").exists()


def test_every_problem_of_a_workbook_can_be_put_into_it(tmp_path):
    """Read, tell, hand back: the officer opens the file and sees what to do at each cell."""

    def spoil(book):
        book["预算执行"]["J6"], book["单位"]["H5"] = "约五千", "去年"

    source = changed(tmp_path, spoil)
    problems = read(source, registry()).problems
    notes = [
        Note(problem.origin.sheet, problem.origin.cell, problem.sentence(), problem.severity) for problem in problems
    ]

    annotate(source, notes, tmp_path / "批注.xlsx")

    assert set(comments(tmp_path / "批注.xlsx")) == {("预算执行", "J6"), ("单位", "H5")}
