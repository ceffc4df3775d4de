"""What is wrong with a scheme file, all of it at once, in whole sentences: `jixiao scheme lint FILE`."""

from __future__ import annotations

from pathlib import Path

from jixiao.files import messages
from jixiao.rules.scheme import Leaf, Scheme
from jixiao.rules.schemes import read_scheme


def lint_scheme(path: Path, lang: str = "zh", rulebook: Path | None = None) -> list[str]:
    """The sentences about one scheme file; an empty list means that it can be used.

    What makes a scheme unusable comes first and alone; a usable one is asked for rows that can never fire and for lines
    without evidence.
    """
    scheme, errors = read_scheme(path, rulebook)
    if scheme is None:
        return [error.text(lang) for error in errors]
    return [sentence for leaf in scheme.leaves.values() for sentence in _advice(leaf, scheme, lang)]


def _advice(leaf: Leaf, scheme: Scheme, lang: str) -> list[str]:
    where = str(leaf.place) if leaf.place is not None else scheme.file
    found = []
    if leaf.rule is not None and leaf.rule.table.unreachable:
        rows = "、".join(map(str, leaf.rule.table.unreachable))
        found.append(messages.text("scheme-unreachable", lang, where=where, code=leaf.code, rows=rows))
    if not leaf.evidence:
        found.append(messages.text("scheme-no-evidence", lang, where=where, code=leaf.code, name=leaf.name))
    return found
