"""Annotations of a PDF, each with its own appearance, so that every viewer shows and prints the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.severity import Severity
from jixiao.documents.readers.pdf_marks import Mark
from jixiao.reports.theme import clean

_STRONG = {  # red, green, blue in thousandths: lines and icons
    Severity.BLOCK: (700, 50, 80),
    Severity.ERROR: (850, 150, 130),
    Severity.WARNING: (850, 560, 0),
    Severity.NOTE: (120, 370, 750),
}
_SOFT = {  # behind characters, which must stay readable on a black-and-white print too
    Severity.BLOCK: (1000, 600, 600),
    Severity.ERROR: (1000, 700, 680),
    Severity.WARNING: (1000, 880, 480),
    Severity.NOTE: (740, 860, 1000),
}
_PRINTED, _STEADY = 4, 24  # flags: printed; neither zoomed nor turned with the page
_ICON, _COLUMN = 22, 30  # points from note to note, notes under one another


class Writing:
    """A PDF that annotations are put into."""

    def __init__(self, writer: PdfWriter, author: str) -> None:
        self.writer, self.author = writer, author
        self.notes: Counter[int] = Counter()
        self.number = 0

    def put(self, page: int, annotation: DictionaryObject) -> None:
        """Append an annotation to those of a page, counted from 0."""
        told = self.writer.pages[page]
        reference = self.writer._add_object(annotation)
        there = told.get("/Annots")
        held = there.get_object() if there is not None else None
        if isinstance(held, ArrayObject):
            held.append(reference)
        else:
            told[NameObject("/Annots")] = ArrayObject([reference])


def highlight(writing: Writing, finding: PaperFinding, told: str, marks: Sequence[Mark]) -> DictionaryObject:
    """Colour behind characters."""
    shapes = [f"{_numbers(m.left, m.bottom - 1, m.right - m.left, m.top - m.bottom + 2)} re f" for m in marks]
    paint = f"{_colour(_SOFT, finding)} rg " + " ".join(shapes)
    annotation = _over(writing, "/Highlight", finding, told, marks, paint)
    annotation[NameObject("/C")] = _array([value / 1000 for value in _SOFT[finding.severity]])
    return annotation


def underline(writing: Writing, finding: PaperFinding, told: str, marks: Sequence[Mark]) -> DictionaryObject:
    """A line under characters."""
    lines = [f"{_numbers(m.left, m.bottom - 1.6)} m {_numbers(m.right, m.bottom - 1.6)} l S" for m in marks]
    paint = f"{_colour(_STRONG, finding)} RG 1.4 w " + " ".join(lines)
    return _over(writing, "/Underline", finding, told, marks, paint)


def note(writing: Writing, finding: PaperFinding, told: str, page: int) -> DictionaryObject:
    """A note at the top left of a page, under those that stand there already."""
    count, box = writing.notes[page], writing.writer.pages[page].cropbox
    writing.notes[page] += 1
    left = float(box.left) + 6 + count // _COLUMN * _ICON
    top = float(box.top) - 6 - count % _COLUMN * _ICON
    annotation = _base(writing, "/Text", finding, told, (left, top - 18, left + 18, top))
    annotation[NameObject("/F")] = NumberObject(_PRINTED + _STEADY)
    annotation[NameObject("/Name")] = NameObject("/Comment")
    return annotation


def _over(
    writing: Writing, kind: str, finding: PaperFinding, told: str, marks: Sequence[Mark], paint: str
) -> DictionaryObject:
    area = (
        min(mark.left for mark in marks) - 1,
        min(mark.bottom for mark in marks) - 3,
        max(mark.right for mark in marks) + 1,
        max(mark.top for mark in marks) + 2,
    )
    corners = [
        value
        for mark in marks
        for value in (mark.left, mark.top, mark.right, mark.top, mark.left, mark.bottom, mark.right, mark.bottom)
    ]
    annotation = _base(writing, kind, finding, told, area)
    annotation[NameObject("/QuadPoints")] = _array(corners)
    look = StreamObject()
    look.set_data(f"/M gs {paint}".encode())
    state = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/M"): state})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _array(area),
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
        }
    )
    reference = writing.writer._add_object(look)
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): reference})
    return annotation


def _base(
    writing: Writing, kind: str, finding: PaperFinding, told: str, area: tuple[float, float, float, float]
) -> DictionaryObject:
    writing.number += 1
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): _array(area),
            NameObject("/Contents"): TextStringObject(clean(told)),
            NameObject("/T"): TextStringObject(writing.author),
            NameObject("/Subj"): TextStringObject(finding.code),
            NameObject("/NM"): TextStringObject(f"jixiao-{writing.number}"),
            NameObject("/C"): _array([value / 1000 for value in _STRONG[finding.severity]]),
            NameObject("/F"): NumberObject(_PRINTED),
        }
    )


def _array(values: Sequence[float]) -> ArrayObject:
    return ArrayObject([FloatObject(f"{value:.3f}") for value in values])


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.3f}" for value in values)


def _colour(colours: Mapping[Severity, Sequence[int]], finding: PaperFinding) -> str:
    return _numbers(*(value / 1000 for value in colours[finding.severity]))
