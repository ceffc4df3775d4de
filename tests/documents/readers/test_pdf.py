from __future__ import annotations

from dataclasses import replace

import pytest
from tests.documents.readers.pages import set_pdf, told

from jixiao.documents.model import Sort
from jixiao.documents.readers.pdf import read_pdf
from jixiao.documents.readers.pdf_marks import boxes
from jixiao.files.limits import Limits

SENTENCE = "2024 年度青柏市水务局支出决算 1214.56 万元，其中基本支出 480.00 万元，项目支出 734.56 万元，执行率 98.38%，"
RUNNING = SENTENCE + "未支出部分是两个管网改造项目的尾款，按合同约定在次年一月验收后支付。"
FURNITURE = "#set page(header: align(center)[青柏市水务局自评报告], footer: context align(center)[— #counter(page).display() —])\n"


@pytest.fixture
def read(tmp_path, font_folders):
    """Set a source and read the pages."""
    if not font_folders:
        pytest.skip("no Chinese font here: nothing can be set")
    return lambda source: read_pdf(set_pdf(tmp_path / "report.pdf", source, font_folders), Limits())


def plain(text: str) -> str:
    """Without the blanks that typesetting puts between Chinese and figures."""
    return text.replace(" ", "")


def test_lines_that_the_page_broke_are_one_paragraph_again(read):
    """A paragraph of several lines comes back as it was written; the next begins where its author began it."""
    document = read(f"{RUNNING}\n\n{RUNNING}")
    assert [plain(text) for text in told(document.blocks)] == [plain(RUNNING)] * 2
    assert document.text.count("\n") > 4


def test_a_paragraph_goes_on_over_the_page_break(read):
    """What stands between its halves on the paper, footer and header, is no part of it."""
    document = read(FURNITURE + "\n\n".join([RUNNING] * 14))
    assert len(document.pages) > 1
    assert {plain(text) for text in told(document.blocks)} == {plain(RUNNING)}


def test_headings_are_told_from_what_follows(read):
    """Numbers and shortness make a heading, on paper as in a text."""
    document = read(f"一、收支情况\n\n（一）支出\n\n{RUNNING}")
    sorts = [(block.sort, block.level) for block in document.blocks]
    assert sorts == [(Sort.HEADING, 1), (Sort.HEADING, 2), (Sort.PARAGRAPH, 0)]


def test_two_columns_are_read_one_after_the_other(read):
    """The right column begins when the left one has ended."""
    parts = [
        f"第{number}栏目介绍全市水务工作进展，各区完成管网改造任务，累计更换老旧管道三百二十公里。"
        for number in "甲乙丙丁戊己庚辛"
    ]
    document = read("#columns(2)[" + "\n\n".join(parts * 2) + "]")
    assert told(document.blocks) == parts * 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_reads_like_one_that_stands(read, turn):
    """Wide tables are printed sideways; their text is turned, not their meaning."""
    document = read(f"#rotate({turn}deg, reflow: true)[#block(width: 140mm)[{RUNNING}]]")
    assert [plain(text) for text in told(document.blocks)] == [plain(RUNNING)]


def test_every_character_of_a_passage_is_that_of_the_text(read):
    """A span found in a passage is the same characters in the text of the pages."""
    document = read(FURNITURE + "\n\n".join([RUNNING] * 14) + "#table(columns: 2)[项目][金额][甲][100.00]")
    for passage in document.passages():
        for place, letter in enumerate(passage.text):
            start, stop = passage.span(place, place + 1)
            assert document.text[start:stop] == letter
    assert document.pages[0] == 0
    assert all(document.page_of(passage.span(0, 1).start) == passage.place.page for passage in document.passages())


def test_a_mark_lies_over_the_figure_that_it_marks(read, tmp_path):
    """The rectangle of a span holds exactly its characters; a span over a line break has one for each line."""
    document = read(FURNITURE + "\n\n".join([RUNNING] * 14))
    figure = document.text.rindex("734.56")
    broken = document.text.index("\n")
    marks = boxes(tmp_path / "report.pdf", document, [(figure, figure + 6), (broken - 4, broken + 4), (0, 0)])
    page = document.page_of(figure) - 1
    [over] = [mark for mark in marks[page] if mark.span == 0]
    assert over.right - over.left == pytest.approx(33, abs=3)  # six figures of twelve points, half as wide as high
    assert 5 < over.top - over.bottom < 13
    assert len([mark for mark in marks[0] if mark.span == 1]) == 2
    assert not [mark for mark in marks[0] if mark.span == 2]


def test_pages_without_their_own_text_have_no_marks(read, tmp_path):
    """Text that OCR gave is not in the file, so that nothing can be marked there."""
    document = read(RUNNING)
    assert boxes(tmp_path / "report.pdf", replace(document, text=document.text + "别的"), [(0, 4)]) == {}


def test_a_page_number_alone_is_none_of_the_text(read):
    """Numbers that count up at the foot of the pages are furniture; the same in a paragraph are not."""
    document = read(
        "#set page(footer: context align(center)[#counter(page).display()])\n"
        + "\n\n".join([RUNNING + "共 3 页。"] * 14)
    )
    assert all(plain(text) == plain(RUNNING + "共3页。") for text in told(document.blocks))


def test_a_stamp_across_the_page_is_not_read(read):
    """A watermark crosses lines and cells and says nothing in any of them."""
    stamp = "#set page(background: rotate(-30deg, text(60pt, fill: luma(80%))[内部资料]))\n"
    document = read(stamp + "\n\n".join([RUNNING] * 8) + "#table(columns: 2)[项目][金额][甲][100.00]")
    assert {plain(text) for text in told(document.blocks)[:-1]} == {plain(RUNNING)}
    assert told(document.blocks)[-1] == [["项目", "金额"], ["甲", "100.00"]]
