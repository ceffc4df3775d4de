from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.readers.packages import docx, p
from tests.files.packages import sheet, workbook

from jixiao.documents.reading import read
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

WORDS = "全年支出100万元，其中基本支出60万元。"


def text_file(path: Path) -> Path:
    path.write_bytes(WORDS.encode("gb18030"))
    return path


def page(path: Path) -> Path:
    path.write_text(f"<html><p>{WORDS}</p></html>", encoding="utf-8")
    return path


def book(path: Path) -> Path:
    return workbook(path, sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{WORDS}</t></is></c></row>'))


@pytest.mark.parametrize(
    "make, kind", [(text_file, "text"), (page, "html"), (lambda path: docx(path, p(WORDS)), "docx"), (book, "xlsx")]
)
@pytest.mark.parametrize("guarded", [True, False])
def test_a_file_is_read_for_what_it_is(tmp_path, make, kind, guarded):
    """A name is a claim; in a limited process and in this one the same document comes out."""
    document = read(make(tmp_path / "报告.pdf"), guarded=guarded)

    assert (document.kind, document.name) == (kind, "报告.pdf")
    assert WORDS in [passage.text for passage in document.passages()]


def packed(**parts: str) -> bytes:
    """A zip package of those parts."""
    from io import BytesIO

    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


ENTITIES = '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 and then nothing", "document-broken"),
        (b"\x00\x01\x02\x03", "document-unreadable"),
        (b"<?xml version='1.0'?><a/>", "document-unreadable"),
        (packed(**{"一.docx": "", "二.docx": ""}), "document-in-archive"),
        (packed(**{"word/document.xml": ENTITIES}), "file-entities"),
        (packed(**{"word/document.xml": "<a>"}), "file-broken-part"),
        (packed(**{"word/document.xml": "<a>" + " " * (64 << 20) + "</a>"}), "file-ratio"),
        (packed(**{"word/document.xml": "<a/>", "../../x": ""}), "file-part-path"),
        (packed(**{"xl/workbook.xml": "<workbook/>"}), "file-no-sheet"),
    ],
    ids=["empty", "broken", "binary", "xml", "archive", "entities", "half", "bomb", "outside", "no sheet"],
)
@pytest.mark.parametrize("guarded", [True, False])
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, content, message, guarded):
    """The sentence names the file and says what to do."""
    path = tmp_path / "报告.docx"
    path.write_bytes(content)

    with pytest.raises(FileRefused) as refused:
        read(path, guarded=guarded)

    assert refused.value.message_id == message
    assert "报告.docx" in refused.value.sentence("zh")
    assert "报告.docx" in refused.value.sentence("en")


@pytest.mark.parametrize("name", ["没有.docx", ".", "a\0b"])
def test_a_path_that_leads_to_no_file_is_refused(tmp_path, name):
    """A slip in the path, a folder."""
    with pytest.raises(FileRefused):
        read(tmp_path / name)


def test_a_file_larger_than_allowed_is_refused(tmp_path):
    """Before anything is read."""
    with pytest.raises(FileRefused) as refused:
        read(text_file(tmp_path / "a.txt"), Limits(file_bytes=10))

    assert refused.value.message_id == "file-too-large"


def test_a_reader_that_runs_out_of_time_is_stopped(tmp_path):
    """However long a text is, the wait is bounded."""
    path = tmp_path / "a.txt"
    path.write_text("支出1万元，\n" * 400_000, encoding="utf-8")

    with pytest.raises(FileRefused) as refused:
        read(path, Limits(cpu_seconds=1, wall_seconds=4))

    assert refused.value.message_id == "file-too-slow"


@given(st.sampled_from(["text", "html", "docx", "xlsx"]), st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_or_refused(tmp_path, kind, data):
    """Bytes cut off or turned over: nothing but a document or a refusal comes of it."""
    make = {"text": text_file, "html": page, "docx": lambda path: docx(path, p(WORDS)), "xlsx": book}[kind]
    path = make(tmp_path / "报告")
    content = bytearray(path.read_bytes())
    del content[data.draw(st.integers(1, len(content))) :]
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=6)):
        content[at % len(content)] = byte
    path.write_bytes(bytes(content))
    try:
        document = read(path, guarded=False)
    except FileRefused:
        return  # a sentence, as good as a document
    assert document.name == "报告"
