"""The schemes printed in the how-to are schemes: whoever copies one has something that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jixiao.rules.lint import lint_scheme
from jixiao.rules.schemes import choose_scheme, read_scheme

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "own-scheme.md"
PRINTED = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", PRINTED, ids=lambda text: text.split("\n")[0].split()[1])
def test_a_printed_scheme_can_be_used_as_it_stands(text: str, tmp_path: Path):
    """Nothing is wrong with it and nothing is missing, evidence included."""
    file = tmp_path / "本市.yaml"
    file.write_text(text, encoding="utf-8")

    assert lint_scheme(file) == []
    assert read_scheme(file)[0] is not None


def test_the_page_prints_a_whole_scheme_and_an_extension():
    """One to start from, one that changes a few lines of ours."""
    assert [text.split("\n")[1].split(":")[0] for text in PRINTED] == ["title", "extends"]


def test_a_printed_scheme_is_chosen_for_its_place(tmp_path: Path):
    """In the folder that the page names, the scheme of the city comes before that of the province."""
    folder = tmp_path / "本市规则" / "schemes"
    folder.mkdir(parents=True)
    (folder / "本市.yaml").write_text(PRINTED[0], encoding="utf-8")

    assert choose_scheme("440600", "department", 2024, rulebook=tmp_path / "本市规则").id == "benshi-2024"
    assert choose_scheme("440100", "department", 2024, rulebook=tmp_path / "本市规则").id == "gd-2022-reconstructed"
