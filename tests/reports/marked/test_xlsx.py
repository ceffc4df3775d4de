from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from tests.reports.marked import given

from jixiao.reports.marked.xlsx import write

REFUSED = {"file": "坏.pdf", "refused": "文件已损坏，请重新导出。"}


@pytest.fixture(scope="module")
def results():
    formula = '=HYPERLINK("http://例","预算") 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。\n'
    return [given.data(formula, "一处/甲 单位#1.txt"), given.data(given.RIGHT, "=乙.txt"), REFUSED]


@pytest.fixture(scope="module")
def book(results, tmp_path_factory):
    target = tmp_path_factory.mktemp("book") / "审阅.xlsx"
    write(results, target, "zh")
    return openpyxl.load_workbook(target)


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_three_sheets_tell_files_findings_and_what_could_not_be_read(book):
    """One row a file and one for all, one row a finding, one row a refused file."""
    assert book.sheetnames == ["汇总", "问题", "无法读取"]
    head, first, second, total = rows(book["汇总"])
    assert head[:6] == ["文件", "最高级别", "阻断", "错误", "提醒", "备注"]
    assert [first[0], first[1], first[3]] == ["一处/甲 单位#1.txt", "错误", 1]
    assert second[1] == "无"
    assert [total[0], total[3]] == ["合计", 1]
    assert rows(book["无法读取"])[1] == ["坏.pdf", "文件已损坏，请重新导出。"]


def test_a_finding_has_its_place_its_words_and_what_to_do(book):
    """Whoever filters the list needs nothing else."""
    told = dict(zip(*rows(book["问题"])[:2], strict=True))
    assert told["规则"] == "ART-01"
    assert told["级别"] == "错误"
    assert told["位置"] == "第 1 行第 29 字"
    assert "100.00 万元" in told["原文"]
    assert told["要求"] == "应为 110.00 万元。"


def test_words_that_look_like_formulas_are_words(book, results):
    """Neither a report nor the name of a file can run anything on the desk of the reviewer."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert any(cell.value == "=乙.txt" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_sheets_are_ready_to_work_with(book):
    """Frozen header, filter, and colour by severity."""
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert len(book["问题"].conditional_formatting) > 0


@pytest.mark.parametrize(
    "file, target, link",
    [
        ("in/甲 乙#1.txt", "out/审阅.xlsx", "..\\in\\甲%20乙%231.txt"),
        ("in/100%.txt", "审阅.xlsx", "in\\100%25.txt"),
    ],
)
def test_a_file_is_linked_from_where_the_workbook_stands(tmp_path, monkeypatch, file, target, link):
    """The link still works when the folder is moved; signs that an address cannot hold are escaped."""
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    write([given.data(given.RIGHT, file)], Path(target), "zh")
    with ZipFile(target) as package:
        assert f'Target="{link}"' in package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()


@pytest.mark.parametrize(
    "lang, names", [("zh", ["汇总", "问题", "无法读取"]), ("en", ["Summary", "Findings", "Unreadable"])]
)
def test_no_result_at_all_is_an_empty_list(tmp_path, lang, names):
    """The sheets stand, with their headers."""
    write([], tmp_path / "空.xlsx", lang)
    assert openpyxl.load_workbook(tmp_path / "空.xlsx").sheetnames == names


def test_the_same_results_give_the_same_file(results, tmp_path):
    """No clock in it; control characters and endless cells are cut to what the format holds."""
    hostile = {**REFUSED, "refused": "\x00\x07" + "长" * 40_000}
    for name in ("a.xlsx", "b.xlsx"):
        write([*results, hostile], tmp_path / name, "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx")["无法读取"]["B3"].value) == 32_001
