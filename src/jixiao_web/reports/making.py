"""From a snapshot to the files of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jixiao.cli.evaluate import font_folders
from jixiao.reports import annexes, docx, html, pdf
from jixiao.reports.fonts import FontSet, FontsMissingError, find_fonts
from jixiao.reports.model import Report
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline, outline_for
from jixiao.rules.outlines import Outline
from jixiao_web.evaluation.cards import Computed

KINDS = ("docx", "html", "xlsx", "pdf")
"""In the order of making; the slowest is last."""


@dataclass(frozen=True)
class Made:
    """The report model of a task: what the page shows and what all files say."""

    computed: Computed
    outline: Outline
    report: Report


def model_of(computed: Computed, named: str, *, is_final: bool) -> Made:
    """Compose the report. While the department's form is not final, it is a draft, however complete.

    Raises RuleError: the outline that the year or the cover names does not exist.
    """
    card = computed.card
    year = computed.gathered.year
    plan = outline(named) if named else outline_for(year, card.scheme.id if card else "")
    report = compose(computed.facts, card, plan, tuple(computed.projects.values()))
    return Made(computed, plan, replace(report, draft=report.draft or not is_final))


def write(made: Made, folder: Path, stem: str, kinds: Sequence[str], step: Callable[[str], None]) -> list[str]:
    """Write the files that are asked for; `step` is told of each before it is begun. Returns what the maker should know."""
    fonts = find_fonts(font_folders())
    notes: list[str] = []
    for kind in KINDS:
        if kind in kinds:
            step(kind)
            notes.extend(_write(made, kind, folder / f"{stem}.{kind}", fonts))
    return notes


def _write(made: Made, kind: str, path: Path, fonts: FontSet) -> list[str]:
    computed = made.computed
    match kind:
        case "docx":
            docx.write(made.report, path, fonts)
        case "html":
            html.write(made.report, path)
        case "xlsx":
            annexes.write(computed.facts, computed.card, tuple(computed.projects.values()), path)
        case _:
            try:
                return [note.sentence() for note in pdf.write(made.report, path, fonts) if note.fallback]
            except FontsMissingError as missing:  # the other files are there, and say the same
                return [missing.sentence()]
    return []
