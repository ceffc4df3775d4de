from __future__ import annotations

import subprocess

import pytest
from docx import Document
from tests.files.test_sniff import ole

from jixiao.documents.readers import office
from jixiao.documents.reading import read
from jixiao.files.errors import FileRefused

RTF = rb"{\rtf1\ansi\ansicpg936 \u25903?\u20986?100\u19975?\u20803?\u12290?\par}"


def test_without_an_office_program_the_sentence_says_what_to_do(tmp_path, monkeypatch):
    """An old Word file on a machine without LibreOffice: save it as docx."""
    monkeypatch.setattr(office, "office_program", lambda: None)
    path = tmp_path / "报告.wps"
    path.write_bytes(ole("WordDocument"))

    with pytest.raises(FileRefused) as refused:
        read(path)

    assert refused.value.message_id == "document-no-office"
    assert "docx" in refused.value.sentence()


@pytest.mark.libreoffice
def test_an_rtf_is_read(tmp_path):
    """Through a docx that nobody sees; the document keeps the name of the file."""
    path = tmp_path / "报告.rtf"
    path.write_bytes(RTF)
    document = read(path)

    assert (document.name, document.kind) == ("报告.rtf", "docx")
    assert [passage.text for passage in document.passages()] == ["支出100万元。"]


@pytest.mark.libreoffice
def test_an_old_word_file_is_read(tmp_path):
    """Made with LibreOffice itself from a docx."""
    made, word = tmp_path / "报告.docx", Document()
    word.add_paragraph("支出100万元。")
    word.save(str(made))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(office.office_program()),
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path / "old"),
        str(made),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    assert [passage.text for passage in read(tmp_path / "old" / "报告.doc").passages()] == ["支出100万元。"]


@pytest.mark.libreoffice
def test_an_old_word_file_without_content_is_refused(tmp_path):
    """LibreOffice makes nothing of it."""
    path = tmp_path / "报告.doc"
    path.write_bytes(ole("WordDocument"))

    with pytest.raises(FileRefused) as refused:
        read(path)

    assert refused.value.message_id in {"document-not-converted", "file-too-slow"}
