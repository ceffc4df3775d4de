"""Which fact each control shows, and where in the document it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jixiao.documents.model import Document, Place, Span
from jixiao.documents.readers.docx_text import MARKED
from jixiao.reports.docx.controls import LONGEST_TAG
from jixiao.reports.readback.changes import Seat
from jixiao.reports.readback.extract import Control, Extract
from jixiao.reports.readback.written import Written

LOST = -1


@dataclass(frozen=True, slots=True)
class Shown:
    """One control with the fact that it shows; `index` counts all controls of the file, LOST where there is none now."""

    index: int
    fact: Written
    seat: Seat


@dataclass(frozen=True)
class Places:
    """Where paragraphs begin in the document's text, and where people look for them."""

    starts: Sequence[int]
    places: Mapping[int, Place]

    def span(self, control: Control) -> Span:
        """The characters of a control."""
        return self.seat(control.paragraph, control.start, control.end, "").span

    def seat(self, paragraph: int, start: int, end: int, text: str) -> Seat:
        """The seat of characters of a paragraph (counted from one)."""
        first = self.starts[min(max(paragraph, 1), len(self.starts)) - 1]
        return Seat(
            paragraph, Span(first + start, first + end), text, self.places.get(paragraph, Place(paragraph=paragraph))
        )


def places_of(document: Document) -> Places:
    """The paragraphs of a Word document: line n of its text is paragraph n, behind the number that Word counts."""
    starts, offset = [], 0
    for line in document.text.split("\n"):
        starts.append(offset + line.find(MARKED) + 1)
        offset += len(line) + 1
    places: dict[int, Place] = {}
    for passage in document.passages():
        if not passage.place.part or passage.place.part == "box":
            places.setdefault(passage.place.paragraph, passage.place)
    return Places(starts, places)


def shown_facts(edited: Extract, facts: Sequence[Written], places: Places) -> list[Shown]:
    """Every control that shows a fact of ours, in the order of the document.

    The binding tells the fact by its number; where it was lost, the tag tells the address, and a pending thing is known
    by its title. Controls that somebody else put in are passed over.
    """
    by_key: dict[str, list[Written]] = {}
    by_title: dict[str, Written] = {}
    for fact in facts:
        by_key.setdefault(fact.key, []).append(fact)
        if fact.pending:
            by_title.setdefault(fact.text.strip("〔〕")[:LONGEST_TAG], fact)
    found = []
    for index, control in enumerate(edited.controls):
        shown = _fact(control, facts, by_key, by_title)
        if shown is not None:
            seat = places.seat(control.paragraph, control.start, control.end, control.text)
            found.append(Shown(index, shown, seat))
    return found


def _fact(
    control: Control,
    facts: Sequence[Written],
    by_key: Mapping[str, Sequence[Written]],
    by_title: Mapping[str, Written],
) -> Written | None:
    if 0 < control.number <= len(facts):
        return facts[control.number - 1]
    pending = by_title.get(control.alias)
    if pending is not None and control.tag in ("", pending.key):
        return pending
    alike = by_key.get(control.tag, ()) if control.tag else ()
    exact = next((fact for fact in alike if fact.text == control.text), None)
    return exact or next(iter(alike), None)
