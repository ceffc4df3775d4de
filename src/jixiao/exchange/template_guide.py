"""The first sheet of the workbook: how to fill it in, what the colours mean, and what each sheet is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.exchange.look import Look, Shade, breadth
from jixiao.facts import DepartmentYear, Registry, Subject
from jixiao.figures import Missing
from jixiao.files.messages import catalogue, text

WIDTHS = (6, 15, 56, 50, 24, 11)
STEPS = ("template-step-order", "template-step-example", "template-step-missing", "template-step-source",
         "template-step-units", "template-step-computed", "template-step-check")  # fmt: skip
LEGEND = (
    (None, "template-legend-required"),
    (Shade.BLANK, "template-legend-blank"),
    (Shade.COMPUTED, "template-legend-computed"),
    (Shade.PUBLISHED, "template-legend-published"),
    (Shade.ILLUSTRATIVE, "template-legend-illustrative"),
    (Shade.STATED, "template-legend-stated"),
)
HEADINGS = ("template-list-no", "template-list-sheet", "template-list-what", "template-list-required",
            "template-list-who", "template-list-filled")  # fmt: skip
SUBJECT_WHO = "template-who-"


def write_guide(
    sheet: Any, look: Look, registry: Registry, year: DepartmentYear | None, filled: Mapping[str, tuple[str, int]]
) -> None:
    """Write the sheet 说明.

    Args:
        sheet: xlsxwriter's sheet.
        look: the formats of the workbook.
        registry: the subjects, one line each.
        year: the year whose assignments say who fills what.
        filled: subject id → live formula that counts what is filled in, and its value now.
    """
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, title_of(year), look.named("title"))
    row = write_steps(sheet, look, 1)
    row = write_legend(sheet, look, row + 1)
    write_sheets(sheet, look, row + 1, registry, year, filled)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&9&A  &P / &N")


def title_of(year: DepartmentYear | None) -> str:
    """The title of the workbook, with department and year once they are known."""
    if year is None:
        return text("template-title")
    department = year.cover.department
    return text("template-title-of", department="" if isinstance(department, Missing) else department, year=year.year)


def write_steps(sheet: Any, look: Look, row: int) -> int:
    """How to fill in. Returns the next row."""
    sheet.write_string(row, 0, text("template-how"), look.named("group"))
    for column in range(1, len(WIDTHS)):
        sheet.write_blank(row, column, None, look.named("group"))
    for number, message in enumerate(STEPS, 1):
        words = text(message)
        sheet.write_number(row + number, 0, number, look.of("step", {"align": "center", "valign": "vcenter"}))
        sheet.merge_range(row + number, 1, row + number, len(WIDTHS) - 1, words, look.named("prose"))
        sheet.set_row(row + number, 17 * (breadth(words) // (sum(WIDTHS[1:]) - 4) + 1))
    return row + len(STEPS) + 1


def write_legend(sheet: Any, look: Look, row: int) -> int:
    """The colours. Returns the next row."""
    sheet.write_string(row, 0, text("template-colours"), look.named("group"))
    for column in range(1, len(WIDTHS)):
        sheet.write_blank(row, column, None, look.named("group"))
    for offset, (shade, message) in enumerate(LEGEND, 1):
        name, _, meaning = text(message).partition("：")
        style = look.swatch(shade) if shade else look.named("header-required")
        sheet.write_string(row + offset, 1, name, style)
        sheet.merge_range(row + offset, 2, row + offset, len(WIDTHS) - 1, meaning, look.named("prose"))
        sheet.set_row(row + offset, 17)
    return row + len(LEGEND) + 1


def write_sheets(
    sheet: Any, look: Look, row: int, registry: Registry, year: DepartmentYear | None,
    filled: Mapping[str, tuple[str, int]],
) -> None:  # fmt: skip
    """The list of sheets, each with a link."""
    for column, message in enumerate(HEADINGS):
        sheet.write_string(row, column, text(message), look.named("header"))
    sheet.set_row(row, 22)
    for number, subject in enumerate(registry.subjects, 1):
        at = row + number
        required = "、".join(field.zh for field in subject.fields if field.required and not field.computed)
        sheet.write_number(at, 0, number, look.named("cell-centre"))
        sheet.write_url(at, 1, f"internal:'{subject.sheet}'!A1", look.named("cell-link"), subject.sheet)
        for column, words in ((2, subject.row), (3, required), (4, who_fills(subject, year))):
            sheet.write_string(at, column, words, look.named("cell"))
        formula, now = filled[subject.id]
        sheet.write_formula(at, 5, formula, look.named("cell-centre"), now)
        lines = max(breadth(subject.row) // (WIDTHS[2] - 2), breadth(required) // (WIDTHS[3] - 2)) + 1
        sheet.set_row(at, 16 * lines + 4)
    sheet.repeat_rows(row)
    sheet.set_first_sheet()
    sheet.activate()


def who_fills(subject: Subject, year: DepartmentYear | None) -> str:
    """Who the assignments name for the whole sheet, else who usually fills it."""
    for task in year.assignment if year else ():
        if task.sheet == subject.sheet and isinstance(task.unit, Missing):
            named = [part for part in (task.division, task.person) if not isinstance(part, Missing)]
            if named:
                return " ".join(named)
    message = f"{SUBJECT_WHO}{subject.id}"
    return text(message) if message in catalogue("zh") else ""
