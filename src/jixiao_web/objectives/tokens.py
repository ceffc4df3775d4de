"""Words of a text for searching: the same cut for what is kept and for what is asked."""

from __future__ import annotations

from collections.abc import Mapping

import rjieba

_SILENT = frozenset("的了和与及或在对等率数量个")
SEARCHED = ("name", "lv2", "definition", "field", "basis", "unit")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in their order, each once, in small letters; signs and words that say nothing are left out."""
    cut = (word.strip().lower() for word in rjieba.cut(text))
    return tuple(dict.fromkeys(word for word in cut if any(sign.isalnum() for sign in word) and word not in _SILENT))


def words_of(cells: Mapping[str, str]) -> str:
    """The search words of an indicator, with a blank before and behind each so that no word is found inside another."""
    found = tokens(" ".join(cells.get(name, "") for name in SEARCHED))
    return f" {' '.join(found)} " if found else ""
