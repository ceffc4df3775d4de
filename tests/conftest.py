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


# What a test may need of the machine: its mark, whether it is there, and what is said where it is not.
NEEDS = {
    "libreoffice": (can_convert, "LibreOffice、poppler 不全，此项未测 (missing: not tested)"),
    "browser": (lambda: shutil.which("chromium") is not None, "没有 Chromium，此项未测 (missing: not tested)"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a program that is not here is skipped and listed at the end; on CI it must be there, and the test fails."""
    if ON_CI:
        return
    missing = {mark: told for mark, (there, told) in NEEDS.items() if not there()}
    for item in items:
        for mark, told in missing.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=told))


@pytest.fixture(scope="session")
def font_folders() -> list[Path]:
    """The folders that bin/test names, those of them that exist; few or none on a machine without the fonts."""
    named = os.environ.get(
        "JIXIAO_FONTS", ".cache/fonts:/usr/share/fonts/opentype/noto:/usr/share/fonts/truetype/liberation"
    )
    return [Path(folder).resolve() for folder in named.split(":") if Path(folder).is_dir()]
