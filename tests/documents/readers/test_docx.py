from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.documents.readers.packages import LISTS, NAMES, docx, numbered, p, r

from jixiao.documents.model import Document, Sort
from jixiao.documents.readers.docx import read_docx, spot_of
from jixiao.documents.readers.docx_numbers import chinese, rendered
from jixiao.documents.readers.docx_text import W, paragraph_text
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits


def read(tmp_path: Path, body: str, **parts: str) -> Document:
    return read_docx(docx(tmp_path / "报告.docx", body, **parts), Limits())


def told(document: Document) -> list[str]:
    return [passage.text for passage in document.passages()]


@pytest.mark.parametrize(
    "runs, text",
    [
        (r("支出") + r("100万元"), "支出100万元"),
        (r("支出") + f"<w:del>{r('90').replace('w:t', 'w:delText')}</w:del><w:ins>{r('100')}</w:ins>", "支出100"),
        (f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>", "新"),
        (f'<w:hyperlink>{r("链接")}</w:hyperlink><w:smartTag>{r("标签")}</w:smartTag>', "链接标签"),
        (f"<w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        ('<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>', "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\u2028乙"),
        ("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r>", "3"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>kuai</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>会</w:t></w:r></w:rubyBase></w:ruby></w:r>", "会"),
        ("<w:r><w:t>一\n行</w:t></w:r>", "一 行"),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph_is_what_a_person_reads(runs, text):
    """Deleted words are gone, inserted ones stay; every character of the runs is one character of the text."""
    assert paragraph_text(etree.fromstring(f"<w:p {NAMES}>{runs}</w:p>")) == text


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{inner}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once(tmp_path):
    """Word writes every box twice, for new and for old readers."""
    document = read(tmp_path, f"<w:p>{r('正文。')}{BOX.format(inner=p('框内文字'))}</w:p>" + p("下一段。"))

    assert told(document) == ["正文。", "框内文字", "下一段。"]
    box = list(document.passages())[1]
    assert (box.sort, box.place.part, box.place.paragraph) == (Sort.BOX, "box", 2)
    assert list(document.passages())[2].place.paragraph == 4  # the copy for old readers counts as a w:p too


def test_numbers_that_word_counts_stand_before_their_paragraphs(tmp_path):
    """Nobody typed 一、 but everybody reads it; another list with a restart counts anew."""
    body = (
        p("部门概况", numbered(0))
        + p("机构设置", numbered(1))
        + p("人员情况", numbered(1))
        + p("编制", numbered(2))
        + p("收支情况", numbered(0))
        + p("总体", numbered(1))
        + p("另一份", numbered(0, 2))
    )
    document = read(tmp_path, body, numbering=LISTS)

    assert told(document) == [
        "一、部门概况", "（一）机构设置", "（二）人员情况", "1.编制", "二、收支情况", "（一）总体", "一、另一份",
    ]  # fmt: skip
    heading = next(document.passages())
    assert (heading.sort, heading.level, heading.mark) == (Sort.HEADING, 1, "一、")


@pytest.mark.parametrize(
    "number, text", [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_chinese_numerals(number, text):
    """As officials count chapters."""
    assert chinese(number) == text


@pytest.mark.parametrize(
    "form, text", [("decimal", "4"), ("lowerLetter", "d"), ("upperRoman", "IV"), ("decimalEnclosedCircle", "④")]
)
def test_other_forms_of_numbers(form, text):
    """Lists are counted in letters and circles too."""
    assert rendered(4, form) == text


def test_styles_and_outline_make_headings(tmp_path):
    """A heading may be known by its style alone; a table of contents is passed over."""
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="x"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        p("部门概况\t1", '<w:pStyle w:val="t"/>')
        + p("部门概况", '<w:pStyle w:val="x"/>')
        + p("正文内容一段。")
        + p("绩效情况", '<w:outlineLvl w:val="1"/>')
    )
    document = read(tmp_path, body, styles=styles)

    assert [(passage.text, passage.level) for passage in document.passages()] == [
        ("部门概况", 1),
        ("正文内容一段。", 0),
        ("绩效情况", 2),
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(part) for part in text.split('/'))}</w:tc>"


def test_merged_cells_stand_once_where_they_begin(tmp_path):
    """A gridSpan reaches over columns, vMerge over rows; the line above names the table and its unit."""
    body = (
        p("支出表（单位：万元）")
        + "<w:tbl><w:tr>"
        + cell("项目", '<w:vMerge w:val="restart"/>')
        + cell("金额", '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("预算")
        + cell("决算")
        + "</w:tr><w:tr>"
        + cell("合/计")
        + cell("12/34")
        + cell("")
        + "</w:tr></w:tbl>"
    )
    (table,) = read(tmp_path, body).tables

    assert [[found.text if found else None for found in row] for row in table.rows()] == [
        ["项目", "金额", None], [None, "预算", "决算"], ["合计", "12 34", ""],
    ]  # fmt: skip
    assert (table.cells[0].rows, table.cells[1].columns) == (2, 2)
    assert (table.caption, table.unit) == ("支出表（单位：万元）", "万元")
    assert (table.cells[-2].passage.place.row, table.cells[-2].passage.place.column) == (3, 2)


def test_a_table_inside_a_cell_is_a_table_of_its_own(tmp_path):
    """Forms are laid out with tables in tables."""
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    tables = read(tmp_path, f"<w:tbl><w:tr><w:tc>{p('外')}{inner}</w:tc></w:tr></w:tbl>").tables

    assert [[found.text for found in table.cells] for table in tables] == [["外"], ["内"]]


def test_footnotes_follow_the_text(tmp_path):
    """A figure in a footnote is a figure of the document."""
    document = read(tmp_path, p("支出100万元。"), footnotes=f'<w:footnote w:id="1">{p("含上年结转。")}</w:footnote>')

    note = list(document.passages())[-1]
    assert (note.text, note.sort, note.place.part, note.place.paragraph) == (
        "含上年结转。",
        Sort.FOOTNOTE,
        "footnotes",
        1,
    )


def test_every_character_leads_back_to_its_paragraph(tmp_path):
    """A comment can be put at exact characters: line n of the text is the n-th paragraph of the file."""
    body = (
        p("概况", numbered(0))
        + p()
        + f"<w:tbl><w:tr>{cell('甲/98.44%')}</w:tr></w:tbl>"
        + f"<w:p>{r('支出')}{r('100万元。')}</w:p>"
    )
    path = docx(tmp_path / "报告.docx", body, numbering=LISTS)
    document = read_docx(path, Limits())
    paragraphs = list(etree.fromstring(f"<w:body {NAMES}>{body}</w:body>").iter(f"{W}p"))

    for passage in document.passages():
        for word in ("概况", "甲", "98.44%", "100万元"):
            at = passage.text.find(word)
            if at >= 0:
                number, start = spot_of(document, passage.span(at, at + len(word)).start)
                assert paragraph_text(paragraphs[number - 1])[start : start + len(word)] == word
    assert spot_of(document, next(document.passages()).span(0, 1).start) == (1, 0)


def test_a_document_made_from_a_pdf_is_joined_again(tmp_path):
    """Converted files have a paragraph for each line of the page."""
    text = "2031年度部门整体支出预算1022.89万元，决算数为1001.17万元，完成率为97.9%，其中基本支出预算数为600万元，决算数为590万元，项目支出预算数为422.89万元。"
    body = "".join(p(text[start : start + 25]) for start in range(0, len(text), 25))

    assert told(read(tmp_path, body)) == [text]


@pytest.mark.parametrize("cut", range(16))
def test_a_truncated_document_is_refused(tmp_path, cut):
    """A download that stopped gives a sentence."""
    path = docx(tmp_path / "报告.docx", p("支出100万元。"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * cut // 16])

    with pytest.raises(FileRefused):
        read_docx(path, Limits())


WIDE = '<w:gridSpan w:val="2"/>'


@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from('0123456789<>/"wval= ')), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_garbled_document_is_read_or_refused(tmp_path, changes):
    """Whatever stands in the XML, nothing but a refusal comes of it."""
    body = p("概况", numbered(0)) + f"<w:tbl><w:tr>{cell('甲', WIDE)}{cell('乙')}</w:tr></w:tbl>"
    letters = list(body + f"<w:p>{BOX.format(inner=p('框'))}</w:p>")
    for at, letter in changes:
        letters[at % len(letters)] = letter
    path = docx(tmp_path / "报告.docx", "".join(letters), numbering=LISTS)
    try:
        document = read_docx(path, Limits())
    except FileRefused:
        return  # a sentence, as good as a document
    assert all(passage.text for passage in document.passages())
