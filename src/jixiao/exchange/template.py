"""The workbook that a department fills: one sheet a subject, made from the field registry, empty or with a year in it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from jixiao.exchange.layout import GUIDE, LISTS, REGISTRY_PROPERTY, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from jixiao.exchange.lists import lists_of, write_lists
from jixiao.exchange.look import Look
from jixiao.exchange.template_form import ANSWER, write_form
from jixiao.exchange.template_guide import title_of, write_guide
from jixiao.exchange.template_table import Page, write_table
from jixiao.facts import DepartmentYear, Registry, Subject
from jixiao.figures import Missing
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.files.references import column_letters

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001  # the same content gives the same bytes; the format knows no zones
MAIN = frozenset({"cover", "unit", "staff", "project", "budget", "indicator", "management"})
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(path: Path, registry: Registry, year: DepartmentYear | None = None) -> None:
    """Write the workbook of a department-year, whole or not at all; the same content gives the same bytes.

    Args:
        path: the xlsx to write.
        registry: its subjects become the sheets, in their order, after the sheet 说明.
        year: what is filled in; without it, an empty workbook to fill.

    Raises:
        FileRefused: the file cannot be written, or a text is longer than a cell can hold.
    """
    with atomic_path(path) as draft:
        book = xlsxwriter.Workbook(str(draft), OPTIONS)
        book.set_size(2400, 1400)
        look, lists = Look(book), lists_of(registry)
        guide = book.add_worksheet(GUIDE)
        guide.set_tab_color("#1F5FBF")
        filled: dict[str, tuple[str, int]] = {}
        for subject in registry.subjects:
            sheet = book.add_worksheet(subject.sheet)
            if subject.id in MAIN:
                sheet.set_tab_color("#9DB7DD")
            page = Page(book, sheet, look, lists, path.name)
            where = write_subject(page, subject, year)
            filled[subject.id] = (f"=SUMPRODUCT(--('{subject.sheet}'!{where}<>\"\"))", count_filled(subject, year))
        write_lists(book.add_worksheet(LISTS), lists, look)
        write_guide(guide, look, registry, year, filled)
        describe(book, registry, year)
        book.close()


def write_subject(page: Page, subject: Subject, year: DepartmentYear | None) -> str:
    """Write one sheet. Returns the cells that tell how much of it is filled in."""
    if subject.is_form:
        first, last = write_form(page, subject, year)
        letters = column_letters(ANSWER + 1)
        return f"${letters}${first + 1}:${letters}${last + 1}"
    grid = write_table(page, subject, year)
    return f"${grid.letters(subject.key[0])}${grid.first + 1}:${grid.letters(subject.key[0])}${grid.last + 1}"


def count_filled(subject: Subject, year: DepartmentYear | None) -> int:
    """What the formula of the guide counts: rows of a table, answers of a form."""
    if year is None:
        return 0
    records = year.records(subject.id)
    if not subject.is_form:
        return sum(not isinstance(getattr(record, subject.key[0]), Missing) for record in records)
    return sum(not isinstance(getattr(records[0], field.id), Missing) for field in subject.fields)


def describe(book: Any, registry: Registry, year: DepartmentYear | None) -> None:
    """What the file says of itself."""
    book.set_properties({"title": title_of(year), "author": text("template-author"), "created": CREATED})
    book.set_custom_property(TEMPLATE_PROPERTY, TEMPLATE_VERSION, "text")
    book.set_custom_property(REGISTRY_PROPERTY, registry_digest(registry), "text")


def registry_digest(registry: Registry) -> str:
    """The digest of the declared fields: two workbooks with the same digest have the same sheets and columns."""
    return hashlib.sha256(repr(registry.subjects).encode()).hexdigest()
