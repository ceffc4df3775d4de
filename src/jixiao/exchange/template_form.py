"""One sheet of the workbook for a subject of one record: a list of questions with a cell for each answer."""

from __future__ import annotations

from jixiao.exchange.layout import FORM_HEADINGS, GUIDE, REQUIRED, SOURCE, VALUE
from jixiao.exchange.look import SHADE_OF, Shade, breadth
from jixiao.exchange.template_table import Page, finish
from jixiao.exchange.validation import clip, validation
from jixiao.exchange.value import cell_content, write_cell
from jixiao.facts import DepartmentYear, Field, Kind, Passport, Subject, address
from jixiao.figures import MISSING, Missing
from jixiao.files.messages import text
from jixiao.files.references import reference

HEADER = 2
ANSWER, WHERE = FORM_HEADINGS.index(VALUE), FORM_HEADINGS.index(SOURCE)
WIDTHS = (7, 24, 34, 9, 50, 30, 22)
LONG_TEXT = 60  # height of a cell for a paragraph, in points


def write_form(page: Page, subject: Subject, year: DepartmentYear | None) -> tuple[int, int]:
    """Write the sheet of a form. Returns its first and last row of answers, from zero."""
    sheet, look = page.sheet, page.look
    sheet.write_url(0, 0, f"internal:'{GUIDE}'!A1", look.named("back"), text("template-back"))
    sheet.write_string(0, 1, subject.zh, look.named("title"))
    sheet.write_string(1, 1, subject.row, look.named("lead"))
    for column, words in enumerate(FORM_HEADINGS):
        sheet.write_string(HEADER, column, words, look.named("header"))
        sheet.set_column(column, column, WIDTHS[column])
    for row, height in ((0, 28), (1, 18), (HEADER, 24)):
        sheet.set_row(row, height)
    row, group = HEADER + 1, ""
    for number, field in enumerate(in_groups(subject), 1):
        if field.group != group:
            group = field.group
            for column in range(len(FORM_HEADINGS)):
                sheet.write_string(row, column, group if column == 0 else "", look.named("group"))
            row += 1
        write_question(page, subject, field, row, number, year)
        row += 1
    sheet.freeze_panes(HEADER + 1, 2)
    finish(sheet, HEADER)
    return HEADER + 1, row - 1


def in_groups(subject: Subject) -> list[Field]:
    """The fields with those of one group together, groups in the order of their first field."""
    groups = list(dict.fromkeys(field.group for field in subject.fields))
    return sorted(subject.fields, key=lambda field: groups.index(field.group))


def write_question(
    page: Page, subject: Subject, field: Field, row: int, number: int, year: DepartmentYear | None
) -> None:
    """One question: its number, name, answer, unit, help, example and the source of the answer."""
    sheet, look = page.sheet, page.look
    value = getattr(year.records(subject.id)[0], field.id) if year else MISSING
    passport = year.passports.get(address(year.year, subject.id, field.id), Passport()) if year else Passport()
    known = not isinstance(value, Missing)
    shade = SHADE_OF.get(passport.provenance, Shade.PLAIN) if known else Shade.PLAIN
    sheet.write_number(
        row, 0, number, look.of("number", {"align": "center", "valign": "vcenter", "font_color": "#7B8794"})
    )
    label = look.named("label-required" if field.required else "label")
    sheet.write_string(row, 1, f"{REQUIRED if field.required else ''}{field.zh}", label)
    write_cell(sheet, row, ANSWER, cell_content(value), look.cell(field, shade), file=page.file)
    example = clip(field.example, 200)
    for column, words in ((3, field.unit), (4, field.help), (5, example)):
        sheet.write_string(row, column, words, look.named("note"))
    source = passport.document if known else ""
    write_cell(sheet, row, WHERE, source or None, look.of("source", SOURCE_CELL), file=page.file)
    cell = reference(row + 1, ANSWER + 1)
    sheet.data_validation(row, ANSWER, row, ANSWER, validation(field, cell, page.lists))
    if field.required:
        rule = {"type": "formula", "criteria": f'={cell}=""', "format": look.tint(Shade.BLANK)}
        sheet.conditional_format(row, ANSWER, row, ANSWER, rule)
    if field.kind is Kind.PARAGRAPH:
        sheet.set_row(row, max(LONG_TEXT, 15 * (breadth(str(value)) // WIDTHS[ANSWER] + 1)) if known else LONG_TEXT)


SOURCE_CELL: dict[str, object] = {
    "locked": False, "num_format": "@", "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#D5DBE3",
}  # fmt: skip
