"""Reading a sheet of rows: headings found, example and blank rows left out, each other row one record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.exchange.cell import is_blank
from jixiao.exchange.computed import derive, shown
from jixiao.exchange.headings import Headings, find_headings
from jixiao.exchange.layout import EXAMPLE, alike
from jixiao.exchange.sheet import SheetReading
from jixiao.exchange.units import note_unit, unit_above, with_default
from jixiao.facts import Field, Subject, Value
from jixiao.facts.building import Raw
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.figures import MISSING, Missing
from jixiao.files.workbook import EMPTY, RawCell, RawRow

TOTALS = frozenset({"合计", "小计", "总计", "累计", "共计", "本页小计", "本页合计"})
NOISE = Decimal("1E-6"), Decimal("1E-13")  # a spreadsheet's own sum is off in its last digits: absolutely, of its size


def read_table(reading: SheetReading, subject: Subject) -> None:
    """Read the rows of a subject into `reading`."""
    headings = find_headings(reading.sheet, subject.fields)
    if headings is None:
        names = "、".join(field.zh for field in subject.fields if field.required)
        reading.report("exchange-no-header", "error", expected=names)
        reading.lost = sum(holds_data(row) for row in reading.sheet.rows)
        return
    missing = [field for field in subject.fields if field.id not in headings.columns]
    reading.report_columns(headings, [field.zh for field in missing])
    for field in missing:
        if field.required and not field.computed:
            reading.absent.add(field.id)
            reading.report("exchange-missing-column", "error", headings.row, 1, field.id, field=field.zh)
    if any(subject.field(name).required and name in reading.absent for name in subject.key):
        reading.lost = sum(row.number > headings.row and holds_data(row) for row in reading.sheet.rows)
        return  # without its key no row can be told from another
    reading.report_merged(headings.row + 1, frozenset(headings.columns.values()))
    reading.report_hidden(headings.row + 1)
    fields = in_reading_order(subject, headings)
    above = unit_above(reading, headings.row)
    for field, column in fields:
        words = with_default(field, str(reading.sheet.cell(headings.row, column).value), above)
        note_unit(reading, field, words, headings.row, column)
    for row in reading.sheet.rows:
        if row.number <= headings.row or is_idle(row, fields) or is_example(reading, row, fields, headings):
            continue
        if is_total(reading, subject, row, headings):
            continue
        reading.rows.append(read_row(reading, row, fields))


def in_reading_order(subject: Subject, headings: Headings) -> list[tuple[Field, int]]:
    """The columns, those of the key first (a problem of a whole row is shown at its first cell), computed ones last."""
    found = [(field, headings.columns[field.id]) for field in subject.fields if field.id in headings.columns]
    return sorted(found, key=lambda pair: (bool(pair[0].computed), pair[0].id not in subject.key))


def is_idle(row: RawRow, fields: list[tuple[Field, int]]) -> bool:
    """Whether a row is blank, or holds only formulas that are waiting for something to be filled in."""
    cells = [row.cells.get(column, EMPTY) for field, column in fields if not field.computed]
    filled = [cell for cell in cells if not is_blank(cell)]
    return all(cell.has_formula and cell.kind == "number" and cell.value == 0 for cell in filled)


def holds_data(row: RawRow) -> bool:
    """Whether somebody typed something into a row of which we do not know the columns."""
    return any(not is_blank(cell) and not cell.has_formula for cell in row.cells.values())


def is_example(reading: SheetReading, row: RawRow, fields: list[tuple[Field, int]], headings: Headings) -> bool:
    """Whether a row is the example of the template: by its mark or, where the mark was cut off, by place and words."""
    mark = row.cells.get(1, EMPTY)
    marked = 1 not in headings.columns.values() and mark.kind == "text" and alike(str(mark.value)) == alike(EXAMPLE)
    same = all(plain(row.cells.get(column, EMPTY)) == field.example for field, column in fields if not field.computed)
    if marked and not same:
        reading.lost += 1
        reading.report("exchange-example-changed", "error", row.number, 1)
    return marked or (same and row.number == headings.row + 1)


def is_total(reading: SheetReading, subject: Subject, row: RawRow, headings: Headings) -> bool:
    """Whether somebody typed a sum among the rows; it would count twice, and it is told that it was not read.

    The word stands in the key or, where that is blank, in the first cell that holds anything.
    """
    key = headings.columns[subject.key[0]]
    filled = [column for column in sorted(row.cells) if not is_blank(row.cells[column])]
    place = key if key in filled else next(iter(filled), key)
    cell = row.cells.get(place, EMPTY)
    if cell.kind != "text" or alike(str(cell.value)) not in TOTALS:
        return False
    reading.report("exchange-total-row", "error", row.number, place, found=str(cell.value).strip())
    return True


def plain(cell: RawCell) -> str:
    """A cell as the example writes it."""
    return str(cell.value).strip() if cell.kind == "text" else ""


def read_row(reading: SheetReading, row: RawRow, fields: list[tuple[Field, int]]) -> Mapping[str, Raw]:
    """One record. A blank cell is told only where it has to be filled in."""
    found: dict[str, Raw] = {}
    for field, column in fields:
        cell = row.cells.get(column, EMPTY)
        if field.computed:
            may_be_ours = cell.has_formula or not reading.formulas_known
            if not is_blank(cell) and not (may_be_ours and says_nothing_new(field, cell, found, fields)):
                found[field.id] = reading.raw(field, cell, row.number, column)
        elif field.required or not is_blank(cell):
            found[field.id] = reading.raw(field, cell, row.number, column)
    return found


def says_nothing_new(field: Field, cell: RawCell, row: Mapping[str, Raw], fields: list[tuple[Field, int]]) -> bool:
    """Whether the formula of a computed column arrives where the rule does, or nowhere; then nobody stated anything."""
    if cell.kind in {"uncached", "error", "text"}:
        return True
    values: dict[str, Value | Missing] = {}
    for item, _ in fields:
        values[item.id] = value_of(item, row) if item.id in row or not item.computed else derive(item, values)
        if item.id == field.id:
            break
    ruled = shown(field, values[field.id])
    told = cell.value * 100 if isinstance(cell.value, Decimal) and cell.percent else cell.value
    if not isinstance(told, Decimal):
        return False
    if ruled is None:
        return told == 0 and not cell.has_formula  # in an xls the reader shows 0 for a formula that answers with a dash
    return abs(told - ruled) <= max(NOISE[0], NOISE[1] * abs(ruled))


def value_of(item: Field, row: Mapping[str, Raw]) -> Value | Missing:
    """The value of a cell as far as it can be read; what is wrong with it is told elsewhere."""
    try:
        return read_value(item, row[item.id].value) if item.id in row else MISSING
    except ValueProblem:
        return MISSING
