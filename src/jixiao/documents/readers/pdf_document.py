"""Sheets become a document: margins taken out, tables stood up, paragraphs joined, all of it in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest

from jixiao.documents.model import Block, Document, Passage, Place, Table
from jixiao.documents.readers.headings import sorted_out
from jixiao.documents.readers.pdf_columns import with_columns
from jixiao.documents.readers.pdf_joints import joined
from jixiao.documents.readers.pdf_lines import Line, lines
from jixiao.documents.readers.pdf_margins import margins, without_side
from jixiao.documents.readers.pdf_paragraphs import Measure, measure, paragraphs, passage
from jixiao.documents.readers.pdf_sheet import Sheet, runs
from jixiao.documents.readers.pdf_tables import Draft, drafts
from jixiao.documents.readers.text_tables import unit_in
from jixiao.files.messages import Term

CAPTION = 45  # characters of the longest line that is one
# 单位：市总工会 names an office, 单位：万元 a measure.
_MEASURE = re.compile(
    r"[十百千万亿]*(?:美?元|人次?|个|件|项|批?次|[户家分%％辆台套篇吨宗份亩]|平方米|公里)(?:[、/／].*)?"
)


def document_of(sheets: Sequence[Sheet], *, kind: str, name: str, remarks: tuple[Term, ...] = ()) -> Document:
    """The document of those pages; its text is the texts of the sheets, one after the other."""
    offsets = [0, *accumulate(len(sheet.text) for sheet in sheets)][: len(sheets)]
    found: list[Line] = []
    tables: dict[int, list[Draft]] = {}
    for number, sheet in enumerate(sheets):
        tables[number], taken = drafts(sheet, number, offsets[number])
        found.extend(lines(sheet, number, without_side(sheet, runs(sheet, 0, len(sheet.text), taken))))
    away = margins(found, sheets)
    body = [line for index, line in enumerate(found) if index not in away]
    texts, begins = {number: sheet.text for number, sheet in enumerate(sheets)}, dict(enumerate(offsets))
    flow = joined(list(with_columns(list(_flow(body, tables)), sheets, begins)), sheets)
    blocks = _blocks(flow, measures(body, tables, sheets), texts, begins)
    return Document("".join(texts.values()), tuple(_headed(blocks)), kind, name, tuple(offsets), remarks)


def measures(
    found: Sequence[Line], tables: Mapping[int, Sequence[Draft]], sheets: Sequence[Sheet]
) -> dict[tuple[int, int], Measure]:
    """The measure of every column of every sheet; where it has too few lines, from edge to edge of all that stands there."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in found:
        columns[line.sheet, line.column].append(line)
    known: dict[tuple[int, int], Measure] = {}
    for place, column in columns.items():
        edges = [(line.left, line.right) for line in column] + [(t.xs[0], t.xs[-1]) for t in tables[place[0]]]
        left, right = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        width = sheets[place[0]].width  # a page with a single short line still has a margin, as wide as the left one
        known[place] = measure(column) or Measure(left, max(right, width - left), 0.0)
    return known


def _flow(body: Sequence[Line], tables: dict[int, list[Draft]]) -> Iterator[Line | Draft]:
    """Lines and tables in reading order: a table follows the last line that stands above it."""
    by_sheet: dict[int, list[Line]] = defaultdict(list)
    for line in body:
        by_sheet[line.sheet].append(line)
    for number, found in tables.items():
        here = by_sheet[number]
        after: dict[int, list[Draft]] = defaultdict(list)
        for table in found:
            above = [
                index
                for index, line in enumerate(here)
                if line.bottom <= table.top + line.em
                and (line.column == 0 or (line.left < table.xs[-1] and line.right > table.xs[0]))
            ]
            after[above[-1] if above else -1].append(table)
        yield from after[-1]
        for index, line in enumerate(here):
            yield line
            yield from after[index]


def _blocks(
    flow: Sequence[Line | Draft],
    measured: dict[tuple[int, int], Measure],
    texts: dict[int, str],
    offsets: dict[int, int],
) -> list[Block]:
    """Paragraphs and tables, numbered."""
    blocks: list[Block] = []
    waiting: list[Line] = []
    counts = [0, 0]

    def told() -> None:
        for group in paragraphs(waiting, measured):
            counts[0] += 1
            said = passage(group, texts, offsets)
            blocks.append(replace(said, place=replace(said.place, paragraph=counts[0])))
        waiting.clear()

    for item in flow:
        if isinstance(item, Line):
            waiting.append(item)
            continue
        told()
        counts[1] += 1
        blocks.append(_table(item, counts[1], blocks))
    told()
    return blocks


def _table(draft: Draft, number: int, before: Sequence[Block]) -> Table:
    """A table with what is told above it."""
    captions: list[str] = []
    unit = ""
    for block in reversed(before[-3:]):
        if not isinstance(block, Passage) or len(block.text) > CAPTION or block.text.endswith(("。", "；", "，")):
            break
        told = unit_in(block.text)
        unit = unit or (told if _MEASURE.fullmatch(told) else "")
        if not told:
            captions.append(block.text)
            break
    cells = tuple(
        replace(cell, passage=replace(cell.passage, place=replace(cell.passage.place, table=number)))
        for cell in draft.cells
    )
    if not unit:
        corner = (unit_in(cell.text) for cell in cells if cell.row < 2)
        unit = next((told for told in corner if _MEASURE.fullmatch(told)), "")
    caption = captions[0] if captions else ""
    place = Place(page=draft.sheet + 1, table=number)
    return Table(cells, draft.height, draft.width, place, caption, unit, draft.certain)


def _headed(blocks: list[Block]) -> list[Block]:
    """The blocks with headings and items told apart."""
    passages = [block for block in blocks if isinstance(block, Passage)]
    bodies = [
        isinstance(after, Table) or (after is not None and after.text.endswith(("。", "：", "；")))
        for block, after in zip_longest(blocks, blocks[1:])
        if isinstance(block, Passage)
    ]
    told = iter(sorted_out(passages, bodies, [0] * len(passages)))
    return [next(told) if isinstance(block, Passage) else block for block in blocks]
