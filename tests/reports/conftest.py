"""The typefaces that the writers' tests set their pages in."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.reports.fonts import FontSet, find_fonts


@pytest.fixture(scope="session")
def fonts(font_folders: list[Path]) -> FontSet:
    """The fonts at hand; without a Chinese one there is nothing to test."""
    found = find_fonts(font_folders)
    if not found.usable:
        pytest.skip("没有中文字体，此项未测 (no Chinese font: not tested)")
    return found
