"""What reading one sheet has given so far: rows, problems, and the columns that were not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.exchange.cell import Unreadable, content
from jixiao.exchange.headings import Headings, closest
from jixiao.facts import Field, Origin, Subject
from jixiao.facts.building import CellProblem, Raw, RawRow
from jixiao.files.references import column_letters, reference, split_range
from jixiao.files.workbook import RawCell, RawSheet


@dataclass(slots=True)
class SheetReading:
    """The reading of one sheet.

    `subject` is None for a sheet that is none of ours; `formulas_known` is false where the file's kind does not let us
    tell a formula from a typed value. `units` holds columns whose heading names another unit than ours, `barred` those
    whose unit cannot be converted. `lost` is how many rows with data were not read at all.
    """

    file: str
    sheet: RawSheet
    subject: Subject | None
    formulas_known: bool = True
    rows: list[RawRow] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    letters: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    barred: set[int] = field(default_factory=set)
    lost: int = 0

    def origin(self, row: int = 0, column: int = 0) -> Origin:
        """A place on this sheet; without row the sheet itself."""
        letters = self.letters.get(column) or self.letters.setdefault(column, column_letters(column))
        return Origin(self.file, self.sheet.name, f"{letters}{row}" if row else "")

    def report(
        self, message_id: str, severity: str, /, row: int = 0, column: int = 0, item: str = "", **values: object
    ) -> None:
        """Note a problem at a place; the sheet's name goes into every message."""
        subject = self.subject.id if self.subject else ""
        told = {"sheet": self.sheet.name, **values}
        self.problems.append(CellProblem(message_id, told, self.origin(row, column), subject, item, severity))

    def raw(self, item: Field, cell: RawCell, row: int, column: int, source: str = "") -> Raw:
        """A cell as raw material; what cannot be read is reported and blank."""
        found, refused = content(item, cell), ""
        if isinstance(found, Unreadable):
            self.report(found.message_id, "error", row, column, item.id, **found.values)
            found, refused = None, shown(cell) or "="
        elif found is not None and column in self.barred:
            found, refused = None, shown(cell)
        elif column in self.units:
            found = with_unit(found, self.units[column])
        return Raw(found, self.origin(row, column), source, refused)

    def report_hidden(self, first_row: int) -> None:
        """Rows that nobody sees, told once: their data are read like all others."""
        hidden = [row.number for row in self.sheet.rows if row.hidden and row.number >= first_row]
        if hidden:
            self.report("exchange-hidden-rows", "note", hidden[0], 1, rows=runs(hidden))

    def report_columns(self, headings: Headings, names: list[str]) -> None:
        """Headings that stand twice or belong to no field: a column of ours misspelt is worth a warning."""
        for column, item in headings.repeated:
            first = reference(headings.row, headings.columns[item.id])
            self.report("exchange-column-twice", "error", headings.row, column, item.id, field=item.zh, first=first)
        free = [name for name in names if name]
        for column, words in headings.unknown:
            guess = closest(words, free)
            if guess:
                self.report("exchange-column-like", "warning", headings.row, column, found=words.strip(), guess=guess)
            else:
                self.report("exchange-unknown-column", "note", headings.row, column, found=words.strip())

    def report_merged(self, first_row: int, columns: frozenset[int]) -> None:
        """Merged cells among the data: only their first cell holds the value, whatever they look like."""
        for text in self.sheet.merged:
            corners = split_range(text)
            if corners is None or corners[2] < first_row or columns.isdisjoint(range(corners[1], corners[3] + 1)):
                continue
            cell = self.sheet.cell(corners[0], corners[1])
            if cell.kind == "empty":
                continue
            row = max(corners[0], 1)
            self.report("exchange-merged", "error", row, corners[1], range=text, found=shown(cell))


def shown(cell: RawCell) -> str:
    """What a cell holds, for a sentence."""
    return format(cell.value, "f") if isinstance(cell.value, Decimal) else str(cell.value)


def runs(numbers: Sequence[int]) -> str:
    """Ascending numbers as people list them.

    Example:
        >>> runs([5, 7, 8, 9])
        '5、7—9'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in found)


def with_unit(value: str | Decimal | bool | None, unit: str) -> str | Decimal | bool | None:
    """A number with the unit of its column, so that it is converted exactly; a text that ends in a unit keeps its own."""
    if isinstance(value, Decimal):
        return f"{value:f}{unit}"
    return f"{value}{unit}" if isinstance(value, str) and value[-1:].isdecimal() else value
