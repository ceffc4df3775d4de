"""What drop-downs offer: short lists in the cell, long ones and the keys of other sheets by reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.exchange.layout import LISTS
from jixiao.exchange.look import Look, breadth
from jixiao.facts import Field, Registry
from jixiao.files.messages import text
from jixiao.files.references import column_letters

LIST_LENGTH = 255  # characters that a list inside a cell may have


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a workbook.

    Attributes:
        registry: where sheets and keys are declared.
        long: title → words of the lists that stand on the sheet of lists, in the order of its columns.
        offers: field → where the words stand that it mostly holds; it may hold others too.
    """

    registry: Registry
    long: Mapping[str, Sequence[str]]
    offers: Mapping[Field, str]

    def source(self, field: Field) -> str | list[str]:
        """The words of a choice, or where they stand."""
        if len(",".join(field.choices)) <= LIST_LENGTH:
            return list(field.choices)
        return range_of(self.long, field.zh)

    def sheet_of(self, subject: str) -> str:
        """The sheet that the keys stand on."""
        return self.registry.by_id[subject].sheet


def lists_of(registry: Registry) -> Lists:
    """The lists that a registry asks for."""
    item, sheet, unit, owner, discloser = (
        registry.by_id[subject].field(name)
        for subject, name in (
            ("stated", "item"),
            ("assignment", "sheet"),
            ("assignment", "unit"),
            ("indicator", "owner"),
            ("disclosure", "unit"),
        )
    )
    long: dict[str, Sequence[str]] = {
        item.zh: tuple(registry.department_figures),
        sheet.zh: tuple(subject.sheet for subject in registry.subjects),
    }
    for _, field in registry.fields():
        if len(",".join(field.choices)) > LIST_LENGTH:
            long[field.zh] = field.choices
    offers = {
        item: range_of(long, item.zh),
        sheet: range_of(long, sheet.zh),
        unit: f"={key_list('unit')}",
        owner: f"={key_list('project')}",
        discloser: f"={key_list('unit')}",
    }
    return Lists(registry, long, offers)


def key_list(subject: str) -> str:
    """The defined name of the keys of a subject."""
    return f"list_{subject}"


def referenced(registry: Registry) -> frozenset[str]:
    """The subjects whose keys some drop-down offers."""
    return frozenset({field.to for _, field in registry.fields() if field.to} | {"unit", "project"})


def key_range(sheet: str, column: int, first: int, last: int) -> str:
    """The filled cells of a key column; without its blank cells, which would make a drop-down accept any answer."""
    letters = column_letters(column + 1)
    cells = f"'{sheet}'!${letters}${first + 1}:${letters}${last + 1}"
    return f"=OFFSET('{sheet}'!${letters}${first + 1},0,0,MAX(1,COUNTA({cells})),1)"


def range_of(long: Mapping[str, Sequence[str]], title: str) -> str:
    """Where a long list stands."""
    column = column_letters(list(long).index(title) + 1)
    return f"='{LISTS}'!${column}$3:${column}${len(long[title]) + 2}"


def write_lists(sheet: Any, lists: Lists, look: Look) -> None:
    """The sheet of long lists: a title, then one list a column."""
    sheet.write_string(0, 0, text("template-lists-title"), look.named("lead"))
    for column, (title, words) in enumerate(lists.long.items()):
        sheet.set_column(column, column, max(map(breadth, words)) + 3)
        sheet.write_string(1, column, title, look.named("header"))
        for row, word in enumerate(words, 2):
            sheet.write_string(row, column, word, look.named("prose"))
    sheet.freeze_panes(2, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True})
