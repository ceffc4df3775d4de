"""Reading a sheet of questions: the label says which field, the cell under 数值 is the answer."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.exchange.cell import is_blank, text_of
from jixiao.exchange.headings import DEEPEST, closest, names_of, texts
from jixiao.exchange.layout import LABEL, SOURCE, UNIT, VALUE, alike, bare
from jixiao.exchange.sheet import SheetReading, shown
from jixiao.exchange.units import note_unit
from jixiao.facts import Field, Subject
from jixiao.facts.building import Raw
from jixiao.files.references import reference
from jixiao.files.workbook import EMPTY, RawRow


def read_form(reading: SheetReading, subject: Subject) -> None:
    """Read the answers of a form into `reading`, as one row."""
    place = columns_of(reading)
    if place is None:
        reading.report("exchange-no-header", "error", expected=f"{LABEL}、{VALUE}")
        return
    header, columns = place
    names = names_of(subject.fields)
    reading.report_merged(header + 1, frozenset({columns[VALUE]}))
    reading.report_hidden(header + 1)
    found: dict[str, Raw] = {}
    first: dict[str, str] = {}
    for row in reading.sheet.rows:
        if row.number <= header:
            continue
        label, answer = row.cells.get(columns[LABEL], EMPTY), row.cells.get(columns[VALUE], EMPTY)
        words = "" if is_blank(label) else shown(label).strip()
        item = names.get(alike(words)) or names.get(bare(words))
        if item is not None and item.id in found:
            reading.report(
                "exchange-label-twice",
                "error",
                row.number,
                columns[LABEL],
                item.id,
                field=item.zh,
                first=first[item.id],
            )
        elif item is not None:
            source = row.cells.get(columns.get(SOURCE, 0), EMPTY)
            told = "" if is_blank(source) else text_of(source) or ""
            if not is_blank(answer):
                note_own_unit(reading, item, words, row, columns)
            found[item.id] = reading.raw(item, answer, row.number, columns[VALUE], told)
            first[item.id] = reference(row.number, columns[LABEL])
        elif not is_blank(answer):
            unknown_label(reading, subject, row.number, columns, words)
    if found:
        reading.rows.append(found)


def note_own_unit(reading: SheetReading, item: Field, words: str, row: RawRow, columns: Mapping[str, int]) -> None:
    """Take down the unit that stands beside this answer, or in the brackets of its label."""
    reading.units.pop(columns[VALUE], None)
    reading.barred.discard(columns[VALUE])
    unit = row.cells.get(columns.get(UNIT, 0), EMPTY)
    heading = words if is_blank(unit) else f"({shown(unit).strip()})"
    note_unit(reading, item, heading, row.number, columns[VALUE])


def columns_of(reading: SheetReading) -> tuple[int, dict[str, int]] | None:
    """The row of headings and the columns of label, answer and source."""
    wanted = {alike(name): name for name in (LABEL, VALUE, UNIT, SOURCE)}
    for row in reading.sheet.rows:
        if row.number > DEEPEST:
            break
        columns: dict[str, int] = {}
        for column, words in texts(row):
            name = wanted.get(bare(words))
            if name:
                columns.setdefault(name, column)
        if LABEL in columns and VALUE in columns:
            return row.number, columns
    return None


def unknown_label(reading: SheetReading, subject: Subject, row: int, columns: dict[str, int], words: str) -> None:
    """An answer without a question of ours."""
    if not words:
        reading.report("exchange-no-label", "warning", row, columns[VALUE])
        return
    guess = closest(words, [field.zh for field in subject.fields])
    if guess:
        reading.report("exchange-label-like", "warning", row, columns[LABEL], found=words, guess=guess)
    else:
        reading.report("exchange-unknown-label", "note", row, columns[LABEL], found=words)
