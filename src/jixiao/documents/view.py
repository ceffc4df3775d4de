"""A document as the finders of relations look at it: sentences, and the figures in them with the words around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from jixiao.documents.model import Cell, Document, Passage, Sort, Span, Table
from jixiao.facts import Address
from jixiao.figures import YUAN, Figure, FigureKind, read
from jixiao.relations import Quantity

_STOP = re.compile(r"[。！？!?]")
_CLAUSE = re.compile(r"[，,；;：:。！？!?]")


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One figure at its place.

    Attributes:
        figure: its offsets count the characters of the passage.
        span: the same characters in the document's text.
        sentence: index in `View.sentences`, -1 in a table cell.
        before: the words between the figure before it (or the start of the sentence) and this one.
        after: the words between it and the next figure (or the end of the sentence).
        label: the last clause of `before` without its marks: what the figure is said to measure.
    """

    figure: Figure
    passage: Passage
    span: Span
    sentence: int
    before: str
    after: str
    label: str

    @property
    def kind(self) -> FigureKind:
        """The kind of its figure."""
        return self.figure.kind

    @property
    def written(self) -> str:
        """As it stands in the passage."""
        return self.passage.text[self.figure.start : self.figure.end]

    @property
    def at(self) -> Address:
        """The address under which relations know this figure."""
        return Address(f"text/{self.span.start}-{self.span.end}")

    def quantity(self, sign: int = 1, *, exact: bool = False, title: str = "", unit: str = "") -> Quantity:
        """What a relation compares. Its `at` is `text/START-END`, the same for every relation that takes this figure.

        Args:
            sign: -1 for a fall that is printed without its sign.
            exact: let it stand for itself alone.
            title: instead of the label.
            unit: for a cell whose column tells its unit (万元, %).
        """
        figure = replace(self.figure, unit=unit) if unit and not self.figure.unit else self.figure
        printed = figure.printed(exact=exact or figure.unit == YUAN.value)  # accounts in 元 are told to the cent
        return Quantity(
            at=self.at,
            title=title or self.label or self.written,
            value=printed.at * sign,
            unit=figure.unit,
            size=figure.size,
            places=figure.places,
            printed=not printed.exact,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence: where it stands in its passage, and the figures in it."""

    passage: Passage
    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return self.passage.text[self.start : self.end]


class View:
    """One document, looked at. Everything is worked out once; the view is not changed by looking."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the running text, in reading order; table cells are not among them."""
        found: list[Sentence] = []
        for passage in self.document.blocks:
            if isinstance(passage, Passage):
                found.extend(_sentences(passage, len(found)))
        return tuple(found)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every figure of the running text."""
        return tuple(mention for sentence in self.sentences for mention in sentence.mentions)

    @cached_property
    def _cells(self) -> dict[int, tuple[Mention, ...]]:
        return {id(cell): _in_cell(cell.passage) for table in self.document.tables for cell in table.cells}

    def in_cell(self, cell: Cell) -> tuple[Mention, ...]:
        """The figures of a table cell."""
        return self._cells[id(cell)]

    def tables(self) -> Sequence[Table]:
        """The tables, in reading order."""
        return self.document.tables

    def everywhere(self) -> Iterator[Mention]:
        """The figures of running text and tables."""
        yield from self.mentions
        for mentions in self._cells.values():
            yield from mentions


def _sentences(passage: Passage, first: int) -> Iterator[Sentence]:
    text = passage.text
    figures = read(text)
    ends = [match.end() for match in _STOP.finditer(text)]
    start = index = 0
    for end in [*ends, len(text)] if not ends or ends[-1] < len(text) else ends:
        inside = []
        while index < len(figures) and figures[index].start < end:
            inside.append(figures[index])
            index += 1
        yield Sentence(passage, start, end, tuple(_mentions(passage, inside, start, end, first)))
        first, start = first + 1, end


def _mentions(passage: Passage, figures: Sequence[Figure], start: int, end: int, sentence: int) -> Iterator[Mention]:
    text = passage.text
    for index, figure in enumerate(figures):
        left = figures[index - 1].end if index else start
        right = figures[index + 1].start if index + 1 < len(figures) else end
        before, after = text[left : figure.start], text[figure.end : right]
        label = _CLAUSE.split(before)[-1].strip(" 　（(、“”")
        yield Mention(figure, passage, passage.span(figure.start, figure.end), sentence, before, after, label)


def _in_cell(passage: Passage) -> tuple[Mention, ...]:
    if passage.sort is not Sort.CELL or not passage.text:
        return ()
    return tuple(_mentions(passage, read(passage.text), 0, len(passage.text), -1))
