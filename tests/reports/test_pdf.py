"""The PDF: the look of the Word document, archived for long, whatever fonts are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports import sample
from tests.reports.printed import joined, printed, squeezed

from jixiao.reports import pdf
from jixiao.reports.fonts import FontNote, FontSet, FontsMissingError, find_fonts
from jixiao.reports.model import Column, Heading, Paragraph, Pending, Report, Table, Text

MM = 72 / 25.4


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, fonts: FontSet) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "sample.pdf"
    pdf.write(sample.report(), path, fonts)
    return path


def pages_of(path: Path) -> list[str]:
    """The text inside the text area of each page."""
    return [text.get_text_bounded(top=high - 26 * MM, **{edge: 34 * MM}) for text, edge, high in _texts(path)]


def feet_of(path: Path) -> list[str]:
    """The text at the foot of each page as it is held upright: at the left edge of a lying page."""
    opposite = {"bottom": "top", "left": "right"}
    return [squeezed(text.get_text_bounded(**{opposite[edge]: 34 * MM})) for text, edge, _ in _texts(path)]


def _texts(path: Path) -> Iterator[tuple[pypdfium2.PdfTextPage, str, float]]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        wide, high = page.get_size()
        yield page.get_textpage(), "left" if wide > high else "bottom", high
    document.close()


def fonts_of(path: Path) -> set[str]:
    names = set()
    document = pypdfium2.PdfDocument(path)
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5):
            names.add(item.get_font().get_base_name().partition("+")[2])
    document.close()
    return names


def test_the_pages_say_what_the_report_says(written):
    """Every word of the report, those inside charts among them, whole and in order, and no other."""
    report = sample.report()

    assert joined(report, pages_of(written)) == printed(report, drawn=True)


def test_pages_have_the_size_and_margins_of_the_standard(written):
    """A4, lying for wide annexes; no text outside the margins but the page number and the draft line."""
    document = pypdfium2.PdfDocument(written)
    sizes = [tuple(round(side / MM) for side in page.get_size()) for page in document]
    page = document[0].get_textpage()
    letters = [at for at in range(page.count_chars()) if not page.get_text_range(at, 1).isspace()]
    boxes = [page.get_charbox(at) for at in letters]
    inside = [box for box in boxes if 35 * MM < box[3] < (297 - 37 + 1) * MM]

    assert set(sizes[:3]) == {(210, 297)}
    assert set(sizes[3:-1]) == {(297, 210)}
    assert sizes[-1] == (210, 297)
    assert min(box[0] for box in inside) >= 28 * MM - 1
    assert max(box[2] for box in inside) <= (210 - 26) * MM + 1
    document.close()


def test_pages_are_numbered_through_where_the_foot_of_the_upright_page_is(written):
    """— 1 — and so on, at the left edge where the paper lies."""
    feet = feet_of(written)

    assert feet == [f"—{number}—" for number in range(1, len(feet) + 1)]


def test_the_outline_is_the_headings(written):
    """Bookmarks lead to headings and annexes, each on its level."""
    document = pypdfium2.PdfDocument(written)
    outline = [(item.level, item.get_title()) for item in document.get_toc()]
    document.close()

    assert outline[:5] == [
        (0, "一、部门基本情况"),
        (1, "（一）部门职能与机构设置"),
        (2, "1. 人员情况"),
        (3, "（1）在职人员"),
        (0, "二、绩效自评情况"),
    ]
    assert [title for level, title in outline if level == 0][-4:] == [
        "部门整体支出绩效自评图表",
        "项目支出绩效自评汇总",
        "佐证材料目录",
        "说明",
    ]


def test_it_is_an_archive_pdf_with_its_title(written):
    """PDF/A-2b, titled, in Chinese."""
    data = written.read_bytes()
    document = pypdfium2.PdfDocument(written)

    assert document.get_metadata_value("Title") == "某市总工会2022年度部门整体支出绩效自评报告"
    assert document.get_metadata_value("Author") == "某市总工会"
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in data
    document.close()


def test_the_same_report_and_fonts_give_the_same_bytes(written, tmp_path, fonts):
    """No clock and no chance is in the file."""
    pdf.write(sample.report(), tmp_path / "again.pdf", fonts)

    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()


def test_only_the_chosen_faces_are_embedded(written, fonts):
    """Nothing comes from the machine's own fonts."""
    chosen = {family.replace(" ", "").removesuffix("R") for family in (*fonts.families.values(), *fonts.rare)}

    for name in fonts_of(written):
        assert any(name.lower().startswith(family.lower().removesuffix("sc")) for family in chosen), name


def test_what_was_replaced_is_told(tmp_path, fonts):
    """Each role whose official face is missing has a note; a stand-in of the same style needs no deed."""
    notes = pdf.write(Report(("标题",), ()), tmp_path / "notes.pdf", fonts)

    assert notes == fonts.notes
    assert (
        FontNote("font-replaced", "黑体", "Noto Sans CJK SC").sentence() == "“黑体”以同风格的 Noto Sans CJK SC 代替。"
    )


def test_without_the_stand_ins_noto_is_used_and_it_says_so(tmp_path, font_folders, fonts):
    """With Noto alone the report is made all the same; 仿宋 and 楷体 are noted as a departure."""
    noto = [folder for folder in font_folders if "noto" in folder.parts]
    if not noto:
        pytest.skip("没有 Noto 字体，此项未测 (no Noto fonts: not tested)")

    notes = pdf.write(sample.report(rows=3), tmp_path / "noto.pdf", find_fonts(noto))

    assert [note.wanted for note in notes if note.fallback] == ["仿宋_GB2312", "楷体_GB2312", "Times New Roman"]
    assert notes[1].sentence().startswith("没有找到“仿宋_GB2312”及同风格的代用字体，已改用 Noto Serif CJK SC")
    report = sample.report(rows=3)
    assert joined(report, pages_of(tmp_path / "noto.pdf")) == printed(report, drawn=True)


def test_without_any_chinese_font_it_says_what_to_install(tmp_path):
    """No page of empty boxes: a sentence."""
    with pytest.raises(FontsMissingError) as caught:
        pdf.write(sample.report(), tmp_path / "none.pdf", find_fonts([tmp_path]))

    assert str(caught.value) == (
        "没有找到任何中文字体，无法生成 PDF；请安装 Noto CJK 字体（Debian 上为 fonts-noto-cjk）"
        "或指明字体所在文件夹，再重新运行。"
    )
    assert not (tmp_path / "none.pdf").exists()


def test_a_character_that_no_font_has_is_marked_and_told(tmp_path, fonts):
    """The report is made; 〓 stands where the shape is missing, and the note names the character."""
    report = Report(("标题",), (Paragraph((Text("姓名\U00030000与😀。"),)),))

    notes = pdf.write(report, tmp_path / "rare.pdf", fonts)

    assert squeezed("".join(pages_of(tmp_path / "rare.pdf"))) == "标题姓名〓与〓。"
    assert notes[-1] == FontNote("glyph-absent", "\U00030000 😀", "〓")
    assert notes[-1].sentence() == (
        "PDF 中有 2 个字在现有字体里没有字形，已印作“〓”：\U00030000 😀；请安装收有这些字的字体后重新生成，或改用其他写法。"
    )


def test_a_row_higher_than_a_page_loses_nothing(tmp_path, fonts):
    """Rows are kept whole, but not at the price of words that leave the paper."""
    essay = "".join(f"第{number}句话写得很长很长很长。" for number in range(200))
    table = Table("", (Column("甲"), Column("乙", share=3)), (((Text("一"),), (Text(essay),)),))

    pdf.write(Report((), (table,)), tmp_path / "high.pdf", fonts)

    assert "第199句话" in squeezed("".join(pages_of(tmp_path / "high.pdf")))


NASTY = st.text(st.sampled_from("#$*_`@<>\\[](){}/-~=+|&'\":;.,!?%^ \n\t甲乙。，“”—…①0set"), max_size=30)


@settings(max_examples=30)
@given(NASTY, NASTY, NASTY)
def test_nothing_that_officers_write_becomes_a_command(tmp_path_factory, fonts, title, words, cell):
    """Any text comes out as it went in, in headings, paragraphs, pending things and tables."""
    path = tmp_path_factory.mktemp("any") / "any.pdf"
    words = "#set page(fill: red);" + words
    blocks = (
        Heading(1, "甲" + title),
        Paragraph((Text(words), Pending(cell))),
        Table("乙" + cell, (Column("丙" + title),), (((Text(words),),),)),
    )
    pdf.write(Report(("标" + title,), blocks), path, fonts)

    seen = "".join(pages_of(path))
    wanted = ["标", title, "甲", title, words, f"〔待填：{cell}〕", "乙", cell, "丙", title, words]
    # The reader takes a hyphen at the end of a line for a broken word: it leaves it out or writes a mark of its own.
    assert squeezed(seen).replace("\x02", "").replace("-", "") == squeezed("".join(wanted)).replace("-", "")
