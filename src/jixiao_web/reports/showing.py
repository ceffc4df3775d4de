"""The report model as the page shows it: blocks for a template, each figure with the address that it prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jixiao.reports import charts
from jixiao.reports.model import (
    Annex,
    Bar,
    Block,
    Chart,
    FactNote,
    Heading,
    Live,
    Paragraph,
    Pending,
    Report,
    Spans,
    Table,
)
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation.links import Cell, Used, cells_of, used
from jixiao_web.reports.making import Made

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in a paragraph or a cell: plain words, a figure with its address, or something that is pending."""

    kind: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: its cells with how each stands, and whether it is the sum."""

    cells: tuple[tuple[str, tuple[Piece, ...]], ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: heading cells with how each stands, then rows."""

    title: str
    unit: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownBar:
    """One bar: its length in hundredths, for a `meter`, and its figure."""

    label: str
    length: int
    text: str
    pieces: tuple[Piece, ...]
    warn: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block for the template; `kind` says which of the others is there."""

    kind: str
    level: int = 0
    ident: str = ""
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    table: ShownTable | None = None
    bars: tuple[ShownBar, ...] = ()
    full: int = 1
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A report as a page: title, blocks, signature, and the headings for a list of contents."""

    title: tuple[str, ...]
    blocks: tuple[ShownBlock, ...]
    signature: tuple[Piece, ...]
    date: tuple[Piece, ...]
    contents: tuple[ShownBlock, ...] = field(default=())
    pending: int = 0
    draft: bool = False


def pieces(spans: Spans) -> tuple[Piece, ...]:
    """A run of spans."""
    return tuple(_piece(span) for span in spans)


def _piece(span: object) -> Piece:
    match span:
        case Live(address, text):
            return Piece("figure", text, address)
        case Pending():
            return Piece("pending", span.text, span.address)
        case _:
            return Piece("text", span.text)  # type: ignore[attr-defined]  # the third kind of span is Text


def page_of(report: Report) -> Page:
    """A report for the template. A heading of level 1 is an h2: the page's own title is the h1."""
    blocks = tuple(_blocks(report.blocks))
    everything = [*blocks, ShownBlock("end", pieces=(*pieces(report.signature), *pieces(report.date)))]
    return Page(
        title=report.title,
        blocks=blocks,
        signature=pieces(report.signature),
        date=pieces(report.date),
        contents=tuple(block for block in blocks if block.kind == "heading" and block.level <= 3),
        pending=sum(piece.kind == "pending" for block in everything for piece in _pieces_in(block)),
        draft=report.draft,
    )


def _pieces_in(block: ShownBlock) -> Iterator[Piece]:
    yield from block.pieces
    if block.table is not None:
        for row in block.table.rows:
            for _align, cell in row.cells:
                yield from cell


def _blocks(blocks: Sequence[Block]) -> Iterator[ShownBlock]:
    for number, block in enumerate(blocks, 1):
        match block:
            case Heading(level, text):
                yield ShownBlock("heading", level=min(max(level, 1), 4) + 1, ident=f"section-{number}", text=text)
            case Paragraph(spans):
                yield ShownBlock("paragraph", pieces=pieces(spans))
            case Table():
                if block.columns:
                    yield ShownBlock("table", table=_table(block))
            case Chart():
                yield ShownBlock(
                    "chart",
                    text=block.title,
                    bars=tuple(_bar(bar, block.full) for bar in block.bars),
                    full=max(block.full, 1),
                    unit=block.unit,
                    note=charts.note(block),
                    table=_table(charts.data_table(block)),
                )
            case Annex(number=mark, title=title):
                yield ShownBlock("annex", ident=f"annex-{number}", text=mark)
                yield ShownBlock("heading", level=2, ident=f"section-{number}", text=title)


def _bar(bar: Bar, full: int) -> ShownBar:
    figure = Piece("figure", bar.text, bar.address) if bar.address else Piece("text", bar.text)
    return ShownBar(bar.label, min(max(bar.hundredths, 0), max(full, 1)), bar.text, (figure,), bar.warn)


def _table(table: Table) -> ShownTable:
    aligns = [column.align.value for column in table.columns]
    last = len(table.rows) - 1
    rows = tuple(
        ShownRow(
            tuple(zip(aligns, [*map(pieces, cells), *[()] * (len(aligns) - len(cells))], strict=False)),
            table.total and number == last,
        )
        for number, cells in enumerate(table.rows)
    )
    return ShownTable(
        table.title, table.unit, tuple((column.title, column.align.value) for column in table.columns), rows
    )


@dataclass(frozen=True)
class Told:
    """What a figure of a report tells: its passport in words, its cell in a form, and the figures behind it."""

    note: FactNote
    address: str
    cell: Cell | None
    used: Used | None


def passport(task: Task, made: Made, where: str) -> Told | None:
    """The passport of a figure that the report prints; None for one that it does not."""
    note = made.report.facts.get(where)
    if note is None:
        return None
    gathered = made.computed.gathered
    found = used(task, gathered, made.computed.facts, [where])
    cell = found[0].cell if found else cells_of(task, gathered, [where]).get(where)
    return Told(note, where, cell, found[0] if found else None)
