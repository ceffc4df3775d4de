"""What reading one sheet has given so far: rows, problems, and the columns that were not there."""

from __future__ import annotations

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
    tell a formula from a typed value.
    """

    file: str
    sheet: RawSheet
    subject: Subject | None
    formulas_known: bool = True
    rows: list[RawRow] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    letters: dict[int, str] = field(default_factory=dict)

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
        found = content(item, cell)
        if isinstance(found, Unreadable):
            self.report(found.message_id, "error", row, column, item.id, **found.values)
            found = None
        return Raw(found, self.origin(row, column), source)

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
