"""What every test can ask for, and how chance is kept in hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ON_CI = os.environ.get("CI") == "true"

# No deadline: a slow machine breaks no law. On CI the same examples every time: a change is judged by what it changed.
settings.register_profile("house", deadline=None, derandomize=ON_CI)
settings.load_profile("house")


def can_convert() -> bool:
    """Whether LibreOffice can read documents and workbooks here, and poppler can read what it makes."""
    soffice, poppler = shutil.which("soffice"), shutil.which("pdftotext")
    if not soffice or not poppler:
        return False
    program = Path(soffice).resolve().parent
    return (program / "libswlo.so").exists() and (program / "libsclo.so").exists()  # Writer, Calc


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without LibreOffice its tests are skipped and listed at the end; on CI it must be there, and they fail."""
    if ON_CI or can_convert():
        return
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason="LibreOffice、poppler 不全，此项未测 (missing: not tested)"))


@pytest.fixture(scope="session")
def font_folders() -> list[Path]:
    """The folders that bin/test names, those of them that exist; few or none on a machine without the fonts."""
    named = os.environ.get(
        "JIXIAO_FONTS", ".cache/fonts:/usr/share/fonts/opentype/noto:/usr/share/fonts/truetype/liberation"
    )
    return [Path(folder).resolve() for folder in named.split(":") if Path(folder).is_dir()]
