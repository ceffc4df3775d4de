from __future__ import annotations

import re
from pathlib import Path

import pytest

import jixiao.rules
from jixiao.files.messages import catalogue, placeholders, read_area
from jixiao.rules.formula import parse, table
from jixiao.rules.macros import MACROS

FOLDER = Path(jixiao.rules.__file__).parent
SOURCES = [FOLDER / "strict.py", FOLDER / "shape.py", FOLDER / "decision.py", *Path(parse.__file__).parent.glob("*.py")]
SOURCES += (FOLDER / "macros").glob("*.py")
IDS = sorted(
    {
        one
        for path in SOURCES
        for one in re.findall(r'"((?:rules|rule|formula|table)-[a-z0-9-]+)"', path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("message_id", IDS)
def test_every_refusal_has_its_sentence_in_both_languages(message_id: str) -> None:
    """A refusal is said in Chinese and in English, from the same values."""
    chinese, english = catalogue("zh")[message_id], catalogue("en")[message_id]

    assert placeholders(chinese) == placeholders(english)


def test_the_refusals_are_all_found() -> None:
    """The list above is read from the source and is not empty by accident."""
    assert len(IDS) > 60
    assert table.compile_table.__doc__


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_belongs_to_a_short_form(lang: str) -> None:
    """No default reason is left over from a short form that is gone."""
    stems = tuple(f"reason-{name.replace('_', '-')}-" for name in MACROS)

    area = FOLDER.parent / "rulebook" / "messages" / lang / "rules.yaml"
    strays = [
        one
        for one, _ in read_area(area.read_text("utf-8"), area.name)
        if one.startswith("reason-") and not one.startswith(stems)
    ]
    assert strays == []
