"""The manual is made from the declarations, and is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.checks.desk import ROOT

from jixiao.checks.explain import explain
from jixiao.checks.pages import every_code, pages, write

FOLDER = ROOT / "docs" / "reference" / "checks"


def test_the_pages_are_fresh():
    """Whoever changes a declaration runs `python -m jixiao.checks.pages docs/reference/checks`."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} == pages()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", every_code())
def test_every_code_can_be_explained(code: str, lang: str):
    """Title first, then what it looks at and what to do."""
    told = explain(code, lang)

    assert told.startswith(f"# {code} {every_code()[code].title(lang)}\n")
    assert every_code()[code].about(lang) in told


def test_an_explanation_shows_relation_and_scope():
    """The relation stands there as the officer wrote it, with the rows that it goes over."""
    told = explain("ART-06")

    assert "- **关系**：`支出决算数 <= 全年预算数`，逐行核对“预算执行”表，只看资金来源为一般公共预算、" in told


def test_pages_of_codes_that_are_gone_are_removed(tmp_path: Path):
    """A page outlives its check by no release."""
    (tmp_path / "ART-99.md").write_text("旧")

    assert write(tmp_path) == len(list(tmp_path.glob("*.md"))) == len(every_code()) + 1


@pytest.mark.parametrize("code", every_code())
def test_a_manual_page_holds_no_internal_names(code: str):
    """Thresholds, figures and places for values are told in words; only relations and schemes keep their signs."""
    told = [line for line in explain(code).split("\n") if not line.startswith("- **关系**")]

    assert not re.search(r"\{\w+\}|`|\b[a-z]+_[a-z]+\b|/\*", "\n".join(told))
