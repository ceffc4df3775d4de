"""What to say at a cell, and how several sentences become one comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jixiao.files.messages import text
from jixiao.files.references import reference, split_reference

SEVERITIES = ("block", "error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence at a cell ("B7"; empty for the sheet as a whole). `severity` is block, error, warning or note."""

    sheet: str
    cell: str
    text: str
    severity: str = "error"


def by_cell(notes: Sequence[Note], sheets: Sequence[str]) -> Mapping[str, Mapping[str, list[Note]]]:
    """Sheet → cell → notes, worst first; what has no place in this workbook stands at A1 and says where it belongs."""
    found: dict[str, dict[str, list[Note]]] = {}
    for note in sorted(notes, key=lambda note: SEVERITIES.index(note.severity)):
        sheet, words = note.sheet, note.text
        if sheet not in sheets:
            sheet, words = sheets[0], text("exchange-note-elsewhere", sheet=sheet, words=words) if sheet else words
        place = split_reference(note.cell) if note.sheet in sheets else None
        cell = reference(*place) if place else "A1"
        found.setdefault(sheet, {}).setdefault(cell, []).append(Note(sheet, cell, words, note.severity))
    return found


def comment_text(notes: Sequence[Note]) -> str:
    """The notes of one cell as the text of its comment."""
    return "\n".join(f"【{text(f'exchange-severity-{note.severity}')}】{note.text}" for note in notes)
