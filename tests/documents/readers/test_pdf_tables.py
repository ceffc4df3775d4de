from __future__ import annotations

import pytest
from tests.documents.readers.pages import rows, set_pdf

from jixiao.documents.readers.pdf import read_pdf
from jixiao.documents.readers.pdf_grid import grids
from jixiao.files.limits import Limits


@pytest.fixture
def tables(tmp_path, font_folders):
    """Set a source and read its tables."""
    if not font_folders:
        pytest.skip("no Chinese font here: nothing can be set")
    return lambda source: read_pdf(set_pdf(tmp_path / "tables.pdf", source, font_folders), Limits()).tables


def test_a_ruled_table_has_its_rows_its_caption_and_its_unit(tables):
    """The lines above a table tell what it is about and what its figures are counted in."""
    [table] = tables(
        "#align(center)[收入情况表]\n#align(right)[单位：万元]\n"
        "#table(columns: 3)[项目][预算数][决算数][财政拨款][1000.00][980.00][合计][1000.00][980.00]"
    )
    assert rows(table) == [
        ["项目", "预算数", "决算数"],
        ["财政拨款", "1000.00", "980.00"],
        ["合计", "1000.00", "980.00"],
    ]
    assert (table.caption, table.unit, table.certain, table.place.page) == ("收入情况表", "万元", True, 1)


def test_an_office_named_above_a_table_is_no_unit(tables):
    """单位 is the word for a unit of measure and for an office."""
    [table] = tables("单位：青柏市水务局\n#table(columns: 2)[项目][金额][合计][8]")
    assert table.unit == ""


def test_merged_cells_stand_once_where_they_begin(tables):
    """A head over two columns and a name beside two rows cover the fields under them."""
    [table] = tables(
        "#table(columns: 5, table.cell(rowspan: 2)[单位], table.cell(colspan: 2)[基本支出], table.cell(colspan: 2)[项目支出],"
        "[预算], [决算], [预算], [决算], table.cell(rowspan: 2)[本级], [1], [2], [3], [4], [5], [6], [7], [8],"
        "[下属], [9], [], [11], [12])"
    )
    assert rows(table) == [
        ["单位", "基本支出", "·", "项目支出", "·"],
        ["·", "预算", "决算", "预算", "决算"],
        ["本级", "1", "2", "3", "4"],
        ["·", "5", "6", "7", "8"],
        ["下属", "9", "", "11", "12"],
    ]
    assert [(cell.rows, cell.columns) for cell in table.cells[:3]] == [(2, 1), (1, 2), (1, 2)]


def test_words_that_a_narrow_cell_broke_are_joined(tables):
    """A cell that wraps is one text; lines that its author ended stay lines."""
    [table] = tables(
        "#table(columns: (30mm, 60mm))[单位名称及其所属科室][第一行 \\\n第二行][青柏市水务局机关服务中心][100.00 \\\n200.00]"
    )
    assert rows(table) == [["单位名称及其所属科室", "第一行\n第二行"], ["青柏市水务局机关服务中心", "100.00\n200.00"]]


@pytest.mark.parametrize("header", ["", "table.header([序号], [金额]), "])
def test_a_table_over_two_pages_is_one(tables, header):
    """The head that the second page repeats is no row."""
    body = ", ".join(f"[第{number}号], [{number}.00]" for number in range(1, 61))
    [table] = tables(f"#table(columns: 2, {header}{body})")
    assert table.height == 60 + bool(header)
    assert rows(table)[-1] == ["第60号".replace("60", " 60 "), "60.00"]
    assert {cell.passage.place.page for cell in table.cells} == {1, 2}
    assert [cell.passage.place.row for cell in table.cells[::2]] == list(range(1, table.height + 1))


def test_two_tables_of_the_same_columns_are_two(tables):
    """What stands between two tables parts them, a page break or none."""
    table = "#table(columns: (50%, 50%))[项目][金额][甲][1]"
    assert len(tables(f"{table}\n另一张表的说明文字。\n{table}")) == 2
    assert len(tables(f"{table}\n#pagebreak()\n附表二 支出情况\n{table}")) == 2


def test_a_table_without_upright_rules_is_a_guess(tables):
    """Columns that only white space divides are found, and called uncertain."""
    [table] = tables(
        "#table(columns: 4, stroke: none, align: (left, right, right, right), table.hline(), [项目], [预算数], [决算数],"
        "[执行率], table.hline(), [财政拨款收入], [1000.00], [980.00], [98.00%], [事业收入], [234.56], [234.56], [100.00%],"
        "[合计], [1234.56], [1214.56], [98.38%], table.hline())"
    )
    assert rows(table) == [
        ["项目", "预算数", "决算数", "执行率"],
        ["财政拨款收入", "1000.00", "980.00", "98.00%"],
        ["事业收入", "234.56", "234.56", "100.00%"],
        ["合计", "1234.56", "1214.56", "98.38%"],
    ]
    assert not table.certain


def test_a_frame_around_text_is_no_table(tables):
    """A box with one field, a rule under a heading, words apart from each other: none of these has rows and columns."""
    assert tables("#rect[全部文字都在一个框里，共 100.00 万元。]") == ()
    assert tables("标题\n#line(length: 100%)\n正文一行。") == ()
    assert tables("#grid(columns: (1fr, 1fr))[甲方：某某][乙方：某某][代表：][代表：][日期：][日期：]") == ()


HEAD = "[类别], [项目], [金额], [说明], "
FILL = ", ".join(f"[类{number}], [第{number}项], [{number}.00], [无]" for number in range(1, 26))


def parted(above: str, below: str) -> str:
    """The source of a table cut by a page break: a head and enough rows to reach down, then these rows on both sides."""
    first = f"#table(columns: (20mm, 40mm, 30mm, 60mm), {HEAD}{FILL}, {above})"
    return f"{first}\n#pagebreak()\n#table(columns: (20mm, 40mm, 30mm, 60mm), {below})"


@pytest.mark.parametrize(
    ("above", "below", "height", "last"),
    [
        # the same head again, then another row
        ("[甲], [乙], [1.00], [丙]", HEAD + "[丁], [戊], [2.00], [己]", 28, ["丁", "戊", "2.00", "己"]),
        # a row whose text the break cut: its rest stands alone
        (
            "[甲], [乙], [1.00], [因项目验收推迟]",
            "[], [], [], [到次年一月]",
            27,
            ["甲", "乙", "1.00", "因项目验收推迟到次年一月"],
        ),
        # a row of its own without a name
        ("[甲], [乙], [1.00], [丙]", "[], [其中：丁], [2.00], [戊]", 28, ["", "其中：丁", "2.00", "戊"]),
        # a merged name that goes on
        (
            "table.cell(rowspan: 2)[甲], [乙], [1.00], [丙], [丁], [2.00], [戊]",
            "[], [己], [3.00], [庚], [辛], [壬], [4.00], [癸]",
            30,
            ["辛", "壬", "4.00", "癸"],
        ),
    ],
)
def test_a_page_break_changes_nothing_in_a_table(tables, above, below, height, last):
    """Rows, merged cells and texts that a page break cut are whole again."""
    [table] = tables(parted(above, below))
    assert table.height == height
    assert rows(table)[-1] == last
    assert [cell.row for cell in table.cells] == sorted(cell.row for cell in table.cells)


def test_a_form_that_begins_again_is_another_table(tables):
    """Forms of the same make, one a page, are not one long table."""
    body = ", ".join(f"[栏{number}], [{number}.00]" for number in range(1, 29))
    assert (
        len(tables("#pagebreak()\n".join(f"#table(columns: 2, [项目], [{name}], {body})\n" for name in "甲乙丙"))) == 3
    )


def test_a_title_repeated_over_the_second_part_is_no_new_title(tables):
    """Workbooks print their title and head on every page."""
    head = "#align(center)[支出明细表]\n单位：万元\n"
    other = FILL.replace("[类", "[另类")
    parts = [f"{head}#table(columns: (20mm, 40mm, 30mm, 60mm), {HEAD}{fill})\n" for fill in (FILL, other)]
    [whole] = tables("#pagebreak()\n".join(parts))
    assert (whole.height, whole.caption, whole.unit) == (51, "支出明细表", "万元")


HALF = [(0, y, 100, y + 0.5) for y in (0, 20, 40)]
UPRIGHT = [(x, 0, x + 0.5, 40) for x in (0, 50, 99.5)]


@pytest.mark.parametrize(
    ("rules", "columns", "height"),
    [
        (HALF + UPRIGHT, 2, 2),
        (HALF + UPRIGHT[1:2], 2, 2),  # open sides end where the rules across them end
        ([(x0, y0, x0 + 50, y1) for x0 in (0, 50) for _, y0, _, y1 in HALF] + UPRIGHT, 2, 2),  # drawn cell by cell
        (HALF + [(x0, y, x1, y + 4) for x0, _, x1, _ in UPRIGHT for y in range(0, 40, 5)], 2, 2),  # dashed
        (HALF, 0, 0),
        (UPRIGHT, 0, 0),
    ],
)
def test_rules_that_touch_make_a_grid(rules, columns, height):
    """Whether a program draws a table line by line, cell by cell or in dashes, it is the same table."""
    found = grids(rules)
    assert [(len(grid.xs) - 1, len(grid.ys) - 1) for grid in found] == ([(columns, height)] if columns else [])
