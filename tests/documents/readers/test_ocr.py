from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from tests.documents.readers.pages import plain_pdf, rows, words

from jixiao.cli.commands import jixiao
from jixiao.documents.readers import ocr
from jixiao.documents.readers.ocr_lines import levelled, outside
from jixiao.documents.readers.pdf import read_pdf
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.messages import Term

EXAMPLE = Path(__file__).parents[3] / "examples" / "gz-union-2022.xlsx"
FIGURE = re.compile(r"\d+\.\d+%?")
needs_ocr = pytest.mark.skipif(
    not ocr.available(), reason="文字识别组件未安装，此项未测 (jixiao[ocr] is missing: not tested)"
)


def photographed(pdf: Path, page: int, target: Path, turn: float = 0.0, scale: float = 200 / 72) -> Path:
    """A page of a PDF as a picture, as a scanner would make it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=scale).to_pil().convert("L")
    if turn:
        picture = picture.rotate(turn, fillcolor=255, resample=2)
    picture.save(target)
    return target


@pytest.fixture(scope="module")
def report(tmp_path_factory, font_folders):
    """The example's own report as a PDF."""
    if not font_folders:
        pytest.skip("no Chinese font here: nothing can be set")
    folder = tmp_path_factory.mktemp("report")
    result = CliRunner().invoke(jixiao, ["evaluate", str(EXAMPLE), "--out", str(folder), "-q"])
    [pdf] = folder.glob("*.pdf")
    assert result.exit_code in {0, 1}
    return pdf


@needs_ocr
@pytest.mark.parametrize("turn", [0.0, 0.6])
def test_a_scanned_page_of_the_report_has_the_figures_of_the_report(report, tmp_path, turn):
    """Every figure of the page with the totals comes out of its picture digit for digit, askew or straight."""
    document = read_pdf(report, Limits())
    total = document.text.index("46886.75")
    page = document.page_of(total) - 1
    printed = document.text[document.pages[page] : document.pages[page + 1]]
    scan = ocr.read_image(photographed(report, page, tmp_path / "scan.png", turn), ocr.LIMITS)
    assert sorted(FIGURE.findall(scan.text)) == sorted(FIGURE.findall(printed))
    assert {"46886.75", "46154.11", "98.44%"} <= set(FIGURE.findall(scan.text))
    assert scan.remarks == (Term("ocr-used"),)
    [table], [original] = scan.tables, [table for table in document.tables if table.place.page == page + 1]
    assert rows(table)[1:] == rows(original)[1:]
    assert table.unit == "万元"
    running = next(passage.text for passage in scan.passages() if "46886.75" in passage.text)
    assert "支出决算46154.11万元，完成率98.44%" in running


@needs_ocr
def test_a_pdf_of_pictures_is_read_and_its_other_pages_too(report, tmp_path):
    """Between typed pages one that was scanned is read as well, and the document says so."""
    images = import_module("PIL.Image")
    scan = photographed(report, 2, tmp_path / "scan.png", scale=150 / 72)
    pictured = tmp_path / "scan.pdf"
    images.open(scan).convert("RGB").save(pictured, resolution=150)
    document = read_pdf(pictured, ocr.LIMITS)
    assert "46886.75" in document.text
    assert document.kind == "pdf"
    assert document.remarks == (Term("ocr-used"),)
    assert {passage.place.page for passage in document.passages()} == {1}


def test_without_the_extra_a_scan_is_refused_with_the_way_to_install_it(tmp_path, monkeypatch):
    """Whoever sends a picture to a machine without OCR learns what to install."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(FileRefused) as caught:
        ocr.read_image(scan, ocr.LIMITS)
    assert 'pip install "jixiao[ocr]"' in caught.value.sentence("zh")
    assert 'pip install "jixiao[ocr]"' in caught.value.sentence("en")


PICTURE = "5 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n\0\nendstream endobj"
DRAWN = "q 500 0 0 700 40 40 cm /X Do Q"


@pytest.mark.parametrize(
    ("there", "limits", "sentence"), [(False, ocr.LIMITS, "ocr-missing"), (True, Limits(), "ocr-room")]
)
def test_a_pdf_of_pictures_alone_is_refused_without_ocr_or_room_for_it(tmp_path, monkeypatch, there, limits, sentence):
    """A scan says what it lacks: the program, or the memory that the program needs."""
    monkeypatch.setattr(ocr, "available", lambda: there)
    path = tmp_path / "scan.pdf"
    path.write_bytes(plain_pdf(DRAWN, extra=PICTURE))
    with pytest.raises(FileRefused) as caught:
        read_pdf(path, limits)
    assert caught.value.message_id == sentence
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_without_the_extra_typed_pages_are_read_and_the_scanned_ones_told(tmp_path, monkeypatch):
    """One scanned annex does not keep the report from being read."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    path = tmp_path / "mixed.pdf"
    path.write_bytes(plain_pdf(words("Total 100.00 and a good many other words"), DRAWN, extra=PICTURE))
    document = read_pdf(path, Limits())
    assert "100.00" in document.text
    assert document.remarks == (Term("pdf-some-pages-scanned"),)


@needs_ocr
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"II*\0\xff\xff\xff\xff",
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        b"BM" + b"\xff" * 80,
    ],
)
def test_a_damaged_picture_is_refused_with_a_sentence(tmp_path, content):
    """Whatever stands behind the name of a picture, its sender learns that it is none."""
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        ocr.read_image(path, ocr.LIMITS)
    assert caught.value.message_id == "ocr-broken"
    assert path.name in caught.value.sentence("zh")


@needs_ocr
def test_a_picture_of_a_football_field_is_refused_before_it_is_unpacked(tmp_path):
    """The size that a picture claims is judged before its pixels are."""
    header = b"BM" + (2**31).to_bytes(4, "little", signed=False) + b"\0" * 4 + (54).to_bytes(4, "little")
    header += (40).to_bytes(4, "little") + (60000).to_bytes(4, "little") + (60000).to_bytes(4, "little")
    header += (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + b"\0" * 24
    path = tmp_path / "huge.bmp"
    path.write_bytes(header)
    with pytest.raises(FileRefused) as caught:
        ocr.read_image(path, ocr.LIMITS)
    assert caught.value.message_id == "ocr-too-large"


@needs_ocr
def test_a_blank_page_has_no_text(tmp_path):
    """White paper is no document."""
    path = tmp_path / "blank.png"
    import_module("PIL.Image").new("RGB", (600, 800), "white").save(path)
    with pytest.raises(FileRefused) as caught:
        ocr.read_image(path, ocr.LIMITS)
    assert caught.value.message_id == "ocr-no-text"


def test_the_slope_of_a_page_is_that_of_its_long_lines():
    """Short words tell nothing; a page that stands on its side is not askew."""
    long = [((0, 10 * y), (400, 10 * y - 4), (400, 10 * y + 20), (0, 10 * y + 24)) for y in range(5)]
    short = [((0, 0), (30, 9), (30, 29), (0, 20))] * 9
    assert levelled(long + short) == pytest.approx(-0.01)
    assert levelled(short) == 0
    assert levelled([((0, 0), (300, 250), (300, 270), (0, 20))]) == 0


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ((0, 100, 400, 101), True),  # under the line
        ((0, 90, 400, 91), True),  # longer than the line: it runs through, as in a table read askew
        ((110, 88, 130, 89), False),  # the stroke of 一
        ((150, 70, 151, 110), True),  # between two columns that the recogniser took for one line
        ((150, 81, 151, 97), False),  # the stroke of 丨
    ],
)
def test_a_stroke_of_a_character_is_no_rule(rule, kept):
    """What lies within a line of text belongs to its characters."""
    assert outside([rule], [(100.0, 80.0, 300.0, 98.0)]) == ([rule] if kept else [])
