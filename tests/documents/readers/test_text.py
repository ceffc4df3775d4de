from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents.model import Document, Passage, Sort, Table
from jixiao.documents.reading import from_text


def told(text: str) -> list[str]:
    """The passages of a text; a table is told as its rows."""
    return [
        block.text
        if isinstance(block, Passage)
        else "\n".join(
            " | ".join(cell.text if cell else "" for cell in row) for row in block.rows()
        )
        for block in from_text(text).blocks
    ]  # fmt: skip


def table_of(text: str) -> Table:
    (table,) = from_text(text).tables
    return table


PARAGRAPH = (
    "2031年，柳河市档案局年初部门预算1022.89万元，年末调整预算数1781.86万元，年中调增758.97万元，"
    "全年实际支出1767.21万元。其中人员经费11.60万元、项目经费335.27万元，主要用于库房改造和数字化加工。"
    "下一步，将提高年初预算编制的精准度，从严控制年中追加，并按季度通报各处室的支出进度。"
)


def wrapped(paragraph: str, width: int, between: str) -> str:
    """A paragraph broken at the edge of a page."""
    return between.join(paragraph[start : start + width] for start in range(0, len(paragraph), width))


@pytest.mark.parametrize("width", [18, 23, 26, 31, 40])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_a_paragraph_survives_the_edge_of_the_page(width, between):
    """Wherever a page broke the sentences, with or without a blank line between lines, the paragraph is one again."""
    text = f"一、收支情况{between}{wrapped(PARAGRAPH, width, between)}{between}二、存在的问题"

    assert told(text) == ["一、收支情况", PARAGRAPH, "二、存在的问题"]


def test_paragraphs_of_one_line_stay_apart():
    """In a text that holds a paragraph in each line no two of them are joined."""
    lines = [
        "全年支出100万元，其中基本支出60万元。",
        "项目支出40万元，比上年减少2万元，下降4.8%。",
        "收支相抵，年末无结余。",
    ]

    assert told("\n".join(lines)) == lines
    assert told("\n\n".join(lines)) == lines


@pytest.mark.parametrize(
    "text, expected",
    [
        ("支出预算100万元，比上年增\n长5%。", ["支出预算100万元，比上年增长5%。"]),
        ("一是压实责任。\n二是加强培训。", ["一是压实责任。", "二是加强培训。"]),
        ("关于2031年度决算的说明\n全年支出5万元。", ["关于2031年度决算的说明", "全年支出5万元。"]),
        (
            "主要成效：1.改善办学条件。2.深化产教融合。\n下一步加强管理。",
            ["主要成效：1.改善办学条件。2.深化产教融合。", "下一步加强管理。"],
        ),
        ("用于办公、印刷、\n差旅等支出10万元。", ["用于办公、印刷、", "差旅等支出10万元。"]),
        ("全年预算100万元。\n- 3 -\n支出90万元。", ["全年预算100万元。", "支出90万元。"]),
        ("全年预算100万元。\n第 3 页 共 12 页\n支出90万元。", ["全年预算100万元。", "支出90万元。"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lines_become_passages(text, expected):
    """What a page added goes, what somebody wrote stays."""
    assert told(text) == expected


def test_a_bare_number_is_a_page_number_only_where_pages_are_counted():
    """Numbers that count up through the text are pages; numbers one below the other are the cells of a flattened table."""
    page = wrapped(PARAGRAPH, 26, "\n")

    assert told(f"{page}\n1\n{page}\n2\n{page}\n3\n") == [PARAGRAPH] * 3
    assert told("预算数\n100\n执行数\n98\n得分\n9") == ["预算数", "100", "执行数", "98", "得分", "9"]


def test_a_page_number_inside_a_sentence_does_not_break_it():
    """The page ended in the middle of a word."""
    text = wrapped(PARAGRAPH, 26, "\n\n")
    middle = text.index("\n\n", 60)

    assert told(f"{text[:middle]}\n\n7\n\n{text[middle:]}") == [PARAGRAPH]


@pytest.mark.parametrize(
    "line, sort, level, mark",
    [
        ("一、部门概况", Sort.HEADING, 1, "一、"),
        ("（二）资金使用情况", Sort.HEADING, 2, "（二）"),
        ("3.产出情况", Sort.HEADING, 3, "3."),
        ("（4）质量指标", Sort.HEADING, 4, "（4）"),
        ("第一部分 部门概况", Sort.HEADING, 0, "第一部分"),
        ("附件2", Sort.HEADING, 0, "附件2"),
        ("（一）机构设置。本局设3个科室。", Sort.ITEM, 0, "（一）"),
        ("一是责任落实不到位。", Sort.ITEM, 0, "一是"),
        ("3.5万元用于培训，其余用于办公。", Sort.PARAGRAPH, 0, ""),
        ("一年来，各项工作进展顺利。", Sort.PARAGRAPH, 0, ""),
    ],
)
def test_the_number_of_a_line_tells_what_it_is(line, sort, level, mark):
    """Officials number in a fixed order."""
    passage = next(from_text(f"{line}\n全年支出100万元，完成全部任务。").passages())

    assert (passage.sort, passage.level, passage.mark) == (sort, level, mark)


def test_a_row_of_short_numbered_lines_is_a_list():
    """1.甲 2.乙 3.丙 are items, not three headings without text."""
    sorts = [passage.sort for passage in from_text("1.办公室\n2.财务科\n3.人事科").passages()]

    assert sorts == [Sort.ITEM] * 3


@pytest.mark.parametrize(
    "text, rows, certain, caption, unit",
    [
        (
            "附表 三公经费 单位：万元\n项目 | 2031年 | 2030年\n合计 | 12 | 13\n接待费 | | 3",
            [["项目", "2031年", "2030年"], ["合计", "12", "13"], ["接待费", "", "3"]],
            True,
            "附表 三公经费 单位：万元",
            "万元",
        ),
        (
            "项目\t预算\t执行\n合计\t100\t98\n\t40\t39",
            [["项目", "预算", "执行"], ["合计", "100", "98"], ["", "40", "39"]],
            True,
            "",
            "",
        ),
        (
            "收入支出决算总表\n编制单位：某局 单位：元\n项目 行次 决算数\n本年收入 1 318.62\n本年支出 2 300.00",
            [["项目", "行次", "决算数"], ["本年收入", "1", "318.62"], ["本年支出", "2", "300.00"]],
            False,
            "收入支出决算总表",
            "元",
        ),
        (
            "| 项目 | 金额 |\n|---|---|\n| 培训费 | 5 |",
            [["项目", "金额"], ["培训费", "5"]],
            True,
            "",
            "",
        ),
    ],
    ids=["bars", "tabs", "blanks", "markdown"],
)
def test_flattened_tables_stand_up_again(text, rows, certain, caption, unit):
    """Cells between bars, tabs or blanks; the line above tells caption and unit."""
    table = table_of(text)

    assert [[cell.text if cell else None for cell in row] for row in table.rows()] == rows
    assert (table.certain, table.caption, table.unit) == (certain, caption, unit)


def test_sentences_with_blanks_around_figures_are_no_table():
    """PDF text has blanks around figures."""
    text = "支出决算 46.11 万元，完成率 98.4 %。\n其中基本支出 30.0 万元，占 65 %。\n项目支出 16.1 万元，占 35 %。"

    assert not from_text(text).tables


def test_pages_are_counted_where_the_text_has_them():
    """A form feed begins a page."""
    document = from_text("全年支出100万元。\f其中基本支出60万元。")

    assert [passage.place.page for passage in document.passages()] == [1, 2]
    assert document.page_of(document.text.index("其中")) == 2


def exact(document: Document) -> None:
    """Every stretch of every passage stands in the text where it says."""
    for passage in document.passages():
        ends = [*(offset for offset, _ in passage.pieces[1:]), len(passage.text)]
        for (here, there), end in zip(passage.pieces, ends, strict=True):
            piece = passage.text[here:end].rstrip()
            assert document.text[there : there + len(piece)] == piece


@given(
    st.text(
        st.sampled_from("一二（）().、。，：；|\t\n\r\f 　0123456789万元年其中占abZ%-—页第附件是\u2028\ufeff"),
        max_size=300,
    )
)
def test_any_text_is_read_and_every_offset_is_exact(text):
    """Whatever is pasted, the text is kept and offsets lead back into it."""
    document = from_text(text, "粘贴")

    assert (document.text, document.name) == (text, "粘贴")
    exact(document)


@given(st.text(max_size=200))
def test_characters_of_any_kind_are_read(text):
    """Not only what officials type."""
    exact(from_text(text))


@pytest.mark.parametrize(
    "line", ["|\n", "|甲|\n", "甲 乙 1\n", "1\n", "（一）\n", "一、甲\n", "支出1万元，\n", "\f3\n", "—"]
)
def test_a_text_of_one_thing_over_and_over_is_read(line):
    """A hostile paste asks for patience, not for hours; without linear time this test would run into the time limit."""
    text = line * (60_000 // len(line))

    assert from_text(text).text == text
