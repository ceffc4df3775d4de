"""The reference pages say what the declarations say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.cli.pages import pages, table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("path", sorted(pages()))
def test_a_generated_page_is_fresh(path: str):
    """Whoever changes a declaration runs bin/docs, or this says so."""
    assert (DOCS / path).read_text(encoding="utf-8") == pages()[path], "run bin/docs"


def test_a_cell_cannot_break_its_table():
    """Pipes and line ends inside a text stay inside their cell."""
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == "| x\\|y<br>z |"
