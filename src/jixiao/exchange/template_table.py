"""One sheet of the workbook for a subject of rows: title, totals, headings, an example, then the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.exchange.computed import derive, live_formula, shown
from jixiao.exchange.layout import BLANK_RATE, EXAMPLE, GUIDE, TOTAL, heading
from jixiao.exchange.lists import Lists, key_list, key_range, referenced
from jixiao.exchange.look import SHADE_OF, WIDEST, WIDTH, Look, Shade, breadth
from jixiao.exchange.validation import validation
from jixiao.exchange.value import cell_content, write_cell
from jixiao.facts import DepartmentYear, Field, Kind, Subject, address
from jixiao.facts.computing import ratio, total
from jixiao.facts.rows import key_of
from jixiao.facts.values import Value
from jixiao.figures import MISSING, Missing, half_up
from jixiao.files.messages import text
from jixiao.files.references import column_letters, reference

READY, SPARE = 500, 200  # rows with help and colours at least; rows below the last one that show computed columns
PAGE_WIDTH = 200  # what can still be read when it is shrunk onto A4 landscape, in widths of a digit
FIRST = 1  # the first column of fields; the one before it holds the mark of the example row


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet is written with: xlsxwriter's book and sheet, the formats, the lists, the file's name for messages."""

    book: Any
    sheet: Any
    look: Look
    lists: Lists
    file: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Where things stand on the sheet, rows and columns from zero; `total` is -1 where there is nothing to add up."""

    subject: Subject
    count: int

    @property
    def total(self) -> int:
        """The row of sums."""
        return 2 if any(field.kind is Kind.MONEY for field in self.subject.fields) else -1

    @property
    def header(self) -> int:
        """The row of headings; the example stands below it."""
        return 3 if self.total > 0 else 2

    @property
    def first(self) -> int:
        """The first row of data."""
        return self.header + 2

    @property
    def last(self) -> int:
        """The last row that has help and colours."""
        return self.first + max(READY, self.count + SPARE) - 1

    def column(self, field_id: str) -> int:
        """The column of a field."""
        return FIRST + [field.id for field in self.subject.fields].index(field_id)

    def letters(self, field_id: str) -> str:
        """The letters of a field's column."""
        return column_letters(self.column(field_id) + 1)

    def whole(self, field_id: str) -> str:
        """The cells of a column, for a sum."""
        letters = self.letters(field_id)
        return f"{letters}{self.first + 1}:{letters}{self.last + 1}"


def write_table(page: Page, subject: Subject, year: DepartmentYear | None) -> Grid:
    """Write the sheet of a subject with the rows of a year, or ready to be filled."""
    records = year.records(subject.id) if year else ()
    grid = Grid(subject, len(records))
    write_head(page, grid)
    rows = [write_row(page, grid, index, record, year) for index, record in enumerate(records)] if year else []
    if any(field.computed for field in subject.fields):
        for row in range(grid.first + len(records), grid.first + len(records) + SPARE):
            for field in subject.fields:
                if field.computed:
                    write_live(page, grid, field, row, None)
    if grid.total > 0:
        write_totals(page, grid, rows)
    write_help(page, grid)
    lay_out(page, grid, records)
    return grid


def write_head(page: Page, grid: Grid) -> None:
    """Title, sentence, headings and example row."""
    sheet, look, subject = page.sheet, page.look, grid.subject
    sheet.write_url(0, 0, f"internal:'{GUIDE}'!A1", look.named("back"), text("template-back"))
    sheet.write_string(0, FIRST, subject.zh, look.named("title"))
    sheet.write_string(1, FIRST, subject.row, look.named("lead"))
    sheet.write_blank(grid.header, 0, None, look.named("header"))
    sheet.write_string(grid.header + 1, 0, EXAMPLE, look.named("mark"))
    for column, field in enumerate(subject.fields, FIRST):
        style = "header-computed" if field.computed else "header-required" if field.required else "header"
        sheet.write_string(grid.header, column, heading(field), look.named(style))
        sheet.write_string(grid.header + 1, column, field.example, look.cell(field, Shade.EXAMPLE))
    for row, height in ((0, 28), (1, 18), (grid.header, 34)):
        sheet.set_row(row, height)


def write_row(page: Page, grid: Grid, index: int, record: Any, year: DepartmentYear) -> Mapping[str, Value | Missing]:
    """Write one record; the values of its row, computed ones as the cell shows them."""
    subject, row = grid.subject, grid.first + index
    key = key_of(subject, record)
    values: dict[str, Value | Missing] = {}
    for column, field in enumerate(subject.fields, FIRST):
        value: Value | Missing = getattr(record, field.id)
        if field.computed:
            if isinstance(value, Missing):
                values[field.id] = derive(field, values)
                write_live(page, grid, field, row, values)
                continue
            values[field.id] = value
            shade = Shade.STATED  # what somebody wrote is kept and compared, never replaced by what the rule gives
        else:
            values[field.id] = value
            passport = year.passports.get(address(year.year, subject.id, *key, field.id))
            shade = SHADE_OF.get(passport.provenance, Shade.PLAIN) if passport else Shade.PLAIN
        write_cell(page.sheet, row, column, cell_content(value), page.look.cell(field, shade), file=page.file)
    return values


def write_live(page: Page, grid: Grid, field: Field, row: int, values: Mapping[str, Value | Missing] | None) -> None:
    """A live formula with the value that it arrives at, so that programs that do not calculate show it too.

    Without values it stands ready in a blank row, and looks like one.
    """
    formula = live_formula(field, lambda name: f"{grid.letters(name)}{row + 1}")
    cached = shown(field, derive(field, values)) if values else None
    told = cached if cached is not None else BLANK_RATE if rate_without_base(field, values) else ""
    style = page.look.cell(field, Shade.COMPUTED) if values else page.look.column(field)
    page.sheet.write_formula(row, grid.column(field.id), formula, style, told)


def rate_without_base(field: Field, values: Mapping[str, Value | Missing] | None) -> bool:
    """Whether a rate has both its inputs and still no value, which means that its base is zero."""
    names = field.computed.replace("/", " ").split()
    return (
        "/" in field.computed
        and bool(values)
        and not any(isinstance(values[name], Missing) for name in names if values)
    )


def write_totals(page: Page, grid: Grid, rows: Sequence[Mapping[str, Value | Missing]]) -> None:
    """Sums above the headings, where no new row can run into them; of rates, the rate of the sums."""
    sheet, look, row = page.sheet, page.look, grid.total
    sheet.write_string(row, FIRST, text("template-total", total=TOTAL), look.named("total-label"))
    sums: dict[str, Value | Missing] = {}
    for column, field in enumerate(grid.subject.fields, FIRST):
        if field.kind is Kind.MONEY:
            known = [value for values in rows if not isinstance(value := values[field.id], Missing)]
            sums[field.id] = total(Kind.MONEY, known)
            cached = cell_content(sums[field.id])
            sheet.write_formula(row, column, f"=SUM({grid.whole(field.id)})", look.named("total"), cached)
        elif "/" in field.computed:
            part, base = field.computed.replace("/", " ").split()
            cells = [f"{grid.letters(name)}{row + 1}" for name in (part, base)]
            share = ratio(sums.get(part, MISSING), sums.get(base, MISSING))
            told = BLANK_RATE if isinstance(share, Missing) else half_up(share.value * 100, 2)
            formula = f'=IF({cells[1]}=0,"{BLANK_RATE}",ROUND({cells[0]}/{cells[1]}*100,2))'
            sheet.write_formula(row, column, formula, look.named("total-rate"), told)
        elif column > FIRST:
            sheet.write_blank(row, column, None, look.named("total-label"))


def write_help(page: Page, grid: Grid) -> None:
    """Prompts, drop-downs and doubts of each column, and the tint of what a started row still lacks."""
    subject, first = grid.subject, grid.first
    inputs = [grid.column(field.id) for field in subject.fields if not field.computed]
    row_cells = f"${column_letters(min(inputs) + 1)}{first + 1}:${column_letters(max(inputs) + 1)}{first + 1}"
    for column, field in enumerate(subject.fields, FIRST):
        cell = reference(first + 1, column + 1)
        page.sheet.data_validation(first, column, grid.last, column, validation(field, cell, page.lists))
        if field.required and not field.computed:
            page.sheet.conditional_format(
                first, column, grid.last, column,
                {
                    "type": "formula",
                    "criteria": f'=AND(${cell}="",SUMPRODUCT(--({row_cells}<>""))>0)',
                    "format": page.look.tint(Shade.BLANK),
                },
            )  # fmt: skip
    if subject.id in referenced(page.lists.registry):
        where = key_range(subject.sheet, grid.column(subject.key[0]), first, grid.last)
        page.book.define_name(key_list(subject.id), where)


def lay_out(page: Page, grid: Grid, records: Sequence[Any]) -> None:
    """Widths by content, frozen headings, what the sheet's protection leaves free, and the printed page."""
    sheet = page.sheet
    sheet.set_column(0, 0, 7, page.look.named("free"))
    widths = [width_of(field, records) for field in grid.subject.fields]
    for column, (field, width) in enumerate(zip(grid.subject.fields, widths, strict=True), FIRST):
        sheet.set_column(column, column, width, page.look.column(field))
    sheet.freeze_panes(grid.header + 1, FIRST + 1)
    finish(sheet, grid.header, pages=sum(widths) // PAGE_WIDTH + 1)
    sheet.repeat_columns(0, FIRST)


def finish(sheet: Any, header: int, *, pages: int = 1) -> None:
    """Protection without a password, and A4 landscape, so many pages wide, with the headings on every page."""
    free = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(free, True))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(header)
    sheet.set_footer("&C&9&A  &P / &N")


def width_of(field: Field, records: Sequence[Any]) -> int:
    """A width that fits the heading and most values, within what a kind of field may take."""
    least = WIDTH[field.kind]
    head = max(breadth(field.zh) + 2 * field.required, breadth(field.unit) + 4) + 2
    texts = [value for record in records[:READY] if isinstance(value := getattr(record, field.id), str)]
    longest = max(map(breadth, (*texts, field.example)), default=0) + 2
    return max(least, head, min(longest, WIDEST.get(field.kind, least)))
