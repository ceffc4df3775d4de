"""Columns, rows and blocks of a table: what headers and labels tell, and one figure or none in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from jixiao.documents.finders._grid_heads import squeezed
from jixiao.documents.finders._headers import TOTAL
from jixiao.documents.model import Cell, Span, Table
from jixiao.documents.view import Mention
from jixiao.figures.units import PHYSICAL, Kind, meaning
from jixiao.relations import Quantity


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: where it stands, its header squeezed, its letter (A, ①, 3) and the unit that it tells."""

    index: int
    head: str
    letter: str
    unit: str
    cells: tuple[Cell, ...]
    whole: bool = False  # every figure is a whole number
    counted: bool = False  # whole numbers that count things, which nobody rounds
    bounded: bool = False  # most figures are bounds: ≥90%
    scored: bool = False  # scores or points

    @property
    def names(self) -> tuple[str, ...]:
        """The texts of its header cells, outermost first."""
        return tuple(squeezed(cell.text) for cell in self.cells)

    @property
    def path(self) -> tuple[str, ...]:
        """The header cells above its own."""
        return self.names[:-1]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its header stands."""
        return tuple(cell.passage.span(0, len(cell.text)) for cell in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row: its label squeezed, its code (20801) and unit where a column tells them, its figures by column."""

    label: str
    labels: tuple[str, ...]
    code: str
    unit: str
    figures: dict[int, Mention]
    blanks: frozenset[int]
    cell: Cell | None

    def spans(self) -> tuple[Span, ...]:
        """Where its label stands."""
        return () if self.cell is None else (self.cell.passage.span(0, len(self.cell.text)),)


@dataclass(frozen=True, eq=False)
class Block:
    """Rows under one header, with one column of labels."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    beside: int = 1  # blocks side by side under one header

    @cached_property
    def certain(self) -> bool:
        """Whether its columns are certain; guessed ones are where no row lacks a figure."""
        rows = [row for row in self.rows if not TOTAL.match(row.label)]
        return self.table.certain or (len(rows) > 1 and all(len(row.figures) == len(self.columns) for row in rows))

    @cached_property
    def _known(self) -> dict[tuple[int, int, str | None], Quantity | None]:
        return {}

    def quantity(self, row: Row, column: Column, unit: str | None = None) -> Quantity | None:
        """The figure of a cell with the unit of its column (or with `unit`), None for a cell without."""
        key = (id(row), column.index, unit)
        if key not in self._known:
            self._known[key] = self._quantity(row, column, unit)
        return self._known[key]

    def _quantity(self, row: Row, column: Column, unit: str | None) -> Quantity | None:
        mention = row.figures.get(column.index)
        if mention is None:
            return None
        told = ("" if column.scored else column.unit or row.unit) if unit is None else unit
        known = meaning(mention.figure.unit or told)
        exact = column.counted or column.scored or (known is not None and known[0] is Kind.COUNT and column.whole)
        exact = exact or (mention.figure.places == 0 and not column.whole) or (told == row.unit and counts_things(told))
        title = " · ".join(part for part in (row.label, column.head) if part)
        return mention.quantity(exact=exact, title=title, unit=told)


def counts_things(unit: str) -> bool:
    """Whether a unit counts what nobody rounds: 件, 户, 批次."""
    known = meaning(unit) if unit else None
    return known is not None and known[0] is Kind.COUNT and known[1] == 1 and unit not in PHYSICAL
