"""Tables of an official document: title above, unit line, repeated head row, rows that stay whole."""

from __future__ import annotations

from lxml import etree

from jixiao.reports.columns import column_widths
from jixiao.reports.docx.controls import Controls
from jixiao.reports.docx.xml import add, add_paragraph, add_run
from jixiao.reports.model import Align, Spans, Table

CELL_STYLES = {Align.LEFT: "TableLeft", Align.CENTRE: "TableCentre", Align.RIGHT: "TableRight"}
ROW_HEIGHT = 420  # twips, at least: one line of 18 pt with air above and below


def add_table(body: etree._Element, table: Table, controls: Controls, width: int) -> None:
    """Append title, unit line and table; a narrow paragraph after it keeps two tables apart."""
    if table.title:
        add_run(add_paragraph(body, "Caption"), table.title)
    if table.unit:
        add_run(add_paragraph(body, "TableUnit"), f"单位：{table.unit}")
    if table.columns:
        _grid(body, table, controls, width)
        add_paragraph(body, "TableEnd")


def _grid(body: etree._Element, table: Table, controls: Controls, width: int) -> None:
    grid = add(body, "tbl")
    properties = add(grid, "tblPr")
    add(properties, "tblStyle", val="Ruled")
    add(properties, "tblW", w=width, type_="dxa")
    add(properties, "jc", val="center")
    add(properties, "tblLayout", type_="fixed")
    add(properties, "tblLook", val="0020", firstRow="1", lastRow="0", noHBand="1", noVBand="1")
    columns = add(grid, "tblGrid")
    sizes = column_widths(table, width)
    for size in sizes:
        add(columns, "gridCol", w=size)
    head = _row(grid, head=True)
    for column, size in zip(table.columns, sizes, strict=True):
        add_run(_cell(head, size, "TableHead"), column.title)
    last = len(table.rows) - 1
    for number, cells in enumerate(table.rows):
        row = _row(grid)
        character = "Sum" if table.total and number == last else ""
        # A row shorter than the head is filled up: Word calls a ragged table damaged.
        padded: tuple[Spans, ...] = cells[: len(sizes)] + ((),) * (len(sizes) - len(cells))
        for column, size, spans in zip(table.columns, sizes, padded, strict=True):
            paragraph = _cell(row, size, CELL_STYLES[column.align])
            for span in spans:
                controls.add(paragraph, span, character)


def _row(grid: etree._Element, *, head: bool = False) -> etree._Element:
    row = add(grid, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    add(properties, "trHeight", val=ROW_HEIGHT, hRule="atLeast")
    if head:
        add(properties, "tblHeader")
    return row


def _cell(row: etree._Element, width: int, style: str) -> etree._Element:
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=width, type_="dxa")
    add(properties, "vAlign", val="center")
    return add_paragraph(cell, style)
