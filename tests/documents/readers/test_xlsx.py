from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.files.packages import sheet, workbook

from jixiao.documents.model import Document, Passage, Sort
from jixiao.documents.readers.xlsx import read_xlsx
from jixiao.documents.readers.xlsx_shown import shown, shown_day
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits


def text(reference: str, words: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(reference: str, value: str, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="4"/></cellXfs>'
ROWS = (
    f'<row r="1">{text("A1", "部门整体支出绩效自评表")}</row>'
    f'<row r="2">{text("A2", "填报单位：某局")}{text("D2", "单位：万元")}</row>'
    f'<row r="3">{text("A3", "项目")}{text("B3", "预算")}{text("C3", "决算")}{text("D3", "执行率")}</row>'
    f'<row r="4">{text("A4", "合计")}{number("B4", "16734", 2)}{number("C4", "16540.300000000001")}{number("D4", "0.9884", 1)}</row>'
    f'<row r="5">{text("A5", "其中")}{number("C5", "12")}</row>'
    f'<row r="6">{text("A6", "注：以上数据由某局提供。")}</row>'
    f'<row r="9">{text("A9", "另表")}</row>'
)  # fmt: skip


def read(tmp_path: Path, rows: str = ROWS, **more: str) -> Document:
    return read_xlsx(workbook(tmp_path / "自评表.xlsx", sheet(rows, **more), styles=STYLES), Limits())


def test_a_sheet_is_title_table_and_notes(tmp_path):
    """What stands alone in its row is a line; numbers stand as the sheet shows them."""
    document = read(tmp_path, after='<mergeCells><mergeCell ref="A4:A5"/><mergeCell ref="A1:D1"/></mergeCells>')
    (table,) = document.tables

    assert [[cell.text if cell else None for cell in row] for row in table.rows()] == [
        ["项目", "预算", "决算", "执行率"], ["合计", "16,734.00", "16540.3", "98.84%"], [None, "", "12", ""],
    ]  # fmt: skip
    assert (table.caption, table.unit) == ("部门整体支出绩效自评表", "万元")
    assert table.cells[7].passage.place.cell == "D4"
    assert table.cells[4].rows == 2
    lines = [block for block in document.blocks if isinstance(block, Passage)]
    assert [line.text for line in lines] == [
        "表1", "部门整体支出绩效自评表", "填报单位：某局", "单位：万元", "注：以上数据由某局提供。", "另表",
    ]  # fmt: skip
    assert (lines[1].sort, lines[1].place.sheet, lines[1].place.cell) == (Sort.HEADING, "表1", "A1")
    for passage in document.passages():
        span = passage.span(0, len(passage.text))
        assert document.text[span.start : span.end] == passage.text


def test_hidden_sheets_are_not_read(tmp_path):
    """A person reads what is shown."""
    path = workbook(
        tmp_path / "a.xlsx", sheet(ROWS), sheet(f'<row r="1">{text("A1", "底稿")}</row>'), states=("visible", "hidden")
    )

    assert "底稿" not in read_xlsx(path, Limits()).text


@pytest.mark.parametrize(
    "value, code, expected",
    [
        ("0.9844", "0.00%", "98.44%"),
        ("0.9844", "0%", "98%"),
        ("0.985", "0%", "99%"),
        ("1.00", "0.00%", "100.00%"),
        ("46886.75", "#,##0.00", "46,886.75"),
        ("46886.75", "#,##0", "46,887"),
        ("1234567.5", '#,##0.0"万元"', "1,234,567.5万元"),
        ("-3.5", "0.00", "-3.50"),
        ("-3.5", "#,##0.00_);(#,##0.00)", "(3.50)"),
        ("0", '0.0;-0.0;"—"', "—"),
        ("5", "000", "005"),
        ("0.5", "#.##", ".5"),
        ("2.50", "0.0#", "2.5"),
        ("12345678", "#,##0,", "12,346"),
        ("12345.6", "0!.0,", "12345.6"),
        ("0.333333333333333", "General", "0.333333333"),
        ("98.5", "[Red][>100]0.0;0", "98.5"),
        ("88", '[$¥-804]#,##0.00', "¥88.00"),
        ("-0.001", "0.00", "0.00"),
        ("123456789012", "", "123456789012"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_its_cell_shows_it(value, code, expected):
    """98.44% is stored as 0.9844; who reads the sheet never sees that."""
    assert shown(Decimal(value), code) == expected


@pytest.mark.parametrize(
    "iso, code, expected",
    [
        ("2031-04-01", 'yyyy"年"m"月"', "2031年4月"),
        ("2031-04-01", "yyyy年m月d日", "2031年4月1日"),
        ("2031-04-01", "yyyy/m/d", "2031-04-01"),
        ("12:30:00", "h:mm", "12:30:00"),
    ],
)
def test_a_day_is_shown_with_its_signs(iso, code, expected):
    """Months of a report are written with 年 and 月."""
    assert shown_day(iso, code) == expected


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.sampled_from('0#?.,%;"[]\\_*E+-/@年 hms$<!'), max_size=20),
)
def test_any_format_code_gives_a_text(value, code):
    """Whatever somebody typed as a format."""
    assert isinstance(shown(value, code), str)


@pytest.mark.parametrize("cut", range(16))
def test_a_truncated_workbook_is_refused(tmp_path, cut):
    """A download that stopped gives a sentence."""
    path = workbook(tmp_path / "a.xlsx", sheet(ROWS), styles=STYLES)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * cut // 16])

    with pytest.raises(FileRefused):
        read_xlsx(path, Limits())
