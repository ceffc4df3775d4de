"""Reviewing one uploaded file: what was found in each language, and the document with the findings drawn on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from jixiao.checks.document.review import reviewed
from jixiao.checks.document.settings import Settings, sift
from jixiao.checks.document.telling import as_data
from jixiao.documents.reading import read
from jixiao.files.errors import FileRefused

LANGUAGES = ("zh", "en")
COPIED = frozenset({"docx", "pdf"})
"""Kinds of document that come back with remarks in them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: by language what was found, or why it cannot be read; and the files that were drawn."""

    told: Mapping[str, dict[str, Any]]
    refused: Mapping[str, str]
    page: Path | None = None
    copy: Path | None = None


def review(source: Path, name: str, folder: Path, on: date, step: Callable[[int], None]) -> Outcome:
    """Read a file in a limited process, judge it, and draw the findings into `folder`; `step` is told of each stage."""
    step(1)
    try:
        document = read(source)
        if next(document.passages(), None) is None:
            raise FileRefused("review-blank", file=name)
    except FileRefused as refused:
        return Outcome({}, {lang: refused.sentence(lang).replace(source.name, name) for lang in LANGUAGES})
    step(2)
    found = reviewed(document)
    sifted = sift(found.findings, document, Settings(), on)
    told = {lang: as_data(found, sifted, name, lang) for lang in LANGUAGES}
    step(3)
    page, copy = folder / "marked.html", folder / f"copy.{document.kind}"
    import_module("jixiao.reports.marked.html").write(source, found, sifted.findings, page, "zh")
    if document.kind not in COPIED:
        return Outcome(told, {}, page)
    try:
        import_module(f"jixiao.reports.marked.{document.kind}").write(source, found, sifted.findings, copy, "zh")
    except FileRefused:  # a protected document: the page shows the same
        return Outcome(told, {}, page)
    return Outcome(told, {}, page, copy)
