from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import docx as word
import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st
from lxml import etree
from tests.documents.readers.packages import LISTS, docx, numbered, p, r
from tests.reports import office
from tests.reports.marked import given

from jixiao.documents.model import Document, Span
from jixiao.documents.readers.docx import read_docx
from jixiao.documents.readers.docx_text import W, pieces_of
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.reports.marked.docx import write
from jixiao.reports.marked.docx_ranges import Range, place

DRAWING = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{words}</w:txbxContent></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
)


def read(path: Path) -> Document:
    return read_docx(path, Limits())


def commented(tmp_path: Path, body: str, *words: str, **parts: str) -> tuple[Path, Path]:
    """A document and its copy with a comment at each of those words."""
    source = docx(tmp_path / "报告.docx", body, **parts)
    document, target = read(source), tmp_path / "审阅.docx"
    write(source, given.found(document), [given.on(document, item) for item in words], target, "zh")
    return source, target


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def commented_words(root: etree._Element) -> list[str]:
    """The words between the marks of each comment, in the order of the comments' numbers."""
    held = {piece: words for paragraph in root.iter(f"{W}p") for piece, words in pieces_of(paragraph)}
    elements = list(root.iter())
    told: dict[int, list[str]] = {}
    open_now: set[int] = set()
    for element in elements:
        number = int(element.get(f"{W}id", "-1"))
        if element.tag == f"{W}commentRangeStart":
            open_now.add(number)
            told[number] = []
        elif element.tag == f"{W}commentRangeEnd":
            open_now.remove(number)
        for item in open_now:
            told[item].append(held.get(element, ""))
    return ["".join(words) for _, words in sorted(told.items())]


@pytest.mark.parametrize(
    "body",
    [
        p("本年支出100.00万元，比上年增加20万元。"),
        f"<w:p>{r('本年支出10')}{r('0.0')}{r('0万元，比上年')}{r('增加20万元。')}</w:p>",
        f"<w:p>{r('本年支出')}<w:hyperlink>{r('100.00万')}</w:hyperlink>{r('元，增加20万元')}</w:p>",
        f"<w:p>{r('本年支出')}<w:del>{r('99')}</w:del><w:ins>{r('100.00')}</w:ins>{r('万元，增加20万元')}</w:p>",
        "<w:p><w:r><w:t>支出</w:t><w:tab/><w:t>100.00万元</w:t><w:br/><w:t>增加20万元</w:t></w:r></w:p>",
        f"<w:tbl><w:tr><w:tc>{p('支出100.00万元')}</w:tc><w:tc>{p('增加20万元')}</w:tc></w:tr></w:tbl>",
        f"<w:sdt><w:sdtContent>{p('支出100.00万元，增加20万元')}</w:sdtContent></w:sdt>",
        p("十二、", numbered()) + p("支出100.00万元，增加20万元", numbered()),
    ],
    ids=["one run", "many runs", "link", "tracked change", "tab and break", "cells", "control", "numbered"],
)
def test_a_comment_stands_at_exactly_the_characters_of_its_figure(tmp_path, body):
    """Whatever runs, links, changes and cells a figure is spread over, the comment covers the figure and no more."""
    _, target = commented(tmp_path, body, "100.00万元", "20万元", "00万", numbering=LISTS)
    assert commented_words(part(target, "word/document.xml")) == ["100.00万元", "20万元", "00万"]


@drawn_from(
    runs=st.lists(st.text("支出1２.万", max_size=5), min_size=1, max_size=6),
    ends=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=5),
)
def test_the_words_of_a_paragraph_stay_the_same_however_comments_overlap(runs, ends):
    """Any comments on any runs: the text is unchanged, and each comment that covers a character covers just its own."""
    spread = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>" for words in runs)
    paragraph = etree.fromstring(f'<w:p xmlns:w="{W.strip("{}")}">{spread}</w:p>')
    words = "".join(runs)
    ranges = [
        Range(number, min(low, high), max(low, high))
        for number, (low, high) in enumerate(ends)
        if min(low, high) < min(max(low, high), len(words))
    ]
    place(paragraph, ranges)
    assert "".join(piece for _, piece in pieces_of(paragraph)) == words
    holder = etree.Element("holder")
    holder.append(paragraph)
    told = commented_words(holder)
    assert told == [words[item.low : item.high] for item in ranges]
    bare = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr") is None]
    assert all(run.find(f"{W}commentReference") is not None for run in bare)


def test_a_run_that_is_split_keeps_its_look(tmp_path):
    """Bold red stays bold red on both sides of the figure that is commented."""
    look = '<w:rPr><w:b/><w:color w:val="C00000"/></w:rPr>'
    _, target = commented(tmp_path, f"<w:p><w:r>{look}<w:t>支出100万元整</w:t></w:r></w:p>", "100万元")
    runs = [run for run in part(target, "word/document.xml").iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert [run.findtext(f"{W}t") for run in runs] == ["支出", "100万元", "整"]
    assert all(run.find(f"{W}rPr/{W}color").get(f"{W}val") == "C00000" for run in runs)


def test_a_sealed_control_is_commented_as_a_whole(tmp_path):
    """A plain-text control holds one run, so the comment stands around it."""
    control = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('100万元整')}</w:sdtContent></w:sdt>"
    _, target = commented(tmp_path, f"<w:p>{r('支出')}{control}</w:p>", "100万元")
    root = part(target, "word/document.xml")
    assert commented_words(root) == ["100万元整"]
    assert root.find(f".//{W}sdtContent/{W}commentRangeStart") is None


def test_words_in_a_text_box_are_commented_at_the_box(tmp_path):
    """Word takes no comments inside text boxes: the comment stands around the box and quotes the words."""
    body = f"<w:p>{r('见下')}{DRAWING.format(words=p('支出100万元'))}</w:p>"
    _, target = commented(tmp_path, body, "100万元")
    start = part(target, "word/document.xml").find(f".//{W}commentRangeStart")
    assert start.getnext().find(f".//{W}txbxContent") is not None
    assert "文本框中：“100万元”" in "".join(part(target, "word/comments.xml").itertext())


def test_words_in_a_footnote_are_commented_at_its_reference(tmp_path):
    """Word takes no comments inside notes either."""
    body = f'<w:p>{r("支出")}<w:r><w:footnoteReference w:id="2"/></w:r>{r("万元")}</w:p>'
    notes = f'<w:footnote w:id="2">{p("另有100万元")}</w:footnote>'
    _, target = commented(tmp_path, body, "100万元", footnotes=notes)
    start = part(target, "word/document.xml").find(f".//{W}commentRangeStart")
    assert start.getnext().find(f"{W}footnoteReference") is not None
    assert "脚注或尾注中：“100万元”" in "".join(part(target, "word/comments.xml").itertext())


def test_a_finding_on_the_whole_document_stands_at_its_beginning(tmp_path):
    """What is missing everywhere is told at the first words."""
    source = docx(tmp_path / "报告.docx", p() + p("自评报告") + p("支出100万元"))
    document, target = read(source), tmp_path / "审阅.docx"
    write(source, given.found(document), [given.on(document)], target, "zh")
    assert commented_words(part(target, "word/document.xml")) == ["自评报告"]


@pytest.fixture
def written(tmp_path):
    """A document made by a word processor, with a comment of a colleague, and its copy."""
    document = word.Document()
    paragraph = document.add_paragraph("预算 100.00 万元，其中基本支出 60.00 万元，项目支出 50.00 万元。")
    document.add_comment(paragraph.runs[0], text="请核对", author="张三", initials="张")
    source, target = tmp_path / "报告.docx", tmp_path / "审阅.docx"
    document.save(str(source))
    review = given.found(read(source))
    write(source, review, [given.on(review.document, "100.00 万元")], target, "zh")
    return source, target, review


def test_comments_of_colleagues_stay(written):
    """The comment that was there keeps its number; ours come behind it, with our name and no date."""
    _, target, _ = written
    told = list(word.Document(str(target)).comments)
    assert [(item.author, item.comment_id) for item in told] == [("张三", 0), ("绩效审阅", 1)]
    assert told[0].text == "请核对"
    assert told[1].timestamp is None
    assert told[1].text.startswith("【REL-01】错误：")
    assert "应为 110.00 万元。" in told[1].text


def test_nothing_else_in_the_package_changes(written):
    """Every part but the text and the comments is the same to the byte, and the text reads the same."""
    source, target, review = written
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        changed = {name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)}
        assert new.namelist() == old.namelist()
    assert changed == {"word/document.xml", "word/comments.xml"}
    assert read(target).text == review.document.text


def test_the_same_review_gives_the_same_file(written, tmp_path):
    """No clock and no chance."""
    source, target, review = written
    write(source, review, [given.on(review.document, "100.00 万元")], tmp_path / "again.docx", "zh")
    assert (tmp_path / "again.docx").read_bytes() == target.read_bytes()


def test_without_findings_the_parts_are_those_of_the_original(tmp_path):
    """A clean report comes back as it was."""
    source, target = commented(tmp_path, p("支出100万元"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert {name: new.read(name) for name in new.namelist()} == {name: old.read(name) for name in old.namelist()}


def test_a_strict_document_stays_strict(tmp_path):
    """The dialect of ISO 29500 strict is read and written."""
    source = docx(tmp_path / "报告.docx", p("支出100万元"))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(W.strip("{}").encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, data)
    document, target = read(strict), tmp_path / "审阅.docx"
    write(strict, given.found(document), [given.on(document, "100万元")], target, "zh")
    with zipfile.ZipFile(target) as package:
        for name in ("word/document.xml", "word/comments.xml"):
            assert W.strip("{}").encode() not in package.read(name)
    assert read(target).text == document.text


def test_a_file_that_changed_after_reading_is_refused(tmp_path):
    """Comments are not put at whatever stands there now."""
    source = docx(tmp_path / "报告.docx", p("支出100万元"))
    document = read(source)
    docx(source, p("新的一段") + p("支出100万元"))
    with pytest.raises(FileRefused, match="又变了"):
        write(source, given.found(document), [given.on(document, "100万元")], tmp_path / "审阅.docx", "zh")
    assert not (tmp_path / "审阅.docx").exists()


def test_an_old_format_is_refused_with_a_way_out(tmp_path):
    """A .doc that was read by way of LibreOffice cannot hold our comments."""
    source = tmp_path / "报告.doc"
    source.write_bytes(b"\xd0\xcf\x11\xe0 old")
    review = given.found(read(docx(tmp_path / "made.docx", p("支出100万元"))))
    with pytest.raises(FileRefused, match="旧格式"):
        write(source, review, [], tmp_path / "审阅.docx", "zh")


def test_a_range_over_two_paragraphs_stands_in_the_first(tmp_path):
    """A cell of two paragraphs is one passage; its comment begins and ends in one of them."""
    source = docx(tmp_path / "报告.docx", p("支出100万元") + p("增加20万元"))
    document, target = read(source), tmp_path / "审阅.docx"
    finding = replace(given.on(document, "100万元"), spans=(Span(2, 12),), suspect=None)
    write(source, given.found(document), [finding], target, "zh")
    assert commented_words(part(target, "word/document.xml")) == ["100万元"]


@pytest.mark.libreoffice
def test_another_program_opens_the_copy(written, tmp_path):
    """LibreOffice prints the copy with every word of the original."""
    _, target, _ = written
    assert "100.00" in "".join(office.pages_of(office.convert(target, tmp_path)))
