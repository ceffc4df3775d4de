"""The Word document as another program shows it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.reports import office, sample
from tests.reports.printed import joined, printed

from jixiao.reports import docx
from jixiao.reports.fonts import find_fonts

pytestmark = pytest.mark.libreoffice

RARE = {ord(character): None for character in sample.RARE}
OURS = ("FandolFang", "FandolKai", "NotoSansCJK", "NotoSerifCJK", "LiberationSerif")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, font_folders: list[Path]) -> Path:
    """The sample as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("office")
    docx.write(sample.report(), folder / "sample.docx", find_fonts(font_folders))
    return office.convert(folder / "sample.docx", folder)


def test_another_program_shows_every_word_and_no_other(shown):
    """What LibreOffice prints of the document is the report's text, whole and in order."""
    report = sample.report()

    seen, said = joined(report, office.pages_of(shown)), printed(report, drawn=False)

    # Characters of another face are drawn after the rest of their line, so their place is not compared.
    assert seen.translate(RARE) == said.translate(RARE)
    assert Counter(seen) == Counter(said)


def test_only_official_faces_or_their_stand_ins_are_printed(shown, font_folders):
    """No text falls back to a face that nobody asked for."""
    names = office.fonts_of(shown)

    assert [name for name in names if not name.startswith(OURS)] == []
    if any((folder / "FandolFang-Regular.otf").exists() for folder in font_folders):
        assert {"FandolFang-Regular", "FandolKai-Regular"} <= names
