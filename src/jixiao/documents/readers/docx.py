"""Word documents (docx), read straight from their XML in reading order.

`Document.text` holds one line for each `w:p` of the main part in document order, empty ones included, so line n is
paragraph n; the paragraphs of footnotes and endnotes follow. A line is `paragraph_text` of its paragraph; where Word counts
a number (一、), the number and U+2063 stand before it. `spot_of` turns an offset back into paragraph and character.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.model import Document, Place, Sort, Table
from jixiao.documents.readers.docx_numbers import Numbering, read_numbering
from jixiao.documents.readers.docx_styles import Style, manner_of, read_styles
from jixiao.documents.readers.docx_table import grid_of
from jixiao.documents.readers.docx_text import BREAK, MARKED, MC, W, paragraph_text
from jixiao.documents.readers.reflow import Line, Origin, width_of
from jixiao.documents.readers.text import blocks_of
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.package import relationships
from jixiao.files.precheck import precheck

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = W.strip("{}").encode()
_P, _TBL, _PPR, _BOX = f"{W}p", f"{W}tbl", f"{W}pPr", f"{W}txbxContent"
_GONE = (f"{W}del", f"{W}moveFrom", f"{MC}Fallback")
_NOTES = ("footnotes", "endnotes")


def read_docx(path: Path, limits: Limits) -> Document:
    """Read a Word document.

    Raises:
        FileRefused: the package is damaged, a bomb, or no Word document.
    """
    precheck(path, limits)
    try:
        with zipfile.ZipFile(path) as package:
            main = dict(relationships(package, "").values()).get("officeDocument", "word/document.xml")
            names = set(package.namelist())
            links = dict(relationships(package, main).values())

            def part(name: str) -> Any | None:
                place = links.get(name, posixpath.join(posixpath.dirname(main), f"{name}.xml"))
                return _parsed(package.read(place)) if place in names else None

            if main not in names:
                raise FileRefused("document-broken", file=path.name, detail=main)
            walk = _Walk(limits, path.name, read_numbering(part("numbering")), read_styles(part("styles")))
            walk.take(_parsed(package.read(main)), "")
            for notes in _NOTES:
                walk.take(part(notes), notes)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RecursionError) as error:
        raise FileRefused("document-broken", file=path.name, detail=repr(error)) from error
    return Document("".join(walk.text), tuple(blocks_of(walk.items)), "docx", path.name)


def spot_of(document: Document, offset: int) -> tuple[int, int]:
    """Paragraph (from one; those of notes counted on) and character in `paragraph_text` of an offset.

    A number that Word counts has no characters in the file: an offset in it is the start of its paragraph.
    """
    line, column = document.line_of(offset)
    start = offset - column + 1
    end = document.text.find("\n", start)
    marked = document.text.find(MARKED, start, end if end >= 0 else len(document.text))
    return line, max(offset - (marked + 1 if marked >= 0 else start), 0)


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data.replace(_STRICT, _USUAL), parser)


@dataclass(slots=True)
class _Walk:
    """Goes through the parts of a package and gathers text, lines and tables."""

    limits: Limits
    file: str
    numbering: Numbering
    styles: dict[str, Style]
    text: list[str] = field(default_factory=list)
    items: list[Line | Table] = field(default_factory=list)
    length: int = 0
    gap: int = 0
    tables: int = 0
    lines: dict[Any, list[Line]] = field(default_factory=dict)
    starts: dict[Any, int] = field(default_factory=dict)

    def take(self, root: Any | None, part: str) -> None:
        """Write every paragraph of a part as a line, then put lines and tables in reading order."""
        if root is None:
            return
        gone = {paragraph for element in root.iter(*_GONE) for paragraph in element.iter(_P)}
        boxed = {paragraph for box in root.iter(_BOX) for paragraph in box.iter(_P)}
        for number, paragraph in enumerate(root.iter(_P), 1):
            where = Place(paragraph=number, part=part or ("box" if paragraph in boxed else ""))
            sort = Sort.FOOTNOTE if part else Sort.BOX if paragraph in boxed else Sort.PARAGRAPH
            self.starts[paragraph] = self.length
            self.lines[paragraph] = [] if paragraph in gone else self.write(paragraph, where, sort)
            self.text.append("\n")
            self.length += 1
        self.flow(root)

    def write(self, paragraph: Any, place: Place, sort: Sort) -> list[Line]:
        """Write one paragraph and give its lines: one, or more where it has breaks inside."""
        properties = paragraph.find(_PPR)
        manner = manner_of(properties, self.styles)
        words, marked_at = paragraph_text(paragraph), self.length
        mark = self.numbering.next(manner.number, manner.level) if manner.number else ""
        if mark:
            self.text += [mark, MARKED]
            self.length += len(mark) + 1
        self.text.append(words)
        level = min(manner.outline, 4)
        fresh = bool(mark or level or manner.title) or _indented(properties)
        found: list[Line] = []
        at = self.length
        for segment in words.split(BREAK):
            kept = segment.strip()
            if kept and not manner.contents:
                start = at + len(segment) - len(segment.lstrip())
                first = not found
                told = Origin(place, sort, level, mark if first else "", marked_at, fresh=fresh and first)
                indent = width_of(segment[: start - at].expandtabs(4))
                found.append(Line(start, kept, 0, indent, width_of(kept), 0, told))
            at += len(segment) + 1
        self.length += len(words)
        return found

    def flow(self, parent: Any) -> None:
        """Put what a body, a cell, a note or a box holds in reading order."""
        for element in parent:
            tag = element.tag
            if tag == _P:
                self.put(self.lines.get(element, []))
                self.boxes(element)
            elif tag == _TBL:
                self.table(element)
            elif tag not in _GONE:
                self.flow(element)

    def put(self, lines: list[Line]) -> None:
        """Add the lines of a paragraph; an empty paragraph is a blank line before the next."""
        if not lines:
            self.gap += 1
            return
        first = lines[0]
        self.items.append(Line(first.start, first.text, self.gap, first.indent, first.width, 0, first.origin))
        self.items += lines[1:]
        self.gap = 0

    def boxes(self, paragraph: Any) -> None:
        """Put the text boxes that hang on a paragraph behind it, each once."""
        for box in paragraph.iter(_BOX):
            outer = next((parent for parent in box.iterancestors(_BOX, *_GONE, _P)), None)
            if outer is paragraph:
                self.flow(box)

    def table(self, element: Any) -> None:
        """Add a table, then the tables and boxes inside its cells."""
        self.tables += 1
        grid = grid_of(element, self.lines, self.starts, self.tables, self.limits, self.file)
        if grid is not None:
            self.items.append(grid)
        self.gap = 0
        for cell in element.iterfind(f".//{W}tc"):
            if next(cell.iterancestors(_TBL)) is not element:
                continue
            for inner in cell.iterfind(f".//{W}tbl"):
                if next(inner.iterancestors(_TBL)) is element:
                    self.table(inner)
            for paragraph in cell.iterfind(_P):
                self.boxes(paragraph)


def _indented(properties: Any | None) -> bool:
    """Whether the first line is set in, as the first line of a paragraph is."""
    indent = None if properties is None else properties.find(f"{W}ind")
    if indent is None:
        return False
    return any((indent.get(f"{W}{name}") or "0") != "0" for name in ("firstLine", "firstLineChars"))
