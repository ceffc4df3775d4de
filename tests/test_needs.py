"""What a test needs of the machine: skipped in one line where it is not there, and failed on CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TWO = """
import pytest

@pytest.mark.browser
def test_one(): ...

@pytest.mark.browser
def test_two(): ...

def test_three(): ...
"""
HERE = Path(sys.executable)
"""Some program that is there."""


@pytest.mark.parametrize(
    ("browser", "on_ci", "code", "told"),
    [
        ("/nowhere/chromium", "", 0, "1 passed, 2 skipped"),
        ("/nowhere/chromium", "true", 1, "1 passed, 2 errors"),
        (str(HERE), "", 0, "3 passed"),
        (str(HERE), "true", 0, "3 passed"),
    ],
)
def test_without_a_browser(tmp_path: Path, browser: str, on_ci: str, code: int, told: str):
    """Nobody takes a run without a browser for one with it."""
    (tmp_path / "test_some.py").write_text(TWO, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: a browser\n", encoding="utf-8")
    environment = {**os.environ, "JIXIAO_CHROMIUM": browser, "CI": on_ci, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "tests.conftest", "-p", "no:django", str(tmp_path)]

    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (ran.returncode, told in ran.stdout) == (code, True), ran.stdout
    lines = [line for line in ran.stdout.splitlines() if line.startswith("SKIPPED")]
    assert len(lines) == ("skipped" in told), ran.stdout
    assert all(line.startswith("SKIPPED [2]") and "没有 Chromium" in line for line in lines), ran.stdout
