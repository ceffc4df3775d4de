from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from tests.documents.readers.pages import plain_pdf, words
from tests.reports.marked import given

from jixiao.checks.severity import Severity
from jixiao.documents.model import Document
from jixiao.documents.readers.pdf import read_pdf
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.reports.marked.pdf import write

SOURCE = """#set page(width: 200mm, height: 100mm)
Budget 100.00, basic 60.00, projects 50.00.
#pagebreak()
The rate of the year was 97.44% of the budget.
"""


@pytest.fixture
def source(tmp_path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(typst.compile(SOURCE.encode(), ignore_system_fonts=True))
    return path


def read(path: Path) -> Document:
    return read_pdf(path, Limits())


def marked(source: Path, *findings: tuple[str, ...], severity: Severity = Severity.ERROR) -> Path:
    document, target = read(source), source.with_name("marked.pdf")
    told = [given.on(document, *item, severity=severity) for item in findings]
    write(source, given.found(document), told, target, "zh")
    return target


def annotations(path: Path) -> list[list[dict]]:
    """The annotations of each page."""
    return [[item.get_object() for item in page.get("/Annots", [])] for page in PdfReader(path).pages]


def under(path: Path, page: int, annotation: dict) -> str:
    """The words that stand within the corners of an annotation."""
    points = [float(value) for value in annotation["/QuadPoints"]]
    with pypdfium2.PdfDocument(path) as pdf:
        text = pdf[page].get_textpage()
        left, right, bottom, top = min(points[::2]), max(points[::2]), min(points[1::2]), max(points[1::2])
        return text.get_text_bounded(left - 0.1, bottom - 0.1, right + 0.1, top + 0.1).strip()


def test_a_highlight_stands_at_exactly_the_characters_of_the_suspect(source):
    """The others concerned get a line under them, which leads to the highlight in words."""
    target = marked(source, ("100.00", "60.00", "50.00"))
    first, second = annotations(target)
    assert [item["/Subtype"] for item in first] == ["/Highlight", "/Underline", "/Underline"]
    assert [under(target, 0, item) for item in first] == ["100.00", "60.00", "50.00"]
    assert first[0]["/T"] == "绩效审阅"
    assert first[0]["/Contents"].startswith("【REL-01】错误：")
    assert "应为 110.00 万元。" in first[0]["/Contents"]
    assert "“100.00”" in first[1]["/Contents"]
    assert not second


def test_figures_on_other_pages_are_marked_there(source):
    """One finding may run over pages."""
    target = marked(source, ("97.44%", "100.00"))
    first, second = annotations(target)
    assert [under(target, 0, item) for item in first] == ["100.00"]
    assert [under(target, 1, item) for item in second] == ["97.44%"]


def test_severities_differ_in_colour(source):
    """As everywhere: errors red, warnings amber, notes blue."""
    colours = {tuple(annotations(marked(source, ("60.00",), severity=item))[0][0]["/C"]) for item in Severity}
    assert len(colours) == len(Severity)


def test_the_characters_stay_readable_in_every_viewer(source):
    """The appearance is drawn in the file: colour comes behind, and the page differs only there."""
    target = marked(source, ("100.00",))
    (highlight,) = annotations(target)[0]
    left, bottom, right, top = (float(value) for value in highlight["/Rect"])
    pictures = []
    for path in (source, target):
        with pypdfium2.PdfDocument(path) as pdf:
            pictures.append(pdf[0].render(scale=2).to_pil().convert("RGB"))
    before, after = pictures
    height = before.size[1]
    changed = [
        (x / 2, (height - y) / 2)
        for x in range(before.size[0])
        for y in range(height)
        if before.getpixel((x, y)) != after.getpixel((x, y))
    ]
    assert changed
    assert all(left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 for x, y in changed)
    assert min(sum(after.getpixel((int(x * 2), int(height - y * 2)))) for x, y in changed) < 250  # still black ink


def test_the_original_bytes_stay(source):
    """Annotations come behind them: what was signed can still be verified, and nothing is lost."""
    target = marked(source, ("100.00",))
    assert target.read_bytes().startswith(source.read_bytes())
    assert read(target).text == read(source).text


def test_the_same_review_gives_the_same_file(source):
    """No clock and no chance."""
    first = marked(source, ("100.00",)).read_bytes()
    assert marked(source, ("100.00",)).read_bytes() == first


def test_without_findings_the_file_is_the_original(source):
    """A clean report comes back as it was."""
    assert marked(source).read_bytes() == source.read_bytes()


def test_annotations_of_colleagues_stay(source):
    """Ours come behind those that are there."""
    writer = PdfWriter(clone_from=source)
    writer.add_annotation(0, FreeText(text="checked", rect=(10, 10, 60, 30)))
    writer.write(source)
    kinds = [item["/Subtype"] for item in annotations(marked(source, ("100.00",)))[0]]
    assert kinds == ["/FreeText", "/Highlight"]


def test_where_there_are_no_characters_a_note_stands_at_the_top_of_the_page(source):
    """A scanned page and a finding on the whole document have nothing to highlight; notes stand under one another."""
    document, target = read(source), source.with_name("marked.pdf")
    scanned = replace(document, text=document.text + "97.99", pages=(*document.pages[:1], len(document.text)))
    findings = [given.on(scanned, "97.99"), given.on(scanned), given.on(scanned)]
    write(source, given.found(scanned), findings, target, "zh")
    first, second = annotations(target)
    assert [item["/Subtype"] for item in (*first, *second)] == ["/Text"] * 3
    assert "97.99" in second[0]["/Contents"]
    assert "全文" in first[0]["/Contents"]
    assert first[0]["/Rect"][1] > first[1]["/Rect"][1]


def test_a_damaged_file_that_can_be_read_is_written_anew(tmp_path):
    """Its table of objects is gone; the copy has one again, and its marks."""
    source = tmp_path / "damaged.pdf"
    source.write_bytes(plain_pdf(words("Total 100.00 and 60.00")))
    target = marked(source, ("100.00",))
    assert [under(target, 0, item) for item in annotations(target)[0]] == ["100.00"]
    first = target.read_bytes()
    assert marked(source, ("100.00",)).read_bytes() == first


def test_a_file_protected_against_changes_is_refused_with_a_way_out(source):
    """It opens without a password; to write into it, its protection would have to be taken off."""
    document = read(source)
    writer = PdfWriter(clone_from=source)
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(source)
    before = source.read_bytes()
    with pytest.raises(FileRefused, match="权限保护"):
        write(source, given.found(document), [given.on(document, "100.00")], source.with_name("marked.pdf"), "zh")
    assert source.read_bytes() == before
    assert not source.with_name("marked.pdf").exists()


def test_a_file_that_nobody_can_write_into_is_refused(tmp_path, source):
    """A tree of pages that leads into itself: it opens, and no program can add to it."""
    document = read(source)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(plain_pdf(words("Total"), kids="2 0 R", count=1))
    with pytest.raises(FileRefused, match="损坏"):
        write(broken, given.found(document), [given.on(document, "100.00")], tmp_path / "marked.pdf", "zh")


def test_a_page_that_is_turned_is_marked_at_its_characters(source):
    """Rotation turns the paper, and the mark with it."""
    writer = PdfWriter(clone_from=source)
    writer.pages[0].rotate(90)
    turned = BytesIO()
    writer.write(turned)
    source.write_bytes(turned.getvalue())
    target = marked(source, ("100.00",))
    assert [under(target, 0, item) for item in annotations(target)[0]] == ["100.00"]
