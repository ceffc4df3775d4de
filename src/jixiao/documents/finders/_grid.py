"""A table as blocks: each header with the rows under it, tables side by side taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from weakref import WeakKeyDictionary

from jixiao.documents.finders._block import Block, Column, Row, counts_things
from jixiao.documents.finders._grid_heads import (
    Figures,
    Grid,
    counts_columns,
    head_rows,
    header_cells,
    is_head,
    squeezed,
    words_of,
)
from jixiao.documents.finders._headers import (
    ACTUAL,
    COUNTING,
    INDEX,
    LABEL_HEAD,
    MEASURED,
    OF_NO_MONEY,
    POINTS,
    SCORE,
    TARGET,
    UNIT_HEAD,
    bare,
    letter,
    unit_in,
)
from jixiao.documents.model import Cell, Table
from jixiao.documents.view import Mention, View
from jixiao.figures import Bound, FigureKind
from jixiao.figures.units import meaning

MOST_ROWS = 3000  # of one block: a sheet of raw data is no table of a report
_ROUND_A_FIGURE = re.compile(r"[\s　≥≤＞＜><=＝≧≦≯≮/／—－\-()（）*]*")
_TELLS = re.compile(r"。|^.{36,}$", re.DOTALL)  # a remark, no label
_NAME = re.compile(r"(?![未无不另免暂略]|.*(?:公式|计$))[\u4e00-\u9fff（）()、“”]{3,30}")
_YEARLY = re.compile(r"(?:19|20)\d{2}年?度?")
_YEARS = range(1990, 2051)
_BLANK = re.compile(r"[\s　/／—－–\-*无]*")
_NO_DATA = (FigureKind.DATE, FigureKind.DOCNO, FigureKind.SEQ, FigureKind.ORDINAL, FigureKind.RANGE)


_BLOCKS: WeakKeyDictionary[View, tuple[Block, ...]] = WeakKeyDictionary()


def blocks(view: View) -> tuple[Block, ...]:
    """Every block of every table, in reading order; worked out once for each view."""
    found = _BLOCKS.get(view)
    if found is None:
        found = tuple(block for table in view.tables() for block in _of_table(view, table))
        _BLOCKS[view] = found
    return found


def figure_in(view: View, cell: Cell | None) -> Mention | None:
    """The one figure that a cell holds, with nothing but signs of bounds around it."""
    mentions = view.in_cell(cell) if cell is not None else ()
    if len(mentions) != 1 or mentions[0].kind in _NO_DATA or not isinstance(mentions[0].figure.value, Decimal):
        return None
    figure, text = mentions[0].figure, cell.text if cell is not None else ""
    around = text[: figure.start] + text[figure.end :]
    bounded = figure.bound is not Bound.NONE and len(around) <= 4  # 不低于, 以上
    return mentions[0] if bounded or _ROUND_A_FIGURE.fullmatch(around) else None


def _of_table(view: View, table: Table) -> Iterator[Block]:
    grid = table.rows()
    figures = [{index: found for index, cell in enumerate(row) if (found := figure_in(view, cell))} for row in grid]
    for number in range(min(2, len(grid))):  # 项目 | 2016 | 2015: years without 年
        if figures[number] and all(_is_year(found) for found in figures[number].values()):
            figures[number] = {}
    start = 0
    while start < len(grid):
        heads = head_rows(grid, figures, start)
        if not heads:
            return
        body = heads[-1] + 1
        end = body
        while end < len(grid) and not (
            is_head(grid[end], figures[end]) and words_of(grid[end]) != words_of(grid[heads[-1]])
        ):
            if end > body and _is_of_another_kind(grid[end], figures[body]):
                break
            end += 1
        yield from _blocks(table, grid, figures, heads, range(body, min(end, body + MOST_ROWS)))
        start = end


def _is_of_another_kind(row: Sequence[Cell | None], above: dict[int, Mention]) -> bool:
    """Whether a name stands where the rows above have their first figure: the indicators of a form under its money."""
    cell = row[min(above)] if above else None
    return cell is not None and _NAME.fullmatch(cell.text.strip()) is not None


def _is_year(mention: Mention) -> bool:
    value = mention.figure.value
    return mention.figure.unit == "" and isinstance(value, Decimal) and value in _YEARS


def _blocks(table: Table, grid: Grid, figures: Figures, heads: Sequence[int], body: range) -> Iterator[Block]:
    headers = [header_cells(grid, heads, index) for index in range(table.width)]
    counted = next((row for row in heads if counts_columns(grid[row], figures[row])), None)
    groups: list[list[int]] = [[]]
    seen: set[str] = set()
    for index, cells in enumerate(headers):
        told = [bare(squeezed(cell.text)) for cell in cells if not COUNTING.fullmatch(squeezed(cell.text))]
        last = told[-1] if told else ""
        if last and last in seen and LABEL_HEAD.search(last) and len(groups[-1]) > 1:
            groups.append([])
        seen.add(last)
        groups[-1].append(index)
    for group in groups:
        block = _block(table, grid, figures, headers, counted, group, body, len(groups))
        if block is not None:
            yield block


def _block(
    table: Table,
    grid: Grid,
    figures: Figures,
    headers: Sequence[list[Cell]],
    counted: int | None,
    group: Sequence[int],
    body: range,
    beside: int,
) -> Block | None:
    names = {index: squeezed("".join(dict.fromkeys(cell.text for cell in headers[index]))) for index in group}
    data = {index: [figures[row][index] for row in body if index in figures[row]] for index in group}
    texts = {index: sum(1 for row in body if _text(grid[row][index], figures[row].get(index))) for index in group}
    lasts = {index: squeezed(headers[index][-1].text) if headers[index] else "" for index in group}
    index_like = {index for index in group if INDEX.search(names[index]) or INDEX.search(lasts[index])}
    index_like |= {index for index in group if _counts_rows(names[index], data[index])}
    columns = tuple(
        _column(
            index,
            names[index],
            _letter(names[index], figures, counted, index),
            unit_in(names[index]) or _common_unit(names[index], table.unit),
            headers[index],
            data[index],
        )
        for index in group
        if data[index] and index not in index_like and len(data[index]) * 2 >= texts[index]
    )
    if not columns:
        return None
    first = columns[0].index
    labels = [index for index in group if index < first and index not in index_like]
    units = [index for index in group if UNIT_HEAD.fullmatch(names[index])]
    codes = [index for index in index_like if "编码" in names[index] or "代码" in names[index]]
    marks = sorted(index for index in index_like if index < first and index not in codes)
    rows = tuple(_row(grid, figures, row, labels, units, codes, marks, columns) for row in body)
    return Block(table, columns, rows, beside)


def _column(index: int, name: str, letter_: str, unit: str, cells: Sequence[Cell], data: Sequence[Mention]) -> Column:
    whole = all(mention.figure.places == 0 for mention in data)
    if not unit and not (TARGET.search(name) or ACTUAL.search(name)) and {one.figure.unit for one in data} == {"%"}:
        unit = "%"
    counts = counts_things(unit) if unit else bool(name) and MEASURED.search(name) is None
    bounded = sum(mention.figure.bound is not Bound.NONE for mention in data) * 2 > len(data)
    scored = SCORE.search(name) is not None or POINTS.search(name) is not None
    return Column(index, name, letter_, unit, tuple(cells), whole, whole and counts, bounded, scored)


def _common_unit(name: str, told: str) -> str:
    """The unit above the table, for a column that it can be the unit of."""
    counted = "率" not in name and not told.endswith("元")
    return told if counted or not OF_NO_MONEY.search(name) else ""


def _letter(name: str, figures: Figures, counted: int | None, index: int) -> str:
    if told := letter(name):
        return told
    mention = figures[counted].get(index) if counted is not None else None
    return mention.written.strip() if mention else ""


def _text(cell: Cell | None, figure: Mention | None) -> bool:
    return cell is not None and figure is None and not _BLANK.fullmatch(cell.text)


def _counts_rows(name: str, mentions: Sequence[Mention]) -> bool:
    """A nameless column of 1, 2, 3 …."""
    values = [mention.figure.value for mention in mentions]
    return not name and len(values) > 1 and values == list(range(1, len(values) + 1))


def _row(
    grid: Grid,
    figures: Figures,
    row: int,
    labels: Sequence[int],
    units: Sequence[int],
    codes: Sequence[int],
    marks: Sequence[int],
    columns: Sequence[Column],
) -> Row:
    cells = [cell for index in labels if (cell := grid[row][index]) is not None and cell.text.strip()]
    if not cells:  # 合计 stands where the rows are counted, a year where they are years
        numbered = [(cell, index in figures[row]) for index in marks if (cell := grid[row][index]) is not None]
        cells = [
            cell
            for cell, number in numbered
            if not _BLANK.fullmatch(cell.text) and (not number or _YEARLY.fullmatch(cell.text))
        ]
    cells = [cell for cell in cells if not _TELLS.search(cell.text)] or cells[:1]
    told = [squeezed(cell.text) for cell in cells]
    by_column = {column.index: figures[row][column.index] for column in columns if column.index in figures[row]}
    blank = frozenset(
        column.index
        for column in columns
        if column.index not in by_column and ((cell := grid[row][column.index]) is None or _BLANK.fullmatch(cell.text))
    )
    code = next((squeezed(cell.text) for index in codes if (cell := grid[row][index]) is not None), "")
    unit = next((squeezed(cell.text) for index in units if (cell := grid[row][index]) is not None), "")
    if not code and told and re.fullmatch(r"\d{3}|\d{5}|\d{7}", told[0]):
        code = told[0]
    if code and not code.isdigit():  # 合计 stands where codes stand
        told.append(code)
    label = told[-1] if told else ""
    unit = unit or unit_in(label)
    return Row(label, tuple(told), code, unit if meaning(unit) else "", by_column, blank, cells[-1] if cells else None)
