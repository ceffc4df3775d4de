"""A document: passages and tables in reading order, each with its place, over the text that was given."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from jixiao.files.messages import Term


class Span(NamedTuple):
    """Half-open character offsets in `Document.text`."""

    start: int
    end: int


class Sort(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    CELL = "cell"
    FOOTNOTE = "footnote"
    BOX = "box"  # a text box


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in the original, counted from one; 0 and "" where the file has no such thing.

    Attributes:
        page: of a PDF, a scan, an OFD.
        paragraph: the n-th paragraph of the document (of a docx: the n-th `w:p` of its part, those in tables included).
        table, row, column: of a cell.
        sheet, cell: of a workbook ("B7").
        part: the part of a docx package that is not the body: "footnotes", "header1", "box".
    """

    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    part: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading, paragraph, list item or cell: its text with hard-wrapped lines joined again.

    Attributes:
        text: what a person reads, without the line breaks, page numbers and headers that extraction leaves inside.
        pieces: (offset in `text`, offset in `Document.text`) of every stretch that was taken over as it is, ascending.
        level: of a heading, 1…4 (一、 （一） 1. （1）); 0 elsewhere.
        mark: the number of a heading or an item as written ("（一）"), "" for none. It is part of `text`.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]
    sort: Sort = Sort.PARAGRAPH
    level: int = 0
    mark: str = ""
    place: Place = NOWHERE

    def span(self, start: int, end: int) -> Span:
        r"""The characters of the original that `text[start:end]` stands for.

        Example:
            A passage joined from "支出决\\n算" has the span of its "决算" over the line break.
        """
        if end <= start:
            return Span(self._at(start), self._at(start))
        first, last = self._at(start), self._at(end - 1)
        if last < first:  # the file tells the pieces in another order than people read them
            inside = [there for here, there in self.pieces if start < here < end]
            first, last = min(last, *inside, first), max(first, *inside, last)
        return Span(first, last + 1)

    def offsets(self, span: Span) -> tuple[int, int] | None:
        """The characters of `text` that come from a stretch of the original; None where nothing of it is here."""
        ends = [*(here for here, _ in self.pieces[1:]), len(self.text)]
        start = end = -1
        for (here, there), after in zip(self.pieces, ends, strict=True):
            low, high = max(span.start, there), min(span.end, there + after - here)
            if low < high:
                start = min(here + low - there, start) if start >= 0 else here + low - there
                end = max(end, here + high - there)
        return None if start < 0 else (start, end)

    def _at(self, offset: int) -> int:
        index = bisect_right(self.pieces, (offset, 1 << 62)) - 1
        here, there = self.pieces[max(index, 0)]
        return there + offset - here


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell stands once, where it begins."""

    passage: Passage
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Its text."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells row by row, counted from 0; blank cells stand too, with an empty text.

    Attributes:
        caption: the line above it.
        unit: the unit told above it or in its corner (单位：万元), "" where none is told.
        certain: False where columns were guessed from a flattened text.
    """

    cells: tuple[Cell, ...]
    height: int
    width: int
    place: Place = NOWHERE
    caption: str = ""
    unit: str = ""
    certain: bool = True

    def rows(self) -> list[list[Cell | None]]:
        """The grid: row → column → the cell that begins there, None under a merged cell."""
        grid: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell
        return grid


Block = Passage | Table


@dataclass(frozen=True)
class Document:
    """A document that was read.

    Attributes:
        text: the given text, or what extraction took from the file; every span counts its characters.
        blocks: passages and tables in reading order.
        kind: text, docx, pdf, html, xlsx, ofd, image.
        name: the name that the person knows it by, "" for a text without file.
        pages: offsets in `text` where each page begins; empty where there are no pages.
        remarks: what the reader wants said: pages without text, digits lost in copying (message terms).
    """

    text: str
    blocks: tuple[Block, ...]
    kind: str = "text"
    name: str = ""
    pages: tuple[int, ...] = ()
    remarks: tuple[Term, ...] = ()

    def passages(self) -> Iterator[Passage]:
        """Every passage in reading order, those of table cells included; blank cells are left out."""
        for block in self.blocks:
            if isinstance(block, Passage):
                yield block
            else:
                yield from (cell.passage for cell in block.cells if cell.text)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def sections(self) -> Iterator[tuple[tuple[Passage, ...], Block]]:
        """Every block with the headings above it, outermost first."""
        above: list[Passage] = []
        for block in self.blocks:
            if isinstance(block, Passage) and block.sort is Sort.HEADING:
                above = [heading for heading in above if heading.level < block.level] + [block]
            yield tuple(above), block

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        """Where each line of the text begins."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    def line_of(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, counted from one."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def page_of(self, offset: int) -> int:
        """The page of a character, counted from one; 0 where there are no pages."""
        return bisect_right(self.pages, offset)
