"""What the pages of documentation promise: that their links lead somewhere, and that their pictures are there and not heavy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.architecture.layers import ROOT, repository_files

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PAGES = sorted(path for path in repository_files() if path.suffix == ".md")
PICTURES = ROOT / "docs" / "images" / "platform"
HEAVY = 200 * 1024
ALL_OF_THEM = 4 * 1024 * 1024


def broken(page: Path, text: str) -> list[str]:
    """The links of a page that lead nowhere in the repository."""
    targets = [link.partition("#")[0] for link in LINK.findall(FENCE.sub("", text)) if "://" not in link]
    return [target for target in targets if target and not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    """Whoever follows a link in the documentation arrives."""
    assert broken(page, page.read_text(encoding="utf-8")) == []


def test_what_counts_as_broken():
    """A file that is not there is; an address elsewhere and code are not looked at."""
    page = ROOT / "docs" / "README.md"

    assert broken(page, "[a](glossary.md#b) [c](nowhere.md)\n```\n[d](e)\n```\n[f](https://g.example)") == [
        "nowhere.md"
    ]


def test_pictures_of_the_site_are_light():
    """A page of documentation opens at once, also over a slow line; every picture is of a page that bin/screenshots takes."""
    sizes = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}

    assert len([name for name in sizes if name.endswith("-1440.png")]) >= 10
    assert {name for name, size in sizes.items() if size > HEAVY} == set()
    assert sum(sizes.values()) < ALL_OF_THEM
