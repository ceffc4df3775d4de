"""Reading a report back: what was changed since it was made, and which relations that breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from jixiao.documents.model import Document, Span
from jixiao.documents.reading import kind_of, read
from jixiao.documents.view import View
from jixiao.facts import Facts
from jixiao.figures import FigureKind
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.sniff import FileKind
from jixiao.reports.docx.controls import FACTS
from jixiao.reports.readback.breaks import (
    Behind,
    Broken,
    broken_among_facts,
    broken_in_text,
    changed_figures,
    changed_seats,
    relations_in,
    with_breaks,
)
from jixiao.reports.readback.changes import Change, ReadBack
from jixiao.reports.readback.extract import Extract, extract
from jixiao.reports.readback.figures import figure_changes
from jixiao.reports.readback.home import home_of
from jixiao.reports.readback.known import Known, quantities
from jixiao.reports.readback.lost import lost_controls
from jixiao.reports.readback.pairing import Places, Shown, places_of, shown_facts
from jixiao.reports.readback.prose import compare_prose, contradicting, contradictions
from jixiao.reports.readback.written import Written, written_facts
from jixiao.rules.registry import registry

_UNREADABLE = (FileKind.EMPTY, FileKind.ENCRYPTED, FileKind.BROKEN_ZIP)  # the reader of documents says why


def readback(
    path: str | PathLike[str],
    *,
    original: Path | None = None,
    facts: Facts | None = None,
    limits: Limits | None = None,
) -> ReadBack:
    """Compare a Word report of ours that somebody edited with what it said when it was made.

    Args:
        path: the docx that came back.
        original: the same report as made, or made anew from its workbook; with it paragraphs are compared, and files
            whose editor dropped the embedded passports can be read.
        facts: of the workbook, for all relations and for the cells where a change is to be made.
        limits: bounds of the guarded readers.

    Raises:
        FileRefused: the file is damaged, no docx, has no embedded facts, or is another report than `original`.
    """
    file, bounds = Path(path), limits or Limits()
    kind = kind_of(file, bounds)
    if kind in _UNREADABLE:
        read(file, bounds)
    if kind is not FileKind.DOCX:
        raise FileRefused("readback-not-docx", file=file.name)
    edited = extract(file, FACTS, bounds)
    document = edited.document
    made = None if original is None else extract(original, FACTS, bounds)
    written = written_facts(edited, made, file.name)
    updated = 0 if made is None else _updated(written, made)
    if updated:  # the workbook went on: its report is another text, but its relations and cells still serve
        made = None
    places = places_of(document)
    shown = shown_facts(edited, written, places)
    expected, seats_made = _expected(written, made)
    lost, unbound = lost_controls(edited, expected, shown, places)
    prose = None
    if made is not None:
        gone = {seats_made[index]: expected[index] for index, _ in lost}
        prose = compare_prose(edited, made, shown, gone, places)
        lost = [(index, change) for index, change in lost if seats_made[index] not in prose.explained]
    everywhere = [*shown, *(prose.retyped if prose else ())]
    figures = list(figure_changes(everywhere, _units(document, everywhere)))
    known = Known(registry(), quantities(written), facts)
    figures = list(with_breaks(figures, list(_broken(file, figures, shown, known, bounds))))
    now = contradictions(relations_in(document), everywhere, changed_seats(figures))
    if prose is None:
        words = list(contradicting(now, edited, places))
    else:
        words = [replace(one, breaks=tuple(now.get(one.seats[0].paragraph, ()))) for one in prose.changes]
    return ReadBack(
        document=document,
        changes=tuple(_at_home([*figures, *(change for _, change in lost), *words], written, facts)),
        unbound=tuple(unbound),
        original=made is not None,
        updated=updated,
    )


def _updated(written: Sequence[Written], made: Extract) -> int:
    """How many facts the report as made anew prints otherwise."""
    fresh = {(part.address, part.text) for part in made.parts}
    return len({(fact.address, fact.text) for fact in written} ^ fresh)


def _expected(written: Sequence[Written], made: Extract | None) -> tuple[Sequence[Written], Sequence[int]]:
    """The facts of all controls as written in their order, and their indexes; without the report as made, each fact once."""
    if made is None:
        return written, range(len(written))
    shown = shown_facts(made, written, Places((0,), {}))
    return [one.fact for one in shown], [one.index for one in shown]


def _units(document: Document, shown: Sequence[Shown]) -> dict[Span, str]:
    """Place of a control → the unit of the figure that it is part of: with it, 万元 made 亿元 behind a control is seen."""
    behind = Behind([(one.seat.span, one) for one in shown])
    found: dict[Span, str] = {}
    for mention in View(document).mentions:
        control = behind.at(mention.span) if mention.kind is FigureKind.MONEY else None
        if control is not None and control.seat.span.end < mention.span.end:
            found[control.seat.span] = mention.figure.unit
    return found


def _broken(
    path: Path, figures: Sequence[Change], shown: Sequence[Shown], known: Known, limits: Limits
) -> Iterator[Broken]:
    """The relations that the changed figures break, among the facts and in the text; each told once."""
    among = list(broken_among_facts(known, changed_figures(figures)))
    yield from among
    seats = changed_seats(figures)
    if not seats:
        return
    texts = {one.index: one.fact.text for one in shown if one.seat.span in seats}
    before = extract(path, FACTS, limits, texts)
    told = {one.addresses for one in among}
    for one in broken_in_text(before, shown, seats):
        if one.addresses not in told:
            told.add(one.addresses)
            yield one


def _at_home(changes: Sequence[Change], written: Sequence[Written], facts: Facts | None) -> list[Change]:
    """The changes in reading order, each with the place in the workbook where it would be made."""
    by_address = {fact.address: fact for fact in reversed(written)}
    found = []
    for change in changes:
        fact = by_address.get(change.address) if change.address else None
        found.append(change if fact is None else replace(change, home=home_of(fact, registry(), facts)))
    return sorted(found, key=lambda change: change.seats[0].span if change.seats else Span(0, 0))
