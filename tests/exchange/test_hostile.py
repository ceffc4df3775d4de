"""A file that nobody should open is refused in a sentence, or read for what good is in it; it never takes us down."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import MergedCell
from tests.exchange.books import changed, made

from jixiao.exchange import read
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.rules.registry import registry

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def with_sheet(path: Path, xml: str) -> Path:
    """A workbook whose first sheet is that XML."""
    made(path.with_name("base.xlsx"), {})
    with (
        zipfile.ZipFile(path.with_name("base.xlsx")) as base,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in base.namelist():
            package.writestr(name, xml if name == SHEET else base.read(name))
    return path


def web_page(path: Path) -> Path:
    path.write_text("<html><body><table><tr><td>年度</td></tr></table></body></html>", encoding="utf-8")
    return path


def plain_text(path: Path) -> Path:
    path.write_text("年度,部门名称\n2024,水务局\n", encoding="utf-8")
    return path


def nothing(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def cut_short(path: Path) -> Path:
    whole = made(path.with_name("whole.xlsx"), {}).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def sparse(path: Path) -> Path:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_sheet(path, f"{HEAD}{cells}</sheetData></worksheet>")


def million_rows(path: Path) -> Path:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 1_000_001, 4))
    return with_sheet(path, f"{HEAD}{rows}</sheetData></worksheet>")


def bomb(path: Path) -> Path:
    return with_sheet(path, f"{HEAD}{' ' * (30 << 20)}</sheetData></worksheet>")


def entities(path: Path) -> Path:
    return with_sheet(path, f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>{HEAD}</sheetData></worksheet>')


def all_merged(path: Path) -> Path:
    return with_sheet(path, f'{HEAD}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>')


REFUSED = [
    (web_page, "“x.xlsx”虽用了表格的扩展名，实际是网页文件，应为 Excel 工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重新提交。"),
    (plain_text, "file-no-workbook"),
    (nothing, "“x.xlsx”是空文件，没有任何内容。请重新导出或重新发送。"),
    (cut_short, "“x.xlsx”已损坏或下载不完整，无法读取。请用 Excel 或 WPS 打开核对，另存后重新提交。"),
    (sparse, "“x.xlsx”内部的“xl/worksheets/sheet1.xml”在第 1048576 行还有内容，最多允许 200000 行。请删去多余的行，或拆分后提交。"),
    (million_rows, "“x.xlsx”内部的“xl/worksheets/sheet1.xml”在第 200001 行还有内容，最多允许 200000 行。请删去多余的行，或拆分后提交。"),
    (bomb, "“x.xlsx”内部的“xl/worksheets/sheet1.xml”解压后膨胀超过 200 倍，不像正常的办公文件，已拒绝读取。请删去大片重复内容，另存后重新提交。"),
    (entities, "“x.xlsx”内部的“xl/worksheets/sheet1.xml”含有外部实体或实体定义，办公文件不应含有，已拒绝读取。请核对文件来源，用 Excel 或 WPS 重新制作后提交。"),
    (all_merged, "“x.xlsx”的合并单元格覆盖超过 1000000 个单元格。请取消整行、整列的合并后重新提交。"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, make, sentence):
    """The sender learns what is wrong with the file and what to send instead."""
    with pytest.raises(FileRefused) as refused:
        read(make(tmp_path / "x.xlsx"), registry())

    assert sentence in {refused.value.sentence(), refused.value.message_id}


def test_macros_are_told_and_never_run(tmp_path):
    """The data of a workbook with macros is as good as any."""
    made(tmp_path / "base.xlsx", {})
    with zipfile.ZipFile(tmp_path / "base.xlsx") as base, zipfile.ZipFile(tmp_path / "x.xlsm", "w") as package:
        for name in base.namelist():
            package.writestr(name, base.read(name))
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")

    found = read(tmp_path / "x.xlsm", registry())

    assert [(problem.severity, problem.sentence()) for problem in found.problems] == [
        (
            "note",
            "x.xlsm：“x.xlsm”带有宏，宏没有运行，数据已照常读入。请另存为不带宏的“Excel 工作簿（*.xlsx）”后再报送。",
        )
    ]
    assert found.year is not None


def test_limits_can_be_told(tmp_path):
    """An office that wants to be stricter may be."""
    rows = [["单位编号", "单位名称", "单位类型"], *([f"U{number}", "单位", "其他单位"] for number in range(50))]
    with pytest.raises(FileRefused) as refused:
        read(made(tmp_path / "x.xlsx", {"单位": rows}), registry(), Limits(rows=20))

    assert refused.value.message_id == "file-too-many-rows"


def everything_at_once(book: openpyxl.Workbook) -> None:
    """Each sheet shaken: hidden, merged across, headings gone, cells of the wrong kind."""
    for number, sheet in enumerate(book.worksheets):
        sheet.sheet_state = ("visible", "hidden", "veryHidden")[number % 3]
        for cell in (cell for cell in sheet[7] if not isinstance(cell, MergedCell)):
            cell.value = [True, "#N/A", "=1/0", -1e300, "\t", "🙂" * 200, 60][(number + cell.column) % 7]
        if number % 4 == 0:
            sheet.merge_cells("B6:D9")
        if number % 5 == 0:
            sheet.delete_rows(1, 3)
    book.active = 0
    book.worksheets[0].sheet_state = "visible"


def test_a_wrecked_workbook_gives_sentences(tmp_path):
    """Whatever has happened to a workbook, the answer is a list of sentences in both languages."""
    found = read(changed(tmp_path, everything_at_once), registry())

    sentences = [problem.sentence(lang) for problem in found.problems for lang in ("zh", "en")]
    assert len(sentences) > 100
    assert not [sentence for sentence in sentences if "Error" in sentence or "Traceback" in sentence or "{" in sentence]
