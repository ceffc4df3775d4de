"""A document with a few characters changed: its passages, tables and places go along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from jixiao.documents.model import Document, Passage, Span, Table
from jixiao.documents.reading import from_text


class Edit(NamedTuple):
    """What stands at a span from now on."""

    span: Span
    text: str


def edited(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after the edits, which do not overlap. A plain text is read anew, as a reader would get it."""
    ordered = sorted(edits, key=lambda edit: -edit.span.start)
    if document.kind == "text":
        text = document.text
        for (start, end), new in ordered:
            text = text[:start] + new + text[end:]
        return from_text(text, document.name)
    for edit in ordered:
        document = _edited(document, edit)
    return document


def _edited(document: Document, edit: Edit) -> Document:
    (start, end), new = edit
    blocks: list[Passage | Table] = []
    for block in document.blocks:
        if isinstance(block, Passage):
            blocks.append(_passage(block, edit))
        else:
            cells = tuple(replace(cell, passage=_passage(cell.passage, edit)) for cell in block.cells)
            blocks.append(replace(block, cells=cells))
    moved = len(new) - (end - start)
    pages = tuple(page if page <= start else page + moved for page in document.pages)
    text = document.text[:start] + new + document.text[end:]
    return replace(document, text=text, blocks=tuple(blocks), pages=pages)


def _passage(passage: Passage, edit: Edit) -> Passage:
    (start, end), new = edit
    moved = len(new) - (end - start)
    if not passage.text or passage.span(0, len(passage.text)).end <= start:
        return passage
    inside = passage.offsets(edit.span)
    if inside is None:
        pieces = tuple((here, there + moved if there >= end else there) for here, there in passage.pieces)
        return replace(passage, pieces=pieces)
    first, last = inside
    grown = len(new) - (last - first)
    before = [piece for piece in passage.pieces if piece[0] < first]
    after = [(here + grown, there + moved) for here, there in passage.pieces if here > last]
    text = passage.text[:first] + new + passage.text[last:]
    return replace(passage, text=text, pieces=(*before, (first, start), (last + grown, end + moved), *after))


def moved_span(span: Span, edits: Sequence[Edit]) -> Span:
    """Where a stretch stands after the edits: an edited one has its new length, one that was cut out has none."""
    start, end = span
    for (low, high), new in sorted(edits, key=lambda edit: -edit.span.start):
        delta = len(new) - (high - low)
        if high <= span.start and (low, high) != span:
            start, end = start + delta, end + delta
        elif low < span.end:
            end = max(start, end + delta)
    return Span(start, end)
