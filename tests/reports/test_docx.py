"""The Word document: layout by GB/T 9704, live figures in content controls, bytes that never change."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from tests.reports import sample
from tests.reports.printed import spans

from jixiao.reports import docx
from jixiao.reports.columns import column_widths
from jixiao.reports.docx.controls import FACTS, STORE, tag_of
from jixiao.reports.fonts import find_fonts
from jixiao.reports.model import (
    Align,
    Annex,
    Bar,
    Chart,
    Column,
    FactNote,
    Heading,
    Live,
    Paragraph,
    Pending,
    Report,
    Table,
    Text,
)
from jixiao.reports.theme import PITCH, clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# The schema's order of the properties we write (ISO/IEC 29500-1): Word calls a file damaged that breaks it.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs kinsoku overflowPunct snapToGrid spacing"
    " ind jc textDirection outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color spacing sz szCs highlight u shd lang",
    "sdtPr": "rPr alias tag id lock placeholder dataBinding text",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "settings": "bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders"
    " drawingGridVerticalSpacing characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, font_folders: list[Path]) -> Path:
    path = tmp_path_factory.mktemp("docx") / "sample.docx"
    docx.write(sample.report(), path, find_fonts(font_folders))
    return path


@pytest.fixture(scope="module")
def opened(written: Path):
    return python_docx.Document(str(written))


def part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def parts(path: Path) -> dict[str, etree._Element]:
    with ZipFile(path) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith(".xml") and name.startswith("word/")
        }


def write(tmp_path: Path, *blocks, **kwargs) -> Path:
    path = tmp_path / "made.docx"
    docx.write(Report(("标题",), blocks, **kwargs), path)
    return path


def test_pages_are_a4_with_the_margins_of_the_standard(opened):
    """天头 37 mm, 订口 28 mm, a text area of 156 by 225 mm."""
    page = opened.sections[0]
    tolerance = Mm(1) // 20

    for found, wanted in (
        (page.page_width, 210),
        (page.page_height, 297),
        (page.top_margin, 37),
        (page.bottom_margin, 35),
        (page.left_margin, 28),
        (page.right_margin, 26),
    ):
        assert abs(found - Mm(wanted)) < tolerance


def test_twenty_two_lines_fill_a_page_and_a_twenty_third_does_not_fit(opened):
    """版心 holds 22 lines; the line grid has the pitch of the body."""
    page = opened.sections[0]
    room = page.page_height - page.top_margin - page.bottom_margin
    pitch = opened.styles["Body Text"].paragraph_format.line_spacing
    grid = page._sectPr.find(qn("w:docGrid"))

    assert 22 * pitch <= room < 23 * pitch
    assert (grid.get(qn("w:type")), int(grid.get(qn("w:linePitch")))) == ("lines", PITCH)


@pytest.mark.parametrize(
    ("style", "face", "points", "outline", "bold"),
    [
        ("Title", "方正小标宋简体", 22, None, None),
        ("Body Text", "仿宋_GB2312", 16, None, None),
        ("Heading 1", "黑体", 16, "0", None),
        ("Heading 2", "楷体_GB2312", 16, "1", None),
        ("Heading 3", "仿宋_GB2312", 16, "2", True),
        ("Heading 4", "仿宋_GB2312", 16, "3", None),
        ("Footer", "宋体", 14, None, None),
        ("附件标题", "方正小标宋简体", 22, "0", None),
        ("表内数字", "仿宋_GB2312", 12, None, None),
    ],
)
def test_each_style_has_its_face_size_and_level(opened, style, face, points, outline, bold):
    """Faces, sizes and outline levels stand in styles, where Word's navigation finds them."""
    found = opened.styles[style]
    faces = found.element.rPr.rFonts
    level = found.element.pPr.find(qn("w:outlineLvl"))

    assert faces.get(qn("w:eastAsia")) == face
    assert faces.get(qn("w:ascii")) == faces.get(qn("w:hAnsi")) == "Times New Roman"
    assert found.font.size == Pt(points)
    assert found.font.bold is bold
    assert (None if level is None else level.get(qn("w:val"))) == outline


def test_body_and_headings_begin_two_characters_in(opened):
    """首行缩进 is told in characters, so that it holds when the size changes."""
    for name in ("Body Text", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        assert opened.styles[name].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_paragraphs_carry_no_formatting_of_their_own(written):
    """A body paragraph names its style and nothing else; a run at most says that shared signs are Chinese."""
    body = [p for p in part(written, "word/document.xml").iter(W + "p") if style_of(p) == "BodyText"]

    assert len(body) > 3
    for paragraph in body:
        assert {child.tag for child in paragraph.find(W + "pPr")} <= {W + "pStyle", W + "sectPr"}
        marks = {child.tag for properties in paragraph.iter(W + "rPr") for child in properties}
        assert marks <= {W + "rFonts", W + "rStyle", W + "highlight"}


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def test_page_numbers_stand_outside_one_character_in(written):
    """Odd pages right, even pages left, a dash on each side."""
    assert part(written, "word/settings.xml").find(W + "evenAndOddHeaders") is not None
    for kind, align, side in (("odd", "right", "rightChars"), ("even", "left", "leftChars")):
        footer = part(written, f"word/footer-page-{kind}.xml")
        assert "".join(footer.itertext()) == "— 1 —"
        assert footer.find(f".//{W}jc").get(W + "val") == align
        assert footer.find(f".//{W}ind").get(W + side) == "100"
        assert footer.find(f".//{W}fldSimple").get(W + "instr").strip() == "PAGE"


def test_wide_annexes_lie_and_their_page_number_stays_at_the_foot_of_the_upright_page(opened, written):
    """Sections: upright up to annex 1, lying for annexes 2 and 3, upright again; the number is turned."""
    turns = [section.orientation for section in opened.sections]

    assert turns == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert opened.sections[1].page_width > opened.sections[1].page_height
    for kind in ("odd", "even"):
        (shape,) = part(written, f"word/footer-wide-{kind}.xml").iter(
            "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}bodyPr"
        )
        assert shape.get("vert") == "vert"


def test_every_live_figure_is_a_control_with_its_address(written):
    """Reading the controls back gives address and text of each figure and each pending thing, in order."""
    wanted = [(span.address, span.text) for span in spans(sample.report())]

    assert docx.read_controls(written) == wanted
    assert (sample.LONG, "345.67") in wanted


def test_every_control_is_bound_to_a_fact_that_says_the_same(written):
    """The binding of each control leads to the element of the embedded part that holds its text and passport."""
    facts = part(written, "customXml/item1.xml")
    names = {"f": FACTS}
    bound = 0
    for control in part(written, "word/document.xml").iter(W + "sdt"):
        binding = control.find(f"{W}sdtPr/{W}dataBinding")
        if binding is None:
            assert "待填" in "".join(control.itertext())
            continue
        (fact,) = facts.xpath(binding.get(W + "xpath"), namespaces=names)
        bound += 1
        assert binding.get(W + "prefixMappings") == f"xmlns:f='{FACTS}'"
        assert binding.get(W + "storeItemID") == STORE
        assert fact.text == "".join(control.itertext())
        assert fact.get("key") == control.find(f"{W}sdtPr/{W}tag").get(W + "val")

    assert bound > 100
    rate = facts.xpath(f"f:fact[@address='{sample.RATE}']", namespaces=names)
    assert [fact.text for fact in rate] == ["98.44%", "98.44"]
    assert {fact.get("source") for fact in rate} == {"规则：预算执行率"}
    assert {fact.get("title") for fact in rate} == {"部门整体支出执行率"}


def test_the_store_of_facts_is_named_where_word_looks_for_it(written):
    """The properties beside the part give its id and namespace."""
    properties = part(written, "customXml/itemProps1.xml")

    assert STORE in properties.values()
    assert FACTS in [value for node in properties.iter() for value in node.values()]


def test_controls_keep_words_limits(written):
    """Ids are unique, tags and titles at most 64 characters, controls stand inside paragraphs."""
    controls = list(part(written, "word/document.xml").iter(W + "sdt"))
    ids = [control.find(f"{W}sdtPr/{W}id").get(W + "val") for control in controls]

    assert len(set(ids)) == len(ids)
    for control in controls:
        assert control.getparent().tag == W + "p"
        assert len(control.find(f"{W}sdtPr/{W}tag").get(W + "val")) <= 64
        assert len(control.find(f"{W}sdtPr/{W}alias").get(W + "val")) <= 64


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_properties_come_in_the_order_of_the_schema(written, name):
    """Word refuses properties in another order, or ones that the schema does not know there."""
    order = ORDERS[name].split()
    found = [node for root in parts(written).values() for node in root.iter(W + name)]

    assert found
    for node in found:
        places = [order.index(etree.QName(child).localname) for child in node]
        assert places == sorted(places)


def test_every_part_has_a_type_and_every_relation_a_part(written):
    """The package holds together: nothing twice, nothing that leads nowhere."""
    with ZipFile(written) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith(".rels"):
                base = Path(name).parent.parent
                for relation in etree.fromstring(package.read(name)):
                    target = relation.get("Target")
                    place = target[1:] if target.startswith("/") else (base / target).as_posix()
                    assert place in names or re.sub(r"[^/]+/\.\./", "", place) in names, (name, target)


def test_the_same_report_gives_the_same_bytes(written, tmp_path, font_folders):
    """No clock and no chance is in the file."""
    again = tmp_path / "again.docx"
    docx.write(sample.report(), again, find_fonts(font_folders))

    assert again.read_bytes() == written.read_bytes()


def test_tables_repeat_their_head_and_keep_rows_whole(opened):
    """Head rows are repeated on each page, rows are not split, the widths fill the page exactly."""
    table = next(table for table in opened.tables if len(table.rows) == 61)
    rows = list(table._tbl.iter(W + "tr"))

    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows[1:])
    sizes = [int(column.get(W + "w")) for column in table._tbl.iter(W + "gridCol")]
    lying = opened.sections[1]
    room = lying.page_width - lying.left_margin - lying.right_margin
    assert sum(sizes) == room // 635 == int(table._tbl.tblPr.find(W + "tblW").get(W + "w"))


def test_title_and_unit_stand_above_their_table(opened):
    """表题 above the table, 单位 right above it at the right edge."""
    table = next(table for table in opened.tables if table.rows[-1].cells[0].text == "合计")
    unit = table._tbl.getprevious()
    title = unit.getprevious()

    assert (title.text, title.style) == ("各单位预算执行情况", "Caption")
    assert (unit.text, unit.style) == ("单位：万元", "TableUnit")


def test_no_two_tables_touch(opened):
    """Word would join them into one."""
    for table in opened.tables:
        assert table._tbl.getnext().tag == W + "p"


def test_ragged_rows_are_filled_up(tmp_path):
    """A row with too few or too many cells still gives a table that Word opens."""
    table = Table("", (Column("甲"), Column("乙")), (((Text("1"),),), ((Text("1"),), (Text("2"),), (Text("3"),))))

    made = python_docx.Document(str(write(tmp_path, table)))

    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["甲", "乙"], ["1", ""], ["1", "2"]]


def test_a_chart_is_a_picture_with_words_and_its_table_below(opened, written):
    """Who does not see the picture reads its words; the figures stand in the table, live."""
    (picture,) = part(written, "word/document.xml").iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    table = next(table for table in opened.tables if table.rows[0].cells[1].text == "数值（%）")

    assert "外语职业学校96.53%（需要关注）" in picture.get("descr")
    assert [image for image in ZipFile(written).namelist() if image.endswith(".png")] == ["word/media/image1.png"]
    assert table.rows[4].cells[1].paragraphs[0]._p.find(f".//{W}sdt") is not None


def test_a_draft_says_so_on_every_page_and_a_final_report_does_not(written, tmp_path, fonts):
    """草稿 stands in the head while things are pending."""
    final = tmp_path / "final.docx"
    docx.write(sample.report(draft=False), final, fonts)

    assert "".join(part(written, "word/header1.xml").itertext()) == "草稿（尚有8处待填）"
    sections = list(part(written, "word/document.xml").iter(W + "sectPr"))
    assert all(len(section.findall(W + "headerReference")) == 2 for section in sections)
    assert "word/header1.xml" not in ZipFile(final).namelist()


def test_pending_things_are_yellow(tmp_path):
    """待填 strikes the eye."""
    path = write(tmp_path, Paragraph((Text("由"), Pending("责任人", "2022/measure/M1/owner"), Text("负责"))))

    marked = [
        run for run in part(path, "word/document.xml").iter(W + "r") if run.find(f"{W}rPr/{W}highlight") is not None
    ]

    assert ["".join(run.itertext()) for run in marked] == ["〔待填：责任人〕"]
    assert docx.read_controls(path) == [("2022/measure/M1/owner", "〔待填：责任人〕")]


def test_what_an_officer_types_into_a_control_is_read_back(written, tmp_path):
    """After an edit in Word the control keeps its tag and holds the new text."""
    edited = tmp_path / "edited.docx"
    with ZipFile(written) as source, ZipFile(edited, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b">97.48<", b">94.78<") if name == "word/document.xml" else data)

    assert (sample.SCORE, "94.78") in docx.read_controls(edited)


def test_a_document_of_somebody_else_has_no_controls_of_ours(tmp_path):
    """Without our part of facts there is nothing to read back."""
    stranger = python_docx.Document()
    stranger.add_paragraph("一份普通文档")
    stranger.save(str(tmp_path / "stranger.docx"))

    assert docx.read_controls(tmp_path / "stranger.docx") == []


def test_long_addresses_get_a_short_name_that_never_changes():
    """Word takes 64 characters; the whole address stands in the part of facts."""
    address = "2022/project/" + "很长的项目名称" * 20

    assert tag_of("2022/department/total/spent") == "2022/department/total/spent"
    assert tag_of(address) == tag_of(address) == "sha256:248a784475545675de11563be34f386e"
    assert tag_of(address + "/spent") != tag_of(address)


def test_attachments_are_listed_under_the_text_before_the_signature(opened):
    """附件 note, then signature, then date."""
    texts = [paragraph.text for paragraph in opened.paragraphs]
    at = texts.index("附件：1. 部门整体支出绩效自评图表")

    assert texts[at + 1 : at + 6] == [
        "2. 项目支出绩效自评汇总",
        "3. 佐证材料目录",
        "4. 说明",
        "某市总工会",
        "2023年4月10日",
    ]


def test_annexes_begin_on_a_new_page(tmp_path):
    """An upright annex breaks the page itself; one that turns the paper begins a section."""
    path = write(tmp_path, Annex("附件1", "甲"), Annex("附件2", "乙", wide=True), Annex("附件3", "丙", wide=True))
    document = part(path, "word/document.xml")

    numbers = [p for p in document.iter(W + "p") if style_of(p) == "AnnexNumber"]

    assert [p.find(f"{W}pPr/{W}pageBreakBefore") is not None for p in numbers] == [True, False, True]
    assert [s.find(W + "type").get(W + "val") for s in document.iter(W + "sectPr")] == ["nextPage", "nextPage"]


def test_an_empty_report_is_still_a_document(tmp_path):
    """No title, no blocks, no date: a page, not an error."""
    docx.write(Report((), ()), tmp_path / "empty.docx")

    assert len(python_docx.Document(str(tmp_path / "empty.docx")).sections) == 1


def test_without_any_chinese_font_the_table_under_a_chart_says_it_all(tmp_path):
    """The picture needs a typeface to draw with; the document does not."""
    chart = Chart("甲最低", "%", (Bar("甲", 9000, "90.00%", "2022/unit/甲/rate"),), 10000)
    docx.write(Report((), (chart,)), tmp_path / "plain.docx", find_fonts([]))

    assert docx.read_controls(tmp_path / "plain.docx") == [("2022/unit/甲/rate", "90.00%")]
    assert not [name for name in ZipFile(tmp_path / "plain.docx").namelist() if name.endswith(".png")]


ANYTHING = st.text(st.characters(), max_size=40)  # surrogates and control characters, too


@given(ANYTHING, ANYTHING, ANYTHING)
@example("甲\x00乙\x0b丙\ud800丁\ufffe", "2022/\x01", "1\t2\n3 ")
def test_any_text_goes_in_and_comes_out(tmp_path_factory, words, address, figure):
    """Whatever an officer pasted, control characters and halves of characters among it, makes a document."""
    path = tmp_path_factory.mktemp("any") / "any.docx"
    facts = {address: FactNote(words, figure, basis=words)}
    docx.write(
        Report((words,), (Heading(1, words), Paragraph((Text(words), Live(address, figure)))), facts=facts), path
    )

    assert docx.read_controls(path) == [(clean(address), clean(figure))]
    assert python_docx.Document(str(path)).paragraphs[1].text == clean(words)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=12), st.integers(100, 20000))
def test_column_widths_fill_the_table(shares, total):
    """Whatever the shares, not a twip is lost."""
    sizes = column_widths(Table("", tuple(Column("", share=share) for share in shares), ()), total)

    assert sum(sizes) == total
    assert min(sizes) >= 0


def test_a_column_is_never_narrower_than_its_figures():
    """A narrow column that holds a long figure takes room from its neighbours, as long as these have some."""
    figure = (Live("2022/department/total/spent", "1234567890.12"),)
    table = Table("", (Column("说明", share=9), Column("数", Align.RIGHT, 1)), (((Text("甲"),), figure),))

    wide, narrow = column_widths(table, 8000)

    assert wide + narrow == 8000
    assert narrow >= len("1234567890.12") * 120
    assert column_widths(table, 1000) == (900, 100), "with no room for all, the shares stand"
