"""What every test can ask for, and how chance is kept in hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
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


def chromium_path() -> str | None:
    """The browser of the tests: the one of JIXIAO_CHROMIUM, or the system's."""
    told = os.environ.get("JIXIAO_CHROMIUM")
    return shutil.which(told or "chromium") or (None if told else shutil.which("/usr/bin/chromium"))


def can_compute() -> bool:
    """Whether there is a Java for Spark."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home) / "bin" / "java") if home else "java") is not None


# What a test may need of the machine: its mark, whether it is there, and what is said where it is not.
NEEDS = {
    "libreoffice": (can_convert, "LibreOffice、poppler 不全，此项未测 (missing: not tested)"),
    "spark": (can_compute, "没有 Java 17，此项未测 (missing: not tested)"),
    "browser": (lambda: chromium_path() is not None, "没有 Chromium，此项未测 (missing: not tested)"),
}
_asked: dict[str, bool] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What needs a program that is not here fails on CI; elsewhere it is skipped, and the end of the run says so in one line."""
    for mark, (there, told) in NEEDS.items():
        if item.get_closest_marker(mark) is None or _asked.setdefault(mark, there()):
            continue
        if ON_CI:
            pytest.fail(told, pytrace=False)
        pytest.skip(told)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked as long begins first: nobody then waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Coverage makes every line twice as slow, so it does not look at what is marked as long; what counts is walked elsewhere."""
    measured = Coverage.current()
    if measured is None or item.get_closest_marker("long") is None:
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()


@pytest.fixture(scope="session")
def font_folders() -> list[Path]:
    """The folders that bin/test names, those of them that exist; few or none on a machine without the fonts."""
    named = os.environ.get(
        "JIXIAO_FONTS", ".cache/fonts:/usr/share/fonts/opentype/noto:/usr/share/fonts/truetype/liberation"
    )
    return [Path(folder).resolve() for folder in named.split(":") if Path(folder).is_dir()]
